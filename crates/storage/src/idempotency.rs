//! Answers that were given, by the key of their request: kept in the transaction of the effect itself.

use crate::sql::{Script, Sql, SqlError, Statement};

/// The guard of [`keep`]: the key was used before, or is being used at this moment.
pub const KEY_USED: &str = "idempotency";

/// How long a key is remembered, in milliseconds: 48 hours.
pub const KEEP_MS: i64 = 48 * 60 * 60 * 1_000;

/// A key within its scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope<'a> {
    /// Whose key it is; unique among all principals.
    pub principal: &'a str,
    /// The operation with its path's parameters.
    pub route: &'a str,
    /// The key.
    pub key: &'a str,
}

/// An answer as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAnswer {
    /// The digest of the request that it answers.
    pub digest: String,
    /// The HTTP status.
    pub status: u16,
    /// The body, byte for byte.
    pub body: String,
}

/// Begins a script with its answer. Of two requests with one key the second waits for the first to commit, and is then
/// refused under [`KEY_USED`]; nothing of it is written.
pub fn keep(script: &mut Script, scope: Scope<'_>, answer: &StoredAnswer, now_ms: i64) {
    script.expect(
        KEY_USED,
        "INSERT INTO idempotency (principal, route, key, digest, status, body, created_ms) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (principal, route, key) DO NOTHING",
        vec![
            scope.principal.to_owned().into(),
            scope.route.to_owned().into(),
            scope.key.to_owned().into(),
            (&answer.digest).into(),
            i64::from(answer.status).into(),
            (&answer.body).into(),
            now_ms.into(),
        ],
    );
}

/// The answer that was given to a key, if any.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load(sql: &dyn Sql, scope: Scope<'_>) -> Result<Option<StoredAnswer>, SqlError> {
    let rows = sql
        .read(Statement::new(
            "SELECT digest, status, body FROM idempotency WHERE principal = ?1 AND route = ?2 AND key = ?3",
            vec![
                scope.principal.to_owned().into(),
                scope.route.to_owned().into(),
                scope.key.to_owned().into(),
            ],
        ))
        .await?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    Ok(Some(StoredAnswer {
        digest: row.text(0)?.to_owned(),
        status: u16::try_from(row.int(1)?).map_err(|_| SqlError::Decode {
            column: 1,
            expected: "an HTTP status",
        })?,
        body: row.text(2)?.to_owned(),
    }))
}

/// Forgets keys that are older than [`KEEP_MS`], the oldest first, at most `limit`; returns how many.
///
/// # Errors
/// Any of [`Sql::write`].
pub async fn forget_old(sql: &dyn Sql, now_ms: i64, limit: u32) -> Result<u64, SqlError> {
    let mut script = Script::new();
    script.run(
        "DELETE FROM idempotency WHERE (principal, route, key) IN \
         (SELECT principal, route, key FROM idempotency WHERE created_ms < ?1 ORDER BY created_ms LIMIT ?2)",
        vec![now_ms.saturating_sub(KEEP_MS).into(), limit.into()],
    );
    Ok(sql.write(script).await?.into_iter().sum())
}
