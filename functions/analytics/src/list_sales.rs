//! Sales by store and day.

use crate::range;
use api::analytics::{SalesPage, SalesRow, SalesTotalView};
use api::money::MoneyView;
use api::page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page};
use api::problem::Problem;
use storage::report::{self, SalesDay, SalesKey, SalesTotal};
use web::{Call, Reply};

/// Paid orders by day, store and currency, with the totals on the first page.
pub async fn list_sales(mut call: Call) -> Result<Reply, Problem> {
    let mut query = std::mem::take(&mut call.query);
    let days = range::days(&mut query)?;
    let store = range::store(&mut query)?;
    let limit = query.limit(PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX)?;
    let after: Option<SalesKey> = query.optional("cursor", "a cursor of this list")?;
    query.finish()?;
    let scope = range::stores(&call, store).await?;
    let rows = report::sales(call.sql(), &scope, days, after.as_ref(), limit + 1)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let totals = match after {
        Some(_) => None,
        None => Some(
            report::sales_totals(call.sql(), &scope, days)
                .await
                .map_err(|error| call.sql_problem(&error))?,
        ),
    };
    let page = Page::cut(rows, limit, |last| last.key.to_string());
    Ok(Reply::ok(&SalesPage {
        items: page.items.iter().map(row).collect(),
        next_cursor: page.next_cursor,
        totals: totals.map(|totals| totals.into_iter().map(total).collect()),
    }))
}

fn row(sales: &SalesDay) -> SalesRow {
    let SalesKey { day, store, currency } = &sales.key;
    SalesRow {
        day: day.to_string(),
        store: store.to_string(),
        orders: sales.orders,
        items: sales.items,
        net: MoneyView::new(sales.net, *currency),
        refunded: MoneyView::new(sales.refunded, *currency),
    }
}

fn total(total: SalesTotal) -> SalesTotalView {
    SalesTotalView {
        orders: total.orders,
        items: total.items,
        net: total.net.into(),
        refunded: total.refunded.into(),
    }
}
