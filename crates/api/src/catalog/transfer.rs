//! Transfers of stock between stores.

use serde::{Deserialize, Serialize};

/// Goods to be sent to another store.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreateTransfer {
    /// The store that receives; another one.
    pub to: String,
    /// Why, in 1 to 100 characters; kept with each change of stock.
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 100)))]
    pub reason: String,
    /// 1 to 200 lines, each of another SKU.
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 200)))]
    pub lines: Vec<CreateTransferLine>,
}

/// The units of one SKU to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreateTransferLine {
    /// Which SKU.
    pub sku: String,
    /// How many, never more than are available.
    #[cfg_attr(feature = "openapi", schemars(range(min = 1, max = 1_000_000_000)))]
    pub units: i64,
}

/// What arrived.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ReceiveTransfer {
    /// One for each line of the transfer.
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 200)))]
    pub lines: Vec<ReceiveTransferLine>,
}

/// The units of one SKU that arrived.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ReceiveTransferLine {
    /// A SKU of the transfer.
    pub sku: String,
    /// How many were counted, never more than were sent.
    #[cfg_attr(feature = "openapi", schemars(range(min = 0, max = 1_000_000_000)))]
    pub received: i64,
}

/// Goods on their way between two stores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct TransferView {
    /// Its id.
    pub id: String,
    /// The store that sends.
    pub from: String,
    /// The store that receives.
    pub to: String,
    /// `in_transit`, `received` or `cancelled`.
    pub state: &'static str,
    /// Why it was sent.
    pub reason: String,
    /// What is sent, by SKU.
    pub lines: Vec<TransferLineView>,
    /// Who sent it.
    pub sent_by: String,
    /// When, UTC epoch milliseconds.
    pub sent_ms: i64,
    /// Who received or cancelled it; absent while it is in transit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_by: Option<String>,
    /// When, UTC epoch milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_ms: Option<i64>,
}

/// The units of one SKU in a transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct TransferLineView {
    /// Which SKU.
    pub sku: String,
    /// Units that left the sender.
    pub sent: i64,
    /// Units that were counted on arrival; absent unless the transfer was received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received: Option<i64>,
    /// Units that were sent and did not arrive; absent when there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<i64>,
}
