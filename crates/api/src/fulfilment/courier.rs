//! Deliveries by a courier.

use crate::money::MoneyView;
use serde::Serialize;

/// A delivery by a courier, as the store's staff see it. Instants are those at which we heard of it, UTC epoch milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Courier"))]
pub struct CourierView {
    /// Its number at the courier.
    pub number: String,
    /// `due`, `requested`, `assigned`, `picked_up`, `delivered`, `failed`, `cancelling` or `cancelled`.
    pub state: &'static str,
    /// Why it failed: `refused`, `no_courier`, `not_handed_over`, `not_received`, `lost` or `other`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    /// What the courier charges, as far as it said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fee: Option<MoneyView>,
    /// Since when it is due.
    pub created_ms: i64,
    /// When somebody was on the way to the store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_ms: Option<i64>,
    /// When the goods had left the store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picked_up_ms: Option<i64>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_ms: Option<i64>,
}

/// How far the courier has come, as the shopper sees it. Instants are those at which we heard of it, UTC epoch milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Delivery"))]
pub struct DeliveryView {
    /// Which order.
    pub order: String,
    /// `due`, `requested`, `assigned`, `picked_up`, `delivered`, `failed`, `cancelling` or `cancelled`. After the last three the
    /// store sees to it: the order says how it goes on.
    pub state: &'static str,
    /// By when it was promised to be there, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promised_ms: Option<i64>,
    /// When somebody was on the way to the store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_ms: Option<i64>,
    /// When the goods had left the store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picked_up_ms: Option<i64>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_ms: Option<i64>,
}

/// What a run of the job that asks the courier did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct DispatchReport {
    /// Deliveries that came further by this run: taken on, on their way, or ended.
    pub moved: u64,
    /// Deliveries of which the courier says what was known.
    pub unchanged: u64,
    /// Calls that the courier refused.
    pub refused: u64,
    /// Calls that were not answered.
    pub unanswered: u64,
    /// Deliveries that could not be written down.
    pub failed: u64,
    /// Something is left for the next run.
    pub more: bool,
}
