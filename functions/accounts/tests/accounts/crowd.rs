//! A crowd of callers, each with a platform and a connection of its own.

use crate::fixture::{LOOKUP_SECRET, ROOT_A};
use crate::platform::Platform as Asked;
use futures_util::future::{LocalBoxFuture, ready};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::{Arc, Barrier};
use std::time::Duration;
use storage::invariants;
use storage::key_value::KeyValue;
use storage::key_value::memory::MemoryKeyValue;
use storage::migrate::{migrate_postgres, migrate_sqlite};
use storage::sql::native_postgres::NativePostgres;
use storage::sql::native_sqlite::NativeSqlite;
use storage::sql::{Sql, Statement};
use test_kit::{START_MS, SplitMix64};
use tokio::runtime::{Builder, Runtime};
use web::Platform;

const TOKEN_SECRET: &str = "a token secret that only these tests know";

/// One caller's platform.
struct Own {
    sql: Box<dyn Sql>,
    key_value: MemoryKeyValue,
    random: RefCell<SplitMix64>,
    asked: Arc<Asked>,
}

impl Platform for Own {
    fn now_ms(&self) -> i64 {
        START_MS
    }
    fn fill_random(&self, bytes: &mut [u8]) {
        self.random.borrow_mut().fill(bytes);
    }
    fn variable<'a>(&'a self, name: &'a str) -> LocalBoxFuture<'a, Option<String>> {
        let value = match name {
            "token_secret" => Some(TOKEN_SECRET),
            "root_keys" => Some(ROOT_A),
            "lookup_secret" => Some(LOOKUP_SECRET),
            _ => None,
        };
        Box::pin(ready(value.map(str::to_owned)))
    }
    fn sleep(&self, ms: u64) -> LocalBoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(Duration::from_millis(ms)))
    }
    fn request_projection<'a>(&'a self, _token: &'a str) -> LocalBoxFuture<'a, Result<(), String>> {
        Box::pin(ready(Ok(())))
    }
    fn call_component<'a>(
        &'a self,
        _component: &'static str,
        path: &'static str,
        body: Vec<u8>,
        _limit_ms: u64,
    ) -> LocalBoxFuture<'a, Result<Vec<u8>, String>> {
        Box::pin(async move {
            // Long enough for others to come meanwhile.
            tokio::time::sleep(Duration::from_millis(20)).await;
            self.asked.answer(path, &body)
        })
    }
    fn key_value(&self) -> &dyn KeyValue {
        &self.key_value
    }
    fn sql(&self) -> &dyn Sql {
        &*self.sql
    }
    fn log(&self, line: &str) {
        eprintln!("{line}");
    }
}

/// A migrated database, which is gone after the test.
pub enum Database {
    File(PathBuf),
    Postgres { url: String, schema: String },
}

impl Database {
    /// One of each kind that there is.
    pub fn each(name: &str) -> Vec<Self> {
        let path = std::env::temp_dir().join(format!("accounts-{name}-{}.db", std::process::id()));
        drop(std::fs::remove_file(&path));
        migrate_sqlite(&mut rusqlite::Connection::open(&path).unwrap()).unwrap();
        let mut all = vec![Self::File(path)];
        match std::env::var("DATABASE_URL") {
            Ok(url) => {
                let schema = format!("accounts_{name}_{}", std::process::id());
                runtime().block_on(async {
                    let mut client = connect(&url).await;
                    let new = format!(
                        "DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}; SET search_path TO {schema}"
                    );
                    client.batch_execute(&new).await.unwrap();
                    migrate_postgres(&mut client).await.unwrap();
                });
                all.push(Self::Postgres { url, schema });
            }
            Err(_) => eprintln!("skipped on Postgres: DATABASE_URL names no server"),
        }
        all
    }

    async fn open(&self) -> Box<dyn Sql> {
        match self {
            Self::File(path) => {
                let connection = rusqlite::Connection::open(path).unwrap();
                connection.busy_timeout(Duration::from_secs(60)).unwrap();
                Box::new(NativeSqlite::new(connection))
            }
            Self::Postgres { url, schema } => {
                let client = connect(url).await;
                let path = format!("SET search_path TO {schema}");
                client.batch_execute(&path).await.unwrap();
                Box::new(NativePostgres::new(client))
            }
        }
    }

    pub fn count(&self, sql: &'static str) -> i64 {
        runtime().block_on(async {
            let rows = self.open().await.read(Statement::new(sql, vec![])).await.unwrap();
            rows[0].int(0).unwrap()
        })
    }

    fn assert_sound(&self) {
        runtime().block_on(async {
            let breaches = invariants::breaches(&*self.open().await).await.unwrap();
            assert!(breaches.is_empty(), "{breaches:?}");
        });
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        match self {
            Self::File(path) => {
                for suffix in ["", "-wal", "-shm"] {
                    let mut path = path.clone().into_os_string();
                    path.push(suffix);
                    drop(std::fs::remove_file(path));
                }
            }
            Self::Postgres { url, schema } => runtime().block_on(async {
                let gone = format!("DROP SCHEMA IF EXISTS {schema} CASCADE");
                drop(connect(url).await.batch_execute(&gone).await);
            }),
        }
    }
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

async fn connect(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// What one caller sends.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: &'static str,
    pub path: String,
    pub token: Option<String>,
    pub body: Value,
}

impl Request {
    pub fn post(path: &str, body: Value) -> Self {
        Self {
            method: "POST",
            path: path.to_owned(),
            token: None,
            body,
        }
    }

    pub fn log_in(name: &str) -> Self {
        let body = json!({"provider": "sandbox-identity", "code": format!("dev-{name}")});
        Self::post("/v1/sessions", body)
    }
}

/// A database, and the platform that everybody asks.
pub struct Mall<'a> {
    pub database: &'a Database,
    pub asked: Arc<Asked>,
}

impl Mall<'_> {
    /// Sends a request as caller number `seed`; again for as long as the database is busy.
    pub fn send(&self, seed: u64, request: &Request) -> (u16, Value) {
        runtime().block_on(async {
            let platform = Rc::new(Own {
                sql: self.database.open().await,
                key_value: MemoryKeyValue::default(),
                random: RefCell::new(SplitMix64::new(seed)),
                asked: self.asked.clone(),
            });
            loop {
                let mut building = http::Request::builder()
                    .method(request.method)
                    .uri(&request.path)
                    .header("content-type", "application/json");
                if let Some(token) = &request.token {
                    building = building.header("authorization", format!("Bearer {token}"));
                }
                let (parts, ()) = building.body(()).unwrap().into_parts();
                let body = bytes::Bytes::from(request.body.to_string());
                let app = accounts::routes::app();
                let reply = app.serve(platform.clone(), parts, body).await.0;
                if reply.status() != 503 {
                    let json = serde_json::from_slice(reply.body()).unwrap();
                    return (reply.status().as_u16(), json);
                }
            }
        })
    }

    /// The answers to requests that are sent at the same moment.
    pub fn race(&self, requests: &[Request]) -> Vec<(u16, Value)> {
        let start = Barrier::new(requests.len());
        std::thread::scope(|scope| {
            let threads: Vec<_> = requests
                .iter()
                .enumerate()
                .map(|(number, request)| {
                    let start = &start;
                    scope.spawn(move || {
                        start.wait();
                        self.send(number as u64 + 1_000, request)
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        })
    }
}

pub fn each(name: &str, test: impl Fn(&Mall<'_>)) {
    for database in Database::each(name) {
        test(&Mall {
            database: &database,
            asked: Arc::default(),
        });
        database.assert_sound();
    }
}

pub fn with_status(answers: &[(u16, Value)], status: u16) -> usize {
    answers.iter().filter(|answer| answer.0 == status).count()
}
