//! Logs out: here, somewhere else, everywhere.

use crate::account::stored;
use api::accounts::EndedView;
use api::problem::{Code, Problem};
use commerce::ids::SessionId;
use storage::session;
use web::{Call, Reply};

/// Ends the session that gave out the caller's token.
pub async fn end_session(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let ended = match call.session {
        Some(id) => session::end(call.sql(), call.shopper()?, id)
            .await
            .map_err(|error| call.sql_problem(&error))?,
        // A token that no log-in gave out.
        None => 0,
    };
    Ok(Reply::ok(&EndedView { ended }))
}

/// Ends all sessions of the caller.
pub async fn end_all_sessions(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    // A log-in that has ended ends no others.
    stored(&call).await?;
    let ended = session::end_all(call.sql(), call.shopper()?)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    Ok(Reply::ok(&EndedView { ended }))
}

/// Ends the session of the caller's that the path names.
pub async fn delete_session(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let id: SessionId = call.param("session")?;
    // A log-in that has ended ends no others.
    stored(&call).await?;
    let ended = session::end(call.sql(), call.shopper()?, id)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    if ended == 0 {
        // Somebody else's is none.
        return Err(Problem::new(Code::NotFound));
    }
    Ok(Reply::ok(&EndedView { ended }))
}
