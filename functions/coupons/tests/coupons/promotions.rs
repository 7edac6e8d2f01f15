use crate::fixture::{DAY_MS, with};
use commerce::promotion::{CheckOutcome, CheckRequest};
use serde_json::{Value, json};
use storage::projection::keys;
use test_kit::{Harness, START_MS, block_on};
use web::Platform;

/// A mall whose one rule, `n-for-m`, understands nothing but `{}`.
fn mall() -> Harness {
    let mall = crate::fixture::mall();
    mall.platform().set_component("promotions", |path, body| {
        assert_eq!(path, "/check");
        let request: CheckRequest = serde_json::from_slice(body).unwrap();
        let outcome = match (request.rule.as_str(), request.parameters.as_str()) {
            ("n-for-m", "{}") => CheckOutcome::Sound,
            ("n-for-m", _) => CheckOutcome::Refused("take must be between 2 and 100".to_owned()),
            _ => CheckOutcome::UnknownRule,
        };
        Ok(serde_json::to_vec(&outcome).unwrap())
    });
    mall
}

fn promotion() -> Value {
    json!({
        "name": {"en": "Three for two"},
        "rule": "n-for-m",
        "parameters": {},
        "valid_from_ms": START_MS,
        "valid_until_ms": START_MS + DAY_MS,
        "state": "active",
    })
}

fn put(mall: &Harness, id: &str, change: Value) -> test_kit::Answer {
    let body = with(promotion(), change);
    mall.as_headquarters().put(&format!("/v1/promotions/{id}"), &body)
}

fn projected(mall: &Harness) -> Option<Value> {
    let stored = block_on(mall.platform().key_value().get(keys::PRICING)).unwrap();
    stored.map(|stored| serde_json::from_slice(&stored).unwrap())
}

#[test]
fn promotion_is_created_replaced_listed_and_projected() {
    let mall = mall();
    assert_eq!(projected(&mall), None);
    let created = put(&mall, "summer", json!({"version": 0})).expect(200).json;
    assert_eq!((&created["version"], &created["sort"]), (&json!(1), &json!(0)));
    assert_eq!(
        put(&mall, "summer", json!({"version": 0, "sort": 1}))
            .expect(409)
            .code(),
        "version_conflict"
    );
    assert_eq!(put(&mall, "summer", json!({})).expect(200).json["version"], 1);
    assert_eq!(
        put(&mall, "summer", json!({"sort": 5})).expect(200).json["version"],
        2
    );
    put(&mall, "first", json!({"sort": -1})).assert(200);
    put(&mall, "paused", json!({"state": "paused"})).assert(200);
    let plan = projected(&mall).unwrap();
    let ids: Vec<&str> = plan["promotions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|planned| planned["promotion"]["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["first", "summer"]);
    let headquarters = mall.as_headquarters();
    let listed = headquarters.get("/v1/promotions?state=paused").expect(200).json;
    assert_eq!(listed["items"][0]["id"], "paused");
    assert_eq!(
        headquarters.get("/v1/promotions?limit=1").expect(200).json["next_cursor"],
        "first"
    );
    assert_eq!(
        headquarters.get("/v1/promotions/summer").expect(200).json["sort"],
        5
    );
    headquarters.get("/v1/promotions/none").assert(404);
    for id in ["summer", "first"] {
        put(&mall, id, json!({"state": "paused"})).assert(200);
    }
    assert_eq!(projected(&mall), None);
}

#[test]
fn every_wrong_field_is_named() {
    let mall = mall();
    let check = |change: Value, fields: &[&str]| {
        let refused = put(&mall, "summer", change).expect(422);
        assert_eq!(refused.fields(), fields, "{}", refused.text);
    };
    check(json!({"rule": "a b", "sort": 1_000_001}), &["rule", "sort"]);
    check(json!({"parameters": []}), &["parameters"]);
    check(
        json!({"parameters": {"text": "x".repeat(2_000)}}),
        &["parameters"],
    );
    check(json!({"stores": ["none"]}), &["stores[0]"]);
    check(json!({"valid_until_ms": START_MS}), &["valid_until_ms"]);
    check(json!({"rule": "other"}), &["rule"]);
    check(json!({"parameters": {"take": 1}}), &["parameters"]);
    let refused = put(&mall, "summer", json!({"parameters": {"take": 1}}));
    assert!(refused.text.contains("take must be between 2 and 100"));
}

#[test]
fn promotion_can_be_paused_whatever_became_of_its_rule() {
    let mall = mall();
    put(&mall, "summer", json!({})).assert(200);
    mall.platform()
        .set_component("promotions", |_, _| Err("it is gone".to_owned()));
    assert_eq!(
        put(&mall, "summer", json!({"sort": 1})).expect(502).code(),
        "promotions_unavailable"
    );
    put(&mall, "summer", json!({"state": "paused"})).assert(200);
}

#[test]
fn no_more_promotions_are_active_than_a_quote_looks_through() {
    let mall = mall();
    for number in 0..50 {
        put(&mall, &format!("p{number}"), json!({})).assert(200);
    }
    let refused = put(&mall, "one-more", json!({})).expect(422);
    assert_eq!(refused.fields(), ["state"]);
    mall.as_headquarters().get("/v1/promotions/one-more").assert(404);
    put(&mall, "p7", json!({"state": "paused"})).assert(200);
    put(&mall, "one-more", json!({})).assert(200);
}

#[test]
fn nobody_but_headquarters_keeps_promotions() {
    let mall = mall();
    for caller in [mall.as_shopper("c1"), mall.as_clerk("s1"), mall.as_job()] {
        caller.put("/v1/promotions/summer", &promotion()).assert(403);
        caller.get("/v1/promotions").assert(403);
        caller.get("/v1/promotions/summer").assert(403);
    }
}
