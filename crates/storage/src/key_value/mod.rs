//! The key-value port: stored bytes, ready to send. Holds projections only; everything in it can be rebuilt.

#[cfg(any(test, feature = "native"))]
pub mod memory;
#[cfg(target_family = "wasm")]
pub mod spin;

use futures_util::future::LocalBoxFuture;

/// A failed key-value call. The backend's words are for the log, not for a caller.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("key-value: {0}")]
pub struct KeyValueError(pub String);

/// The three operations that work alike on every backend; listing keys and compare-and-set do not.
pub trait KeyValue {
    /// The value of `key`, if any.
    fn get<'a>(&'a self, key: &'a str) -> LocalBoxFuture<'a, Result<Option<Vec<u8>>, KeyValueError>>;
    /// Sets `key` to `value`.
    fn set<'a>(&'a self, key: &'a str, value: &'a [u8]) -> LocalBoxFuture<'a, Result<(), KeyValueError>>;
    /// Removes `key`; succeeds when it is absent.
    fn delete<'a>(&'a self, key: &'a str) -> LocalBoxFuture<'a, Result<(), KeyValueError>>;
}
