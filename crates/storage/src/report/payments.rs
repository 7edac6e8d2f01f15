use super::MalformedKey;
use crate::payment::PaymentState;
use crate::payment::audit::GatewayState;
use crate::sql::{Row, Sql, SqlError, Statement};
use commerce::ids::{OrderId, StoreId};
use commerce::money::{Currency, Minor, Money};
use std::fmt;
use std::str::FromStr;

/// Names the difference between the two sides of a payment (aliased `p`), or NULL. What ended is compared once the gateway was
/// asked after its end; what goes on, with what the gateway said last. A refunded payment was paid, be it with another amount
/// than the order's.
macro_rules! difference {
    () => {
        "CASE WHEN p.state = 'disputed' THEN 'disputed' \
         WHEN p.gateway_state IS NULL OR (p.ended_ms IS NOT NULL AND p.audited_ms IS NULL) THEN NULL \
         WHEN p.gateway_state = 'unknown' THEN 'unknown_at_gateway' \
         WHEN p.state IN ('settled', 'refunded') AND p.gateway_state <> 'paid' THEN 'not_paid_at_gateway' \
         WHEN p.state = 'settled' AND p.gateway_currency <> p.currency THEN 'other_currency' \
         WHEN p.state = 'settled' AND p.gateway_minor <> p.amount_minor THEN 'other_amount' \
         WHEN p.state IN ('pending', 'closing', 'closed') AND p.gateway_state = 'paid' THEN 'paid_at_gateway' \
         WHEN p.report_failures > 0 THEN 'delivery_not_taken' END"
    };
}

/// How the two sides of a payment differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// The provider will not refund what does not belong here: a person has to look.
    Disputed,
    /// The gateway does not know the payment.
    UnknownAtGateway,
    /// The order is paid, or was refunded, and the gateway has no money for it.
    NotPaidAtGateway,
    /// Paid in another currency.
    OtherCurrency,
    /// Paid with another amount.
    OtherAmount,
    /// The gateway has the money, and the order is not paid.
    PaidAtGateway,
    /// The goods were handed over, and the gateway has not taken it when it was told last.
    DeliveryNotTaken,
}

impl Difference {
    const ALL: [Self; 7] = [
        Self::Disputed,
        Self::UnknownAtGateway,
        Self::NotPaidAtGateway,
        Self::OtherCurrency,
        Self::OtherAmount,
        Self::PaidAtGateway,
        Self::DeliveryNotTaken,
    ];

    /// The name in SQL and in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Disputed => "disputed",
            Self::UnknownAtGateway => "unknown_at_gateway",
            Self::NotPaidAtGateway => "not_paid_at_gateway",
            Self::OtherCurrency => "other_currency",
            Self::OtherAmount => "other_amount",
            Self::PaidAtGateway => "paid_at_gateway",
            Self::DeliveryNotTaken => "delivery_not_taken",
        }
    }
}

impl FromStr for Difference {
    type Err = MalformedKey;

    fn from_str(text: &str) -> Result<Self, MalformedKey> {
        let found = Self::ALL
            .into_iter()
            .find(|difference| difference.as_str() == text);
        found.ok_or(MalformedKey)
    }
}

/// Payments by when they were opened, UTC epoch milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenedRange {
    /// The first instant.
    pub from_ms: i64,
    /// The instant after the last.
    pub to_ms: i64,
}

/// A position in the list of differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentKey {
    /// When the payment was opened.
    pub opened_ms: i64,
    /// Its order.
    pub order: OrderId,
}

impl fmt::Display for PaymentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.opened_ms, self.order)
    }
}

impl FromStr for PaymentKey {
    type Err = MalformedKey;

    fn from_str(text: &str) -> Result<Self, MalformedKey> {
        let (opened_ms, order) = text.split_once('.').ok_or(MalformedKey)?;
        Ok(Self {
            opened_ms: opened_ms.parse().map_err(|_| MalformedKey)?,
            order: order.parse().map_err(|_| MalformedKey)?,
        })
    }
}

/// A payment whose two sides differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferingPayment {
    /// When it was opened, and of which order it is.
    pub key: PaymentKey,
    /// Who sold.
    pub store: StoreId,
    /// How the sides differ.
    pub difference: Difference,
    /// Our side.
    pub state: PaymentState,
    /// What the order is worth.
    pub amount: Money,
    /// The gateway's side, once it was asked.
    pub gateway_state: Option<GatewayState>,
    /// In minor units of `gateway_currency`.
    pub gateway_minor: i64,
    /// As the gateway says it.
    pub gateway_currency: String,
    /// The gateway's own number; may be empty.
    pub gateway_number: String,
    /// When the gateway was asked last, UTC epoch milliseconds; 0 when never.
    pub asked_ms: i64,
}

/// Both sides of all payments of a range in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentTotal {
    /// The currency of the orders.
    pub currency: Currency,
    /// Payments that were opened.
    pub payments: i64,
    /// What orders were paid with, those refunded since included.
    pub ours: Minor,
    /// Of `ours`, what went back because the order had ended.
    pub refunded: Minor,
    /// What the gateway says was paid.
    pub gateway: Minor,
    /// Payments that ended and that the gateway was not asked about since: not compared yet.
    pub waiting: i64,
    /// Payments whose sides differ.
    pub differences: i64,
    /// Payments whose goods were handed over, and that the gateway is still to be told of.
    pub deliveries_due: i64,
}

/// Payments of `range` whose two sides differ, in the order of their opening, after the one in `after`, at most `limit`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn payment_differences(
    sql: &dyn Sql,
    range: OpenedRange,
    after: Option<PaymentKey>,
    limit: u32,
) -> Result<Vec<DifferingPayment>, SqlError> {
    let (after_ms, after_id) = after.map_or_else(
        || (i64::MIN, String::new()),
        |key| (key.opened_ms, key.order.to_string()),
    );
    let rows = sql
        .read(Statement::new(
            concat!(
                "SELECT p.created_ms, p.order_id, o.store_id, ",
                difference!(),
                ", p.state, p.amount_minor, p.currency, p.gateway_state, COALESCE(p.gateway_minor, 0), \
                 COALESCE(p.gateway_currency, ''), COALESCE(p.gateway_number, ''), p.asked_ms \
                 FROM payment p JOIN orders o ON o.id = p.order_id \
                 WHERE p.created_ms >= ?1 AND p.created_ms < ?2 AND ",
                difference!(),
                " IS NOT NULL AND (p.created_ms > ?3 OR (p.created_ms = ?3 AND p.order_id > ?4)) \
                 ORDER BY p.created_ms, p.order_id LIMIT ?5"
            ),
            vec![
                range.from_ms.into(),
                range.to_ms.into(),
                after_ms.into(),
                after_id.into(),
                limit.into(),
            ],
        ))
        .await?;
    rows.iter().map(differing).collect()
}

/// The sums of all payments of `range`, by currency.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn payment_totals(sql: &dyn Sql, range: OpenedRange) -> Result<Vec<PaymentTotal>, SqlError> {
    let rows = sql
        .read(Statement::new(
            concat!(
                "SELECT p.currency, COUNT(*), \
                 CAST(SUM(CASE WHEN p.state IN ('settled', 'refunded') THEN p.amount_minor ELSE 0 END) AS BIGINT), \
                 CAST(SUM(CASE WHEN p.state = 'refunded' THEN p.amount_minor ELSE 0 END) AS BIGINT), \
                 CAST(SUM(CASE WHEN p.gateway_state = 'paid' AND p.gateway_currency = p.currency \
                 THEN p.gateway_minor ELSE 0 END) AS BIGINT), \
                 CAST(SUM(CASE WHEN p.ended_ms IS NOT NULL AND p.audited_ms IS NULL THEN 1 ELSE 0 END) AS BIGINT), \
                 CAST(SUM(CASE WHEN ",
                difference!(),
                " IS NULL THEN 0 ELSE 1 END) AS BIGINT), COUNT(p.report_due_ms) \
                 FROM payment p WHERE p.created_ms >= ?1 AND p.created_ms < ?2 GROUP BY p.currency ORDER BY p.currency"
            ),
            vec![range.from_ms.into(), range.to_ms.into()],
        ))
        .await?;
    rows.iter()
        .map(|row| {
            Ok(PaymentTotal {
                currency: row.parse(0)?,
                payments: row.int(1)?,
                ours: Minor(row.int(2)?),
                refunded: Minor(row.int(3)?),
                gateway: Minor(row.int(4)?),
                waiting: row.int(5)?,
                differences: row.int(6)?,
                deliveries_due: row.int(7)?,
            })
        })
        .collect()
}

fn differing(row: &Row) -> Result<DifferingPayment, SqlError> {
    Ok(DifferingPayment {
        key: PaymentKey {
            opened_ms: row.int(0)?,
            order: row.parse(1)?,
        },
        store: row.parse(2)?,
        difference: row.parse(3)?,
        state: row.parse(4)?,
        amount: Money::new(Minor(row.int(5)?), row.parse(6)?),
        gateway_state: match row.opt_text(7)? {
            None => None,
            Some(_) => Some(row.parse(7)?),
        },
        gateway_minor: row.int(8)?,
        gateway_currency: row.text(9)?.to_owned(),
        gateway_number: row.text(10)?.to_owned(),
        asked_ms: row.int(11)?,
    })
}
