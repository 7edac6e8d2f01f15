//! One effect and one answer per idempotency key.
//!
//! The answer is made before the write and kept by it. So a key that was used has an answer, and the same request gets the
//! same bytes, whatever has become of the order since.

use crate::{Call, Idempotency, Reply};
use api::problem::{Code, Problem};
use commerce::text::Locale;
use http::StatusCode;
use serde::Serialize;
use storage::idempotency::{self, Scope, StoredAnswer};
use storage::sql::Script;

/// An answer that is sent only once its effect is committed, and then kept.
pub struct Prepared(StoredAnswer);

impl Prepared {
    /// Makes the answer to the request of `key`.
    ///
    /// # Errors
    /// [`Code::Internal`] if the view cannot be written as JSON.
    pub fn new<T: Serialize>(key: &Idempotency, status: StatusCode, view: &T) -> Result<Self, Problem> {
        let body = serde_json::to_string(view).map_err(|_| Problem::new(Code::Internal))?;
        Ok(Self(StoredAnswer {
            digest: key.digest.clone(),
            status: status.as_u16(),
            body,
        }))
    }

    /// Adds the answer to a script, as its first step.
    pub fn keep(&self, script: &mut Script, key: &Idempotency, now_ms: i64) {
        idempotency::keep(script, scope(key), &self.0, now_ms);
    }

    /// The answer, to be sent.
    #[must_use]
    pub fn reply(self) -> Reply {
        reply(self.0)
    }
}

/// The answer that `key` has, if it was used.
///
/// # Errors
/// [`Code::IdempotencyKeyReused`] when it was used for another request; a failure of storage.
pub async fn replay(call: &Call, key: &Idempotency) -> Result<Option<Reply>, Problem> {
    let stored = idempotency::load(call.sql(), scope(key))
        .await
        .map_err(|error| call.sql_problem(&error))?;
    match stored {
        None => Ok(None),
        Some(answer) if answer.digest == key.digest => Ok(Some(reply(answer))),
        Some(_) => Err(Problem::new(Code::IdempotencyKeyReused)),
    }
}

/// The answer that `key` has, or else `problem`: what refuses a request now may be the effect of its first try.
///
/// # Errors
/// As [`replay`], and `problem`.
pub async fn replay_or(call: &Call, key: &Idempotency, problem: Problem) -> Result<Reply, Problem> {
    replay(call, key).await?.ok_or(problem)
}

/// The answer of a key that a write was refused for.
///
/// # Errors
/// As [`replay`], and [`Code::Busy`] when the answer is gone again.
pub async fn replay_used(call: &Call, key: &Idempotency) -> Result<Reply, Problem> {
    replay_or(call, key, Problem::new(Code::Busy)).await
}

fn scope(key: &Idempotency) -> Scope<'_> {
    Scope {
        principal: &key.principal,
        route: &key.route,
        key: &key.key,
    }
}

fn reply(answer: StoredAnswer) -> Reply {
    match StatusCode::from_u16(answer.status) {
        Ok(status) => Reply::bytes(status, "application/json", answer.body).private(),
        Err(_) => Reply::problem(&Problem::new(Code::Internal), Locale::default()),
    }
}
