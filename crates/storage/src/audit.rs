//! The audit log: what staff wrote, in chains of hashes that nobody changes unseen.
//!
//! An entry is a step of the script that it tells of, so that it is there exactly when the write is. Each chain is linear: an entry
//! holds the hash of the one before, and the head, which is compared and set, names the last. Staff of a store write into the
//! chain of their store, headquarters into one of its own, so that stores do not wait for each other.
//!
//! An entry's hash is SHA-256, in lower-case hexadecimal, over these texts in this order, each as a netstring (D. J. Bernstein,
//! 1997: the length in bytes, a colon, the bytes, a comma), numbers in decimal: `mendian audit 1`, chain, seq, at_ms, principal,
//! operation, target, body_sha256, previous. The first entry's `previous` is [`GENESIS`].
//!
//! Nothing private is in it: a body is there as its hash, and what is private or opens something is never part of a path.

mod append;
mod list;
mod verify;

pub use append::{CHAIN_MOVED, append, head};
pub use list::{Filter, Position, list};
pub use verify::{Broken, Fault, next_chain, verify};

use crate::sql::{Row, SqlError};
use commerce::ids::StoreId;
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// What the first entry of a chain follows.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Says what is hashed, so that no other hash of ours is one of an entry.
const DOMAIN: &str = "mendian audit 1";

/// A chain that staff write into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chain {
    /// That of headquarters.
    Headquarters,
    /// That of the staff of one store.
    Store(StoreId),
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Headquarters => f.write_str("headquarters"),
            Self::Store(store) => write!(f, "store:{store}"),
        }
    }
}

/// A text that names no chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no chain of the audit log")]
pub struct NoChain;

impl FromStr for Chain {
    type Err = NoChain;

    fn from_str(text: &str) -> Result<Self, NoChain> {
        match text.split_once(':') {
            None if text == "headquarters" => Ok(Self::Headquarters),
            Some(("store", store)) => store.parse().map(Self::Store).map_err(|_| NoChain),
            _ => Err(NoChain),
        }
    }
}

/// What somebody of the staff did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// The [`Chain`] that it goes into, as text.
    pub chain: String,
    /// When, UTC epoch milliseconds, by the clock of whoever served it: a chain is in the order of its numbers, not of its times.
    pub at_ms: i64,
    /// Who.
    pub principal: String,
    /// The operation's id.
    pub operation: String,
    /// The path, with what its parameters name.
    pub target: String,
    /// SHA-256 of the body, in lower-case hexadecimal.
    pub body_sha256: String,
}

/// A deed in its chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number in the chain, from 1.
    pub seq: i64,
    /// What was done.
    pub deed: Deed,
    /// The hash of the entry before.
    pub previous: String,
    /// Its own, as stored.
    pub hash: String,
}

/// The last entry of a chain; number 0 and [`GENESIS`] for one that has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The last entry's number, and so the length of the chain.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
}

impl Head {
    /// That of a chain without entries.
    #[must_use]
    pub fn genesis() -> Self {
        Self {
            seq: 0,
            hash: GENESIS.to_owned(),
        }
    }
}

impl Entry {
    /// The entry that follows `head` by this deed.
    #[must_use]
    pub fn following(head: &Head, deed: Deed) -> Self {
        let mut entry = Self {
            seq: head.seq + 1,
            deed,
            previous: head.hash.clone(),
            hash: String::new(),
        };
        entry.hash = entry.digest();
        entry
    }

    /// The hash that its fields have.
    #[must_use]
    pub fn digest(&self) -> String {
        let deed = &self.deed;
        let (seq, at_ms) = (self.seq.to_string(), deed.at_ms.to_string());
        let mut text = String::with_capacity(2 * GENESIS.len() + 256);
        for field in [
            DOMAIN,
            &deed.chain,
            &seq,
            &at_ms,
            &deed.principal,
            &deed.operation,
            &deed.target,
            &deed.body_sha256,
            &self.previous,
        ] {
            text.push_str(&field.len().to_string());
            text.push(':');
            text.push_str(field);
            text.push(',');
        }
        sha256(text.as_bytes())
    }
}

/// SHA-256 of `bytes`, in lower-case hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(GENESIS.len());
    for byte in Sha256::digest(bytes) {
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(digit), 16).unwrap_or_default());
        }
    }
    text
}

/// The entry of a row with the columns `chain, seq, at_ms, principal, operation, target, body_sha256, previous, hash`.
fn entry(row: &Row) -> Result<Entry, SqlError> {
    let text = |column| row.text(column).map(str::to_owned);
    Ok(Entry {
        seq: row.int(1)?,
        deed: Deed {
            chain: text(0)?,
            at_ms: row.int(2)?,
            principal: text(3)?,
            operation: text(4)?,
            target: text(5)?,
            body_sha256: text(6)?,
        },
        previous: text(7)?,
        hash: text(8)?,
    })
}

#[cfg(test)]
mod tests;
