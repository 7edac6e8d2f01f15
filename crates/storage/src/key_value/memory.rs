//! Key-value in memory, for tests: ordered, so that two stores can be compared byte by byte.

use super::{KeyValue, KeyValueError};
use futures_util::future::{LocalBoxFuture, ready};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// An in-memory store that can be told to fail.
#[derive(Debug, Default)]
pub struct MemoryKeyValue {
    /// What is stored.
    pub entries: RefCell<BTreeMap<String, Vec<u8>>>,
    /// Writes left before every further write fails; `None` never fails.
    pub writes_until_failure: Cell<Option<u32>>,
}

impl MemoryKeyValue {
    fn admit_write(&self) -> Result<(), KeyValueError> {
        match self.writes_until_failure.get() {
            Some(0) => Err(KeyValueError("injected".to_owned())),
            Some(left) => {
                self.writes_until_failure.set(Some(left - 1));
                Ok(())
            }
            None => Ok(()),
        }
    }
}

impl KeyValue for MemoryKeyValue {
    fn get<'a>(&'a self, key: &'a str) -> LocalBoxFuture<'a, Result<Option<Vec<u8>>, KeyValueError>> {
        Box::pin(ready(Ok(self.entries.borrow().get(key).cloned())))
    }

    fn set<'a>(&'a self, key: &'a str, value: &'a [u8]) -> LocalBoxFuture<'a, Result<(), KeyValueError>> {
        Box::pin(ready(self.admit_write().map(|()| {
            self.entries.borrow_mut().insert(key.to_owned(), value.to_owned());
        })))
    }

    fn delete<'a>(&'a self, key: &'a str) -> LocalBoxFuture<'a, Result<(), KeyValueError>> {
        Box::pin(ready(self.admit_write().map(|()| {
            self.entries.borrow_mut().remove(key);
        })))
    }
}
