//! Sets or removes the threshold below which a store wants to know that little is left.

use crate::memory::Memory;
use crate::put_assortment::selling_store;
use api::catalog::{PutStockThreshold, StockThreshold};
use api::problem::{Code, Problem};
use commerce::field::Rule;
use commerce::ids::SkuId;
use std::collections::BTreeSet;
use std::rc::Rc;
use storage::product::known_skus;
use storage::stock::ON_HAND_MAX;
use storage::stock_alert;
use web::{Call, Reply};

/// Sets the threshold of the SKU that the path names at the store that it names.
pub async fn put_stock_threshold(call: Call, memory: Rc<Memory>) -> Result<Reply, Problem> {
    let store = selling_store(&call).await?;
    let sku: SkuId = call.param("sku")?;
    let PutStockThreshold { low_at } = call.json()?;
    let (min, max) = (1, ON_HAND_MAX);
    if low_at.is_some_and(|low_at| !(min..=max).contains(&low_at)) {
        return Err(Problem::invalid("low_at", Rule::OutOfRange { min, max }));
    }
    let known = known_skus(call.sql(), &BTreeSet::from([sku.clone()])).await;
    if known.map_err(|error| call.sql_problem(&error))?.is_empty() {
        return Err(Problem::new(Code::NotFound));
    }
    let script = stock_alert::put_threshold(&store, &sku, low_at, call.now_ms);
    let written = call.sql().write(script).await;
    written.map_err(|error| call.sql_problem(&error))?;
    memory.renew(&call).await;
    Ok(Reply::ok(&StockThreshold {
        store: store.id().to_string(),
        sku: sku.to_string(),
        low_at,
    }))
}
