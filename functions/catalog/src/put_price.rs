//! Changes the price of one SKU in one currency, for all stores.

use crate::draft;
use crate::get_product::load_with_sku;
use crate::memory::Memory;
use crate::put_product::save;
use api::catalog::PutPrice;
use api::problem::Problem;
use commerce::ids::SkuId;
use std::rc::Rc;
use storage::product::ProductWrite;
use web::{Call, Reply};

/// Sets the price of the SKU that the path names.
pub async fn put_price(call: Call, memory: Rc<Memory>) -> Result<Reply, Problem> {
    let sku: SkuId = call.param("sku")?;
    let request: PutPrice = call.json()?;
    let price = draft::price(&request.price)?;
    let before = load_with_sku(&call, &sku).await?;
    draft::require_version(request.version, Some(before.version))?;
    let mut after = before.product.clone();
    for variant in after.variants.iter_mut().filter(|variant| variant.sku == sku) {
        variant.prices.insert(price.currency, price.amount_minor);
    }
    let before = Some(before);
    save(&call, &memory, ProductWrite { before, after }).await
}
