//! What an instance remembers for a moment, above key-value. Public data only.

use api::problem::{Code, Problem};
use commerce::ids::StoreId;
use commerce::money::Currency;
use serde::Deserialize;
use std::cell::RefCell;
use std::rc::Rc;
use storage::projection::catalog::stored::{self, OtherLayout, StoredProduct, StoredShelf};
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
    shelves: RefCell<Cache<String, Rc<StoredShelf<'static>>>>,
    products: RefCell<Cache<String, Rc<StoredProduct<'static>>>>,
    currencies: RefCell<Cache<StoreId, Currency>>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            replies: RefCell::new(Cache::new(REPLIES_MAX, TTL_MS)),
            shelves: RefCell::new(Cache::new(SHARED_MAX, TTL_MS)),
            products: RefCell::new(Cache::new(SHARED_MAX, TTL_MS)),
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

    /// The page of a shelf under `key`, as all stores share it; decoded once.
    pub async fn shelf(&self, call: &Call, key: String) -> Result<Option<Rc<StoredShelf<'static>>>, Problem> {
        let decode = |bytes: &[u8]| stored::read(bytes).map(StoredShelf::into_owned);
        shared(&self.shelves, call, key, decode).await
    }

    /// The product under `key`, as all stores share it; decoded once.
    pub async fn product(
        &self,
        call: &Call,
        key: String,
    ) -> Result<Option<Rc<StoredProduct<'static>>>, Problem> {
        let decode = |bytes: &[u8]| stored::read(bytes).map(StoredProduct::into_owned);
        shared(&self.products, call, key, decode).await
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
        self.replies.borrow_mut().clear();
        self.shelves.borrow_mut().clear();
        self.products.borrow_mut().clear();
        self.currencies.borrow_mut().clear();
    }
}

/// What is remembered under `key`, or is read and decoded now.
async fn shared<T>(
    known: &RefCell<Cache<String, Rc<T>>>,
    call: &Call,
    key: String,
    decode: impl Fn(&[u8]) -> Result<T, OtherLayout>,
) -> Result<Option<Rc<T>>, Problem> {
    if let Some(known) = known.borrow().get(&key, call.now_ms) {
        return Ok(Some(known));
    }
    let Some(stored) = read(call, &key).await? else {
        return Ok(None);
    };
    let value = Rc::new(decode(&stored).map_err(|_| damaged(call))?);
    known.borrow_mut().put(key, value.clone(), call.now_ms);
    Ok(Some(value))
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
