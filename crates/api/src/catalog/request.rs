//! What callers send.

use crate::money::MoneyView;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Lines of one change of stock at most.
pub const STOCK_LINES_MAX: usize = 200;
/// Longest reason of a change of stock, in characters.
pub const STOCK_REASON_CHARS_MAX: usize = 100;

/// A category.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PutCategory {
    /// The version that this replaces; 0 when there shall be none yet. Left out, it replaces whatever there is.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(range(min = 0)))]
    pub version: Option<i64>,
    /// Its name by language tag: `{"zh-CN": "茶", "en": "Tea"}`.
    pub name: BTreeMap<String, String>,
    /// Where it stands among its siblings, least first.
    #[serde(default)]
    pub sort: i32,
    /// The category that it belongs to.
    #[serde(default)]
    pub parent: Option<String>,
}

/// A product with its variants and the brand's prices.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PutProduct {
    /// The version that this replaces; 0 when there shall be none yet. Left out, it replaces whatever there is.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(range(min = 0)))]
    pub version: Option<i64>,
    /// Its name by language tag.
    pub name: BTreeMap<String, String>,
    /// What there is to say about it, by language tag.
    #[serde(default)]
    pub description: BTreeMap<String, String>,
    /// Codes of the categories that it is found in, 1 to 10.
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 10)))]
    pub categories: Vec<String>,
    /// An absolute `https` address.
    #[serde(default)]
    pub image_url: Option<String>,
    /// Its variants, 1 to 100, in the order in which they are shown.
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 100)))]
    pub variants: Vec<PutVariant>,
    /// Whether any store may sell it.
    #[serde(default = "yes")]
    pub active: bool,
}

/// One thing that can be put in a cart.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PutVariant {
    /// The part of the SKU after the product's code.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,20}$", "examples" = ["500ml"]))
    )]
    pub code: String,
    /// What sets it apart from the other variants.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(length(max = 5)))]
    pub choices: Vec<PutChoice>,
    /// A GTIN of 8, 12, 13 or 14 digits that no other SKU has.
    #[serde(default)]
    pub barcode: Option<String>,
    /// The price of one unit in minor units by ISO 4217 code: `{"CNY": 1800}`.
    pub prices: BTreeMap<String, i64>,
    /// Whether stores carry it unless they say otherwise.
    #[serde(default = "yes")]
    pub carried_by_default: bool,
    /// How many units a customer may order; left out, as many as there are.
    #[serde(default)]
    pub purchase_limit: Option<PutPurchaseLimit>,
    /// For a service: what it needs. It is then booked, and there is no stock of it; left out, it is an article.
    #[serde(default)]
    pub service: Option<PutService>,
}

/// What a service needs of a store.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PutService {
    /// How long it takes, in minutes.
    #[cfg_attr(feature = "openapi", schemars(range(min = 5, max = 480), example = 45))]
    pub minutes: i64,
    /// The kind of resource that serves it, one of those that stores have among their `bookings`.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,40}$", "examples" = ["stylist"]))
    )]
    pub resource: String,
}

/// How many units of a SKU a customer may order. What is cancelled or expires does not count.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PutPurchaseLimit {
    /// Units in one period.
    #[cfg_attr(feature = "openapi", schemars(range(min = 1, max = 1_000_000)))]
    pub quantity: i64,
    /// The length of a period, in days of the store's calendar; 0 when there is only one, which never ends. Periods follow each
    /// other without a gap: the first began on 1970-01-01.
    #[cfg_attr(feature = "openapi", schemars(range(min = 0, max = 3_650)))]
    pub days: i64,
}

/// One option of a variant with its value, such as size: large.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PutChoice {
    /// What is chosen, by language tag.
    pub option: BTreeMap<String, String>,
    /// What it is in this variant, by language tag.
    pub value: BTreeMap<String, String>,
}

/// The brand's price of a SKU in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PutPrice {
    /// The version of the product that this replaces. Left out, it replaces whatever there is.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(range(min = 0)))]
    pub version: Option<i64>,
    /// The price of one unit.
    pub price: MoneyView,
}

/// Whether a store carries a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum Carried {
    /// It does, with all variants.
    Yes,
    /// It does not.
    No,
    /// As each variant says by default.
    Default,
}

/// A product's place in a store's assortment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PutAssortment {
    /// Whether the store carries it.
    pub carried: Carried,
}

/// A store's own price of a SKU.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(extend("required" = ["price"])))]
pub struct PutStorePrice {
    /// The price of one unit, in the store's currency; `null` leaves the price to headquarters.
    // Without this attribute a missing field would be read as null, and remove a price by mistake.
    #[serde(deserialize_with = "Option::deserialize")]
    pub price: Option<MoneyView>,
}

/// Changes of a store's stock, all of them or none.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PutStock {
    /// 1 to 200 lines, each of another SKU.
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = STOCK_LINES_MAX)))]
    pub lines: Vec<PutStockLine>,
    /// Why, in at most 100 characters; kept with each change.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(length(max = STOCK_REASON_CHARS_MAX)))]
    pub reason: String,
}

/// The stock of one SKU: exactly one of `on_hand` and `adjust`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PutStockLine {
    /// Which SKU.
    pub sku: String,
    /// Units counted in the store, those that orders have reserved included.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(range(min = 0, max = 1_000_000_000)))]
    pub on_hand: Option<i64>,
    /// Units that came in or, below zero, went out.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(range(min = -1_000_000_000, max = 1_000_000_000)))]
    pub adjust: Option<i64>,
}

fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_price_is_removed_by_null_and_not_by_forgetting_it() {
        let read = serde_json::from_str::<PutStorePrice>;
        assert_eq!(read(r#"{"price":null}"#).unwrap().price, None);
        assert!(read("{}").is_err());
    }
}
