//! The caller's own orders.

use crate::view;
use api::page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page};
use api::problem::Problem;
use storage::order;
use web::{Call, Reply};

/// Lists the caller's orders, newest first.
pub async fn list_orders(mut call: Call) -> Result<Reply, Problem> {
    let mut query = std::mem::take(&mut call.query);
    let limit = query.limit(PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX)?;
    let cursor = query.optional("cursor", "the next_cursor of a page")?;
    query.finish()?;
    let rows = order::list_own(call.sql(), call.shopper()?, cursor, limit + 1)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let views = rows.iter().map(|row| view::order(&row.order, call.locale));
    Ok(Reply::ok(&Page::cut(views.collect(), limit, |order| {
        order.id.clone()
    })))
}
