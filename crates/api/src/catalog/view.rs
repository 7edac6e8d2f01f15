//! What callers see.

use super::Carried;
use crate::money::MoneyView;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The categories of the brand, in the caller's language, siblings in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CategoryList {
    /// All of them.
    pub items: Vec<Category>,
}

/// A category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Category"))]
pub struct Category {
    /// Its code.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The category that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Where it stands among its siblings, least first.
    pub sort: i32,
}

/// A product as a store sells it, in the caller's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct StoreProduct {
    /// Its code.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What there is to say about it; on its own page only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its image.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// Codes of the categories that it is found in.
    pub categories: Vec<String>,
    /// The variants that the store sells; at least one.
    pub variants: Vec<StoreVariant>,
}

/// A variant as a store sells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct StoreVariant {
    /// Which SKU.
    pub sku: String,
    /// What sets it apart from the other variants.
    pub choices: Vec<Choice>,
    /// Its GTIN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub barcode: Option<String>,
    /// How many units a customer may order; absent when there is no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_limit: Option<PurchaseLimitView>,
    /// For a service: what it needs. It is booked, see `list_slots`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceView>,
    /// The price of one unit at this store.
    pub price: MoneyView,
    /// Units that can be ordered, a moment ago; of a service always as many as a cart may have.
    pub available: i64,
}

/// What a service needs of a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ServiceView {
    /// How long it takes, in minutes.
    pub minutes: u32,
    /// The kind of resource that serves it.
    pub resource: String,
}

/// How many units of a SKU a customer may order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PurchaseLimitView {
    /// Units in one period.
    pub quantity: u32,
    /// The length of a period, in days of the store's calendar; 0 when there is only one, which never ends.
    pub days: u32,
}

/// One option of a variant with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Choice {
    /// What is chosen: the size.
    pub option: String,
    /// What it is in this variant: large.
    pub value: String,
}

/// A product as headquarters keeps it, in all languages and currencies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Product {
    /// Its code.
    pub id: String,
    /// Counts its edits, those of its prices included.
    pub version: i64,
    /// Its name by language tag.
    pub name: BTreeMap<String, String>,
    /// What there is to say about it, by language tag.
    pub description: BTreeMap<String, String>,
    /// Codes of the categories that it is found in.
    pub categories: Vec<String>,
    /// Its image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// Its variants.
    pub variants: Vec<Variant>,
    /// Whether any store may sell it.
    pub active: bool,
}

/// A variant as headquarters keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Variant {
    /// The part of the SKU after the product's code.
    pub code: String,
    /// The SKU.
    pub sku: String,
    /// What sets it apart from the other variants.
    pub choices: Vec<ChoiceTexts>,
    /// Its GTIN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub barcode: Option<String>,
    /// The price of one unit in minor units by ISO 4217 code.
    pub prices: BTreeMap<String, i64>,
    /// Whether stores carry it unless they say otherwise.
    pub carried_by_default: bool,
    /// How many units a customer may order; absent when there is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purchase_limit: Option<PurchaseLimitView>,
    /// For a service: what it needs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceView>,
}

/// One option of a variant with its value, by language tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ChoiceTexts {
    /// What is chosen.
    pub option: BTreeMap<String, String>,
    /// What it is in this variant.
    pub value: BTreeMap<String, String>,
}

/// What was written has this version now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Saved {
    /// What was written.
    pub id: String,
    /// Its version.
    pub version: i64,
}

/// The stock of one SKU at one store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct StockLevel {
    /// Which SKU.
    pub sku: String,
    /// Units in the store.
    pub on_hand: i64,
    /// Units of these that orders have reserved.
    pub reserved: i64,
    /// Units that can be ordered.
    pub available: i64,
    /// Below how many of these the store wants to know of it; absent when it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low_at: Option<i64>,
}

/// One change of the stock of one SKU at one store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct StockMovement {
    /// Counts the changes, from 0.
    pub sequence: i64,
    /// `opening`, `count`, `receive`, `loss`, `transfer_out`, `transfer_in`, `reserve`, `release` or `sell`.
    pub cause: String,
    /// The order, or whoever counted.
    pub reference: String,
    /// In the words of whoever counted; absent when nothing was said.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// By how many units what is on hand changed.
    pub on_hand_change: i64,
    /// By how many units what is reserved changed.
    pub reserved_change: i64,
    /// Units on hand afterwards.
    pub on_hand: i64,
    /// Units reserved afterwards.
    pub reserved: i64,
    /// When, UTC epoch milliseconds; 0 for stock that was there before changes were written down.
    pub at_ms: i64,
}

/// A product's place in a store's assortment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Assortment {
    /// Which store.
    pub store: String,
    /// Which product.
    pub product: String,
    /// Whether the store carries it.
    pub carried: Carried,
}

/// A store's own price of a SKU.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct StorePrice {
    /// Which store.
    pub store: String,
    /// Which SKU.
    pub sku: String,
    /// The price of one unit; `null` when headquarters' applies.
    pub price: Option<MoneyView>,
}

/// The stock of several SKUs at one store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct StockLevels {
    /// One for each SKU, by SKU.
    pub lines: Vec<StockLevel>,
}
