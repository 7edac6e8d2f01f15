//! All templates, page by page.

use crate::view;
use api::page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page};
use api::problem::Problem;
use commerce::coupon::TemplateState;
use commerce::ids::TemplateId;
use storage::coupon_template;
use web::{Call, Reply};

/// Templates by code, of all states or of one.
pub async fn list_templates(mut call: Call) -> Result<Reply, Problem> {
    let mut query = std::mem::take(&mut call.query);
    let state: Option<TemplateState> = query.optional("state", "draft, active or closed")?;
    let limit = query.limit(PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX)?;
    let after: Option<TemplateId> = query.optional("cursor", "a cursor of this list")?;
    query.finish()?;
    let rows = coupon_template::list(call.sql(), state, after.as_ref(), limit + 1)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let views = rows.iter().map(view::template).collect();
    Ok(Reply::ok(&Page::cut(views, limit, |last| last.id.clone())))
}
