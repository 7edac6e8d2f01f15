//! What can go wrong between a statement and its answer.

/// A failed read or write.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SqlError {
    /// A step affected another number of rows than it had to; the transaction was rolled back.
    #[error("step `{label}` affected {affected} rows")]
    Refused {
        /// The label that [`Step::expect`](super::Script::expect) was given.
        label: &'static str,
        /// Position of the step in its script, from 0.
        step: usize,
        /// Rows it affected.
        affected: u64,
    },
    /// The database is busy beyond its patience, or refuses connections: worth another try later.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// A unique, foreign key or check constraint refused the write; nothing was written.
    #[error("a constraint refused the write: {0}")]
    Constraint(String),
    /// The connection failed after the statement was sent. For a write it is not known whether it was committed.
    #[error("the outcome is not known: {0}")]
    Unknown(String),
    /// The statement itself failed. A defect, or a database that lacks a migration.
    #[error("the statement failed: {0}")]
    Statement(String),
    /// A column does not hold what the caller expects.
    #[error("column {column} is not {expected}")]
    Decode {
        /// Position of the column, from 0.
        column: usize,
        /// What was asked for.
        expected: &'static str,
    },
}

/// Sorts SQLite's message; Spin's interface carries no result code.
#[cfg(any(target_family = "wasm", feature = "native"))]
pub(super) fn sqlite_failure(text: String) -> SqlError {
    if text.contains("locked") || text.contains("busy") {
        SqlError::Busy(text)
    } else if text.contains("constraint failed") {
        SqlError::Constraint(text)
    } else {
        SqlError::Statement(text)
    }
}
