//! Roles and regions.

use serde::{Deserialize, Serialize};

/// A role.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PutRole {
    /// What it is called.
    #[cfg_attr(
        feature = "openapi",
        schemars(length(min = 1, max = 60), example = "Store clerk")
    )]
    pub name: String,
    /// What it lets do.
    #[cfg_attr(
        feature = "openapi",
        schemars(length(max = 32), extend("examples" = [["read_stock", "read_orders"]]))
    )]
    pub permissions: Vec<String>,
    /// The version that is replaced; without it, a new one.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(range(min = 1)))]
    pub version: Option<i64>,
}

/// A role as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Role"))]
pub struct RoleView {
    /// Its code.
    pub id: String,
    /// Counts its edits, from 1.
    pub version: i64,
    /// What it is called.
    pub name: String,
    /// What it lets do.
    pub permissions: Vec<&'static str>,
}

/// All roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Roles"))]
pub struct RolesView {
    /// By code.
    pub items: Vec<RoleView>,
    /// Every permission that there is.
    pub permissions: Vec<&'static str>,
}

/// A region.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PutRegion {
    /// What it is called.
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 60), example = &"华东"))]
    pub name: String,
    /// Its stores, all of them.
    #[cfg_attr(
        feature = "openapi",
        schemars(length(max = 1000), extend("examples" = [["sh-001"]]))
    )]
    pub stores: Vec<String>,
    /// The version that is replaced; without it, a new one.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(range(min = 1)))]
    pub version: Option<i64>,
}

/// A region as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Region"))]
pub struct RegionView {
    /// Its code.
    pub id: String,
    /// Counts its edits, from 1.
    pub version: i64,
    /// What it is called.
    pub name: String,
    /// How many stores it has.
    pub store_count: i64,
    /// Its stores, where one region is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stores: Option<Vec<String>>,
}

/// All regions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Regions"))]
pub struct RegionsView {
    /// By code.
    pub items: Vec<RegionView>,
}
