//! What is sold: the goods of the demo brand, in stores that are made up or real.

use crate::Bench;
use crate::api::{Api, Refusals};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fmt::Write;

/// Products that stores have in stock: the first of the brand, so that they stand on the first page of the shelf.
const PRODUCTS_IN_STOCK: usize = 20;
/// Units of each: more than any measurement orders.
const UNITS: u32 = 1_000_000;
/// Of so many pairs of store and SKU one has a price of its own.
const OWN_PRICE_EVERY: u64 = 8;
/// A price of a store's own, in the currency of [`crate::places`]'s stores.
const OWN_PRICE: &str = "17.50";
/// Stores whose stock is imported at once.
const STORES_AT_ONCE: usize = 400;

/// The goods of the demo brand.
#[derive(serde::Deserialize)]
pub struct Goods {
    categories: Vec<Value>,
    products: Vec<Value>,
}

/// A product that stores have in stock.
#[derive(Debug, Clone)]
pub struct Product {
    /// Its code.
    pub id: String,
    /// Its SKUs.
    pub skus: Vec<String>,
}

impl Goods {
    /// Reads `demo/products.json`.
    pub fn read(bench: &Bench) -> Result<Self> {
        let file = bench.root.join("demo/products.json");
        let text = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        serde_json::from_str(&text).with_context(|| file.display().to_string())
    }

    /// Products that every filled store has in stock.
    pub fn in_stock(&self) -> Vec<Product> {
        let products = self.products.iter().take(PRODUCTS_IN_STOCK);
        products
            .filter_map(|product| {
                let id = product["id"].as_str()?;
                let variants = product["variants"].as_array()?;
                let skus = variants
                    .iter()
                    .filter_map(|variant| Some(format!("{id}.{}", variant["code"].as_str()?)));
                Some(Product {
                    id: id.to_owned(),
                    skus: skus.collect(),
                })
            })
            .collect()
    }

    /// Puts all categories and products.
    pub fn load(&self, api: &Api) -> Result<()> {
        for category in &self.categories {
            put(api, "/v1/categories/", category)?;
        }
        for product in &self.products {
            put(api, "/v1/products/", product)?;
        }
        Ok(())
    }

    /// Fills `stores`, which count in yuan.
    pub fn stock(&self, api: &Api, stores: &[String]) -> Result<()> {
        let products = self.in_stock();
        let skus: Vec<&String> = products.iter().flat_map(|product| &product.skus).collect();
        let mut pair = 0;
        for some in stores.chunks(STORES_AT_ONCE) {
            let mut csv = "store,sku,on_hand,price\n".to_owned();
            for store in some {
                for sku in &skus {
                    pair += 1;
                    let own = if mix(pair).is_multiple_of(OWN_PRICE_EVERY) {
                        OWN_PRICE
                    } else {
                        ""
                    };
                    writeln!(csv, "{store},{sku},{UNITS},{own}")?;
                }
            }
            api.import("/v1/stock/import", &csv, Refusals::Unexpected)?;
        }
        Ok(())
    }
}

/// Brings key-value up to date.
pub fn project(api: &Api) -> Result<()> {
    loop {
        let progress = api.post("/jobs/project")?;
        if progress["more"] == json!(false) && progress["busy"] == json!(false) {
            return Ok(());
        }
    }
}

fn put(api: &Api, path: &str, entry: &Value) -> Result<()> {
    let mut body = entry.clone();
    let id = body.as_object_mut().and_then(|fields| fields.remove("id"));
    let id = id
        .as_ref()
        .and_then(Value::as_str)
        .context("an entry has an id")?;
    api.put(&format!("{path}{id}"), &body).map(drop)
}

/// Scatters consecutive numbers evenly (SplitMix64, Steele et al. 2014): every run makes the same choices.
pub fn mix(number: u64) -> u64 {
    let mut bits = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// One of `choices`, by chance of `number`.
pub fn pick<T>(choices: &[T], number: u64) -> Option<&T> {
    let count = u64::try_from(choices.len()).ok().filter(|count| *count > 0)?;
    choices.get(usize::try_from(mix(number) % count).ok()?)
}
