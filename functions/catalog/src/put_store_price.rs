//! Sets or removes a store's own price of a SKU.

use crate::draft;
use crate::get_product::load_with_sku;
use crate::memory::Memory;
use crate::put_assortment::selling_store;
use api::catalog::{PutStorePrice, StorePrice};
use api::problem::Problem;
use commerce::field::Rule;
use commerce::ids::SkuId;
use std::rc::Rc;
use storage::price;
use web::{Call, Reply};

/// Sets the price of the SKU that the path names at the store that it names.
pub async fn put_store_price(call: Call, memory: Rc<Memory>) -> Result<Reply, Problem> {
    let store = selling_store(&call).await?;
    let sku: SkuId = call.param("sku")?;
    let request: PutStorePrice = call.json()?;
    let own = request.price.as_ref().map(draft::price).transpose()?;
    load_with_sku(&call, &sku).await?;
    if own.is_some_and(|own| own.currency != store.currency()) {
        return Err(Problem::invalid(
            "price.currency",
            Rule::Conflict { other: "store" },
        ));
    }
    let script = price::put_own(&store, &sku, own.map(|own| own.amount_minor), call.now_ms);
    let written = call.sql().write(script).await;
    written.map_err(|error| call.sql_problem(&error))?;
    memory.renew(&call).await;
    Ok(Reply::ok(&StorePrice {
        store: store.id().to_string(),
        sku: sku.to_string(),
        price: request.price,
    }))
}
