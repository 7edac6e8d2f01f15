//! Key-value on Spin's interface.

use super::{KeyValue, KeyValueError};
use futures_util::future::LocalBoxFuture;
use spin_sdk::key_value::Store;
use std::cell::RefCell;
use std::rc::Rc;

thread_local! {
    /// One handle per instance: opening costs a call to the host, and a handle has no state of a request.
    static STORE: RefCell<Option<Rc<Store>>> = const { RefCell::new(None) };
}

/// The store labelled `default`.
#[derive(Debug, Default, Clone, Copy)]
pub struct SpinKeyValue;

async fn store() -> Result<Rc<Store>, KeyValueError> {
    if let Some(store) = STORE.with_borrow(Clone::clone) {
        return Ok(store);
    }
    let opened = Rc::new(Store::open_default().await.map_err(failed)?);
    STORE.set(Some(opened.clone()));
    Ok(opened)
}

fn failed(error: spin_sdk::key_value::Error) -> KeyValueError {
    KeyValueError(error.to_string())
}

impl KeyValue for SpinKeyValue {
    fn get<'a>(&'a self, key: &'a str) -> LocalBoxFuture<'a, Result<Option<Vec<u8>>, KeyValueError>> {
        Box::pin(async move { store().await?.get(key).await.map_err(failed) })
    }

    fn set<'a>(&'a self, key: &'a str, value: &'a [u8]) -> LocalBoxFuture<'a, Result<(), KeyValueError>> {
        Box::pin(async move { store().await?.set(key, value).await.map_err(failed) })
    }

    fn delete<'a>(&'a self, key: &'a str) -> LocalBoxFuture<'a, Result<(), KeyValueError>> {
        Box::pin(async move { store().await?.delete(key).await.map_err(failed) })
    }
}
