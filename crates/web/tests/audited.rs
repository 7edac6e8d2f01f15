//! What staff write is in the audit log, whatever a handler does; and a handler does not notice.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

use api::operation::{Access, Method, Operation};
use api::problem::{Code, Problem};
use bytes::Bytes;
use futures_util::future::{LocalBoxFuture, ready};
use http::StatusCode;
use serde_json::{Value, json};
use std::cell::Cell;
use std::rc::Rc;
use storage::audit::{self, Deed};
use storage::key_value::KeyValue;
use storage::sql::{Row, Script, Sql, SqlError, Statement};
use test_kit::{Answer, START_MS, TestPlatform, block_on};
use web::{App, Call, Platform, Principal, Reply, token};

const SECRET: &str = "a token secret that only these tests know";

/// Writes as many rows as its body says, under a guard that wants one row each; or nothing, or only what a guard refuses.
const WRITE: Operation = Operation {
    id: "write_something",
    method: Method::Post,
    path: "/v1/things/{thing}/rows",
    access: Access::STAFF.or(Access::SHOPPER).or(Access::JOB),
    permission: None,
    body_bytes_max: 100,
    has_secret_body: false,
    rate: None,
};

async fn write_something(call: Call) -> Result<Reply, Problem> {
    let request: Value = call.json()?;
    let mut script = Script::new();
    for row in request["rows"].as_array().unwrap() {
        script.expect(
            "row",
            "INSERT INTO shelf_end (category_id, positions) VALUES (?1, 0) ON CONFLICT (category_id) DO NOTHING",
            vec![row.as_str().unwrap().to_owned().into()],
        );
    }
    match call.sql().write(script).await {
        Ok(affected) => Ok(Reply::ok(&json!({"affected": affected}))),
        Err(SqlError::Refused {
            label,
            step,
            affected,
        }) => Ok(Reply::json(
            StatusCode::CONFLICT,
            &json!({"label": label, "step": step, "affected": affected}),
        )),
        Err(SqlError::Busy(_)) => Err(Problem::new(Code::Busy)),
        Err(_) => Err(Problem::new(Code::Internal)),
    }
}

/// A platform on which others write into the same chain: so many times, each just before a write of ours.
struct Crowded {
    base: TestPlatform,
    others: Cell<u32>,
}

impl Crowded {
    fn with(others: u32) -> Rc<Self> {
        let base = TestPlatform::new();
        base.set_variable("token_secret", SECRET);
        Rc::new(Self {
            base,
            others: Cell::new(others),
        })
    }

    async fn other_writes(&self) {
        let head = audit::head(self.base.sql(), "store:s1").await.unwrap();
        let mut script = Script::new();
        let deed = Deed {
            chain: "store:s1".to_owned(),
            at_ms: 0,
            principal: "other".to_owned(),
            operation: "o".to_owned(),
            target: "/".to_owned(),
            body_sha256: String::new(),
        };
        audit::append(&mut script, &head, deed);
        self.base.sql().write(script).await.unwrap();
    }

    fn call(self: &Rc<Self>, principal: &Principal, path: &str, rows: &[&str]) -> Answer {
        let token = token::mint(SECRET, principal, START_MS / 1_000 + 600).unwrap();
        let request = http::Request::post(path)
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json");
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let body = Bytes::from(json!({"rows": rows}).to_string());
        let app = App::new().route(&WRITE, write_something);
        Answer::new(&block_on(app.serve(self.clone(), parts, body)).0)
    }

    fn number(&self, sql: &'static str) -> i64 {
        block_on(self.base.sql().read(Statement::new(sql, vec![]))).unwrap()[0]
            .int(0)
            .unwrap()
    }
}

impl Sql for Crowded {
    fn read<'a>(&'a self, statement: Statement) -> LocalBoxFuture<'a, Result<Vec<Row>, SqlError>> {
        self.base.sql().read(statement)
    }
    fn write<'a>(&'a self, script: Script) -> LocalBoxFuture<'a, Result<Vec<u64>, SqlError>> {
        Box::pin(async move {
            if let Some(others) = self.others.get().checked_sub(1) {
                self.others.set(others);
                self.other_writes().await;
            }
            self.base.sql().write(script).await
        })
    }
}

impl Platform for Crowded {
    fn now_ms(&self) -> i64 {
        START_MS
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
    fn request_projection<'a>(&'a self, _token: &'a str) -> LocalBoxFuture<'a, Result<(), String>> {
        Box::pin(ready(Ok(())))
    }
    fn key_value(&self) -> &dyn KeyValue {
        self.base.key_value()
    }
    fn sql(&self) -> &dyn Sql {
        self
    }
    fn log(&self, line: &str) {
        self.base.log(line);
    }
}

fn clerk() -> Principal {
    Principal::of_store("li", "s1".parse().unwrap())
}

const ENTRIES: &str = "SELECT COUNT(*) FROM audit_entry";

#[test]
fn write_of_staff_is_entered_with_who_what_and_the_hash_of_the_body() {
    let platform = Crowded::with(0);
    // However the caller spells the path.
    let answer = platform.call(&clerk(), "/v1/things/%61b%00/rows", &["one", "two"]);
    assert_eq!(answer.json, json!({"affected": [1, 1]}), "of its own steps");
    let body = json!({"rows": ["one", "two"]}).to_string();
    let found = block_on(audit::list(
        platform.base.sql(),
        &audit::Filter::default(),
        None,
        10,
    ))
    .unwrap();
    let [entry] = &found[..] else {
        unreachable!("{found:?}")
    };
    assert_eq!(
        entry.deed,
        Deed {
            chain: "store:s1".to_owned(),
            at_ms: START_MS,
            principal: "staff:li".to_owned(),
            operation: "write_something".to_owned(),
            target: "/v1/things/ab\u{FFFD}/rows".to_owned(),
            body_sha256: audit::sha256(body.as_bytes()),
        }
    );
    let headquarters = Principal::headquarters("wu");
    assert_eq!(
        platform
            .call(&headquarters, "/v1/things/x/rows", &["three"])
            .status,
        200
    );
    let chain = "SELECT COUNT(*) FROM audit_entry WHERE chain = 'headquarters' AND principal = 'staff:wu'";
    assert_eq!(platform.number(chain), 1);
}

#[test]
fn who_is_no_staff_leaves_no_entry() {
    let platform = Crowded::with(0);
    let shopper = Principal::Shopper("alice".parse().unwrap());
    for (principal, row) in [(shopper, "one"), (Principal::Job, "two")] {
        assert_eq!(platform.call(&principal, "/v1/things/x/rows", &[row]).status, 200);
    }
    assert_eq!(platform.number(ENTRIES), 0);
}

#[test]
fn refused_write_leaves_no_entry_and_is_told_of_as_before() {
    let platform = Crowded::with(0);
    let answer = platform.call(&clerk(), "/v1/things/x/rows", &["one", "one"]);
    assert_eq!(answer.json, json!({"label": "row", "step": 1, "affected": 0}));
    assert_eq!(platform.number(ENTRIES), 0);
    assert_eq!(platform.number("SELECT COUNT(*) FROM shelf_end"), 0);
}

#[test]
fn script_without_steps_leaves_no_entry() {
    let platform = Crowded::with(0);
    assert_eq!(
        platform.call(&clerk(), "/v1/things/x/rows", &[]).json,
        json!({"affected": []})
    );
    assert_eq!(platform.number(ENTRIES), 0);
}

#[test]
fn who_others_get_ahead_of_tries_again_and_writes_once() {
    let platform = Crowded::with(15);
    let answer = platform.call(&clerk(), "/v1/things/x/rows", &["one"]);
    assert_eq!((answer.status, answer.json), (200, json!({"affected": [1]})));
    assert_eq!(platform.number(ENTRIES), 16);
    assert_eq!(platform.number("SELECT COUNT(*) FROM shelf_end"), 1);
    assert!(platform.base.now_ms() > START_MS, "it waits between its tries");
    let verified = block_on(audit::verify(platform.base.sql(), "store:s1", &[])).unwrap();
    assert_eq!(verified.map(|head| head.seq), Ok(16));
}

#[test]
fn who_others_always_get_ahead_of_is_told_to_come_again_and_has_written_nothing() {
    let platform = Crowded::with(u32::MAX);
    let answer = platform.call(&clerk(), "/v1/things/x/rows", &["one"]);
    assert_eq!((answer.status, answer.code()), (503, "busy"));
    assert_eq!(platform.number("SELECT COUNT(*) FROM shelf_end"), 0);
}
