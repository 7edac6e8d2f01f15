//! Keeping key-value as it should be.

use crate::key_value::{KeyValue, KeyValueError};
use futures_util::future::join_all;
use std::cell::{Cell, RefCell};

/// Writes on their way at once. A backend may commit together what waits together, and a far one is waited for once.
const WRITES_AT_ONCE: usize = 64;

/// Writes keys, in no particular order, and counts them. What was kept is written for sure only after
/// [`Keeper::flush`].
pub(super) struct Keeper<'a> {
    key_value: &'a dyn KeyValue,
    compares: bool,
    pending: RefCell<Vec<(String, Option<Vec<u8>>)>>,
    written: Cell<u64>,
}

impl<'a> Keeper<'a> {
    /// Writes whatever it is given.
    pub(super) fn new(key_value: &'a dyn KeyValue) -> Self {
        Self {
            key_value,
            compares: false,
            pending: RefCell::default(),
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

    /// Sets `key` to `value`, or removes it. A key must not be kept twice without a flush in between.
    ///
    /// # Errors
    /// The first failure among the writes that were waiting.
    pub(super) async fn keep(&self, key: String, value: Option<Vec<u8>>) -> Result<(), KeyValueError> {
        let waiting = {
            let mut pending = self.pending.borrow_mut();
            pending.push((key, value));
            pending.len()
        };
        if waiting < WRITES_AT_ONCE {
            return Ok(());
        }
        self.flush().await
    }

    /// Writes all that waits.
    ///
    /// # Errors
    /// The first failure; the others are written, or have failed too.
    pub(super) async fn flush(&self) -> Result<(), KeyValueError> {
        let pending = self.pending.take();
        let writes = pending
            .iter()
            .map(|(key, value)| self.write(key, value.as_deref()));
        join_all(writes).await.into_iter().collect()
    }

    async fn write(&self, key: &str, value: Option<&[u8]>) -> Result<(), KeyValueError> {
        if self.compares && self.key_value.get(key).await?.as_deref() == value {
            return Ok(());
        }
        match value {
            Some(value) => {
                self.key_value.set(key, value).await?;
                self.written.set(self.written.get() + 1);
                Ok(())
            }
            None => self.key_value.delete(key).await,
        }
    }

    /// Keys set so far.
    pub(super) fn written(&self) -> u64 {
        self.written.get()
    }
}
