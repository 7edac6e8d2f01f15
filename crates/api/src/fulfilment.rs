//! Requests and views of the function `fulfilment`.

mod booking;
mod courier;
#[cfg(feature = "openapi")]
mod describe;
mod slot;

pub use booking::{AgendaItemView, AgendaView, BookingMoveView, RescheduleOrder};
pub use courier::{CourierView, DeliveryView, DispatchReport};
#[cfg(feature = "openapi")]
pub use describe::describe;
pub use slot::{OpenSlotView, SlotsView};

use crate::checkout::{RefundLineRequest, StoreOrderView};
use serde::{Deserialize, Serialize};

/// Longest reason, in characters.
pub const REASON_CHARS_MAX: usize = 200;
/// Longest code or confirmation that is looked at, in characters.
pub const CODE_CHARS_MAX: usize = 128;

/// What staff do for an order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreateOrderEvent {
    /// What.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("enum" = ["accept", "reject", "prepare", "make_ready", "dispatch", "deliver", "miss"]))
    )]
    pub event: String,
    /// Why, in words that the shopper reads; `reject` needs them.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(length(max = 200)))]
    pub reason: String,
}

/// Something that happened to an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "OrderEvent"))]
pub struct OrderEventView {
    /// What.
    pub event: &'static str,
    /// What it made of the order.
    pub state: &'static str,
    /// Who did it; only staff see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// Why, in words; may be empty.
    pub reason: String,
    /// When, UTC epoch milliseconds.
    pub at_ms: i64,
}

/// What happened to an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "OrderEvents"))]
pub struct OrderEventsView {
    /// In the order of the states.
    pub items: Vec<OrderEventView>,
    /// How the booking was moved, the oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<BookingMoveView>,
}

/// An order as the store's staff see it, with what happened to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "StoreOrderDetail"))]
pub struct StoreOrderDetailView {
    /// The order.
    #[serde(flatten)]
    pub order: StoreOrderView,
    /// What happened, in the order of the states.
    pub events: Vec<OrderEventView>,
    /// How the booking was moved, the oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<BookingMoveView>,
    /// The last delivery by a courier, once there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub courier: Option<CourierView>,
}

/// By what an order is handed over. Whoever has it gets the goods.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "HandoverCode"))]
pub struct HandoverCodeView {
    /// Which order.
    pub order: String,
    /// Eight characters to be read out, good as long as the order waits.
    pub code: String,
    /// To be shown as a QR code.
    pub payload: String,
    /// When to ask for a new payload, UTC epoch milliseconds.
    pub renew_ms: i64,
    /// Until when the payload is good, UTC epoch milliseconds.
    pub valid_until_ms: i64,
}

/// What the shopper shows.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PreviewHandover {
    /// The payload of the QR code, or the eight characters.
    #[cfg_attr(feature = "openapi", schemars(length(min = 8, max = 128)))]
    pub code: String,
}

/// What a code is for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "HandoverPreview"))]
pub struct HandoverPreviewView {
    /// What is to be handed over.
    pub order: StoreOrderView,
    /// By which the same person confirms it.
    pub confirmation: String,
    /// Until when, UTC epoch milliseconds.
    pub confirm_by_ms: i64,
}

/// The order of a preview is the shopper's now.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreateHandover {
    /// From the preview.
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 128)))]
    pub confirmation: String,
}

/// By what goods of an order are given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "ReturnCode"))]
pub struct ReturnCodeView {
    /// Which order.
    pub order: String,
    /// To be shown as a QR code.
    pub payload: String,
    /// When to ask for a new payload, UTC epoch milliseconds.
    pub renew_ms: i64,
    /// Until when the payload is good, UTC epoch milliseconds.
    pub valid_until_ms: i64,
}

/// What staff take back of an order whose shopper shows its code.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreateReturn {
    /// The payload of the QR code.
    #[cfg_attr(feature = "openapi", schemars(length(min = 8, max = 128)))]
    pub code: String,
    /// Which goods; all that are left when it is left out.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(length(max = 100)))]
    pub lines: Option<Vec<RefundLineRequest>>,
    /// Whether the goods go back on this store's shelf.
    #[serde(default)]
    pub restock: bool,
    /// Why, in words that the shopper reads.
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 200)))]
    pub reason: String,
}

/// Somebody tried a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "HandoverCheck"))]
pub struct HandoverCheckView {
    /// Its number; newer ones are larger.
    pub id: i64,
    /// Which order; absent when the code was of none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// Who.
    pub actor: String,
    /// `shown`, `handed_over` or `refused`.
    pub outcome: String,
    /// When, UTC epoch milliseconds.
    pub at_ms: i64,
}

/// What a run of the job that completes orders did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CompleteReport {
    /// Orders that are completed by this run.
    pub completed: u64,
    /// Something is left for the next run.
    pub more: bool,
}
