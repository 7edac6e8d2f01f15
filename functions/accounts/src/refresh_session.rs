//! Gives new tokens for a refresh token.

use crate::create_session::tokens;
use crate::keys::Keys;
use crate::places;
use crate::refresh_token::RefreshToken;
use api::accounts::RefreshSession;
use api::problem::{Code, Problem};
use commerce::account::session::{Presented, Refresh, decide};
use storage::account::session::{self, SESSION, StoredSession};
use storage::sql::{Script, SqlError};
use web::{Call, Reply};

/// Tries of a refresh that meets another of the same token.
const TRIES_MAX: u32 = 3;

/// Rotates the token by compare-and-set. Of two at once with one token one rotates, and the other is given the same successor.
pub async fn refresh_session(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let request: RefreshSession = call.json()?;
    let keys = Keys::of(&call).await?;
    let shown = RefreshToken::read(&request.refresh_token, &keys).ok_or_else(over)?;
    let lookup = shown.lookup(&keys);
    for _ in 0..TRIES_MAX {
        let stored = session::load(call.sql(), shown.session)
            .await
            .map_err(|error| call.sql_problem(&error))?
            .ok_or_else(over)?;
        let presented = if stored.refresh_lookup == lookup {
            Presented::Current
        } else if stored.previous_lookup.as_ref() == Some(&lookup) {
            Presented::Previous
        } else {
            Presented::Older
        };
        match decide(presented, stored.rotated_ms, stored.expires_ms, call.now_ms) {
            Refresh::Rotate => {
                if let Some(reply) = rotate(&call, &keys, &shown, &stored).await? {
                    return Ok(reply);
                }
            }
            Refresh::Repeat => return repeat(&call, &shown, &stored).await,
            Refresh::Revoke => {
                end(&call, &stored).await?;
                call.platform.log(&format!(
                    "session {} ended: a refresh token was used twice",
                    stored.id
                ));
                return Err(over());
            }
            Refresh::Over => {
                end(&call, &stored).await?;
                return Err(over());
            }
        }
    }
    Err(Problem::new(Code::Busy))
}

/// Every reason is one to log in again, and none is told.
fn over() -> Problem {
    Problem::new(Code::Unauthenticated)
}

async fn end(call: &Call, stored: &StoredSession) -> Result<(), Problem> {
    let ended = session::end(call.sql(), &stored.customer, stored.id).await;
    ended.map(drop).map_err(|error| call.sql_problem(&error))
}

/// Gives the successor; `None` when somebody was faster.
async fn rotate(
    call: &Call,
    keys: &Keys,
    shown: &RefreshToken,
    stored: &StoredSession,
) -> Result<Option<Reply>, Problem> {
    let next = RefreshToken::new(stored.id, call.random());
    let text = next.text(keys);
    let sealed =
        shown
            .successor_key()
            .seal(places::successor(&[&stored.id.to_string()]), call.random(), &text);
    let view = tokens(call, stored, text).await?;
    let mut script = Script::new();
    session::rotate(&mut script, stored, &next.lookup(keys), &sealed, call.now_ms);
    match call.sql().write(script).await {
        Ok(_) => Ok(Some(Reply::ok(&view))),
        Err(SqlError::Refused { label: SESSION, .. }) => Ok(None),
        Err(error) => Err(call.sql_problem(&error)),
    }
}

/// Gives the successor that was given a moment ago: who shows the token before can open it, and nobody else.
async fn repeat(call: &Call, shown: &RefreshToken, stored: &StoredSession) -> Result<Reply, Problem> {
    let place = [&*stored.id.to_string()];
    let opened = stored
        .successor
        .as_ref()
        .and_then(|sealed| shown.successor_key().open(places::successor(&place), sealed))
        .ok_or_else(over)?;
    let view = tokens(call, stored, opened.expose().to_owned()).await?;
    Ok(Reply::ok(&view))
}
