//! Stores by city and name, for choosing by hand.

use api::page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page};
use api::problem::Problem;
use commerce::ids::StoreId;
use commerce::store::{CITY_CHARS_MAX, Country, STORE_NAME_CHARS_MAX};
use commerce::text;
use storage::store::{self, StoreFilter};
use web::{Call, Reply};

/// A page of stores, sorted by id.
pub async fn list_stores(mut call: Call) -> Result<Reply, Problem> {
    let mut query = std::mem::take(&mut call.query);
    let country: Option<Country> = query.optional("country", "an ISO 3166-1 alpha-2 code such as CN")?;
    let line = |field: &str, value: Option<String>, max| {
        value.map(|value| text::line(field, &value, max)).transpose()
    };
    let city = line("city", query.text("city")?, CITY_CHARS_MAX)?;
    let name = line("name", query.text("name")?, STORE_NAME_CHARS_MAX)?;
    let limit = query.limit(PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX)?;
    let after: Option<StoreId> = query.optional("cursor", "a next_cursor of this list")?;
    query.finish()?;

    let filter = StoreFilter {
        country: country.map(|country| country.to_string()),
        city,
        name,
    };
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let rows = store::list(call.sql(), &filter, &after, limit + 1).await;
    let stores = rows
        .map_err(|error| call.sql_problem(&error))?
        .into_iter()
        .map(|row| row.store)
        .collect();
    Ok(Reply::ok(&Page::cut(
        stores,
        limit,
        |store: &commerce::store::Store| store.id.to_string(),
    )))
}
