//! A store's stock, exact.

use crate::put_assortment::selling_store;
use crate::view;
use api::page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page};
use api::problem::Problem;
use commerce::ids::SkuId;
use storage::stock;
use web::{Call, Reply};

/// Lists the stock of the store that the path names, by SKU.
pub async fn list_stock(mut call: Call) -> Result<Reply, Problem> {
    let mut query = std::mem::take(&mut call.query);
    let after: Option<SkuId> = query.optional("cursor", "the next_cursor of a list before")?;
    let limit = query.limit(PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX)?;
    query.finish()?;
    let store = selling_store(&call).await?;
    let scope = call.store_scope()?;
    let levels = stock::list(call.sql(), scope, store.id(), after.as_ref(), limit + 1).await;
    let levels = levels.map_err(|error| call.sql_problem(&error))?;
    let levels = levels.iter().map(view::stock_level).collect();
    Ok(Reply::ok(&Page::cut(levels, limit, |level| level.sku.clone())))
}
