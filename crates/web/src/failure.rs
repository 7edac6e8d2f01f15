//! Failures of storage as problems: what a caller may know, and nothing of how we are built.

use crate::Platform;
use api::problem::{Code, Problem};
use storage::key_value::KeyValueError;
use storage::sql::SqlError;

/// A failed read or write that the use case has no better answer for. The words go to the log.
pub fn from_sql(platform: &dyn Platform, error: &SqlError) -> Problem {
    platform.log(&format!("sql: {error}"));
    match error {
        SqlError::Busy(_) | SqlError::Unknown(_) => Problem::new(Code::Busy),
        SqlError::Refused { .. } => Problem::new(Code::VersionConflict),
        SqlError::Constraint(_) | SqlError::Statement(_) | SqlError::Decode { .. } => {
            Problem::new(Code::Internal)
        }
    }
}

/// A failed key-value call.
pub fn from_key_value(platform: &dyn Platform, error: &KeyValueError) -> Problem {
    platform.log(&error.to_string());
    Problem::new(Code::Busy)
}
