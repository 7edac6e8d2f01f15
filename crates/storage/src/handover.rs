//! Handing orders over: which orders a code may be of, and who tried one.

use crate::scope::StoreScope;
use crate::sql::{Row, Script, Sql, SqlError, Statement};
use commerce::ids::{OrderId, StoreId};

/// Orders that wait to be handed over at one store, as far as a code is looked up among them; the newest come first.
pub const WAITING_MAX: u32 = 5_000;

/// Finds them: where the core lets an order be handed over. The states alone come first, for the index.
const WAITING: &str = "SELECT id FROM orders WHERE store_id = ?1 AND (CAST(?2 AS TEXT) IS NULL OR store_id = ?2) \
     AND state IN ('paid', 'accepted', 'ready') AND ((mode = 'in_store' AND state = 'paid') \
     OR (mode = 'pickup' AND state = 'ready') OR (mode = 'booking' AND state = 'accepted')) \
     ORDER BY id DESC LIMIT ?3";

/// What came of trying a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Staff saw the order.
    Shown,
    /// The shopper has the order.
    HandedOver,
    /// It was no code of an order that waits here.
    Refused,
}

impl Outcome {
    /// The name in SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::HandedOver => "handed_over",
            Self::Refused => "refused",
        }
    }
}

/// The orders that may be handed over at a store now, newest first, at most [`WAITING_MAX`]; none at a store outside of `scope`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn waiting(sql: &dyn Sql, scope: &StoreScope, store: &StoreId) -> Result<Vec<OrderId>, SqlError> {
    let statement = Statement::new(
        WAITING,
        vec![store.to_string().into(), scope.param(), WAITING_MAX.into()],
    );
    sql.read(statement)
        .await?
        .iter()
        .map(|row: &Row| row.parse(0))
        .collect()
}

/// Adds to a script that `actor` tried a code at `store`.
pub fn note_check(
    script: &mut Script,
    store: &StoreId,
    order: Option<OrderId>,
    actor: &str,
    outcome: Outcome,
    now_ms: i64,
) {
    script.run(
        "INSERT INTO handover_check (store_id, order_id, actor, outcome, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
        vec![
            store.to_string().into(),
            order.map(|id| id.to_string()).into(),
            actor.to_owned().into(),
            outcome.as_str().into(),
            now_ms.into(),
        ],
    );
}

/// How many codes `actor` tried at `store` since `since_ms` that were refused.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn refusals(sql: &dyn Sql, store: &StoreId, actor: &str, since_ms: i64) -> Result<i64, SqlError> {
    let statement = Statement::new(
        "SELECT COUNT(*) FROM handover_check WHERE store_id = ?1 AND actor = ?2 AND outcome = 'refused' AND at_ms > ?3",
        vec![store.to_string().into(), actor.to_owned().into(), since_ms.into()],
    );
    let rows = sql.read(statement).await?;
    rows.first().map_or(Ok(0), |row| row.int(0))
}

/// Somebody tried a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Row number.
    pub id: i64,
    /// The order that the code was of.
    pub order: Option<String>,
    /// Who tried.
    pub actor: String,
    /// What came of it.
    pub outcome: String,
    /// When, in UTC epoch milliseconds.
    pub at_ms: i64,
}

/// Who tried codes at a store, newest first, before the row `before`, at most `limit`; none at a store outside of `scope`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn checks(
    sql: &dyn Sql,
    scope: &StoreScope,
    store: &StoreId,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<Check>, SqlError> {
    let statement = Statement::new(
        "SELECT id, order_id, actor, outcome, at_ms FROM handover_check \
         WHERE store_id = ?1 AND (CAST(?2 AS TEXT) IS NULL OR store_id = ?2) AND id < ?3 ORDER BY id DESC LIMIT ?4",
        vec![
            store.to_string().into(),
            scope.param(),
            before.unwrap_or(i64::MAX).into(),
            limit.into(),
        ],
    );
    let check = |row: &Row| {
        Ok(Check {
            id: row.int(0)?,
            order: row.opt_text(1)?.map(str::to_owned),
            actor: row.text(2)?.to_owned(),
            outcome: row.text(3)?.to_owned(),
            at_ms: row.int(4)?,
        })
    };
    sql.read(statement).await?.iter().map(check).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use commerce::order::{OrderEvent, OrderState, transition};
    use commerce::store::Mode;

    #[test]
    fn orders_wait_to_be_handed_over_where_the_core_says_so_and_nowhere_else() {
        for mode in Mode::ALL {
            for state in OrderState::ALL {
                let waits = transition(mode, state, OrderEvent::HandOver).is_ok();
                let clause = format!("(mode = '{mode}' AND state = '{state}')");
                assert_eq!(WAITING.contains(&clause), waits, "{clause}");
            }
        }
    }
}
