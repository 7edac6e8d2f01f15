//! Thresholds of stock, and what fell below its own.

use serde::{Deserialize, Serialize};

/// Below how many available units a store wants to know of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(extend("required" = ["low_at"])))]
pub struct PutStockThreshold {
    /// The threshold; `null` takes it away.
    // Without this attribute a missing field would be read as null, and take it away by mistake.
    #[serde(deserialize_with = "Option::deserialize")]
    #[cfg_attr(feature = "openapi", schemars(range(min = 1, max = 1_000_000_000)))]
    pub low_at: Option<i64>,
}

/// A store's threshold of a SKU.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct StockThreshold {
    /// Which store.
    pub store: String,
    /// Which SKU.
    pub sku: String,
    /// The threshold; `null` when there is none.
    pub low_at: Option<i64>,
}

/// A SKU of which fewer units were available at a store than it wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct StockAlertView {
    /// Which store.
    pub store: String,
    /// Which SKU.
    pub sku: String,
    /// `open` while it is below its threshold, `closed` once it is refilled.
    pub state: &'static str,
    /// The threshold now; absent when it was taken away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low_at: Option<i64>,
    /// Units that can be ordered now.
    pub available: i64,
    /// When it was found below, UTC epoch milliseconds.
    pub opened_ms: i64,
    /// When it was found refilled; absent while it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_ms: Option<i64>,
}
