//! Takes a product into a store's assortment, or out of it.

use crate::get_product;
use crate::memory::Memory;
use api::catalog::{Assortment, Carried, PutAssortment};
use api::problem::{Code, Problem};
use commerce::ids::{ProductId, StoreId};
use std::rc::Rc;
use storage::assortment::{self, SellingStore};
use web::{Call, Reply};

/// Says whether the store that the path names carries the product that it names.
pub async fn put_assortment(call: Call, memory: Rc<Memory>) -> Result<Reply, Problem> {
    let store = selling_store(&call).await?;
    let product: ProductId = call.param("product")?;
    let PutAssortment { carried } = call.json()?;
    get_product::load(&call, &product).await?;
    let terms = match carried {
        Carried::Yes => Some(true),
        Carried::No => Some(false),
        Carried::Default => None,
    };
    let script = assortment::put(&store, &product, terms, call.now_ms);
    let written = call.sql().write(script).await;
    written.map_err(|error| call.sql_problem(&error))?;
    memory.renew(&call).await;
    Ok(Reply::ok(&Assortment {
        store: store.id().to_string(),
        product: product.to_string(),
        carried,
    }))
}

/// The store in the path, if the caller may see it and it exists.
pub async fn selling_store(call: &Call) -> Result<SellingStore, Problem> {
    let id: StoreId = call.staff_store()?;
    let found = SellingStore::find(call.sql(), call.store_scope()?, &id).await;
    found
        .map_err(|error| call.sql_problem(&error))?
        .ok_or_else(|| Problem::new(Code::NotFound))
}
