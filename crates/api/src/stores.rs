//! Requests and views of the function `stores`.

mod charges;
#[cfg(feature = "openapi")]
mod describe;
mod promises;

pub use charges::{Charges, DeliveryTier, PackagingFee, TaxRule};
#[cfg(feature = "openapi")]
pub use describe::describe;
pub use promises::{Promises, SlotRule};

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Stores that a search for the nearest returns at most.
pub const NEARBY_LIMIT_MAX: u32 = 50;
/// Stores that it returns when the caller does not say.
pub const NEARBY_LIMIT_DEFAULT: u32 = 10;
/// Stores that it looks at before it gives up on a cart that nobody has, in the order of their distance.
pub const NEARBY_CANDIDATES_MAX: usize = 200;
/// Nearer stores that it names with the reason why they were left out.
pub const LEFT_OUT_MAX: usize = 20;

/// Where something is, WGS-84.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Position {
    /// Degrees north, -90 to 90; up to seven decimals are kept.
    #[cfg_attr(feature = "openapi", schemars(range(min = -90.0, max = 90.0), example = 31.2304))]
    pub lat: f64,
    /// Degrees east, -180 to 180.
    #[cfg_attr(feature = "openapi", schemars(range(min = -180.0, max = 180.0), example = 121.4737))]
    pub lng: f64,
}

/// Weekly hours in the store's own time zone, with dates that have hours of their own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Hours {
    /// By weekday (`mon` … `sun`): up to four pairs of opening and closing time. A day left out is closed. A closing
    /// time after midnight is counted on: `["18:00", "26:00"]`.
    pub weekly: BTreeMap<String, Vec<[String; 2]>>,
    /// By date (`2026-12-25`): pairs that replace those of the weekday; none when closed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub exceptions: BTreeMap<String, Vec<[String; 2]>>,
}

/// Where a store delivers to: exactly one of the two.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Area {
    /// Metres around the store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schemars(range(min = 1, max = 100_000), example = 3_000))]
    pub radius_metres: Option<u32>,
    /// 3 to 100 vertices, each `[lat, lng]` in degrees; the first is not repeated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub polygon: Option<Vec<[f64; 2]>>,
}

/// A time in which a store is closed whatever its hours say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Closure {
    /// When it begins; UTC epoch milliseconds.
    pub from_ms: i64,
    /// When it ends; until further notice when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_ms: Option<i64>,
    /// Why, as shoppers read it; at most 200 characters.
    pub reason: String,
}

/// A store as headquarters keeps it. The path of the request names its id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PutStore {
    /// By language tag (`zh-CN`, `en`, …); at least one.
    pub name: BTreeMap<String, String>,
    /// Street and number.
    #[serde(default)]
    pub address: String,
    /// The city, in the language of the place.
    pub city: String,
    /// The state or province.
    #[serde(default)]
    pub region: String,
    /// ISO 3166-1 alpha-2 code.
    #[cfg_attr(feature = "openapi", schemars(regex(pattern = "^[A-Z]{2}$"), example = &"CN"))]
    pub country: String,
    /// The postcode.
    #[serde(default)]
    pub postcode: String,
    /// Where it is, WGS-84.
    pub point: Position,
    /// IANA time zone.
    #[cfg_attr(feature = "openapi", schemars(example = &"Asia/Shanghai"))]
    pub zone: String,
    /// ISO 4217 code; that of the country when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// `pickup`, `delivery`, `in_store`, `booking`; at least one.
    pub modes: Vec<String>,
    /// Where it delivers to; required when `delivery` is among the modes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_area: Option<Area>,
    /// When it is open.
    pub hours: Hours,
    /// A temporary closure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closure: Option<Closure>,
    /// What it charges beside its goods, and how its sales are taxed; nothing when absent.
    #[serde(default, skip_serializing_if = "Charges::is_empty")]
    pub charges: Charges,
    /// By when it has an order ready, and the slots that shoppers choose from; nothing is promised when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promises: Option<Promises>,
}

/// A store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Store {
    /// The merchant's code.
    pub id: String,
    /// All else.
    #[serde(flatten)]
    pub store: PutStore,
}

/// Closes a store for a while (`closure`), or opens it again (`null`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PutClosure {
    /// The closure; `null` removes it.
    pub closure: Option<Closure>,
}

/// A store that was left out although it is nearer than the last one returned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct LeftOut {
    /// Which store.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How far it is, in metres.
    pub distance_metres: u32,
    /// Why: `closed`, `temporarily_closed`, `mode_not_served`, `out_of_delivery_area` or `lacks_sku`.
    pub reason: &'static str,
    /// With `lacks_sku`: which SKU, the first of the cart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// With `lacks_sku`: how many units it has; 0 also when it does not carry it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available: Option<i64>,
}

/// A store that can serve.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NearbyStore<'a> {
    /// Which store; its page is at `/v1/stores/{id}`.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Street and number; absent when the brand has not written it down.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub address: &'a str,
    /// How far it is, in metres.
    pub distance_metres: u32,
    /// Where it is, in the coordinate system of the request.
    pub position: Position,
    /// Its currency, ISO 4217.
    pub currency: &'a str,
    /// How it serves: `pickup`, `delivery`, `in_store`, `booking`.
    pub modes: Vec<&'static str>,
    /// Whether it is open now.
    pub open: bool,
    /// When it closes, if it is open and ever does; UTC epoch milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closes_at_ms: Option<i64>,
    /// When it opens, if it is closed and ever does; UTC epoch milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opens_at_ms: Option<i64>,
}

/// The stores that can serve, nearest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Nearby<'a> {
    /// Stores that can serve, nearest first.
    pub stores: Vec<NearbyStore<'a>>,
    /// Nearer stores that cannot, with the reason; at most 20, nearest first.
    pub left_out: Vec<LeftOut>,
    /// The search ended after looking at 200 stores; there may be others farther away.
    pub gave_up: bool,
}
