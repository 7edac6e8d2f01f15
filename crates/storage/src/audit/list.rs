//! Entries for people to read, newest first.

use super::{Chain, Entry, entry};
use crate::sql::{Sql, SqlError, Statement};
use std::fmt;
use std::str::FromStr;

/// Which entries; what is `None` excludes none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Of this chain.
    pub chain: Option<Chain>,
    /// By this principal.
    pub principal: Option<String>,
    /// Of this operation's id.
    pub operation: Option<String>,
    /// Not before, UTC epoch milliseconds.
    pub from_ms: Option<i64>,
    /// Before, UTC epoch milliseconds.
    pub to_ms: Option<i64>,
}

/// Where an entry stands among all of them: by time, then by chain and number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// Its time, UTC epoch milliseconds.
    pub at_ms: i64,
    /// Its number in the chain.
    pub seq: i64,
    /// Its chain.
    pub chain: String,
}

impl Position {
    /// The position of an entry.
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
        Self {
            at_ms: entry.deed.at_ms,
            seq: entry.seq,
            chain: entry.deed.chain.clone(),
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.at_ms, self.seq, self.chain)
    }
}

/// A text that is no position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no position in the audit log")]
pub struct NoPosition;

impl FromStr for Position {
    type Err = NoPosition;

    fn from_str(text: &str) -> Result<Self, NoPosition> {
        let mut parts = text.splitn(3, '.');
        let mut number = || parts.next()?.parse().ok();
        let (at_ms, seq) = (number().ok_or(NoPosition)?, number().ok_or(NoPosition)?);
        let chain: Chain = parts.next().unwrap_or("").parse().map_err(|_| NoPosition)?;
        Ok(Self {
            at_ms,
            seq,
            chain: chain.to_string(),
        })
    }
}

/// The entries that `filter` leaves, newest first, after the one at `after`, at most `limit`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn list(
    sql: &dyn Sql,
    filter: &Filter,
    after: Option<&Position>,
    limit: u32,
) -> Result<Vec<Entry>, SqlError> {
    // Before everything.
    let (at_ms, chain, seq) = after.map_or((i64::MAX, "", 0), |after| {
        (after.at_ms, after.chain.as_str(), after.seq)
    });
    let rows = sql
        .read(Statement::new(
            "SELECT chain, seq, at_ms, principal, operation, target, body_sha256, previous, hash FROM audit_entry \
             WHERE (CAST(?1 AS TEXT) IS NULL OR chain = ?1) AND (CAST(?2 AS TEXT) IS NULL OR principal = ?2) \
             AND (CAST(?3 AS TEXT) IS NULL OR operation = ?3) AND at_ms >= ?4 AND at_ms < ?5 \
             AND (at_ms, chain, seq) < (?6, ?7, ?8) ORDER BY at_ms DESC, chain DESC, seq DESC LIMIT ?9",
            vec![
                filter.chain.as_ref().map(Chain::to_string).into(),
                filter.principal.clone().into(),
                filter.operation.clone().into(),
                filter.from_ms.unwrap_or(i64::MIN).into(),
                filter.to_ms.unwrap_or(i64::MAX).into(),
                at_ms.into(),
                chain.to_owned().into(),
                seq.into(),
                limit.into(),
            ],
        ))
        .await?;
    rows.iter().map(entry).collect()
}
