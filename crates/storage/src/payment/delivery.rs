//! Telling the gateway that the goods of a payment were handed over.
//!
//! The write by which an order leaves the store's hands makes it due; a job tells the gateway, as often as it takes. A try that
//! comes to nothing waits behind the others until its turn comes again.

use crate::sql::{Row, Script, Sql, SqlError, Statement};
use commerce::ids::OrderId;

/// A handover that the gateway is to be told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueDelivery {
    /// The order, whose id is the payment's number.
    pub order: OrderId,
    /// Since when it is due, UTC epoch milliseconds: what a change of it is compared with.
    pub due_ms: i64,
    /// Tries that came to nothing.
    pub failures: i64,
    /// When the order was handed over, UTC epoch milliseconds.
    pub at_ms: i64,
}

/// Adds to the script by which an order leaves the store's hands that the gateway is to be told. An order without a payment has
/// no gateway.
pub(crate) fn make_due(script: &mut Script, order: OrderId, at_ms: i64) {
    script.run(
        "UPDATE payment SET report_due_ms = ?2 WHERE order_id = ?1 AND state = 'settled'",
        vec![order.to_string().into(), at_ms.into()],
    );
}

/// Handovers that the gateway is to be told of at `now_ms`, the longest due first, after the one `after` in that order, at most
/// `limit`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn due(
    sql: &dyn Sql,
    now_ms: i64,
    after: Option<DueDelivery>,
    limit: u32,
) -> Result<Vec<DueDelivery>, SqlError> {
    let (after_ms, after_id) = after.map_or_else(
        || (i64::MIN, String::new()),
        |due| (due.due_ms, due.order.to_string()),
    );
    let statement = Statement::new(
        "SELECT p.order_id, p.report_due_ms, p.report_failures, (SELECT MIN(e.at_ms) FROM order_event e \
         WHERE e.order_id = p.order_id AND e.to_state IN ('dispatched', 'completed')) \
         FROM payment p WHERE p.report_due_ms <= ?1 \
         AND (p.report_due_ms > ?2 OR (p.report_due_ms = ?2 AND p.order_id > ?3)) \
         ORDER BY p.report_due_ms, p.order_id LIMIT ?4",
        vec![now_ms.into(), after_ms.into(), after_id.into(), limit.into()],
    );
    let delivery = |row: &Row| {
        Ok(DueDelivery {
            order: row.parse(0)?,
            due_ms: row.int(1)?,
            failures: row.int(2)?,
            at_ms: row.int(3)?,
        })
    };
    sql.read(statement).await?.iter().map(delivery).collect()
}

/// The guard that a handover is due as it was read.
const DUE: &str = "report_due";

/// What became of telling the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The gateway has taken it, at this instant.
    Taken {
        /// UTC epoch milliseconds.
        at_ms: i64,
    },
    /// It came to nothing.
    Failed {
        /// When it is due again, UTC epoch milliseconds.
        due_ms: i64,
    },
    /// There is nothing to tell any more: all that was paid went back.
    Needless,
}

/// Writes down what became of telling the gateway of a handover; whether this call did. Does nothing when it is no longer due as
/// it was read, so that a try that was overtaken undoes nothing.
///
/// # Errors
/// Any of [`Sql::write`].
pub async fn note(sql: &dyn Sql, due: &DueDelivery, told: Told) -> Result<bool, SqlError> {
    let (reported_ms, due_ms) = match told {
        Told::Taken { at_ms } => (Some(at_ms), None),
        Told::Failed { due_ms } => (None, Some(due_ms)),
        Told::Needless => (None, None),
    };
    let mut script = Script::new();
    script.expect(
        DUE,
        "UPDATE payment SET reported_ms = ?3, report_due_ms = ?4, \
         report_failures = CASE WHEN CAST(?4 AS BIGINT) IS NULL THEN 0 ELSE report_failures + 1 END \
         WHERE order_id = ?1 AND report_due_ms = ?2",
        vec![
            due.order.to_string().into(),
            due.due_ms.into(),
            reported_ms.into(),
            due_ms.into(),
        ],
    );
    match sql.write(script).await {
        Ok(_) => Ok(true),
        Err(SqlError::Refused { label: DUE, .. }) => Ok(false),
        Err(error) => Err(error),
    }
}
