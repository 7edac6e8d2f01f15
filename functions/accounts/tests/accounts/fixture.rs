//! What the tests have in common.

use crate::platform::Platform;
use serde_json::{Value, json};
use std::sync::Arc;
use storage::invariants;
use storage::sql::{Script, Statement};
use test_kit::{Answer, Client, Harness, block_on, harness};
use web::Platform as _;

pub const ROOT_A: &str = "a:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
pub const ROOT_B: &str = "b:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";
pub const LOOKUP_SECRET: &str = "a look-up secret that only tests know";

/// The function with its keys, and the platform that it asks.
pub fn mall() -> (Harness, Arc<Platform>) {
    let mall = harness([accounts::routes::app()]);
    mall.platform().set_variable("root_keys", ROOT_A);
    mall.platform().set_variable("lookup_secret", LOOKUP_SECRET);
    let platform = Arc::new(Platform::default());
    let asked = platform.clone();
    mall.platform()
        .set_component("identities", move |path, body| asked.answer(path, body));
    (mall, platform)
}

/// Tokens of a log-in.
#[derive(Clone, Debug)]
pub struct Session {
    pub id: String,
    pub customer: String,
    pub access: String,
    pub refresh: String,
}

impl Session {
    pub fn of(answer: &Answer) -> Self {
        let text = |key: &str| answer.json[key].as_str().unwrap().to_owned();
        Self {
            id: text("session"),
            customer: text("customer"),
            access: text("access_token"),
            refresh: text("refresh_token"),
        }
    }

    /// The shopper whose log-in this is.
    pub fn shopper<'a>(&self, mall: &'a Harness) -> Client<'a> {
        bearing(mall, &self.access)
    }
}

pub fn bearing<'a>(mall: &'a Harness, token: &str) -> Client<'a> {
    mall.anonymous()
        .with_header("authorization", &format!("Bearer {token}"))
}

pub fn try_log_in(mall: &Harness, body: &Value) -> Answer {
    mall.anonymous().post("/v1/sessions", body)
}

/// Logs somebody in.
pub fn log_in(mall: &Harness, name: &str) -> Session {
    let body = json!({"provider": "sandbox-identity", "code": format!("dev-{name}")});
    Session::of(&try_log_in(mall, &body).expect(201))
}

pub fn refresh(mall: &Harness, token: &str) -> Answer {
    let body = json!({"refresh_token": token});
    mall.anonymous().post("/v1/sessions/refresh", &body)
}

pub fn write(mall: &Harness, sql: &'static str) {
    let mut script = Script::new();
    script.run(sql, vec![]);
    block_on(mall.platform().sql().write(script)).unwrap();
}

pub fn count(mall: &Harness, sql: &'static str) -> i64 {
    let rows = block_on(mall.platform().sql().read(Statement::new(sql, vec![])));
    rows.unwrap()[0].int(0).unwrap()
}

/// Fails when an invariant does not hold.
pub fn assert_sound(mall: &Harness) {
    let breaches = block_on(invariants::breaches(mall.platform().sql())).unwrap();
    let words: Vec<String> = breaches.iter().map(ToString::to_string).collect();
    assert!(words.is_empty(), "{}", words.join("\n"));
}

pub const STORE: &str = "INSERT INTO store (id, version, document, cell, lat_e7, lng_e7, country, city_folded, \
     name_folded, currency, created_ms, updated_ms) VALUES \
     ('s1', 1, '{}', 0, 0, 0, 'CN', '', '', 'CNY', 0, 0), ('s2', 1, '{}', 0, 0, 0, 'CN', '', '', 'CNY', 0, 0)";
