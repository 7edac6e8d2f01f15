//! Customers, as headquarters knows them by their orders.

use crate::money::MoneyView;
use commerce::customer::{OrderFacts, RfmScore};
use commerce::ids::CustomerId;
use commerce::money::Currency;
use serde::Serialize;

/// What a customer's paid orders add up to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "CustomerFacts"))]
pub struct CustomerFactsView {
    /// Who.
    pub customer: String,
    /// How many orders were paid.
    pub orders: u64,
    /// What was paid for them, by currency.
    pub spent: Vec<MoneyView>,
    /// When the first was paid, UTC epoch milliseconds.
    pub first_order_ms: i64,
    /// When the latest was paid, UTC epoch milliseconds.
    pub last_order_ms: i64,
    /// Whole days of 24 hours since then.
    pub recency_days: u32,
    /// How good a customer that is.
    pub rfm: RfmView,
}

/// Recency, frequency and money, each from 1 to 5, 5 the best.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Rfm"))]
pub struct RfmView {
    /// How lately: within 7, 30, 90, 180 days, or longer ago.
    pub recency: u8,
    /// How often: from 16, 8, 4, 2 orders on, or one.
    pub frequency: u8,
    /// How much, in `currency`.
    pub money: u8,
    /// The currency whose amount is scored.
    pub currency: String,
}

impl CustomerFactsView {
    /// A customer's facts at an instant in UTC epoch milliseconds, with the score, whose money is that in `currency`.
    #[must_use]
    pub fn new(
        customer: &CustomerId,
        facts: &OrderFacts,
        score: RfmScore,
        currency: Currency,
        now_ms: i64,
    ) -> Self {
        Self {
            customer: customer.to_string(),
            orders: facts.orders,
            spent: facts
                .spent
                .iter()
                .map(|(currency, amount)| MoneyView::new(*amount, *currency))
                .collect(),
            first_order_ms: facts.first_ms,
            last_order_ms: facts.last_ms,
            recency_days: facts.recency_days(now_ms),
            rfm: RfmView {
                recency: score.recency,
                frequency: score.frequency,
                money: score.money,
                currency: currency.to_string(),
            },
        }
    }
}
