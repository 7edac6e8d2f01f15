//! Who orders, and what.

use crate::api::Api;
use crate::application::{Application, headquarters, token};
use crate::brand::{Goods, Product, pick, project};
use crate::manifest::Bodies;
use crate::{Bench, places};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use web::Principal;

/// Different carts, each of two lines.
const CARTS: u64 = 512;
/// Shoppers who order.
const SHOPPERS: usize = 64;

/// A mall that sells.
pub struct Filled {
    /// Its stores.
    pub stores: Vec<String>,
    /// What all of them have in stock.
    pub products: Vec<Product>,
}

/// Fills an application.
pub fn fill(bench: &Bench, application: &Application<'_>) -> Result<Filled> {
    let goods = Goods::read(bench)?;
    let running = application.start(&Bodies::new())?;
    let api = headquarters(&running.url())?;
    let stores = places::load(&api, bench.plan.order_stores)?;
    goods.load(&api)?;
    goods.stock(&api, &stores)?;
    project(&api)?;
    Ok(Filled {
        stores,
        products: goods.in_stock(),
    })
}

/// Tokens of those who order.
pub fn shoppers() -> Result<Vec<String>> {
    (0..SHOPPERS)
        .map(|number| token(&Principal::Shopper(format!("shopper-{number}").parse()?)))
        .collect()
}

impl Filled {
    /// A store.
    pub fn store(&self) -> Result<&str> {
        Ok(self.stores.first().context("a store")?)
    }

    /// A SKU.
    pub fn sku(&self) -> Result<&str> {
        let skus = self.products.first().map(|product| &product.skus);
        Ok(skus.and_then(|skus| skus.first()).context("a SKU")?)
    }

    /// Bodies of orders for pickup, spread over stores and SKUs.
    pub fn orders(&self, shopper: &Api) -> Result<Vec<String>> {
        let skus: Vec<&String> = self.products.iter().flat_map(|product| &product.skus).collect();
        (0..CARTS)
            .map(|number| {
                // Halves, so that the two lines are of different articles.
                let (some, others) = skus.split_at(skus.len() / 2);
                let first = pick(some, number).context("a SKU")?;
                let second = pick(others, !number).context("another SKU")?;
                let store = pick(&self.stores, number).context("a store")?;
                order(shopper, store, "pickup", &[first, second])
            })
            .collect()
    }
}

/// The body of an order of one unit of each SKU, with the price that a quote tells.
pub fn order(shopper: &Api, store: &str, mode: &str, skus: &[&str]) -> Result<String> {
    let mut order = cart(store, mode, skus);
    let quote = shopper.post_json("/v1/quotes", "quote-a-cart", &order.to_string())?;
    order["seen_payable_minor"] = quote["payable"]["amount_minor"].clone();
    Ok(order.to_string())
}

/// One unit of each SKU.
pub fn cart(store: &str, mode: &str, skus: &[&str]) -> Value {
    let lines: Vec<Value> = skus
        .iter()
        .map(|sku| json!({"sku": sku, "quantity": 1}))
        .collect();
    json!({"store": store, "mode": mode, "lines": lines})
}
