//! Writes one store and brings key-value up to date.

use crate::view;
use api::problem::{Code, Problem};
use commerce::store::Store;
use http::header;
use storage::sql::{Script, SqlError};
use storage::store::{self, StoredStore};
use web::{Call, Reply};

/// Saves `after` in the place of `before` and answers with its page.
pub async fn save(call: &Call, before: Option<StoredStore>, after: Store) -> Result<Reply, Problem> {
    check_match(call, before.as_ref())?;
    let page = view::page(&after)?;
    let is_changed = before.as_ref().is_none_or(|before| before.store != after);
    if is_changed {
        let mut script = Script::new();
        let failed = |error: SqlError| call.sql_problem(&error);
        store::save(&mut script, before.as_ref(), &after, call.now_ms).map_err(failed)?;
        store::mark_places(&mut script, before.as_ref(), &after, call.now_ms);
        call.sql().write(script).await.map_err(failed)?;
        call.project().await;
    }
    Ok(Reply::stored_json(page).public(None, "no-store").private())
}

/// `If-Match` (RFC 9110, 13.1.1): the caller overwrites only what they have read.
fn check_match(call: &Call, before: Option<&StoredStore>) -> Result<(), Problem> {
    let Some(wanted) = call.headers.get(header::IF_MATCH) else {
        return Ok(());
    };
    let Some(before) = before else {
        return Err(Problem::new(Code::VersionConflict));
    };
    let current = Reply::stored_json(view::page(&before.store)?).public(None, "no-store");
    if current.0.headers().get(header::ETAG) == Some(wanted) {
        Ok(())
    } else {
        Err(Problem::new(Code::VersionConflict))
    }
}
