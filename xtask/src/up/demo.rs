//! The demo brand: read from `demo/`, loaded through the public interface.

mod goods;
mod stock;
mod store;

use super::api::Api;
use crate::{say, workspace};
use anyhow::{Context, Result, bail};
use goods::Goods;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Stores between two signs of progress.
const PROGRESS_STORES: usize = 40;

/// Whether there is nothing yet.
pub fn is_wanted(api: &Api) -> Result<bool> {
    let stores = api.get("/v1/stores?limit=1")?;
    let items = stores["items"]
        .as_array()
        .context("the list of stores has items")?;
    Ok(items.is_empty())
}

/// Loads the whole brand. Loading it again changes nothing, so that an interrupted load is simply repeated.
pub fn load(api: &Api) -> Result<()> {
    let goods = Goods::read()?;
    let stores = store::read()?;
    for category in &goods.categories {
        put(api, "/v1/categories/", category)?;
    }
    for product in &goods.products {
        put(api, "/v1/products/", product)?;
    }
    say::detail(&format!(
        "{} products in {} categories",
        goods.products.len(),
        goods.categories.len()
    ));
    for (index, store) in stores.iter().enumerate() {
        api.put(&format!("/v1/stores/{}", store.id), &store.body)?;
        if store.books() {
            for service in goods.services() {
                let path = format!("/v1/stores/{}/products/{service}/assortment", store.id);
                api.put(&path, &json!({"carried": "yes"}))?;
            }
        }
        progress("stores", index + 1, stores.len());
    }
    let rules = stock::read()?;
    for (index, several) in stores.chunks(PROGRESS_STORES).enumerate() {
        let csv = stock::csv(&rules, several, &goods)?;
        let report = api.import("/v1/stock/import", &csv)?;
        if report["refused"] != 0 {
            bail!("stock was refused: {}", report["results"]);
        }
        progress(
            "stock of stores",
            index * PROGRESS_STORES + several.len(),
            stores.len(),
        );
    }
    Ok(())
}

/// Puts what `entry` describes at the address that its id makes.
fn put(api: &Api, path: &str, entry: &Value) -> Result<()> {
    let mut body = entry.clone();
    let id = body.as_object_mut().and_then(|fields| fields.remove("id"));
    let id = id
        .as_ref()
        .and_then(Value::as_str)
        .context("an entry has an id")?;
    api.put(&format!("{path}{id}"), &body).map(drop)
}

fn progress(what: &str, done: usize, all: usize) {
    if done.is_multiple_of(PROGRESS_STORES) || done == all {
        say::detail(&format!("{what}: {done} of {all}"));
    }
}

fn file(name: &str) -> PathBuf {
    workspace::root().join("demo").join(name)
}

/// Rows of a CSV file of the demo brand, each as its columns by name.
fn rows(name: &str) -> Result<Vec<std::collections::HashMap<String, String>>> {
    let path = file(name);
    let mut reader = csv::Reader::from_path(&path).with_context(|| path.display().to_string())?;
    reader
        .deserialize()
        .collect::<Result<_, _>>()
        .with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_store_of_the_demo_brand_has_goods_of_every_kind_that_its_format_sells() {
        let (goods, stores, rules) = (
            Goods::read().unwrap(),
            store::read().unwrap(),
            stock::read().unwrap(),
        );
        assert!(stores.len() >= 300 && goods.products.len() >= 200);
        for store in &stores {
            let csv = stock::csv(&rules, std::slice::from_ref(store), &goods).unwrap();
            assert!(csv.lines().count() > 50, "{} has hardly any stock", store.id);
        }
    }
}
