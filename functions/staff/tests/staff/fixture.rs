//! What the tests have in common.

use serde_json::{Value, json};
use storage::sql::{Script, Statement};
use test_kit::{Answer, Client, Harness, block_on, harness};
use web::Platform as _;

pub const SECRET: &str = "a secret of staff that only tests know";
pub const PASSWORD: &str = "correct horse battery staple";

/// The function with its secret, beside others, and two stores.
pub fn mall() -> Harness {
    let mall = harness([
        staff::routes::app(),
        stores::routes::app(),
        catalog::routes::app(),
        analytics::routes::app(),
    ]);
    mall.platform().set_variable("staff_secret", SECRET);
    for (id, lat) in [("north", 31.2), ("south", 31.3)] {
        let body = json!({
            "name": {"en": id}, "city": "Shanghai", "country": "CN", "point": {"lat": lat, "lng": 121.4},
            "zone": "Asia/Shanghai", "modes": ["pickup"], "hours": {"weekly": {"mon": [["00:00", "24:00"]]}},
        });
        mall.as_headquarters()
            .put(&format!("/v1/stores/{id}"), &body)
            .assert(200);
    }
    mall
}

pub fn bearing<'a>(mall: &'a Harness, token: &str) -> Client<'a> {
    mall.anonymous()
        .with_header("authorization", &format!("Bearer {token}"))
}

/// A text of an answer.
pub fn text(answer: &Answer, key: &str) -> String {
    answer.json[key]
        .as_str()
        .unwrap_or_else(|| panic!("{key}: {}", answer.text))
        .to_owned()
}

pub fn invite(by: &Client<'_>, body: &Value) -> Answer {
    by.post("/v1/staff", body)
}

pub fn accept(mall: &Harness, invitation: &str, password: &str) -> Answer {
    let body = json!({"invitation": invitation, "password": password});
    mall.anonymous().post("/v1/staff/invitations/accept", &body)
}

pub fn log_in(mall: &Harness, login: &str, password: &str) -> Answer {
    let body = json!({"login": login, "password": password});
    mall.anonymous().post("/v1/staff/sessions", &body)
}

pub fn refresh(mall: &Harness, token: &str) -> Answer {
    let body = json!({"refresh_token": token});
    mall.anonymous().post("/v1/staff/sessions/refresh", &body)
}

/// Somebody who was invited by headquarters and has set a password: their id.
pub fn hired(mall: &Harness, body: &Value) -> String {
    let invited = invite(&mall.as_headquarters(), body).expect(201);
    accept(mall, &text(&invited, "invitation"), PASSWORD).assert(200);
    text(&invited, "staff")
}

/// The same, logged in.
pub fn at_work<'a>(mall: &'a Harness, body: &Value) -> Client<'a> {
    hired(mall, body);
    let tokens = log_in(mall, body["login"].as_str().unwrap(), PASSWORD).expect(201);
    bearing(mall, &text(&tokens, "access_token"))
}

pub fn count(mall: &Harness, sql: &'static str) -> i64 {
    let rows = block_on(mall.platform().sql().read(Statement::new(sql, vec![])));
    rows.unwrap()[0].int(0).unwrap()
}

pub fn write(mall: &Harness, sql: &'static str) {
    let mut script = Script::new();
    script.run(sql, vec![]);
    block_on(mall.platform().sql().write(script)).unwrap();
}
