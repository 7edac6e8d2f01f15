//! What becomes of a cart at another store.

use super::{DestinationRequest, LineRequest};
use crate::money::MoneyView;
use serde::{Deserialize, Serialize};

/// A cart that goes from one store to another.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SwitchStore {
    /// Where it was.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,40}$", "examples" = ["sh-001"]))
    )]
    pub from_store: String,
    /// Where it goes.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,40}$", "examples" = ["sh-002"]))
    )]
    pub to_store: String,
    /// How the goods get to the shopper.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("enum" = ["pickup", "delivery", "in_store", "booking"]))
    )]
    pub mode: String,
    /// What is in it.
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 100)))]
    pub lines: Vec<LineRequest>,
    /// Where to bring it: with `delivery`, and only with it.
    #[serde(default)]
    pub destination: Option<DestinationRequest>,
    /// When the wanted slot begins, UTC epoch milliseconds.
    #[serde(default)]
    pub slot_ms: Option<i64>,
}

/// What becomes of a cart at another store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Switch"))]
pub struct SwitchView {
    /// Where it was.
    pub from_store: String,
    /// Where it goes.
    pub to_store: String,
    /// Why the other store cannot serve it this way, there and then, such as `mode_not_served`, `temporarily_closed`,
    /// `out_of_delivery_area`, `slot_closed`; absent when it can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unavailable: Option<&'static str>,
    /// Whether an order there needs `slot_ms`.
    pub slot_required: bool,
    /// Line by line, sorted by SKU.
    pub lines: Vec<SwitchedLineView>,
}

/// What becomes of a line at another store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "SwitchedLine"))]
pub struct SwitchedLineView {
    /// What is bought.
    pub sku: String,
    /// What it is called; empty where neither store sells it.
    pub name: String,
    /// How many are wanted.
    pub quantity: u32,
    /// `same`; `price`: another price; `short`: fewer are `available`; `not_sold` there; `gained`: sold there alone.
    pub change: &'static str,
    /// The price of one before; absent where it was not sold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_price_before: Option<MoneyView>,
    /// The price of one there; absent where it is not sold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<MoneyView>,
    /// How many there are.
    pub available: i64,
}
