//! What shoppers say of themselves.

use crate::fixture::{assert_sound, log_in, mall};
use serde_json::{Value, json};

fn profile() -> Value {
    json!({
        "name": "林晓梅",
        "language": "zh_CN",
        "birthday": {"year": 1990, "month": 5, "day": 1},
        "consents": ["marketing", "location"],
    })
}

#[test]
fn what_was_said_comes_back_and_what_is_left_out_is_taken_back() {
    let (mall, _) = mall();
    let alice = log_in(&mall, "alice").shopper(&mall);
    let put = alice.put("/v1/me", &profile()).expect(200);
    assert_eq!(put.json["name"], "林晓梅");
    assert_eq!(put.json["language"], "zh-CN");
    assert_eq!(put.json["birthday"], json!({"year": 1990, "month": 5, "day": 1}));
    assert_eq!(put.json["version"], 2);
    assert_eq!(alice.get("/v1/me").expect(200).json, put.json);
    let put = alice
        .put("/v1/me", &json!({"birthday": {"month": 2, "day": 29}}))
        .expect(200);
    assert_eq!(put.json["name"], json!(null));
    assert_eq!(put.json["birthday"], json!({"month": 2, "day": 29}));
    assert_sound(&mall);
}

#[test]
fn consent_keeps_when_it_was_given_and_taken_back() {
    let (mall, _) = mall();
    let alice = log_in(&mall, "alice").shopper(&mall);
    let start = test_kit::START_MS;
    let consents = |purposes: Value| {
        alice
            .put("/v1/me", &json!({"consents": purposes}))
            .expect(200)
            .json["consents"]
            .clone()
    };
    let given = json!([{"purpose": "marketing", "given": true, "given_ms": start}]);
    assert_eq!(consents(json!(["marketing"])), given);
    mall.platform().advance_ms(1_000);
    assert_eq!(consents(json!(["marketing"])), given, "said again, given once");
    let taken_back =
        json!([{"purpose": "marketing", "given": false, "given_ms": start, "withdrawn_ms": start + 1_000}]);
    assert_eq!(consents(json!([])), taken_back);
    mall.platform().advance_ms(1_000);
    assert_eq!(consents(json!([])), taken_back);
    let again = json!([{"purpose": "marketing", "given": true, "given_ms": start + 2_000, "withdrawn_ms": start + 1_000}]);
    assert_eq!(consents(json!(["marketing"])), again);
}

#[test]
fn edit_of_another_version_is_refused() {
    let (mall, _) = mall();
    let alice = log_in(&mall, "alice").shopper(&mall);
    let at = |version: i64| alice.put("/v1/me", &json!({"name": "A", "version": version}));
    at(1).assert(200);
    assert_eq!(at(1).expect(409).code(), "version_conflict");
    at(2).assert(200);
}

#[test]
fn every_field_at_fault_is_named() {
    let (mall, _) = mall();
    let alice = log_in(&mall, "alice").shopper(&mall);
    let bad = json!({
        "name": "x".repeat(61),
        "language": "Chinese!",
        "birthday": {"year": 1990, "month": 2, "day": 30},
        "consents": ["marketing", "everything"],
    });
    let answer = alice.put("/v1/me", &bad).expect(422);
    assert_eq!(
        answer.fields(),
        ["name", "language", "birthday.day", "consents[1]"]
    );
    let unknown = alice.put("/v1/me", &json!({"phone": "+8613800138000"}));
    unknown.assert(422);
    // A list is no object, though its values have the right order.
    alice.put("/v1/me", &json!([])).assert(422);
    alice
        .put("/v1/me", &json!(["A", "en", null, ["marketing"]]))
        .assert(422);
    let home = alice.put("/v1/me", &json!({"home_store": "s1"}));
    home.assert(422);
}

#[test]
fn staff_and_jobs_have_no_account() {
    let (mall, _) = mall();
    for caller in [mall.as_clerk("s1"), mall.as_headquarters(), mall.as_job()] {
        for answer in [
            caller.get("/v1/me"),
            caller.put("/v1/me", &json!({})),
            caller.delete("/v1/me"),
            caller.get("/v1/me/export"),
            caller.get("/v1/me/addresses"),
            caller.get("/v1/sessions"),
            caller.post_empty("/v1/sessions/end-all"),
        ] {
            assert_eq!((answer.status, answer.code()), (403, "forbidden"));
        }
    }
    mall.anonymous().get("/v1/me").assert(401);
}
