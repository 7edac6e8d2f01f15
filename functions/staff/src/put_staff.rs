//! Changes what somebody may do, or where, or whether at all.

use crate::grant::{self, Wanted};
use crate::list_staff::managed;
use crate::view;
use api::accounts::EndedView;
use api::problem::{Code, Problem};
use api::staff::PutStaff;
use storage::session;
use storage::sql::{Script, SqlError};
use storage::staff::{self, Place, STAFF, StaffState};
use web::{Call, Reply};

/// Writes role, stores and state, and ends all log-ins, so that what was before lasts for 15 minutes at most.
pub async fn put_staff(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let request: PutStaff = call.json()?;
    let before = managed(&call).await?;
    if request.version != before.version {
        return Err(Problem::new(Code::VersionConflict));
    }
    let wanted = Wanted {
        role: &request.role,
        store: request.store.as_deref(),
        region: request.region.as_deref(),
    };
    let (role, permissions) = grant::role(&call, wanted.role).await?;
    let scope = grant::scope(&call, &wanted).await?;
    let state = match (request.enabled, &before.password) {
        (false, _) => StaffState::Disabled,
        (true, Some(_)) => StaffState::Active,
        (true, None) => StaffState::Invited,
    };
    let mut script = Script::new();
    let after = Place {
        role: &role,
        scope: &scope,
        state,
    };
    staff::edit(&mut script, &before, &after, call.now_ms);
    match call.sql().write(script).await {
        Ok(_) => {}
        Err(SqlError::Refused { label: STAFF, .. }) => return Err(Problem::new(Code::VersionConflict)),
        Err(error) => return Err(call.sql_problem(&error)),
    }
    let mut after = before;
    after.version += 1;
    (after.role, after.permissions, after.scope, after.state) = (role, permissions, scope, state);
    Ok(Reply::ok(&view::staff(&after, call.now_ms)))
}

/// Ends all log-ins of somebody.
pub async fn end_sessions_of_staff(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let person = managed(&call).await?;
    let ended = session::end_all(call.sql(), &person.id)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    Ok(Reply::ok(&EndedView { ended }))
}
