use crate::fixture::mall;
use serde_json::{Value, json};
use storage::projection::keys;
use storage::sql::Script;
use test_kit::{Harness, START_MS, block_on};
use web::Platform;

/// Writes what an order would have written, past the function `checkout`.
fn entry(mall: &Harness, customer: &str, number: u8, kind: &str, points: i64) {
    let order = commerce::ids::OrderId::new(START_MS, [number; 10]).to_string();
    let mut script = Script::new();
    script.run(
        "INSERT INTO store (id, version, document, cell, lat_e7, lng_e7, country, city_folded, name_folded, currency, \
         created_ms, updated_ms) VALUES ('s1', 1, '{}', 0, 0, 0, 'CN', '', '', 'CNY', 0, 0) ON CONFLICT (id) DO NOTHING",
        vec![],
    );
    script.run(
        "INSERT INTO orders (id, store_id, customer_id, state, mode, currency, payable_minor, document, placed_ms, \
         expires_ms) VALUES (?1, 's1', ?2, 'paid', 'pickup', 'CNY', 0, '{}', 0, 0) ON CONFLICT (id) DO NOTHING",
        vec![(&order).into(), customer.to_owned().into()],
    );
    script.run(
        "INSERT INTO points_entry (order_id, kind, reference, customer_id, currency, points, at_ms) \
         VALUES (?1, ?2, '', ?3, 'CNY', ?4, ?5)",
        vec![
            order.into(),
            kind.to_owned().into(),
            customer.to_owned().into(),
            points.into(),
            START_MS.into(),
        ],
    );
    script.run(
        "INSERT INTO points_balance (customer_id, currency, points) VALUES (?1, 'CNY', ?2) \
         ON CONFLICT (customer_id, currency) DO UPDATE SET points = points_balance.points + excluded.points",
        vec![customer.to_owned().into(), points.into()],
    );
    block_on(mall.platform().sql().write(script)).unwrap();
}

#[test]
fn rule_is_set_by_currency_and_projected() {
    let mall = mall();
    let headquarters = mall.as_headquarters();
    let put = |currency: &str, body: Value| headquarters.put(&format!("/v1/points-rules/{currency}"), &body);
    let rule = json!({"earn_bp": 100, "redeem_bp": 5_000});
    assert_eq!(put("CNY", rule.clone()).expect(200).json["version"], 1);
    assert_eq!(put("CNY", rule).expect(200).json["version"], 1);
    let stale = json!({"earn_bp": 200, "redeem_bp": 5_000, "version": 0});
    assert_eq!(put("CNY", stale).expect(409).code(), "version_conflict");
    let next = json!({"earn_bp": 200, "redeem_bp": 5_000, "version": 1});
    assert_eq!(put("CNY", next).expect(200).json["version"], 2);
    put("JPY", json!({"earn_bp": 0, "redeem_bp": 0})).assert(200);
    let listed = headquarters.get("/v1/points-rules").expect(200).json;
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    let stored = block_on(mall.platform().key_value().get(keys::PRICING)).unwrap();
    let plan: Value = serde_json::from_slice(&stored.unwrap()).unwrap();
    let cny = json!({"currency": "CNY", "rule": {"earn_bp": 200, "redeem_bp": 5_000}});
    assert_eq!(plan["points"][0], cny);
}

#[test]
fn every_wrong_field_is_named() {
    let mall = mall();
    let headquarters = mall.as_headquarters();
    let refused = headquarters.put(
        "/v1/points-rules/CNY",
        &json!({"earn_bp": 10_001, "redeem_bp": -1}),
    );
    assert_eq!(refused.expect(422).fields(), ["earn_bp", "redeem_bp"]);
    let body = json!({"earn_bp": 1, "redeem_bp": 1});
    let refused = headquarters.put("/v1/points-rules/XXX", &body);
    assert_eq!(refused.expect(422).fields(), ["currency"]);
}

#[test]
fn customer_sees_the_own_balance_and_what_explains_it() {
    let mall = mall();
    entry(&mall, "alice", 1, "redeemed", -500);
    entry(&mall, "alice", 1, "given_back", 500);
    entry(&mall, "alice", 2, "earned", 36);
    entry(&mall, "bob", 3, "earned", 1);
    let shopper = mall.as_shopper("alice");
    let points = shopper.get("/v1/points").expect(200).json;
    assert_eq!(points["balances"], json!([{"currency": "CNY", "points": 36}]));
    let mut seen = Vec::new();
    let mut path = "/v1/points/entries?limit=1".to_owned();
    loop {
        let page = shopper.get(&path).expect(200).json;
        for entry in page["items"].as_array().unwrap() {
            seen.push((
                entry["kind"].as_str().unwrap().to_owned(),
                entry["points"].as_i64().unwrap(),
            ));
        }
        let Some(cursor) = page["next_cursor"].as_str() else {
            break;
        };
        path = format!("/v1/points/entries?limit=1&cursor={cursor}");
    }
    let expected = [("earned", 36), ("redeemed", -500), ("given_back", 500)];
    assert_eq!(seen, expected.map(|(kind, points)| (kind.to_owned(), points)));
    let refused = shopper.get("/v1/points/entries?cursor=x").expect(422);
    assert_eq!(refused.fields(), ["cursor"]);
}

#[test]
fn only_shoppers_have_points_and_only_headquarters_says_what_they_are_worth() {
    let mall = mall();
    let body = json!({"earn_bp": 1, "redeem_bp": 1});
    for caller in [mall.as_shopper("c1"), mall.as_clerk("s1"), mall.as_job()] {
        caller.put("/v1/points-rules/CNY", &body).assert(403);
        caller.get("/v1/points-rules").assert(403);
    }
    for caller in [mall.as_headquarters(), mall.as_clerk("s1"), mall.as_job()] {
        caller.get("/v1/points").assert(403);
        caller.get("/v1/points/entries").assert(403);
    }
    mall.anonymous().get("/v1/points").assert(401);
}
