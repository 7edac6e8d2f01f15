//! All campaigns, page by page.

use crate::view;
use api::page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page};
use api::problem::Problem;
use commerce::customer::CampaignState;
use commerce::ids::CampaignId;
use storage::campaign;
use web::{Call, Reply};

/// Campaigns by code, in all states or in one.
pub async fn list_campaigns(mut call: Call) -> Result<Reply, Problem> {
    let mut query = std::mem::take(&mut call.query);
    let state: Option<CampaignState> = query.optional("state", "active or paused")?;
    let limit = query.limit(PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX)?;
    let after: Option<CampaignId> = query.optional("cursor", "a cursor of this list")?;
    query.finish()?;
    let rows = campaign::list(call.sql(), state, after.as_ref(), limit + 1)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let views = rows.iter().map(view::campaign).collect();
    Ok(Reply::ok(&Page::cut(views, limit, |last| last.id.clone())))
}
