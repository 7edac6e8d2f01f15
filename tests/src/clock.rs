//! The clock that the engine has too.

use std::time::{SystemTime, UNIX_EPOCH};

/// UTC epoch milliseconds.
#[must_use]
pub fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}
