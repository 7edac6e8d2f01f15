//! The host calls that can be counted and made to fail.

use std::fmt;
use std::str::FromStr;

/// One kind of call that a component makes to the host.
///
/// Written as `interface.function`, for instance `sqlite.execute`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(
    missing_docs,
    reason = "each is named after the function it stands for, see `NAMES`"
)]
pub enum Call {
    KeyValueOpen,
    KeyValueGet,
    KeyValueSet,
    KeyValueDelete,
    KeyValueExists,
    KeyValueGetKeys,
    SqliteOpen,
    SqliteExecute,
    PostgresOpen,
    PostgresQuery,
    PostgresExecute,
    VariablesGet,
    HttpSend,
}

const NAMES: [(Call, &str); Call::COUNT] = [
    (Call::KeyValueOpen, "key-value.open"),
    (Call::KeyValueGet, "key-value.get"),
    (Call::KeyValueSet, "key-value.set"),
    (Call::KeyValueDelete, "key-value.delete"),
    (Call::KeyValueExists, "key-value.exists"),
    (Call::KeyValueGetKeys, "key-value.get-keys"),
    (Call::SqliteOpen, "sqlite.open"),
    (Call::SqliteExecute, "sqlite.execute"),
    (Call::PostgresOpen, "postgres.open"),
    (Call::PostgresQuery, "postgres.query"),
    (Call::PostgresExecute, "postgres.execute"),
    (Call::VariablesGet, "variables.get"),
    (Call::HttpSend, "http.send"),
];

impl Call {
    pub(crate) const COUNT: usize = 13;

    /// Every kind of call.
    pub fn all() -> impl Iterator<Item = Self> {
        NAMES.iter().map(|(call, _)| *call)
    }

    /// The call's name, `interface.function`.
    pub fn name(self) -> &'static str {
        NAMES[self as usize].1
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Call {
    type Err = UnknownCall;

    fn from_str(text: &str) -> Result<Self, UnknownCall> {
        let found = NAMES.iter().find(|(_, name)| *name == text);
        found
            .map(|(call, _)| *call)
            .ok_or_else(|| UnknownCall(text.into()))
    }
}

/// A name that no call has.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("no host call is named {0:?}")]
pub struct UnknownCall(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_is_found_by_its_name() {
        for call in Call::all() {
            assert_eq!(call.name().parse(), Ok(call));
        }
        assert!("sqlite.drop".parse::<Call>().is_err());
    }
}
