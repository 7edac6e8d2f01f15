//! Slots that shoppers choose from.

use serde::Serialize;

/// The slots of a mode that begin on a day and can be chosen now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Slots"))]
pub struct SlotsView {
    /// The day, on the store's calendar.
    pub day: String,
    /// The last day of which slots can be chosen now.
    pub last_day: String,
    /// By their beginning; full ones too.
    pub slots: Vec<OpenSlotView>,
}

/// A slot that can be chosen, from its beginning to just before its end, UTC epoch milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "OpenSlot"))]
pub struct OpenSlotView {
    /// When it begins: `slot_ms` of a quote and an order.
    pub start_ms: i64,
    /// When it ends.
    pub end_ms: i64,
    /// How many more orders it takes at this moment; 0 when it is full. Of bookings: how many resources are free.
    pub left: i64,
    /// Of bookings: which resources are free.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<String>,
}
