//! A platform on any connection, whose database counts what is asked of it.

use futures_util::future::{LocalBoxFuture, ready};
use http::{HeaderValue, Method, header};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use storage::key_value::KeyValue;
use storage::key_value::memory::MemoryKeyValue;
use storage::migrate::migrate_sqlite;
use storage::sql::native_sqlite::NativeSqlite;
use storage::sql::{Row, Script, Sql, SqlError, Statement};
use test_kit::{START_MS, SplitMix64, block_on};
use web::{App, Platform, Principal, token};

const SECRET: &str = "a token secret that only tests know";

/// A database that counts what is asked of it.
pub struct Metered {
    inner: NativeSqlite,
    pub reads: Cell<u32>,
    pub writes: Cell<u32>,
    /// Steps of the last write.
    pub steps: Cell<usize>,
}

impl Metered {
    pub fn forget(&self) {
        self.reads.set(0);
        self.writes.set(0);
    }
}

impl Sql for Metered {
    fn read<'a>(&'a self, statement: Statement) -> LocalBoxFuture<'a, Result<Vec<Row>, SqlError>> {
        self.reads.set(self.reads.get() + 1);
        self.inner.read(statement)
    }

    fn write<'a>(&'a self, script: Script) -> LocalBoxFuture<'a, Result<Vec<u64>, SqlError>> {
        self.writes.set(self.writes.get() + 1);
        self.steps.set(script.steps.len());
        self.inner.write(script)
    }
}

/// A platform on any connection.
pub struct OwnPlatform {
    pub sql: Metered,
    pub key_value: MemoryKeyValue,
    pub now_ms: Cell<i64>,
    random: RefCell<SplitMix64>,
}

impl OwnPlatform {
    pub fn new(mut connection: rusqlite::Connection, key_value: MemoryKeyValue, seed: u64) -> Self {
        connection.busy_timeout(Duration::from_secs(60)).unwrap();
        migrate_sqlite(&mut connection).unwrap();
        Self {
            sql: Metered {
                inner: NativeSqlite::new(connection),
                reads: Cell::default(),
                writes: Cell::default(),
                steps: Cell::default(),
            },
            key_value,
            now_ms: Cell::new(START_MS),
            random: RefCell::new(SplitMix64::new(seed)),
        }
    }

    /// A name that no other caller has.
    pub fn name(&self) -> String {
        self.random.borrow_mut().next_u64().to_string()
    }

    pub fn in_memory(key_value: MemoryKeyValue) -> Self {
        Self::new(rusqlite::Connection::open_in_memory().unwrap(), key_value, 1)
    }
}

impl Platform for OwnPlatform {
    fn now_ms(&self) -> i64 {
        self.now_ms.get()
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        self.random.borrow_mut().fill(bytes);
    }

    fn variable<'a>(&'a self, name: &'a str) -> LocalBoxFuture<'a, Option<String>> {
        let value = match name {
            "token_secret" => Some(SECRET),
            // Time stands still, and no bucket would fill again.
            "rate_limits" => Some("off"),
            _ => None,
        };
        Box::pin(ready(value.map(str::to_owned)))
    }

    fn key_value(&self) -> &dyn KeyValue {
        &self.key_value
    }

    fn sql(&self) -> &dyn Sql {
        &self.sql
    }

    fn request_projection<'a>(&'a self, _token: &'a str) -> LocalBoxFuture<'a, Result<(), String>> {
        Box::pin(ready(Ok(())))
    }

    fn sleep(&self, _milliseconds: u64) -> LocalBoxFuture<'_, ()> {
        Box::pin(ready(()))
    }

    fn log(&self, line: &str) {
        eprintln!("{line}");
    }
}

/// What a caller got.
#[derive(Debug)]
pub struct Sent {
    pub status: u16,
    pub text: String,
}

impl Sent {
    #[track_caller]
    pub fn assert(&self, status: u16) {
        assert_eq!(self.status, status, "{}", self.text);
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }
}

/// Posts JSON as a shopper, or as the scheduler when `customer` is empty.
pub fn send(
    app: &App,
    platform: &Rc<OwnPlatform>,
    customer: &str,
    key: &str,
    path: &str,
    body: &Value,
) -> Sent {
    let principal = match customer {
        "" => Principal::Job,
        id => Principal::Shopper(id.parse().unwrap()),
    };
    let token = token::mint(SECRET, &principal, platform.now_ms() / 1_000 + 60).unwrap();
    let request = http::Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(header::CONTENT_TYPE, "application/json")
        .header(
            header::AUTHORIZATION,
            HeaderValue::from_str(&format!("Bearer {token}")).unwrap(),
        )
        .header("idempotency-key", key);
    let (parts, ()) = request.body(()).unwrap().into_parts();
    let reply = block_on(app.serve(platform.clone(), parts, bytes::Bytes::from(body.to_string())));
    Sent {
        status: reply.0.status().as_u16(),
        text: String::from_utf8(reply.0.body().to_vec()).unwrap(),
    }
}
