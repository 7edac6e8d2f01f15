use crate::{RefreshToken, TokenKeys};
use api::problem::{Code, Problem};
use commerce::account::session::{Presented, Refresh, decide};
use serde::Serialize;
use storage::session::{self, Holder, SESSION, StoredSession};
use storage::sql::{Script, SqlError};
use vault::Place;
use web::{Call, Reply};

/// Tries of a refresh that meets another of the same token.
const TRIES_MAX: u32 = 3;

/// Rotates a refresh token by compare-and-set: of two at once with one token one rotates, and the other is given the same successor.
/// `tokens` makes the answer of a session and its refresh token, or refuses whoever may not log in any more.
///
/// # Errors
/// [`Code::Unauthenticated`] for whatever is a reason to log in again, without telling which; a failure of storage; what `tokens` says.
pub async fn refresh<H: Holder, V: Serialize>(
    call: &Call,
    keys: &TokenKeys,
    text: &str,
    tokens: impl AsyncFn(&StoredSession<H>, String) -> Result<V, Problem>,
) -> Result<Reply, Problem> {
    let shown = RefreshToken::read(text, keys).ok_or_else(over)?;
    let lookup = shown.lookup(keys);
    for _ in 0..TRIES_MAX {
        let stored = session::load::<H>(call.sql(), shown.session)
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
                let next = RefreshToken::new(stored.id, call.random());
                let view = tokens(&stored, next.text(keys)).await?;
                if rotate(call, keys, &shown, &stored, &next).await? {
                    return Ok(Reply::ok(&view));
                }
            }
            Refresh::Repeat => {
                let view = tokens(&stored, successor(&shown, &stored).ok_or_else(over)?).await?;
                return Ok(Reply::ok(&view));
            }
            Refresh::Revoke => {
                end(call, &stored).await?;
                call.platform.log(&format!(
                    "session {} ended: a refresh token was used twice",
                    stored.id
                ));
                return Err(over());
            }
            Refresh::Over => {
                end(call, &stored).await?;
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

async fn end<H: Holder>(call: &Call, stored: &StoredSession<H>) -> Result<(), Problem> {
    let ended = session::end(call.sql(), &stored.holder, stored.id).await;
    ended.map(drop).map_err(|error| call.sql_problem(&error))
}

/// Gives the successor; false when somebody was faster.
async fn rotate<H: Holder>(
    call: &Call,
    keys: &TokenKeys,
    shown: &RefreshToken,
    stored: &StoredSession<H>,
    next: &RefreshToken,
) -> Result<bool, Problem> {
    let row = [&*stored.id.to_string()];
    let sealed = shown
        .successor_key()
        .seal(place::<H>(&row), call.random(), &next.text(keys));
    let mut script = Script::new();
    session::rotate(&mut script, stored, &next.lookup(keys), &sealed, call.now_ms);
    match call.sql().write(script).await {
        Ok(_) => Ok(true),
        Err(SqlError::Refused { label: SESSION, .. }) => Ok(false),
        Err(error) => Err(call.sql_problem(&error)),
    }
}

/// The successor that was given a moment ago: who shows the token before can open it, and nobody else.
fn successor<H: Holder>(shown: &RefreshToken, stored: &StoredSession<H>) -> Option<String> {
    let row = [&*stored.id.to_string()];
    let sealed = stored.successor.as_ref()?;
    let opened = shown.successor_key().open(place::<H>(&row), sealed)?;
    Some(opened.expose().to_owned())
}

/// A refresh token under the one before opens in its own session alone.
const fn place<'a, H: Holder>(session: &'a [&'a str]) -> Place<'a> {
    Place {
        table: H::TEXTS.table,
        column: "successor",
        row: session,
    }
}
