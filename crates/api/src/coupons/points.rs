//! Points: what they are worth, and what a customer has.

use serde::{Deserialize, Serialize};

/// What points are worth in a currency. Points are counted per currency, and one is worth one minor unit of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PutPointsRule {
    /// What a paid order earns, of what its goods cost after all discounts, in basis points; rounded down.
    #[cfg_attr(feature = "openapi", schemars(range(min = 0, max = 10_000), example = 100))]
    pub earn_bp: i64,
    /// Up to which part of what the goods cost after promotions and coupon points may be redeemed, in basis points;
    /// rounded down. 0 redeems none.
    #[cfg_attr(feature = "openapi", schemars(range(min = 0, max = 10_000), example = 5_000))]
    pub redeem_bp: i64,
    /// The version that is replaced, 0 for a rule that is new; without it, whichever stands.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(range(min = 0)))]
    pub version: Option<i64>,
}

/// What points are worth in a currency, with how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "PointsRule"))]
pub struct PointsRuleView {
    /// ISO 4217.
    pub currency: String,
    /// What a paid order earns, in basis points.
    pub earn_bp: u32,
    /// Up to which part points may be redeemed, in basis points.
    pub redeem_bp: u32,
    /// Counts its edits, from 1.
    pub version: i64,
    /// When it was last edited, UTC epoch milliseconds.
    pub updated_ms: i64,
}

/// The rules of all currencies that have one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "PointsRules"))]
pub struct PointsRulesView {
    /// By currency.
    pub items: Vec<PointsRuleView>,
}

/// What a customer has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Points"))]
pub struct PointsView {
    /// By currency.
    pub balances: Vec<PointsBalanceView>,
}

/// What a customer has of one currency's points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "PointsBalance"))]
pub struct PointsBalanceView {
    /// ISO 4217.
    pub currency: String,
    /// How many; negative when a refund took back points that were spent.
    pub points: i64,
}

/// One change of a balance. The entries of a currency sum to its balance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "PointsEntry"))]
pub struct PointsEntryView {
    /// The order that made it.
    pub order: String,
    /// `earned` when it was paid, `redeemed` when it was placed, `given_back` when it ended unpaid; `refunded` and
    /// `taken_back` for what was redeemed and earned with goods that went back.
    pub kind: &'static str,
    /// ISO 4217.
    pub currency: String,
    /// How many; negative where they went.
    pub points: i64,
    /// When, UTC epoch milliseconds.
    pub at_ms: i64,
}
