use crate::ledger::{self, Account, Cause};
use crate::order::StoredOrder;
use crate::sql::{Row, Script, Sql, SqlError, Statement};
use commerce::ids::{OrderId, RefundId};
use commerce::money::{Minor, Money};
use commerce::refund::RefundState;

/// A refund that the payment provider must make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueRefund {
    /// Its name, and its number at the gateway.
    pub id: RefundId,
    /// The order, whose id is the payment's number.
    pub order: OrderId,
    /// The payment's reference.
    pub reference: String,
    /// What is owed.
    pub amount: Money,
    /// What was paid in all.
    pub paid: Money,
}

/// Reads refunds with what the provider asks for: what [`due_refund`] takes apart.
macro_rules! dues {
    ($which:literal) => {
        concat!(
            "SELECT r.id, r.order_id, p.reference, r.amount_minor, r.currency, p.amount_minor \
             FROM refund r JOIN payment p ON p.order_id = r.order_id ",
            $which
        )
    };
}

/// Refunds that are due, after `after`, at most `limit`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn due(sql: &dyn Sql, after: Option<RefundId>, limit: u32) -> Result<Vec<DueRefund>, SqlError> {
    let statement = Statement::new(
        dues!("WHERE r.state = 'due' AND r.id > ?1 ORDER BY r.id LIMIT ?2"),
        vec![
            after.map_or_else(String::new, |id| id.to_string()).into(),
            limit.into(),
        ],
    );
    sql.read(statement).await?.iter().map(due_refund).collect()
}

/// A refund, if the money is still owed: one that is disputed may have been made by a person since.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load_due(sql: &dyn Sql, id: RefundId) -> Result<Option<DueRefund>, SqlError> {
    let statement = Statement::new(
        dues!("WHERE r.state <> 'done' AND r.id = ?1"),
        vec![id.to_string().into()],
    );
    sql.read(statement).await?.first().map(due_refund).transpose()
}

fn due_refund(row: &Row) -> Result<DueRefund, SqlError> {
    let currency = row.parse(4)?;
    Ok(DueRefund {
        id: row.parse(0)?,
        order: row.parse(1)?,
        reference: row.text(2)?.to_owned(),
        amount: Money::new(Minor(row.int(3)?), currency),
        paid: Money::new(Minor(row.int(5)?), currency),
    })
}

/// Ends a refund that is due, or makes a disputed one done after all, and books the money that left; whether this call ended it. Does nothing when another did.
///
/// # Errors
/// Any of [`Sql::write`].
pub async fn end(
    sql: &dyn Sql,
    order: &StoredOrder,
    refund: &DueRefund,
    state: RefundState,
    now_ms: i64,
) -> Result<bool, SqlError> {
    let mut script = Script::new();
    script.expect(
        "due",
        "UPDATE refund SET state = ?2, ended_ms = ?3 \
         WHERE id = ?1 AND (state = 'due' OR (state = 'disputed' AND ?2 = 'done'))",
        vec![refund.id.to_string().into(), state.as_str().into(), now_ms.into()],
    );
    if state == RefundState::Done {
        let transfer = (Account::RefundsDue, Account::Provider, refund.amount.amount_minor);
        let reference = refund.id.to_string();
        ledger::transfer(&mut script, order, Cause::Payout, &reference, transfer, now_ms);
    }
    match sql.write(script).await {
        Ok(_) => Ok(true),
        Err(SqlError::Refused { label: "due", .. }) => Ok(false),
        Err(error) => Err(error),
    }
}
