//! What fell below its threshold.

use crate::put_assortment::selling_store;
use crate::view;
use api::page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page};
use api::problem::Problem;
use commerce::ids::{SkuId, StoreId};
use std::str::FromStr;
use storage::scope::StoreScope;
use storage::stock_alert;
use web::{Call, Reply};

/// Lists the alerts of all stores.
pub async fn list_stock_alerts(call: Call) -> Result<Reply, Problem> {
    let scope = call.store_scope()?.clone();
    list(call, &scope).await
}

/// Lists the alerts of the store that the path names.
pub async fn list_store_stock_alerts(call: Call) -> Result<Reply, Problem> {
    let store = selling_store(&call).await?;
    list(call, &StoreScope::One(store.id().clone())).await
}

async fn list(mut call: Call, scope: &StoreScope) -> Result<Reply, Problem> {
    let mut query = std::mem::take(&mut call.query);
    let state: Option<State> = query.optional("state", "open or closed")?;
    let after: Option<Cursor> = query.optional("cursor", "the next_cursor of a list before")?;
    let limit = query.limit(PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX)?;
    query.finish()?;
    let is_open = state != Some(State::Closed);
    let after = after.as_ref().map(|Cursor(store, sku)| (store, sku));
    let alerts = stock_alert::list(call.sql(), scope, is_open, after, limit + 1).await;
    let alerts = alerts.map_err(|error| call.sql_problem(&error))?;
    let alerts = alerts.iter().map(view::stock_alert).collect();
    Ok(Reply::ok(&Page::cut(alerts, limit, |alert| {
        format!("{}/{}", alert.store, alert.sku)
    })))
}

/// Which alerts are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Closed,
}

impl FromStr for State {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "open" => Ok(Self::Open),
            "closed" => Ok(Self::Closed),
            _ => Err(()),
        }
    }
}

/// The alert after which a list goes on: its store and its SKU.
struct Cursor(StoreId, SkuId);

impl FromStr for Cursor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (store, sku) = text.split_once('/').ok_or(())?;
        Ok(Self(store.parse().map_err(drop)?, sku.parse().map_err(drop)?))
    }
}
