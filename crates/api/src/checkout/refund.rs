//! Refunds of paid orders.

use crate::money::MoneyView;
use serde::{Deserialize, Serialize};

/// Goods that go back.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RefundLineRequest {
    /// Which line of the order.
    pub sku: String,
    /// How many units.
    #[cfg_attr(feature = "openapi", schemars(range(min = 1, max = 999)))]
    pub quantity: u32,
}

/// What staff give back.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreateRefund {
    /// Which goods; all that are left when it is left out.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(length(max = 100)))]
    pub lines: Option<Vec<RefundLineRequest>>,
    /// Whether the fees for packaging and delivery go back, too.
    #[serde(default)]
    pub fees: bool,
    /// Whether the goods go back on this store's shelf.
    #[serde(default)]
    pub restock: bool,
    /// Why, in words that the shopper reads.
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 200)))]
    pub reason: String,
}

/// A refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Refund"))]
pub struct RefundView {
    /// Its name, and its number at the payment gateway.
    pub id: String,
    /// Of which order.
    pub order: String,
    /// Where it was made.
    pub store: String,
    /// `cancel`, `reject` or `return`.
    pub cause: &'static str,
    /// `due` until the payment gateway has made it, then `done`; `disputed` when it refuses.
    pub state: &'static str,
    /// What goes back, fees and tax included.
    pub amount: MoneyView,
    /// The fees in it.
    pub fees: MoneyView,
    /// The goods in it.
    pub lines: Vec<RefundLineView>,
    /// Why, in words; may be empty.
    pub reason: String,
    /// Who made it; only staff see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// When it was made, UTC epoch milliseconds.
    pub created_ms: i64,
    /// When it was done or disputed, UTC epoch milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_ms: Option<i64>,
}

/// Goods of a refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "RefundLine"))]
pub struct RefundLineView {
    /// Which line of the order.
    pub sku: String,
    /// How many units.
    pub quantity: u32,
    /// What goes back for them, tax included.
    pub amount: MoneyView,
}

/// The refunds of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Refunds"))]
pub struct RefundsView {
    /// The first one first.
    pub items: Vec<RefundView>,
}

/// What a run of the job that makes refunds did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RefundReport {
    /// Refunds that are done or disputed by this run.
    pub ended: u64,
    /// Refunds that the gateway has accepted and not made yet.
    pub open: u64,
    /// Questions that the gateway did not answer; the log says why.
    pub unanswered: u64,
    /// Refunds that could not be written down; the log says why.
    pub failed: u64,
    /// Something is left for the next run.
    pub more: bool,
}
