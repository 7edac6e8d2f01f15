//! Many callers at once, each with a connection of its own to one database file.

use crate::fixture::{campaign, ordered, template};
use futures_util::future::LocalBoxFuture;
use http::{Method, Request};
use rusqlite::Connection;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Barrier;
use storage::campaign::{self, ADVANCED, Scanned};
use storage::key_value::KeyValue;
use storage::migrate::migrate_sqlite;
use storage::sql::native_sqlite::NativeSqlite;
use storage::sql::{Script, Sql, SqlError, Statement};
use test_kit::{START_MS, TestPlatform, block_on};
use web::{Platform, Principal, token};

const CALLERS: usize = 64;
const SECRET: &str = "a token secret that only these tests know";

/// A platform whose database is a file that others have open too.
struct OnFile {
    base: TestPlatform,
    sql: NativeSqlite,
}

impl OnFile {
    fn open(file: &Path, seed: u64) -> Self {
        let base = TestPlatform::new();
        base.seed(seed);
        base.set_variable("token_secret", SECRET);
        Self {
            base,
            sql: NativeSqlite::new(Connection::open(file).unwrap()),
        }
    }
}

impl Platform for OnFile {
    fn now_ms(&self) -> i64 {
        self.base.now_ms()
    }
    fn fill_random(&self, bytes: &mut [u8]) {
        self.base.fill_random(bytes);
    }
    fn variable<'a>(&'a self, name: &'a str) -> LocalBoxFuture<'a, Option<String>> {
        self.base.variable(name)
    }
    fn sleep(&self, ms: u64) -> LocalBoxFuture<'_, ()> {
        self.base.sleep(ms)
    }
    fn key_value(&self) -> &dyn KeyValue {
        self.base.key_value()
    }
    fn sql(&self) -> &dyn Sql {
        &self.sql
    }
    fn request_projection<'a>(&'a self, token: &'a str) -> LocalBoxFuture<'a, Result<(), String>> {
        self.base.request_projection(token)
    }
    fn log(&self, line: &str) {
        self.base.log(line);
    }
}

fn call(
    platform: OnFile,
    principal: &Principal,
    method: Method,
    path: &str,
    key: &str,
    body: &Value,
) -> (u16, Value) {
    let token = token::mint(SECRET, principal, START_MS / 1_000 + 60).unwrap();
    let (parts, ()) = Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .header("idempotency-key", key)
        .body(())
        .unwrap()
        .into_parts();
    let body = bytes::Bytes::from(body.to_string());
    let reply = block_on(coupons::routes::app().serve(Rc::new(platform), parts, body)).0;
    (
        reply.status().as_u16(),
        serde_json::from_slice(reply.body()).unwrap(),
    )
}

/// A migrated file with a template and a campaign, which is gone after the test.
struct File(PathBuf);

impl File {
    fn new(name: &str, total_limit: i64) -> Self {
        let path = std::env::temp_dir().join(format!("coupons-{name}-{}.db", std::process::id()));
        drop(std::fs::remove_file(&path));
        migrate_sqlite(&mut Connection::open(&path).unwrap()).unwrap();
        let file = Self(path);
        let headquarters = Principal::headquarters("h1");
        for (path, body) in [
            ("/v1/coupon-templates/spring", template(total_limit, 1)),
            ("/v1/campaigns/come-back", campaign(30)),
        ] {
            let answer = call(
                OnFile::open(&file.0, 0),
                &headquarters,
                Method::PUT,
                path,
                "-",
                &body,
            );
            assert_eq!(answer.0, 200, "{}", answer.1);
        }
        file
    }

    /// The answers of [`CALLERS`] callers who begin at the same moment.
    fn race(&self, caller: impl Fn(usize, OnFile) -> (u16, Value) + Sync) -> Vec<(u16, Value)> {
        let start = Barrier::new(CALLERS);
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..CALLERS)
                .map(|number| {
                    let (start, caller) = (&start, &caller);
                    scope.spawn(move || {
                        let platform = OnFile::open(&self.0, number as u64 + 1);
                        start.wait();
                        caller(number, platform)
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        })
    }

    fn count(&self, sql: &'static str) -> i64 {
        let platform = OnFile::open(&self.0, 0);
        block_on(platform.sql().read(Statement::new(sql, vec![]))).unwrap()[0]
            .int(0)
            .unwrap()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        for suffix in ["", "-wal", "-shm"] {
            let mut path = self.0.clone().into_os_string();
            path.push(suffix);
            drop(std::fs::remove_file(path));
        }
    }
}

const CLAIM: &str = "/v1/coupon-templates/spring/claim";

fn shopper(number: usize) -> Principal {
    Principal::Shopper(format!("c{number}").parse().unwrap())
}

fn with_status(answers: &[(u16, Value)], status: u16) -> usize {
    answers.iter().filter(|answer| answer.0 == status).count()
}

#[test]
fn limit_of_one_is_claimed_once_by_sixty_four_callers() {
    let file = File::new("total", 1);
    let answers = file.race(|number, platform| {
        call(
            platform,
            &shopper(number),
            Method::POST,
            CLAIM,
            "claim-0001",
            &Value::Null,
        )
    });
    assert_eq!(
        (with_status(&answers, 201), with_status(&answers, 409)),
        (1, CALLERS - 1)
    );
    assert_eq!(file.count("SELECT COUNT(*) FROM coupon"), 1);
    assert_eq!(file.count("SELECT issued FROM coupon_template"), 1);
}

#[test]
fn limit_of_one_per_customer_holds_against_sixty_four_requests() {
    let file = File::new("customer", 1_000);
    let answers = file.race(|number, platform| {
        call(
            platform,
            &shopper(7),
            Method::POST,
            CLAIM,
            &format!("claim-{number:04}"),
            &Value::Null,
        )
    });
    assert_eq!(
        (with_status(&answers, 201), with_status(&answers, 409)),
        (1, CALLERS - 1)
    );
    assert_eq!(file.count("SELECT COUNT(*) FROM coupon"), 1);
}

#[test]
fn one_key_sent_sixty_four_times_at_once_has_one_effect_and_one_answer() {
    let file = File::new("key", 1_000);
    let answers = file.race(|_, platform| {
        call(
            platform,
            &shopper(7),
            Method::POST,
            CLAIM,
            "claim-0001",
            &Value::Null,
        )
    });
    assert_eq!(with_status(&answers, 201), CALLERS);
    assert!(answers.iter().all(|answer| answer == &answers[0]));
    assert_eq!(file.count("SELECT COUNT(*) FROM coupon"), 1);
}

#[test]
fn recall_that_runs_sixty_four_times_at_once_reaches_each_customer_once() {
    const SLEEPERS: i64 = 450;
    let file = File::new("recall", 400);
    let customers = (0..SLEEPERS).map(|number| format!("c{number}"));
    ordered(OnFile::open(&file.0, 0).sql(), 40, customers);
    let answers = file.race(|_, platform| {
        call(
            platform,
            &Principal::Job,
            Method::POST,
            "/jobs/recall",
            "-",
            &Value::Null,
        )
    });
    assert_eq!(with_status(&answers, 200), CALLERS);
    let issued: i64 = answers
        .iter()
        .map(|answer| answer.1["issued"].as_i64().unwrap())
        .sum();
    assert_eq!(issued, 400);
    assert_eq!(file.count("SELECT COUNT(DISTINCT customer_id) FROM coupon"), 400);
    assert_eq!(file.count("SELECT COUNT(*) FROM coupon"), 400);
    assert_eq!(file.count("SELECT COUNT(*) FROM campaign_issue"), 400);
    assert_eq!(file.count("SELECT issued FROM coupon_template"), 400);
}

#[test]
fn step_of_a_recall_from_where_another_has_gone_on_is_refused() {
    let file = File::new("recall-step", 400);
    let platform = OnFile::open(&file.0, 0);
    let id = "come-back".parse().unwrap();
    let stored = block_on(campaign::load(platform.sql(), &id)).unwrap().unwrap();
    let step = |customer: &str| {
        let to = Scanned {
            last_order_ms: START_MS,
            customer: customer.to_owned(),
        };
        let mut script = Script::new();
        campaign::advance(&mut script, &stored, &to, 0);
        block_on(platform.sql().write(script))
    };
    step("c2").unwrap();
    let overtaken = step("c1");
    assert!(
        matches!(overtaken, Err(SqlError::Refused { label: ADVANCED, .. })),
        "{overtaken:?}"
    );
}
