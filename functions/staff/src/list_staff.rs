//! Who works at the caller's stores.

use crate::{grant, view};
use api::page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page};
use api::problem::{Code, Problem};
use commerce::ids::StaffId;
use storage::staff::{self, StoredStaff};
use web::{Call, Reply};

/// Lists the staff of the caller's stores, by when they were invited.
pub async fn list_staff(mut call: Call) -> Result<Reply, Problem> {
    let mut query = std::mem::take(&mut call.query);
    let cursor: Option<StaffId> = query.optional("cursor", "the next_cursor of a list before")?;
    let limit = query.limit(PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX)?;
    query.finish()?;
    let people = staff::list(call.sql(), call.store_scope()?, cursor, limit + 1)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let people = people
        .iter()
        .map(|stored| view::staff(stored, call.now_ms))
        .collect();
    Ok(Reply::ok(&Page::cut(people, limit, |person| person.id.clone())))
}

/// One member of staff of the caller's stores.
pub async fn get_staff(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let stored = seen(&call).await?;
    Ok(Reply::ok(&view::staff(&stored, call.now_ms)))
}

/// The person whom the path names, if they work at stores of the caller's.
///
/// # Errors
/// [`Code::NotFound`]; a failure of storage.
async fn seen(call: &Call) -> Result<StoredStaff, Problem> {
    let id: StaffId = call.param("staff")?;
    let found = staff::load(call.sql(), id)
        .await
        .map_err(|error| call.sql_problem(&error))?
        .ok_or_else(|| Problem::new(Code::NotFound))?;
    // What they may do matters to who changes it alone.
    if grant::manages(call, &found.scope, commerce::staff::Permissions::NONE).await? {
        Ok(found)
    } else {
        Err(Problem::new(Code::NotFound))
    }
}

/// The person whom the path names, if the caller may change what they are: somebody of the caller's stores, who may do nothing that the
/// caller may not. Nobody changes themselves, so that there is always somebody left who can.
///
/// # Errors
/// [`Code::NotFound`], [`Code::Forbidden`]; a failure of storage.
pub async fn managed(call: &Call) -> Result<StoredStaff, Problem> {
    let found = seen(call).await?;
    let is_self = call.staff()?.id == found.id.to_string();
    if !is_self && grant::manages(call, &found.scope, found.permissions).await? {
        Ok(found)
    } else {
        Err(Problem::new(Code::Forbidden))
    }
}
