//! Log-ins, of shoppers and of staff, and the one refresh token that each has.

use crate::sql::{Row, Script, Sql, SqlError, Statement};
use commerce::account::session::{IDLE_MS, SESSIONS_MAX};
use commerce::ids::{CustomerId, SessionId, StaffId};
use std::fmt::Display;
use std::str::FromStr;

/// The guard that a session is as it was read.
pub const SESSION: &str = "session";

/// Whose sessions can be: each kind has a table of its own.
pub trait Holder: Clone + Display + FromStr {
    /// The statements about that table.
    const TEXTS: &'static Texts;
}

/// The statements about one table of sessions.
pub struct Texts {
    /// Its name.
    pub table: &'static str,
    drop_over: &'static str,
    drop_many: &'static str,
    begin: &'static str,
    rotate: &'static str,
    load: &'static str,
    of: &'static str,
    end: &'static str,
    end_all: &'static str,
}

macro_rules! columns {
    () => {
        ", refresh_lookup, previous_lookup, successor, rotated_ms, created_ms, expires_ms"
    };
}
macro_rules! texts {
    ($table:literal, $holder:literal) => {
        &Texts {
            table: $table,
            drop_over: concat!(
                "DELETE FROM ", $table, " WHERE ", $holder, " = ?1 AND (expires_ms <= ?2 OR rotated_ms <= ?3)"
            ),
            drop_many: concat!(
                "DELETE FROM ", $table, " WHERE ", $holder, " = ?1 AND id NOT IN (SELECT id FROM ", $table, " WHERE ",
                $holder, " = ?1 ORDER BY rotated_ms DESC, id DESC LIMIT ?2)"
            ),
            begin: concat!(
                "INSERT INTO ", $table, " (id, ", $holder,
                ", refresh_lookup, rotations, rotated_ms, created_ms, expires_ms) VALUES (?1, ?2, ?3, 0, ?4, ?4, ?5)"
            ),
            rotate: concat!(
                "UPDATE ", $table, " SET refresh_lookup = ?3, previous_lookup = ?2, successor = ?4, \
                 rotations = rotations + 1, rotated_ms = ?5 WHERE id = ?1 AND refresh_lookup = ?2"
            ),
            load: concat!("SELECT id, ", $holder, columns!(), " FROM ", $table, " WHERE id = ?1"),
            of: concat!(
                "SELECT id, ", $holder, columns!(), " FROM ", $table, " WHERE ", $holder,
                " = ?1 AND expires_ms > ?2 AND rotated_ms > ?3 ORDER BY id DESC"
            ),
            end: concat!("DELETE FROM ", $table, " WHERE id = ?1 AND ", $holder, " = ?2"),
            end_all: concat!("DELETE FROM ", $table, " WHERE ", $holder, " = ?1"),
        }
    };
}

impl Holder for CustomerId {
    const TEXTS: &'static Texts = texts!("account_session", "customer_id");
}

impl Holder for StaffId {
    const TEXTS: &'static Texts = texts!("staff_session", "staff_id");
}

/// A session as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSession<H> {
    /// Its name.
    pub id: SessionId,
    /// Whose it is.
    pub holder: H,
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

/// Adds the steps that begin a session of somebody whose row is held: those that are over go, and so do those that are too many.
pub fn begin<H: Holder>(script: &mut Script, session: &StoredSession<H>) {
    let holder = session.holder.to_string();
    script.run(
        H::TEXTS.drop_over,
        vec![
            holder.clone().into(),
            session.created_ms.into(),
            session.created_ms.saturating_sub(IDLE_MS).into(),
        ],
    );
    script.run(
        H::TEXTS.drop_many,
        vec![holder.clone().into(), (SESSIONS_MAX - 1).into()],
    );
    script.run(
        H::TEXTS.begin,
        vec![
            session.id.to_string().into(),
            holder.into(),
            (&session.refresh_lookup).into(),
            session.created_ms.into(),
            session.expires_ms.into(),
        ],
    );
}

/// Adds the step that gives a session its next refresh token: the one that is good now becomes the one before. Refused under
/// [`SESSION`] when another is good by now, or the session has ended.
pub fn rotate<H: Holder>(
    script: &mut Script,
    before: &StoredSession<H>,
    lookup: &str,
    successor: &str,
    now_ms: i64,
) {
    script.expect(
        SESSION,
        H::TEXTS.rotate,
        vec![
            before.id.to_string().into(),
            (&before.refresh_lookup).into(),
            lookup.to_owned().into(),
            successor.to_owned().into(),
            now_ms.into(),
        ],
    );
}

/// A session, whosever it is: for who shows a refresh token of ours.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load<H: Holder>(sql: &dyn Sql, id: SessionId) -> Result<Option<StoredSession<H>>, SqlError> {
    let statement = Statement::new(H::TEXTS.load, vec![id.to_string().into()]);
    sql.read(statement).await?.first().map(session).transpose()
}

/// The sessions of one holder that are not over at `now_ms`, the newest first.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn of<H: Holder>(
    sql: &dyn Sql,
    holder: &H,
    now_ms: i64,
) -> Result<Vec<StoredSession<H>>, SqlError> {
    let statement = Statement::new(
        H::TEXTS.of,
        vec![
            holder.to_string().into(),
            now_ms.into(),
            now_ms.saturating_sub(IDLE_MS).into(),
        ],
    );
    sql.read(statement).await?.iter().map(session).collect()
}

/// Ends a session of one holder; how many that were: one or none.
///
/// # Errors
/// Any of [`Sql::write`].
pub async fn end<H: Holder>(sql: &dyn Sql, holder: &H, id: SessionId) -> Result<u64, SqlError> {
    let mut script = Script::new();
    let params = vec![id.to_string().into(), holder.to_string().into()];
    // Guarded, so that ending nothing writes nothing.
    script.expect(SESSION, H::TEXTS.end, params);
    match sql.write(script).await {
        Ok(_) => Ok(1),
        Err(SqlError::Refused { .. }) => Ok(0),
        Err(error) => Err(error),
    }
}

/// Ends all sessions of one holder; how many that were.
///
/// # Errors
/// Any of [`Sql::write`].
pub async fn end_all<H: Holder>(sql: &dyn Sql, holder: &H) -> Result<u64, SqlError> {
    let mut script = Script::new();
    end_all_in(&mut script, holder);
    Ok(sql.write(script).await?.into_iter().sum())
}

/// Adds the step that ends all sessions of one holder.
pub fn end_all_in<H: Holder>(script: &mut Script, holder: &H) {
    script.run(H::TEXTS.end_all, vec![holder.to_string().into()]);
}

fn session<H: Holder>(row: &Row) -> Result<StoredSession<H>, SqlError> {
    Ok(StoredSession {
        id: row.parse(0)?,
        holder: row.parse(1)?,
        refresh_lookup: row.text(2)?.to_owned(),
        previous_lookup: row.opt_text(3)?.map(str::to_owned),
        successor: row.opt_text(4)?.map(str::to_owned),
        rotated_ms: row.int(5)?,
        created_ms: row.int(6)?,
        expires_ms: row.int(7)?,
    })
}
