//! All promotions, page by page.

use crate::view;
use api::page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page};
use api::problem::Problem;
use commerce::ids::PromotionId;
use commerce::promotion::PromotionState;
use storage::promotion;
use web::{Call, Reply};

/// Promotions by code, in all states or in one.
pub async fn list_promotions(mut call: Call) -> Result<Reply, Problem> {
    let mut query = std::mem::take(&mut call.query);
    let state: Option<PromotionState> = query.optional("state", "active or paused")?;
    let limit = query.limit(PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX)?;
    let after: Option<PromotionId> = query.optional("cursor", "a cursor of this list")?;
    query.finish()?;
    let rows = promotion::list(call.sql(), state, after.as_ref(), limit + 1)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let views = rows.iter().map(view::promotion).collect();
    Ok(Reply::ok(&Page::cut(views, limit, |last| last.id.clone())))
}
