//! The platform in memory.

use crate::SplitMix64;
use futures_util::future::{LocalBoxFuture, ready};
use rusqlite::Connection;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use storage::key_value::KeyValue;
use storage::key_value::memory::MemoryKeyValue;
use storage::migrate::migrate_sqlite;
use storage::projection::{self, Ports};
use storage::sql::Sql;
use storage::sql::native_sqlite::NativeSqlite;
use web::Platform;

/// When every test begins: Thursday, 1 January 2026, 04:00 UTC, which is noon in Shanghai.
pub const START_MS: i64 = 1_767_240_000_000;
/// Signs the tokens of tests.
pub(crate) const TOKEN_SECRET: &str = "a token secret that only tests know";

/// A migrated database, key-value, a clock, randomness and variables, all in memory unless a test brings another database.
pub struct TestPlatform {
    sql: Box<dyn Sql>,
    key_value: MemoryKeyValue,
    now_ms: Cell<i64>,
    random: RefCell<SplitMix64>,
    variables: RefCell<BTreeMap<String, String>>,
    log: RefCell<Vec<String>>,
    components: RefCell<BTreeMap<&'static str, Component>>,
}

/// Another component of the application: from path and body to an answer.
type Component = Box<dyn Fn(&str, &[u8]) -> Result<Vec<u8>, String>>;

impl Default for TestPlatform {
    fn default() -> Self {
        Self::new()
    }
}

impl TestPlatform {
    /// An empty platform at [`START_MS`].
    ///
    /// # Panics
    /// When a migration fails.
    #[must_use]
    pub fn new() -> Self {
        let mut connection = Connection::open_in_memory().expect("SQLite opens memory");
        migrate_sqlite(&mut connection).expect("the migrations apply");
        Self::on(NativeSqlite::new(connection))
    }

    /// A platform at [`START_MS`] on a database that a test brings, migrated.
    #[must_use]
    pub fn on(sql: impl Sql + 'static) -> Self {
        // Time stands still, and no bucket would fill again.
        let variables = [
            ("token_secret", TOKEN_SECRET),
            ("database_url", ""),
            ("rate_limits", "off"),
        ];
        Self {
            sql: Box::new(sql),
            key_value: MemoryKeyValue::default(),
            now_ms: Cell::new(START_MS),
            random: RefCell::new(SplitMix64::new(1)),
            variables: RefCell::new(
                variables
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .into(),
            ),
            log: RefCell::default(),
            components: RefCell::default(),
        }
    }

    /// Stands in for another component of the application.
    pub fn set_component(
        &self,
        name: &'static str,
        answer: impl Fn(&str, &[u8]) -> Result<Vec<u8>, String> + 'static,
    ) {
        self.components.borrow_mut().insert(name, Box::new(answer));
    }

    /// Sets the clock, in UTC epoch milliseconds.
    pub fn set_now_ms(&self, now_ms: i64) {
        self.now_ms.set(now_ms);
    }

    /// Moves the clock on; a negative number moves it back.
    pub fn advance_ms(&self, by_ms: i64) {
        self.now_ms.set(self.now_ms.get() + by_ms);
    }

    /// Restarts randomness from `seed`.
    pub fn seed(&self, seed: u64) {
        self.random.replace(SplitMix64::new(seed));
    }

    /// Sets a component variable.
    pub fn set_variable(&self, name: &str, value: &str) {
        self.variables
            .borrow_mut()
            .insert(name.to_owned(), value.to_owned());
    }

    /// Key-value itself, to look into or to make fail.
    #[must_use]
    pub fn memory(&self) -> &MemoryKeyValue {
        &self.key_value
    }

    /// What was logged, line by line.
    #[must_use]
    pub fn log_lines(&self) -> Vec<String> {
        self.log.borrow().clone()
    }
}

impl Platform for TestPlatform {
    fn now_ms(&self) -> i64 {
        self.now_ms.get()
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        self.random.borrow_mut().fill(bytes);
    }

    fn variable<'a>(&'a self, name: &'a str) -> LocalBoxFuture<'a, Option<String>> {
        Box::pin(ready(self.variables.borrow().get(name).cloned()))
    }

    /// Time passes at once.
    fn sleep(&self, ms: u64) -> LocalBoxFuture<'_, ()> {
        self.advance_ms(i64::try_from(ms).unwrap_or(i64::MAX));
        Box::pin(ready(()))
    }

    /// Runs the projector here.
    fn request_projection<'a>(&'a self, _token: &'a str) -> LocalBoxFuture<'a, Result<(), String>> {
        Box::pin(async move {
            let ports = Ports {
                sql: self.sql(),
                key_value: &self.key_value,
            };
            let holder = self.random.borrow_mut().next_u64().to_string();
            let run = projection::run(ports, &|| self.now_ms(), &holder, i64::MAX).await;
            run.map(drop).map_err(|error| error.to_string())
        })
    }

    fn call_component<'a>(
        &'a self,
        component: &'static str,
        path: &'static str,
        body: Vec<u8>,
        _limit_ms: u64,
    ) -> LocalBoxFuture<'a, Result<Vec<u8>, String>> {
        let components = self.components.borrow();
        Box::pin(ready(match components.get(component) {
            Some(answer) => answer(path, &body),
            None => Err(format!("{component} is not there")),
        }))
    }

    fn key_value(&self) -> &dyn KeyValue {
        &self.key_value
    }

    fn sql(&self) -> &dyn Sql {
        &*self.sql
    }

    fn log(&self, line: &str) {
        // Shown by the test runner when the test fails.
        eprintln!("{line}");
        self.log.borrow_mut().push(line.to_owned());
    }
}
