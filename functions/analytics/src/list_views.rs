//! Views by store and day.

use crate::range;
use api::analytics::{ViewRow, ViewTotalView, ViewsPage};
use api::page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page};
use api::problem::Problem;
use commerce::ids::ProductId;
use storage::report::{self, ViewDay, ViewKey, ViewTotal};
use web::{Call, Reply};

/// Views by day, store, kind and product, with the totals on the first page.
pub async fn list_views(mut call: Call) -> Result<Reply, Problem> {
    let mut query = std::mem::take(&mut call.query);
    let days = range::days(&mut query)?;
    let store = range::store(&mut query)?;
    let limit = query.limit(PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX)?;
    let after: Option<ViewKey> = query.optional("cursor", "a cursor of this list")?;
    query.finish()?;
    let scope = range::stores(&call, store).await?;
    let rows = report::views(call.sql(), &scope, days, after.as_ref(), limit + 1)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let totals = match after {
        Some(_) => None,
        None => Some(
            report::view_totals(call.sql(), &scope, days)
                .await
                .map_err(|error| call.sql_problem(&error))?,
        ),
    };
    let page = Page::cut(rows, limit, |last| last.key.to_string());
    Ok(Reply::ok(&ViewsPage {
        items: page.items.iter().map(row).collect(),
        next_cursor: page.next_cursor,
        totals: totals.map(|totals| totals.into_iter().map(total).collect()),
    }))
}

fn row(view: &ViewDay) -> ViewRow {
    let ViewKey {
        day,
        store,
        kind,
        product,
    } = &view.key;
    ViewRow {
        day: day.to_string(),
        store: store.to_string(),
        kind: kind.as_str(),
        product: product.as_ref().map(ProductId::to_string),
        views: view.views,
    }
}

fn total(total: ViewTotal) -> ViewTotalView {
    ViewTotalView {
        kind: total.kind.as_str(),
        views: total.views,
    }
}
