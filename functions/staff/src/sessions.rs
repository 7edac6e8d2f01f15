//! Log-ins: refreshing them, listing them, ending them.

use crate::secrets::Secrets;
use crate::tokens;
use api::accounts::{EndedView, RefreshSession, SessionsView};
use api::problem::{Code, Problem};
use commerce::ids::{SessionId, StaffId};
use storage::session;
use web::{Call, Reply, StaffKind};

/// Rotates the refresh token of a member of staff.
pub async fn refresh_session(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let request: RefreshSession = call.json()?;
    let keys = Secrets::of(&call).await?.tokens();
    log_in::refresh(&call, &keys, &request.refresh_token, async |stored, text| {
        tokens::again(&call, stored, text).await
    })
    .await
}

/// The caller's sessions, the newest first.
pub async fn list_sessions(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let me = person(&call).await?;
    let sessions = session::of(call.sql(), &me, call.now_ms)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let items = sessions.iter().map(|stored| log_in::view(stored, call.session));
    Ok(Reply::ok(&SessionsView {
        items: items.collect(),
    }))
}

/// Ends all sessions of the caller.
pub async fn end_all_sessions(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let me = person(&call).await?;
    let ended = session::end_all(call.sql(), &me)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    Ok(Reply::ok(&EndedView { ended }))
}

/// Ends the session of the caller's that the path names.
pub async fn delete_session(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let id: SessionId = call.param("session")?;
    let me = person(&call).await?;
    let ended = session::end(call.sql(), &me, id)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    if ended == 0 {
        // Somebody else's is none.
        return Err(Problem::new(Code::NotFound));
    }
    Ok(Reply::ok(&EndedView { ended }))
}

/// The person who calls, by a log-in that has not ended.
///
/// # Errors
/// [`Code::Unauthenticated`] when it has; [`Code::NotFound`] for whoever has no log-in here, such as a device; a failure of storage.
pub async fn person(call: &Call) -> Result<StaffId, Problem> {
    let caller = call.staff()?;
    if caller.kind != StaffKind::Person {
        return Err(Problem::new(Code::NotFound));
    }
    let me: StaffId = caller.id.parse().map_err(|_| Problem::new(Code::NotFound))?;
    let Some(asking) = call.session else {
        // A token that no log-in gave out is as good as the secret that signed it.
        return Ok(me);
    };
    let sessions = session::of(call.sql(), &me, call.now_ms)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    if sessions.iter().any(|session| session.id == asking) {
        Ok(me)
    } else {
        Err(Problem::new(Code::Unauthenticated))
    }
}
