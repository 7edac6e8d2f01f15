//! Categories and products of the demo brand.

use super::file;
use anyhow::{Context, Result};
use serde_json::Value;

/// What the brand sells; each entry is the body of its request, with its id.
#[derive(serde::Deserialize)]
pub struct Goods {
    /// Categories in the order of the menu.
    pub categories: Vec<Value>,
    /// Products.
    pub products: Vec<Value>,
}

/// A variant of a product.
pub struct Sku<'a> {
    /// `<product>.<variant>`.
    pub id: String,
    /// The first category of its product.
    pub category: &'a str,
    prices: &'a Value,
}

impl Goods {
    /// Reads `demo/products.json`.
    pub fn read() -> Result<Self> {
        let path = file("products.json");
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        serde_json::from_str(&text).with_context(|| path.display().to_string())
    }

    /// Products that are booked.
    pub fn services(&self) -> impl Iterator<Item = &str> {
        let booked = self
            .products
            .iter()
            .filter(|product| !product["variants"][0]["service"].is_null());
        booked.filter_map(|product| product["id"].as_str())
    }

    /// Every variant.
    pub fn skus(&self) -> impl Iterator<Item = Sku<'_>> {
        self.products.iter().flat_map(|product| {
            let variants = product["variants"].as_array().map_or(&[][..], Vec::as_slice);
            variants.iter().filter_map(move |variant| {
                Some(Sku {
                    id: format!("{}.{}", product["id"].as_str()?, variant["code"].as_str()?),
                    category: product["categories"][0].as_str()?,
                    prices: &variant["prices"],
                })
            })
        })
    }
}

impl Sku<'_> {
    /// What headquarters asks for it, in minor units.
    pub fn price(&self, currency: &str) -> Option<i64> {
        self.prices[currency].as_i64()
    }
}
