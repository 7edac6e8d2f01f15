//! A store's orders, for its staff.

use crate::view;
use api::checkout::StoreOrderView;
use api::page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page};
use api::problem::Problem;
use storage::order;
use web::{Call, Reply};

/// Lists a store's orders, newest first, in all states or in one.
pub async fn list_store_orders(mut call: Call) -> Result<Reply, Problem> {
    let store = call.staff_store()?;
    let mut query = std::mem::take(&mut call.query);
    let limit = query.limit(PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX)?;
    let cursor = query.optional("cursor", "the next_cursor of a page")?;
    let state = query.optional("state", "the name of an order's state")?;
    query.finish()?;
    let scope = call.store_scope()?;
    let rows = order::list_of_store(call.sql(), scope, &store, state, cursor, limit + 1)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let views = rows.iter().map(|row| StoreOrderView {
        customer: row.order.customer.to_string(),
        order: view::order(&row.order, call.locale),
    });
    Ok(Reply::ok(&Page::cut(views.collect(), limit, |row| {
        row.order.id.clone()
    })))
}
