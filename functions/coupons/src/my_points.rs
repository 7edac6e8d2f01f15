//! The caller's points.

use crate::view;
use api::coupons::{PointsBalanceView, PointsEntryView, PointsView};
use api::page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page};
use api::problem::Problem;
use storage::points::{self, Position};
use web::{Call, Reply};

/// What the caller has, by currency.
pub async fn get_points(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let balances = points::balances(call.sql(), call.shopper()?)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let balances = balances.into_iter().map(|(currency, points)| PointsBalanceView {
        currency: currency.to_string(),
        points: points.get(),
    });
    Ok(Reply::ok(&PointsView {
        balances: balances.collect(),
    }))
}

/// How the caller's points came and went, newest first.
pub async fn list_points_entries(mut call: Call) -> Result<Reply, Problem> {
    let mut query = std::mem::take(&mut call.query);
    let limit = query.limit(PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX)?;
    let before: Option<Position> = query.optional("cursor", "a cursor of this list")?;
    query.finish()?;
    let rows = points::entries(call.sql(), call.shopper()?, before, limit + 1)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let views = rows.iter().map(view::points_entry).collect();
    // The form of `Position`.
    Ok(Reply::ok(&Page::cut(views, limit, |last: &PointsEntryView| {
        format!("{}.{}.{}", last.at_ms, last.order, last.kind)
    })))
}
