//! Events: what shoppers looked at.

use serde::{Deserialize, Serialize};

/// The most events of one batch.
pub const EVENTS_MAX: usize = 100;
/// The longest name of an event, in characters.
pub const EVENT_ID_CHARS_MAX: usize = 64;
/// How far from now an event may be, in milliseconds: a week, for devices that were offline or whose clock is wrong.
pub const EVENT_AGE_MS_MAX: i64 = 7 * 24 * 60 * 60 * 1_000;

/// A batch of events. All are recorded, or none.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreateEvents {
    /// The events, in any order.
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 100)))]
    pub events: Vec<EventRequest>,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Event"))]
pub struct EventRequest {
    /// The name that the device gives it, such as a UUID. An event that is sent again under its name is counted once.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,64}$", "examples" = ["0197c0de-0001-7000-8000-000000000000"]))
    )]
    pub id: String,
    /// What was looked at.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("enum" = ["store_viewed", "product_viewed"]))
    )]
    pub kind: String,
    /// Whose page it was, or at whose shelf.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,40}$", "examples" = ["sh-001"]))
    )]
    pub store: String,
    /// The product; with `product_viewed` only.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,40}$"))
    )]
    pub product: Option<String>,
    /// When, UTC epoch milliseconds; at most seven days from now.
    pub at_ms: i64,
}

/// What became of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct EventReport {
    /// Events that were new, and are counted now.
    pub recorded: u64,
    /// Events that were counted before.
    pub repeated: u64,
}
