use crate::order::StoredOrder;
use crate::sql::{Row, Sql, SqlError, Statement};
use commerce::ids::{OrderId, RefundId, StoreId};
use commerce::money::{Minor, Money};
use commerce::refund::{RefundCause, RefundState, Refunded};

/// A refund as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRefund {
    /// Its name.
    pub id: RefundId,
    /// Where it was made.
    pub store: StoreId,
    /// Why.
    pub cause: RefundCause,
    /// How far it has come.
    pub state: RefundState,
    /// What goes back.
    pub amount: Money,
    /// Of that, fees, their tax included.
    pub fees: Minor,
    /// In words; may be empty.
    pub reason: String,
    /// Who made it.
    pub actor: String,
    /// When, in UTC epoch milliseconds.
    pub created_ms: i64,
    /// When it was done or disputed.
    pub ended_ms: Option<i64>,
    /// Units by line of the order, with what goes back for them.
    pub lines: Vec<(u32, u32, Minor)>,
}

/// What went back of an order so far.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn so_far(sql: &dyn Sql, stored: &StoredOrder) -> Result<Refunded, SqlError> {
    let statement = Statement::new(
        "SELECT l.line, l.refunded, o.refunded_minor, o.fees_refunded FROM orders o \
         JOIN order_line l ON l.order_id = o.id WHERE o.id = ?1 ORDER BY l.line",
        vec![stored.order.id.to_string().into()],
    );
    let mut refunded = Refunded::default();
    for row in sql.read(statement).await? {
        refunded.units.push(units(&row, 1)?);
        refunded.amount = Minor(row.int(2)?);
        refunded.fees = row.int(3)? != 0;
    }
    Ok(refunded)
}

/// The refunds of an order, the first one first.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn of_order(sql: &dyn Sql, order: OrderId) -> Result<Vec<StoredRefund>, SqlError> {
    let statement = Statement::new(
        "SELECT r.id, r.store_id, r.cause, r.state, r.amount_minor, r.currency, r.fees_minor, r.reason, r.actor, \
         r.created_ms, r.ended_ms, l.line, l.units, l.amount_minor \
         FROM refund r LEFT JOIN refund_line l ON l.refund_id = r.id WHERE r.order_id = ?1 ORDER BY r.id, l.line",
        vec![order.to_string().into()],
    );
    let mut refunds: Vec<StoredRefund> = Vec::new();
    for row in sql.read(statement).await? {
        let id: RefundId = row.parse(0)?;
        if refunds.last().is_none_or(|last| last.id != id) {
            refunds.push(refund(&row, id)?);
        }
        if row.opt_int(11)?.is_some()
            && let Some(last) = refunds.last_mut()
        {
            last.lines
                .push((units(&row, 11)?, units(&row, 12)?, Minor(row.int(13)?)));
        }
    }
    Ok(refunds)
}

fn refund(row: &Row, id: RefundId) -> Result<StoredRefund, SqlError> {
    Ok(StoredRefund {
        id,
        store: row.parse(1)?,
        cause: row.parse(2)?,
        state: row.parse(3)?,
        amount: Money::new(Minor(row.int(4)?), row.parse(5)?),
        fees: Minor(row.int(6)?),
        reason: row.text(7)?.to_owned(),
        actor: row.text(8)?.to_owned(),
        created_ms: row.int(9)?,
        ended_ms: row.opt_int(10)?,
        lines: Vec::new(),
    })
}

fn units(row: &Row, column: usize) -> Result<u32, SqlError> {
    u32::try_from(row.int(column)?).map_err(|_| SqlError::Decode {
        column,
        expected: "a number of units",
    })
}
