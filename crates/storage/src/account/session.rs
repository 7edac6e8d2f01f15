//! Log-ins, and the one refresh token that each has.

use crate::sql::{Row, Script, Sql, SqlError, Statement};
use commerce::account::session::{IDLE_MS, SESSIONS_MAX};
use commerce::ids::{CustomerId, SessionId};

/// The guard that a session is as it was read.
pub const SESSION: &str = "account_session";

/// A session as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSession {
    /// Its name.
    pub id: SessionId,
    /// Whose it is.
    pub customer: CustomerId,
    /// The keyed hash of the refresh token that is good now.
    pub refresh_lookup: String,
    /// The keyed hash of the one before.
    pub previous_lookup: Option<String>,
    /// The token that is good now, sealed under the one before.
    pub successor: Option<String>,
    /// When it was last refreshed, UTC epoch milliseconds.
    pub rotated_ms: i64,
    /// Since when, UTC epoch milliseconds.
    pub created_ms: i64,
    /// When it ends at the latest, UTC epoch milliseconds.
    pub expires_ms: i64,
}

/// Adds the steps that begin a session of an account that [is held](super::touch): those that are over go, and so do those that
/// are too many.
pub fn begin(script: &mut Script, session: &StoredSession) {
    let customer = session.customer.to_string();
    script.run(
        "DELETE FROM account_session WHERE customer_id = ?1 AND (expires_ms <= ?2 OR rotated_ms <= ?3)",
        vec![
            customer.clone().into(),
            session.created_ms.into(),
            session.created_ms.saturating_sub(IDLE_MS).into(),
        ],
    );
    script.run(
        "DELETE FROM account_session WHERE customer_id = ?1 AND id NOT IN \
         (SELECT id FROM account_session WHERE customer_id = ?1 ORDER BY rotated_ms DESC, id DESC LIMIT ?2)",
        vec![customer.clone().into(), (SESSIONS_MAX - 1).into()],
    );
    script.run(
        "INSERT INTO account_session (id, customer_id, refresh_lookup, rotations, rotated_ms, created_ms, expires_ms) \
         VALUES (?1, ?2, ?3, 0, ?4, ?4, ?5)",
        vec![
            session.id.to_string().into(),
            customer.into(),
            (&session.refresh_lookup).into(),
            session.created_ms.into(),
            session.expires_ms.into(),
        ],
    );
}

/// Adds the step that gives a session its next refresh token: the one that is good now becomes the one before. Refused under
/// [`SESSION`] when another is good by now, or the session has ended.
pub fn rotate(script: &mut Script, before: &StoredSession, lookup: &str, successor: &str, now_ms: i64) {
    script.expect(
        SESSION,
        "UPDATE account_session SET refresh_lookup = ?3, previous_lookup = ?2, successor = ?4, rotations = rotations + 1, \
         rotated_ms = ?5 WHERE id = ?1 AND refresh_lookup = ?2",
        vec![
            before.id.to_string().into(),
            (&before.refresh_lookup).into(),
            lookup.to_owned().into(),
            successor.to_owned().into(),
            now_ms.into(),
        ],
    );
}

macro_rules! sessions {
    ($which:literal) => {
        concat!(
            "SELECT id, customer_id, refresh_lookup, previous_lookup, successor, rotated_ms, created_ms, expires_ms \
             FROM account_session ",
            $which
        )
    };
}

/// A session, whosever it is: for who shows a refresh token of ours.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load(sql: &dyn Sql, id: SessionId) -> Result<Option<StoredSession>, SqlError> {
    let statement = Statement::new(sessions!("WHERE id = ?1"), vec![id.to_string().into()]);
    sql.read(statement).await?.first().map(session).transpose()
}

/// The sessions of a customer that are not over at `now_ms`, the newest first.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn of(sql: &dyn Sql, customer: &CustomerId, now_ms: i64) -> Result<Vec<StoredSession>, SqlError> {
    let statement = Statement::new(
        sessions!("WHERE customer_id = ?1 AND expires_ms > ?2 AND rotated_ms > ?3 ORDER BY id DESC"),
        vec![
            customer.to_string().into(),
            now_ms.into(),
            now_ms.saturating_sub(IDLE_MS).into(),
        ],
    );
    sql.read(statement).await?.iter().map(session).collect()
}

/// Ends a session of a customer; how many that were: one or none.
///
/// # Errors
/// Any of [`Sql::write`].
pub async fn end(sql: &dyn Sql, customer: &CustomerId, id: SessionId) -> Result<u64, SqlError> {
    let mut script = Script::new();
    script.run(
        "DELETE FROM account_session WHERE id = ?1 AND customer_id = ?2",
        vec![id.to_string().into(), customer.to_string().into()],
    );
    Ok(sql.write(script).await?.into_iter().sum())
}

/// Ends all sessions of a customer; how many that were.
///
/// # Errors
/// Any of [`Sql::write`].
pub async fn end_all(sql: &dyn Sql, customer: &CustomerId) -> Result<u64, SqlError> {
    let mut script = Script::new();
    end_all_in(&mut script, customer);
    Ok(sql.write(script).await?.into_iter().sum())
}

/// Adds the step that ends all sessions of a customer.
pub(super) fn end_all_in(script: &mut Script, customer: &CustomerId) {
    script.run(
        "DELETE FROM account_session WHERE customer_id = ?1",
        vec![customer.to_string().into()],
    );
}

fn session(row: &Row) -> Result<StoredSession, SqlError> {
    Ok(StoredSession {
        id: row.parse(0)?,
        customer: row.parse(1)?,
        refresh_lookup: row.text(2)?.to_owned(),
        previous_lookup: row.opt_text(3)?.map(str::to_owned),
        successor: row.opt_text(4)?.map(str::to_owned),
        rotated_ms: row.int(5)?,
        created_ms: row.int(6)?,
        expires_ms: row.int(7)?,
    })
}
