//! Whether a chain is what was written: every entry is read once, in the order of its number, a page at a time.

use super::{Entry, Head, entry, head};
use crate::sql::{Column, Sql, SqlError, Statement};
use std::fmt;

/// Entries that are read at once.
const PAGE_ENTRIES: u32 = 1_000;

/// The first entry of a chain that is not what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Its number.
    pub seq: i64,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is not there, though the chain goes on after it, or once did.
    Missing,
    /// No chain begins so early.
    BeforeFirst,
    /// Its hash is not that of its fields.
    Changed,
    /// It does not hold the hash of the entry before.
    Unlinked,
    /// The head has its number and another hash.
    NotTheHead,
    /// The head is at an entry before it, or there is none.
    BeyondHead,
    /// It had another hash when the chain was verified before: the past was written anew.
    Rewritten,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self.fault {
            Fault::Missing => "is missing",
            Fault::BeforeFirst => "stands before the first one",
            Fault::Changed => "was changed: its hash is not that of its fields",
            Fault::Unlinked => "does not follow the entry before it: that has another hash",
            Fault::NotTheHead => "is the last one, and the head has another hash",
            Fault::BeyondHead => "is beyond the head",
            Fault::Rewritten => "had another hash before: the past was written anew",
        };
        write!(f, "entry {} {words}", self.seq)
    }
}

/// The chain after `after` in the order of their names, whether it is known by its entries or by its head.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn next_chain(sql: &dyn Sql, after: &str) -> Result<Option<String>, SqlError> {
    let rows = sql
        .read(Statement::new(
            "SELECT MIN(chain) FROM (SELECT MIN(chain) AS chain FROM audit_entry WHERE chain > ?1 \
             UNION ALL SELECT MIN(chain) FROM audit_head WHERE chain > ?1) AS known",
            vec![after.to_owned().into()],
        ))
        .await?;
    Ok(rows
        .into_iter()
        .next()
        .and_then(|row| match row.0.into_iter().next() {
            Some(Column::Text(chain)) => Some(chain),
            _ => None,
        }))
}

/// Reads a whole chain: where it ends, or the first entry that is not what was written. `expected` are heads that it had before.
///
/// It may grow meanwhile: what is added is verified too, and a head that has moved on since is none that is wrong.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn verify(sql: &dyn Sql, chain: &str, expected: &[Head]) -> Result<Result<Head, Broken>, SqlError> {
    let begun = head(sql, chain).await?;
    let mut last = Head::genesis();
    let mut after = i64::MIN;
    loop {
        let rows = sql
            .read(Statement::new(
                "SELECT chain, seq, at_ms, principal, operation, target, body_sha256, previous, hash FROM audit_entry \
                 WHERE chain = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
                vec![chain.to_owned().into(), after.into(), PAGE_ENTRIES.into()],
            ))
            .await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            match follow(&last, entry(row)?, &begun, expected) {
                Ok(next) => last = next,
                Err(broken) => return Ok(Err(broken)),
            }
        }
        after = last.seq;
    }
    // Read after the entries: an entry comes with its head, so that this one is not behind what was seen.
    let ended = head(sql, chain).await?;
    Ok(end(last, &begun, &ended, expected))
}

/// The entry after `last`, as the next one to be followed.
fn follow(last: &Head, entry: Entry, begun: &Head, expected: &[Head]) -> Result<Head, Broken> {
    let seq = last.seq + 1;
    let broken = |fault| Err(Broken { seq, fault });
    if entry.seq < 1 {
        return Err(Broken {
            seq: entry.seq,
            fault: Fault::BeforeFirst,
        });
    }
    if entry.seq != seq {
        return broken(Fault::Missing);
    }
    if entry.digest() != entry.hash {
        return broken(Fault::Changed);
    }
    if entry.previous != last.hash {
        return broken(Fault::Unlinked);
    }
    if expected
        .iter()
        .any(|head| head.seq == seq && head.hash != entry.hash)
    {
        return broken(Fault::Rewritten);
    }
    if begun.seq == seq && begun.hash != entry.hash {
        return broken(Fault::NotTheHead);
    }
    Ok(Head {
        seq,
        hash: entry.hash,
    })
}

fn end(last: Head, begun: &Head, ended: &Head, expected: &[Head]) -> Result<Head, Broken> {
    let was_longer = |head: &Head| head.seq > last.seq;
    if was_longer(begun) || expected.iter().any(was_longer) {
        return Err(Broken {
            seq: last.seq + 1,
            fault: Fault::Missing,
        });
    }
    if ended.seq < last.seq {
        return Err(Broken {
            seq: ended.seq + 1,
            fault: Fault::BeyondHead,
        });
    }
    if ended.seq == last.seq && ended.hash != last.hash {
        return Err(Broken {
            seq: last.seq,
            fault: Fault::NotTheHead,
        });
    }
    Ok(last)
}
