//! One product as headquarters keeps it.

use crate::view;
use api::problem::{Code, Problem};
use commerce::ids::{ProductId, SkuId};
use storage::product::{self, StoredProduct};
use web::{Call, Reply};

/// Reads the product that the path names.
pub async fn get_product(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let id = call.param("product")?;
    let stored = load(&call, &id).await?;
    Ok(Reply::ok(&view::product(&stored.product, stored.version)))
}

/// The product, or 404.
pub async fn load(call: &Call, id: &ProductId) -> Result<StoredProduct, Problem> {
    let stored = product::load(call.sql(), id).await;
    stored
        .map_err(|error| call.sql_problem(&error))?
        .ok_or_else(|| Problem::new(Code::NotFound))
}

/// The product that has this SKU now, or 404.
pub async fn load_with_sku(call: &Call, sku: &SkuId) -> Result<StoredProduct, Problem> {
    let stored = load(call, &sku.product()).await?;
    let has_sku = stored.product.variants.iter().any(|variant| variant.sku == *sku);
    has_sku
        .then_some(stored)
        .ok_or_else(|| Problem::new(Code::NotFound))
}
