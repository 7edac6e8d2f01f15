//! Addresses.

use crate::checkout::Coord;
use serde::{Deserialize, Serialize};

/// An address.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PutAddress {
    /// What its owner calls it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 20), example = &"家"))]
    pub label: Option<String>,
    /// Who receives.
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 60), example = &"林晓梅"))]
    pub recipient: String,
    /// Their telephone number: 5 to 15 digits, spaces and hyphens between them.
    #[cfg_attr(
        feature = "openapi",
        schemars(length(min = 5, max = 60), example = "13800138000")
    )]
    pub phone: String,
    /// Province, city, district.
    #[cfg_attr(
        feature = "openapi",
        schemars(length(min = 1, max = 120), example = "上海市 黄浦区")
    )]
    pub region: String,
    /// Street, house, door.
    #[cfg_attr(
        feature = "openapi",
        schemars(length(min = 1, max = 200), example = "测试路1号 2楼")
    )]
    pub detail: String,
    /// Degrees north, -90 to 90; with `lng`, or without both.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(range(min = -90.0, max = 90.0), example = 31.2304))]
    pub lat: Option<f64>,
    /// Degrees east, -180 to 180.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(range(min = -180.0, max = 180.0), example = 121.4737))]
    pub lng: Option<f64>,
    /// The system of the coordinates: `wgs84` when absent, or `gcj02`, that of Chinese maps.
    #[serde(default)]
    pub coord: Coord,
}

/// An address of the caller's.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Address"))]
pub struct AddressView {
    /// Its name in the book.
    pub id: String,
    /// What its owner calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Who receives.
    pub recipient: String,
    /// Their telephone number.
    pub phone: String,
    /// Province, city, district.
    pub region: String,
    /// Street, house, door.
    pub detail: String,
    /// Degrees north, in the system of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Degrees east.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lng: Option<f64>,
    /// When it was written, UTC epoch milliseconds.
    pub updated_ms: i64,
}

/// The caller's book.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Addresses"))]
pub struct AddressesView {
    /// By name; 20 at most.
    pub items: Vec<AddressView>,
}

/// That an address was removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Deleted"))]
pub struct DeletedView {
    /// Its name.
    pub id: String,
}
