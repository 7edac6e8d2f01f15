//! What explains a store's stock of one SKU.

use crate::put_assortment::selling_store;
use crate::view;
use api::page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page};
use api::problem::Problem;
use commerce::ids::SkuId;
use storage::stock_movement;
use web::{Call, Reply};

/// Lists every change of the SKU that the path names, at the store that it names, newest first.
pub async fn list_stock_movements(mut call: Call) -> Result<Reply, Problem> {
    let mut query = std::mem::take(&mut call.query);
    let before: Option<i64> = query.optional("cursor", "the next_cursor of a list before")?;
    let limit = query.limit(PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX)?;
    query.finish()?;
    let store = selling_store(&call).await?;
    let sku: SkuId = call.param("sku")?;
    let movements = stock_movement::list(call.sql(), &store, &sku, before, limit + 1).await;
    let movements = movements.map_err(|error| call.sql_problem(&error))?;
    let movements = movements.into_iter().map(view::stock_movement).collect();
    Ok(Reply::ok(&Page::cut(movements, limit, |movement| {
        movement.sequence.to_string()
    })))
}
