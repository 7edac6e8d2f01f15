//! Payments: one per order, known to the provider by the order's id.
//!
//! `pending` → `settled` with the order, or → `closing` with its end; from there → `closed`, or → `refunded` when the money
//! arrived all the same. `closing` is the durable intent: whatever is cut off, a job finishes it.
//!
//! Beside it is the gateway's side, as [`audit`] wrote it down last, and whether the gateway was told that the goods were handed
//! over: [`delivery`].

pub mod audit;
pub mod delivery;

use crate::order::STATE;
use crate::sql::{Row, Script, Sql, SqlError, Statement};
use commerce::ids::OrderId;
use commerce::money::Money;
use std::str::FromStr;

/// The guard that a payment is in the state that its change starts from.
pub const PAYMENT: &str = "payment_state";

/// How far a payment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentState {
    /// Opened; the provider knows whether it is paid.
    Pending,
    /// Paid, and so is the order.
    Settled,
    /// The order has ended unpaid; the payment must be closed, or refunded if it was paid all the same.
    Closing,
    /// No money can arrive any more.
    Closed,
    /// The money was given back.
    Refunded,
    /// The provider will not refund what does not belong here: a person has to look.
    Disputed,
}

impl PaymentState {
    const ALL: [Self; 6] = [
        Self::Pending,
        Self::Settled,
        Self::Closing,
        Self::Closed,
        Self::Refunded,
        Self::Disputed,
    ];

    /// The name in SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Settled => "settled",
            Self::Closing => "closing",
            Self::Closed => "closed",
            Self::Refunded => "refunded",
            Self::Disputed => "disputed",
        }
    }
}

/// A text that names no state of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a payment's state")]
pub struct UnknownPaymentState;

impl FromStr for PaymentState {
    type Err = UnknownPaymentState;

    fn from_str(text: &str) -> Result<Self, UnknownPaymentState> {
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or(UnknownPaymentState)
    }
}

/// A payment as stored beside its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// What the provider needs to find it again.
    pub reference: String,
    /// How far it has come.
    pub state: PaymentState,
}

/// Writes an opened payment down, or the new reference of one that was opened before. Refused under [`STATE`] when the
/// order no longer awaits payment; the order's row is held, so that a cancellation sees the payment or comes first.
///
/// # Errors
/// Any of [`Sql::write`].
pub async fn open(
    sql: &dyn Sql,
    order: OrderId,
    reference: &str,
    amount: Money,
    now_ms: i64,
) -> Result<(), SqlError> {
    let mut script = Script::new();
    script.expect(
        STATE,
        "UPDATE orders SET state = state WHERE id = ?1 AND state = 'awaiting_payment'",
        vec![order.to_string().into()],
    );
    script.expect(
        PAYMENT,
        "INSERT INTO payment (order_id, reference, state, amount_minor, currency, created_ms) \
         VALUES (?1, ?2, 'pending', ?3, ?4, ?5) \
         ON CONFLICT (order_id) DO UPDATE SET reference = excluded.reference WHERE payment.state = 'pending'",
        vec![
            order.to_string().into(),
            reference.to_owned().into(),
            amount.amount_minor.get().into(),
            amount.currency.to_string().into(),
            now_ms.into(),
        ],
    );
    sql.write(script).await.map(drop)
}

/// A payment that must be closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosingPayment {
    /// The order, whose id is the payment's number.
    pub order: OrderId,
    /// The provider's reference.
    pub reference: String,
}

/// Payments that must be closed, by order, after the order `after`, at most `limit`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn closing(
    sql: &dyn Sql,
    after: Option<OrderId>,
    limit: u32,
) -> Result<Vec<ClosingPayment>, SqlError> {
    let rows = sql
        .read(Statement::new(
            "SELECT order_id, reference FROM payment WHERE state = 'closing' AND order_id > ?1 \
             ORDER BY order_id LIMIT ?2",
            vec![
                after.map_or_else(String::new, |id| id.to_string()).into(),
                limit.into(),
            ],
        ))
        .await?;
    let payment = |row: &Row| {
        Ok(ClosingPayment {
            order: row.parse(0)?,
            reference: row.text(1)?.to_owned(),
        })
    };
    rows.iter().map(payment).collect()
}

/// Ends a payment that was closing; does nothing when another caller ended it first.
///
/// # Errors
/// Any of [`Sql::write`].
pub async fn end(sql: &dyn Sql, order: OrderId, state: PaymentState, now_ms: i64) -> Result<(), SqlError> {
    let mut script = Script::new();
    script.run(
        "UPDATE payment SET state = ?2, ended_ms = ?3 WHERE order_id = ?1 AND state = 'closing'",
        vec![order.to_string().into(), state.as_str().into(), now_ms.into()],
    );
    sql.write(script).await.map(drop)
}

/// Takes a closed payment up again, because money arrived that could not arrive any more; does nothing in another state.
/// What was audited of it no longer holds.
///
/// # Errors
/// Any of [`Sql::write`].
pub async fn reopen(sql: &dyn Sql, order: OrderId) -> Result<(), SqlError> {
    let mut script = Script::new();
    script.run(
        "UPDATE payment SET state = 'closing', ended_ms = NULL, audited_ms = NULL \
         WHERE order_id = ?1 AND state = 'closed'",
        vec![order.to_string().into()],
    );
    sql.write(script).await.map(drop)
}
