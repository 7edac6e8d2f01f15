//! Many callers at once, each with a connection of its own: on an SQLite file, and on the Postgres that `DATABASE_URL` names, if it
//! does.

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

const CALLERS: usize = 64;
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
enum Database {
    File(PathBuf),
    Postgres { url: String, schema: String },
}

impl Database {
    /// One of each kind that there is.
    fn each(name: &str) -> Vec<Self> {
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

    fn count(&self, sql: &'static str) -> i64 {
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
struct Request {
    method: &'static str,
    path: String,
    token: Option<String>,
    body: Value,
}

impl Request {
    fn post(path: &str, body: Value) -> Self {
        Self {
            method: "POST",
            path: path.to_owned(),
            token: None,
            body,
        }
    }

    fn log_in(name: &str) -> Self {
        let body = json!({"provider": "sandbox-identity", "code": format!("dev-{name}")});
        Self::post("/v1/sessions", body)
    }
}

/// A database, and the platform that everybody asks.
struct Mall<'a> {
    database: &'a Database,
    asked: Arc<Asked>,
}

impl Mall<'_> {
    /// Sends a request as caller number `seed`; again for as long as the database is busy.
    fn send(&self, seed: u64, request: &Request) -> (u16, Value) {
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
    fn race(&self, requests: &[Request]) -> Vec<(u16, Value)> {
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

fn each(name: &str, test: impl Fn(&Mall<'_>)) {
    for database in Database::each(name) {
        test(&Mall {
            database: &database,
            asked: Arc::default(),
        });
        database.assert_sound();
    }
}

fn with_status(answers: &[(u16, Value)], status: u16) -> usize {
    answers.iter().filter(|answer| answer.0 == status).count()
}

#[test]
fn sixty_four_callers_refresh_one_token_and_get_one_successor() {
    each("refresh", |mall| {
        let (_, session) = mall.send(1, &Request::log_in("alice"));
        let refresh = |token: &Value| Request::post("/v1/sessions/refresh", json!({"refresh_token": token}));
        let answers = mall.race(&vec![refresh(&session["refresh_token"]); CALLERS]);
        assert_eq!(with_status(&answers, 200), CALLERS, "{answers:?}");
        let successor = &answers[0].1["refresh_token"];
        assert_ne!(*successor, session["refresh_token"]);
        assert!(
            answers
                .iter()
                .all(|answer| answer.1["refresh_token"] == *successor)
        );
        assert_eq!(mall.database.count("SELECT rotations FROM account_session"), 1);
        let (status, next) = mall.send(2, &refresh(successor));
        assert_eq!(status, 200);
        assert_ne!(next["refresh_token"], *successor);
        assert_eq!(mall.database.count("SELECT rotations FROM account_session"), 2);
    });
}

#[test]
fn sixty_four_first_log_ins_of_one_person_make_one_account() {
    each("log_in", |mall| {
        let answers = mall.race(&vec![Request::log_in("alice"); CALLERS]);
        assert_eq!(with_status(&answers, 201), CALLERS, "{answers:?}");
        let new = answers.iter().filter(|answer| answer.1["new_customer"] == true);
        assert_eq!(new.count(), 1);
        assert!(
            answers
                .iter()
                .all(|answer| answer.1["customer"] == answers[0].1["customer"])
        );
        assert_eq!(mall.database.count("SELECT COUNT(*) FROM account"), 1);
        assert_eq!(mall.database.count("SELECT COUNT(*) FROM account_session"), 20);
    });
}

#[test]
fn sixty_four_callers_without_a_credential_have_it_renewed_once() {
    each("credential", |mall| {
        let requests: Vec<_> = (0..CALLERS)
            .map(|number| {
                let (_, session) = mall.send(number as u64, &Request::log_in(&format!("c{number}")));
                let code = format!("dev-861380013{number:04}");
                Request {
                    token: session["access_token"].as_str().map(str::to_owned),
                    ..Request::post("/v1/me/phone", json!({"code": code}))
                }
            })
            .collect();
        let answers = mall.race(&requests);
        assert_eq!(with_status(&answers, 200), CALLERS, "{answers:?}");
        assert_eq!(mall.asked.times("/renew"), 1);
        assert_eq!(mall.asked.times("/phone"), CALLERS);
    });
}

#[test]
fn one_number_that_sixty_four_callers_prove_is_one_account_s() {
    each("number", |mall| {
        let requests: Vec<_> = (0..CALLERS)
            .map(|number| {
                let (_, session) = mall.send(number as u64, &Request::log_in(&format!("c{number}")));
                Request {
                    token: session["access_token"].as_str().map(str::to_owned),
                    ..Request::post("/v1/me/phone", json!({"code": "dev-8613800138000"}))
                }
            })
            .collect();
        let answers = mall.race(&requests);
        assert_eq!(with_status(&answers, 500), 0, "{answers:?}");
        let sql = "SELECT COUNT(*) FROM account WHERE phone_lookup IS NOT NULL";
        assert_eq!(mall.database.count(sql), 1);
    });
}

#[test]
fn twenty_of_sixty_four_addresses_find_room() {
    each("addresses", |mall| {
        let (_, session) = mall.send(1, &Request::log_in("alice"));
        let requests: Vec<_> = (0..CALLERS)
            .map(|number| Request {
                method: "PUT",
                path: format!("/v1/me/addresses/a{number}"),
                token: session["access_token"].as_str().map(str::to_owned),
                body: json!({"recipient": "R", "phone": "12345", "region": "G", "detail": "D"}),
            })
            .collect();
        let answers = mall.race(&requests);
        assert_eq!(
            (with_status(&answers, 200), with_status(&answers, 422)),
            (20, CALLERS - 20),
            "{answers:?}"
        );
    });
}

#[test]
fn whatever_meets_the_end_of_an_account_leaves_nothing_of_it() {
    each("end", |mall| {
        let (_, session) = mall.send(1, &Request::log_in("alice"));
        let own = |method: &'static str, path: String, body: Value| Request {
            method,
            path,
            token: session["access_token"].as_str().map(str::to_owned),
            body,
        };
        let address = json!({"recipient": "R", "phone": "12345", "region": "G", "detail": "D"});
        let requests: Vec<_> = (0..CALLERS)
            .map(|number| match number % 4 {
                0 => own("DELETE", "/v1/me".to_owned(), Value::Null),
                1 => own("PUT", format!("/v1/me/addresses/a{number}"), address.clone()),
                2 => own(
                    "PUT",
                    "/v1/me".to_owned(),
                    json!({"name": "N", "consents": ["marketing"]}),
                ),
                _ => Request::post(
                    "/v1/sessions/refresh",
                    json!({"refresh_token": session["refresh_token"]}),
                ),
            })
            .collect();
        let answers = mall.race(&requests);
        assert_eq!(with_status(&answers, 500), 0, "{answers:?}");
        for sql in [
            "SELECT COUNT(*) FROM account",
            "SELECT COUNT(*) FROM account_session",
            "SELECT COUNT(*) FROM account_address",
            "SELECT COUNT(*) FROM account_consent",
            "SELECT COUNT(*) FROM account_identity",
        ] {
            assert_eq!(mall.database.count(sql), 0, "{sql}");
        }
    });
}
