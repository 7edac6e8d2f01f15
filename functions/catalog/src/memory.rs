//! What an instance remembers for a moment, above key-value. Public data only.

use api::problem::{Code, Problem};
use bytes::Bytes;
use commerce::ids::StoreId;
use commerce::money::Currency;
use serde::Deserialize;
use std::cell::RefCell;
use storage::projection::keys;
use web::cache::Cache;
use web::{Call, Reply};

/// How long anything is remembered, in milliseconds. A change may be seen so much later.
const TTL_MS: i64 = 1_000;
/// `Cache-Control` of what is remembered.
const MAX_AGE: &str = "public, max-age=1";
/// Replies remembered at most; one of a listing has some ten kilobytes.
const REPLIES_MAX: usize = 128;
/// Pages of shelves and products remembered at most.
const SHARED_MAX: usize = 64;
/// Stores of which the currency is remembered at most.
const CURRENCIES_MAX: usize = 256;

/// The memory of one instance.
pub struct Memory {
    replies: RefCell<Cache<String, Reply>>,
    shared: RefCell<Cache<String, Bytes>>,
    currencies: RefCell<Cache<StoreId, Currency>>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            replies: RefCell::new(Cache::new(REPLIES_MAX, TTL_MS)),
            shared: RefCell::new(Cache::new(SHARED_MAX, TTL_MS)),
            currencies: RefCell::new(Cache::new(CURRENCIES_MAX, TTL_MS)),
        }
    }
}

impl Memory {
    /// The reply remembered under `key`, for this caller.
    pub fn reply(&self, call: &Call, key: &str) -> Option<Reply> {
        let known = self.replies.borrow().get(key, call.now_ms)?;
        Some(known.revalidated(call.if_none_match()))
    }

    /// A reply of JSON, remembered under `key`.
    pub fn remember(&self, call: &Call, key: String, json: Vec<u8>) -> Reply {
        let reply = Reply::stored_json(json)
            .with(http::header::CONTENT_LANGUAGE, call.locale.as_str())
            .tagged(MAX_AGE);
        self.replies.borrow_mut().put(key, reply.clone(), call.now_ms);
        reply.revalidated(call.if_none_match())
    }

    /// What all stores share under `key`.
    pub async fn shared(&self, call: &Call, key: String) -> Result<Option<Bytes>, Problem> {
        if let Some(known) = self.shared.borrow().get(&key, call.now_ms) {
            return Ok(Some(known));
        }
        let Some(stored) = read(call, &key).await? else {
            return Ok(None);
        };
        let stored = Bytes::from(stored);
        self.shared.borrow_mut().put(key, stored.clone(), call.now_ms);
        Ok(Some(stored))
    }

    /// What a store counts in; 404 when there is no such store.
    pub async fn currency(&self, call: &Call, store: &StoreId) -> Result<Currency, Problem> {
        #[derive(Deserialize)]
        struct Store {
            currency: Currency,
        }
        if let Some(known) = self.currencies.borrow().get(store, call.now_ms) {
            return Ok(known);
        }
        let page = read(call, &keys::store(store))
            .await?
            .ok_or_else(|| Problem::new(Code::NotFound))?;
        let Store { currency } = serde_json::from_slice(&page).map_err(|_| damaged(call))?;
        self.currencies
            .borrow_mut()
            .put(store.clone(), currency, call.now_ms);
        Ok(currency)
    }

    /// Brings key-value up to date after a write, and forgets what it was before, so that a writer reads its own write.
    pub async fn renew(&self, call: &Call) {
        call.project().await;
        self.forget();
    }

    /// Forgets everything.
    pub fn forget(&self) {
        *self.replies.borrow_mut() = Cache::new(REPLIES_MAX, TTL_MS);
        *self.shared.borrow_mut() = Cache::new(SHARED_MAX, TTL_MS);
        *self.currencies.borrow_mut() = Cache::new(CURRENCIES_MAX, TTL_MS);
    }
}

/// The value of a key.
pub async fn read(call: &Call, key: &str) -> Result<Option<Vec<u8>>, Problem> {
    let stored = call.key_value().get(key).await;
    stored.map_err(|error| call.key_value_problem(&error))
}

/// A projection that this release cannot read.
pub fn damaged(call: &Call) -> Problem {
    call.platform
        .log("a projection has another layout: run the job `rebuild`");
    Problem::new(Code::Internal)
}
