//! What happened to an order: a row for each state that it came into.

use crate::sql::{Row, Script, Sql, SqlError, Statement};
use commerce::ids::OrderId;
use commerce::order::{OrderEvent, OrderState};

/// Who does something, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct By<'a> {
    /// The caller, by a name that is unique among all.
    pub actor: &'a str,
    /// In words; may be empty.
    pub reason: &'a str,
}

impl By<'_> {
    /// A scheduled job.
    pub const JOB: By<'static> = By {
        actor: "job",
        reason: "",
    };

    /// Whoever carries orders, as they tell.
    pub const COURIER: By<'static> = By {
        actor: "courier",
        reason: "",
    };
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// What.
    pub event: OrderEvent,
    /// What it made of the order.
    pub to: OrderState,
    /// Who did it; empty where that was not kept.
    pub actor: String,
    /// Why; may be empty.
    pub reason: String,
    /// When, in UTC epoch milliseconds.
    pub at_ms: i64,
}

/// Adds to a script that changes an order's state that it happened. An order that was in the state before is refused by the
/// table's key: that cannot be.
pub fn note(script: &mut Script, id: OrderId, event: OrderEvent, to: OrderState, by: By<'_>, at_ms: i64) {
    script.run(
        "INSERT INTO order_event (order_id, to_state, event, actor, reason, at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        vec![
            id.to_string().into(),
            to.as_str().into(),
            event.as_str().into(),
            by.actor.to_owned().into(),
            by.reason.to_owned().into(),
            at_ms.into(),
        ],
    );
}

/// What happened to an order, in the order of its states; at most one row for each.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn of_order(sql: &dyn Sql, id: OrderId) -> Result<Vec<Happened>, SqlError> {
    let statement = Statement::new(
        "SELECT event, to_state, actor, reason, at_ms FROM order_event WHERE order_id = ?1",
        vec![id.to_string().into()],
    );
    let rows = sql.read(statement).await?;
    let mut history: Vec<Happened> = rows.iter().map(happened).collect::<Result<_, _>>()?;
    history.sort_by_key(|happened| OrderState::ALL.iter().position(|state| *state == happened.to));
    Ok(history)
}

fn happened(row: &Row) -> Result<Happened, SqlError> {
    Ok(Happened {
        event: row.parse(0)?,
        to: row.parse(1)?,
        actor: row.text(2)?.to_owned(),
        reason: row.text(3)?.to_owned(),
        at_ms: row.int(4)?,
    })
}
