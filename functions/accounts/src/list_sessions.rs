//! The caller's log-ins.

use api::accounts::SessionsView;
use api::problem::{Code, Problem};
use storage::session;
use web::{Call, Reply};

/// The caller's sessions, the newest first; for a log-in that has not ended.
pub async fn list_sessions(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let sessions = session::of(call.sql(), call.shopper()?, call.now_ms)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let asking = call.session;
    if asking.is_some_and(|asking| sessions.iter().all(|session| session.id != asking)) {
        return Err(Problem::new(Code::Unauthenticated));
    }
    let items = sessions.iter().map(|session| log_in::view(session, asking));
    Ok(Reply::ok(&SessionsView {
        items: items.collect(),
    }))
}
