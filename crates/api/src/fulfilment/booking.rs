//! Bookings: moving them, and a store's agenda.

use serde::{Deserialize, Serialize};

/// Another time for what is booked, or somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RescheduleOrder {
    /// When it shall begin, UTC epoch milliseconds: `start_ms` of one of the store's slots.
    pub slot_ms: i64,
    /// With whom. When absent: with whom it is, if free, else with anybody of the same kind.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,40}$", "examples" = ["mei"]))
    )]
    pub resource: Option<String>,
}

/// That a booking was moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "BookingMove"))]
pub struct BookingMoveView {
    /// When, UTC epoch milliseconds.
    pub at_ms: i64,
    /// With whom it was.
    pub resource: String,
    /// When it would have begun, UTC epoch milliseconds.
    pub start_ms: i64,
    /// With whom it is since then.
    pub to_resource: String,
    /// When it begins since then, UTC epoch milliseconds.
    pub to_start_ms: i64,
    /// Who moved it; only staff see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
}

/// What is booked at a store on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Agenda"))]
pub struct AgendaView {
    /// The day, on the store's calendar.
    pub day: String,
    /// By their beginning.
    pub items: Vec<AgendaItemView>,
}

/// One booking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "AgendaItem"))]
pub struct AgendaItemView {
    /// Which order.
    pub order: String,
    /// Whose.
    pub customer: String,
    /// How far the order has come.
    pub state: String,
    /// With whom.
    pub resource: String,
    /// When it begins, UTC epoch milliseconds.
    pub start_ms: i64,
    /// When it ends, UTC epoch milliseconds.
    pub end_ms: i64,
}
