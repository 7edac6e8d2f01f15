//! Who tried codes at a store.

use api::fulfilment::HandoverCheckView;
use api::page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page};
use api::problem::Problem;
use storage::handover;
use web::{Call, Reply};

/// Lists tries, newest first.
pub async fn list_handover_checks(mut call: Call) -> Result<Reply, Problem> {
    let store = call.staff_store()?;
    let mut query = std::mem::take(&mut call.query);
    let limit = query.limit(PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX)?;
    let before = query.optional("cursor", "the next_cursor of a page")?;
    query.finish()?;
    let checks = handover::checks(call.sql(), call.store_scope()?, &store, before, limit + 1)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let views = checks.into_iter().map(|check| HandoverCheckView {
        id: check.id,
        order: check.order,
        actor: check.actor,
        outcome: check.outcome,
        at_ms: check.at_ms,
    });
    Ok(Reply::ok(&Page::cut(views.collect(), limit, |check| {
        check.id.to_string()
    })))
}
