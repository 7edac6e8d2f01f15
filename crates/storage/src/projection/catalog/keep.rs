//! Keeping key-value as it should be.

use crate::key_value::{KeyValue, KeyValueError};
use std::cell::Cell;

/// Writes keys and counts them.
pub(super) struct Keeper<'a> {
    key_value: &'a dyn KeyValue,
    compares: bool,
    written: Cell<u64>,
}

impl<'a> Keeper<'a> {
    /// Writes whatever it is given.
    pub(super) fn new(key_value: &'a dyn KeyValue) -> Self {
        Self {
            key_value,
            compares: false,
            written: Cell::new(0),
        }
    }

    /// Reads first, and writes only what differs.
    pub(super) fn comparing(key_value: &'a dyn KeyValue) -> Self {
        Self {
            compares: true,
            ..Self::new(key_value)
        }
    }

    /// Sets `key` to `value`, or removes it.
    pub(super) async fn keep(&self, key: &str, value: Option<Vec<u8>>) -> Result<(), KeyValueError> {
        if self.compares && self.key_value.get(key).await? == value {
            return Ok(());
        }
        match value {
            Some(value) => {
                self.written.set(self.written.get() + 1);
                self.key_value.set(key, &value).await
            }
            None => self.key_value.delete(key).await,
        }
    }

    /// Keys set so far.
    pub(super) fn written(&self) -> u64 {
        self.written.get()
    }
}
