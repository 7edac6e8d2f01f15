//! What one store does with a product otherwise than headquarters, and its stock.

use serde::{Deserialize, Serialize};

/// A store's terms for one product.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms<'a> {
    /// Whether the store carries the product; `None` is as each variant says.
    pub carried: Option<bool>,
    /// The variants for which it has a price or stock, by ascending code.
    #[serde(borrow)]
    pub skus: Vec<SkuTerms<'a>>,
}

/// A store's terms for one variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkuTerms<'a> {
    /// The variant's code, which is the SKU without its product.
    pub variant: &'a str,
    /// The store's own price of one unit in minor units of its currency.
    pub price: Option<i64>,
    /// Units on hand that no order has reserved.
    pub available: i64,
}

impl Terms<'_> {
    /// The terms for one variant, if the store has any.
    #[must_use]
    pub fn sku(&self, variant: &str) -> Option<&SkuTerms<'_>> {
        // A product has few variants, so looking at all is the quickest.
        self.skus.iter().find(|sku| sku.variant == variant)
    }
}
