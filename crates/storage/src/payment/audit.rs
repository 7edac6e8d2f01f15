//! The gateway's side of payments: whom to ask about, and what it said.

use super::PaymentState;
use crate::sql::{Row, Script, Sql, SqlError, Statement};
use commerce::ids::OrderId;
use std::str::FromStr;

/// What the gateway said of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GatewayState {
    /// Nobody knew yet.
    Pending,
    /// The money came.
    Paid,
    /// The payer or their bank refused.
    Refused,
    /// No money can arrive any more.
    Closed,
    /// The gateway has no such payment.
    Unknown,
}

impl GatewayState {
    const ALL: [Self; 5] = [
        Self::Pending,
        Self::Paid,
        Self::Refused,
        Self::Closed,
        Self::Unknown,
    ];

    /// The name in SQL and in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Paid => "paid",
            Self::Refused => "refused",
            Self::Closed => "closed",
            Self::Unknown => "unknown",
        }
    }
}

/// A text that names no state of a payment at a gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a payment's state at a gateway")]
pub struct UnknownGatewayState;

impl FromStr for GatewayState {
    type Err = UnknownGatewayState;

    fn from_str(text: &str) -> Result<Self, UnknownGatewayState> {
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or(UnknownGatewayState)
    }
}

/// A payment to ask the gateway about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unaudited {
    /// The order, whose id is the payment's number.
    pub order: OrderId,
    /// The provider's reference.
    pub reference: String,
    /// How far it has come on our side.
    pub state: PaymentState,
}

/// What the gateway says of a payment. Amount, currency and number are as it said them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewaySide {
    /// Where the payment is.
    pub state: GatewayState,
    /// In minor units.
    pub amount_minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// The gateway's own number; may be empty.
    pub number: String,
}

/// Payments that were opened before `opened_before_ms`, that still wait for their money, and that nobody asked about since
/// `asked_before_ms`; by order, after the order `after`, at most `limit`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn waiting(
    sql: &dyn Sql,
    opened_before_ms: i64,
    asked_before_ms: i64,
    after: Option<OrderId>,
    limit: u32,
) -> Result<Vec<Unaudited>, SqlError> {
    let rows = sql
        .read(Statement::new(
            "SELECT order_id, reference, state FROM payment WHERE audited_ms IS NULL AND state = 'pending' \
             AND created_ms <= ?1 AND asked_ms <= ?2 AND order_id > ?3 ORDER BY order_id LIMIT ?4",
            vec![
                opened_before_ms.into(),
                asked_before_ms.into(),
                text(after).into(),
                limit.into(),
            ],
        ))
        .await?;
    rows.iter().map(unaudited).collect()
}

/// Payments that ended before `ended_before_ms` and that nobody asked about since; by order, after the order `after`, at
/// most `limit`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn ended(
    sql: &dyn Sql,
    ended_before_ms: i64,
    after: Option<OrderId>,
    limit: u32,
) -> Result<Vec<Unaudited>, SqlError> {
    let rows = sql
        .read(Statement::new(
            "SELECT order_id, reference, state FROM payment WHERE audited_ms IS NULL AND ended_ms <= ?1 \
             AND order_id > ?2 ORDER BY order_id LIMIT ?3",
            vec![ended_before_ms.into(), text(after).into(), limit.into()],
        ))
        .await?;
    rows.iter().map(unaudited).collect()
}

/// Writes down what the gateway says of a payment; does nothing when the payment is in another state than `seen` by now,
/// so that what was said before a change never counts as the audit after it.
///
/// # Errors
/// Any of [`Sql::write`].
pub async fn note(
    sql: &dyn Sql,
    seen: &Unaudited,
    gateway: &GatewaySide,
    now_ms: i64,
) -> Result<(), SqlError> {
    let mut script = Script::new();
    script.run(
        "UPDATE payment SET asked_ms = ?3, gateway_state = ?4, gateway_minor = ?5, gateway_currency = ?6, \
         gateway_number = ?7, audited_ms = CASE WHEN ended_ms IS NULL THEN NULL ELSE ?3 END \
         WHERE order_id = ?1 AND state = ?2",
        vec![
            seen.order.to_string().into(),
            seen.state.as_str().into(),
            now_ms.into(),
            gateway.state.as_str().into(),
            gateway.amount_minor.into(),
            gateway.currency.clone().into(),
            gateway.number.clone().into(),
        ],
    );
    sql.write(script).await.map(drop)
}

fn text(after: Option<OrderId>) -> String {
    after.map_or_else(String::new, |id| id.to_string())
}

fn unaudited(row: &Row) -> Result<Unaudited, SqlError> {
    Ok(Unaudited {
        order: row.parse(0)?,
        reference: row.text(1)?.to_owned(),
        state: row.parse(2)?,
    })
}
