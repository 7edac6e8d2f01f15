//! Promotions, as headquarters keeps them.

use super::template::stores_of;
use commerce::promotion::{Promotion, PromotionDraft, PromotionState};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A promotion to be created or replaced.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PutPromotion {
    /// What it is called, by language; at least one. Shoppers read it.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("examples" = [{"en": "Three for two", "zh-CN": "买二送一"}]))
    )]
    pub name: BTreeMap<String, String>,
    /// The rule that it puts to use, by the name that the rule gives itself: `n-for-m`, `second-half-price`, or one of
    /// your own.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,40}$", "examples" = ["n-for-m"]))
    )]
    pub rule: String,
    /// What the rule is told; at most 2,000 characters of JSON. The rule says what it understands.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("examples" = [{"take": 3, "pay": 2, "on": {"categories": ["drinks"]}}]))
    )]
    pub parameters: Map<String, Value>,
    /// The stores where it runs; all of them when absent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 200)))]
    pub stores: Option<Vec<String>>,
    /// When it begins, UTC epoch milliseconds.
    #[cfg_attr(feature = "openapi", schemars(range(min = 0, max = 253_402_300_799_999_i64)))]
    pub valid_from_ms: i64,
    /// When it ends, UTC epoch milliseconds.
    #[cfg_attr(feature = "openapi", schemars(range(min = 0, max = 253_402_300_799_999_i64)))]
    pub valid_until_ms: i64,
    /// Its place among all: each promotion works on what the ones before it left. Equal ones go by code.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(range(min = -1_000_000, max = 1_000_000)))]
    pub sort: i64,
    /// `active` runs between its dates, `paused` does not.
    #[cfg_attr(
        feature = "openapi",
        schemars(with = "String", extend("enum" = ["active", "paused"]))
    )]
    pub state: PromotionState,
    /// The version that is replaced, 0 for a promotion that is new; without it, whichever stands.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(range(min = 0)))]
    pub version: Option<i64>,
}

/// A promotion with how it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Promotion"))]
pub struct PromotionView {
    /// Its code.
    pub id: String,
    /// What it is called, by language.
    pub name: BTreeMap<String, String>,
    /// The rule that it puts to use.
    pub rule: String,
    /// What the rule is told.
    pub parameters: Value,
    /// The stores where it runs; all of them when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stores: Option<Vec<String>>,
    /// When it begins, UTC epoch milliseconds.
    pub valid_from_ms: i64,
    /// When it ends, UTC epoch milliseconds.
    pub valid_until_ms: i64,
    /// Its place among all.
    pub sort: i32,
    /// `active` or `paused`.
    pub state: &'static str,
    /// Counts its edits, from 1.
    pub version: i64,
    /// When it was created, UTC epoch milliseconds.
    pub created_ms: i64,
    /// When it was last edited, UTC epoch milliseconds.
    pub updated_ms: i64,
}

impl PutPromotion {
    /// What is to be checked, under the code in the path.
    #[must_use]
    pub fn draft(&self, id: String) -> PromotionDraft {
        PromotionDraft {
            id,
            name: self.name.clone(),
            rule: self.rule.clone(),
            parameters: Value::Object(self.parameters.clone()).to_string(),
            stores: self.stores.clone(),
            valid_from_ms: self.valid_from_ms,
            valid_until_ms: self.valid_until_ms,
            sort: self.sort,
            state: self.state,
        }
    }
}

impl PromotionView {
    /// A promotion, with its version, and when it was created and last edited.
    #[must_use]
    pub fn new(promotion: &Promotion, version: i64, created_ms: i64, updated_ms: i64) -> Self {
        let name = promotion.name.iter();
        Self {
            id: promotion.id.to_string(),
            name: name
                .map(|(tag, text)| (tag.to_string(), text.to_owned()))
                .collect(),
            rule: promotion.rule.to_string(),
            // What is stored was an object when it was written.
            parameters: serde_json::from_str(&promotion.parameters).unwrap_or_default(),
            stores: stores_of(&promotion.scope),
            valid_from_ms: promotion.valid_from_ms,
            valid_until_ms: promotion.valid_until_ms,
            sort: promotion.sort,
            state: promotion.state.as_str(),
            version,
            created_ms,
            updated_ms,
        }
    }
}
