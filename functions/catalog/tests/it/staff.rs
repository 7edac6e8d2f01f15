//! Stock, and the wall between stores.

use crate::mall::{count, mall, put, tea};
use serde_json::{Value, json};
use storage::sql::Script;
use test_kit::{Harness, block_on};
use web::Platform;

const STOCK: &str = "/v1/stores/sh/stock";

fn with_tea() -> Harness {
    let mall = mall();
    let mut tea = tea();
    tea["variants"] = json!([{"code": "l", "prices": {"CNY": 1800}}, {"code": "m", "prices": {"CNY": 1500}}]);
    put(&mall, "/v1/products/oolong", &tea);
    mall
}

/// As an order does.
fn reserve(mall: &Harness, sku: &str, units: i64) {
    let mut script = Script::new();
    script.expect(
        "stock",
        "UPDATE stock SET reserved = reserved + ?2, sequence = sequence + 1, cause = 'reserve' WHERE store_id = 'sh' AND sku_id = ?1",
        vec![sku.to_owned().into(), units.into()],
    );
    block_on(mall.platform().sql().write(script)).unwrap();
}

fn lines(lines: Value) -> Value {
    json!({ "lines": lines })
}

#[test]
fn stock_is_counted_and_moved_and_reads_back() {
    let mall = with_tea();
    let clerk = mall.as_clerk("sh");
    let body = lines(json!([{"sku": "oolong.m", "adjust": 3}, {"sku": "oolong.l", "on_hand": 5}]));
    let written = clerk.put(STOCK, &body).expect(200);
    let level =
        |sku: &str, units: i64| json!({"sku": sku, "on_hand": units, "reserved": 0, "available": units});
    assert_eq!(
        written.json["lines"],
        json!([level("oolong.l", 5), level("oolong.m", 3)])
    );
    let body = lines(json!([{"sku": "oolong.m", "adjust": -2}]));
    clerk.put(STOCK, &body).assert(200);
    let first = clerk.get(&format!("{STOCK}?limit=1")).expect(200);
    assert_eq!(first.json["items"], json!([level("oolong.l", 5)]));
    let cursor = first.json["next_cursor"].as_str().unwrap();
    let second = clerk.get(&format!("{STOCK}?limit=1&cursor={cursor}")).expect(200);
    assert_eq!(second.json, json!({"items": [level("oolong.m", 1)]}));
}

#[test]
fn stock_never_falls_below_what_is_reserved_and_no_line_of_such_a_change_is_written() {
    let mall = with_tea();
    count(&mall, "sh", "oolong.l", 5);
    reserve(&mall, "oolong.l", 3);
    let check = |change: Value, status: u16, code: &str, field: &str| {
        let other = json!({"sku": "oolong.m", "on_hand": 9});
        let answer = mall
            .as_clerk("sh")
            .put(STOCK, &lines(json!([other, change])))
            .expect(status);
        assert_eq!((answer.code(), answer.fields()), (code, vec![field]));
    };
    check(
        json!({"sku": "oolong.l", "on_hand": 2}),
        409,
        "out_of_stock",
        "lines[1].on_hand",
    );
    check(
        json!({"sku": "oolong.l", "adjust": -3}),
        409,
        "out_of_stock",
        "lines[1].adjust",
    );
    check(
        json!({"sku": "oolong.l", "adjust": 1_000_000_000}),
        422,
        "invalid_request",
        "lines[1].adjust",
    );
    let stock = mall.as_clerk("sh").get(STOCK).expect(200);
    let only = json!([{"sku": "oolong.l", "on_hand": 5, "reserved": 3, "available": 2}]);
    assert_eq!(stock.json["items"], only);
}

#[test]
fn wrong_lines_are_named() {
    let mall = with_tea();
    let check = |body: Value, expected: &[&str]| {
        let answer = mall.as_headquarters().put(STOCK, &body).expect(422);
        assert_eq!(answer.fields(), expected, "{body}");
    };
    check(lines(json!([])), &["lines"]);
    check(
        lines(json!(vec![json!({"sku": "oolong.l", "adjust": 0}); 201])),
        &["lines"],
    );
    check(lines(json!([{"sku": "oolong.l"}])), &["lines[0].on_hand"]);
    check(
        lines(json!([{"sku": "oolong.l", "on_hand": 1, "adjust": 1}])),
        &["lines[0].adjust"],
    );
    check(
        lines(json!([{"sku": "oolong.l", "on_hand": -1}])),
        &["lines[0].on_hand"],
    );
    check(
        lines(json!([{"sku": "oolong.l", "on_hand": "1"}])),
        &["lines[0].on_hand"],
    );
    check(
        lines(json!([{"sku": "oolong.l", "on_hand": 1}, {"sku": "oolong.l", "on_hand": 1}])),
        &["lines[1].sku"],
    );
    check(lines(json!([{"sku": "oolong", "on_hand": 1}])), &["lines[0].sku"]);
    check(
        lines(json!([{"sku": "oolong.xl", "on_hand": 1}])),
        &["lines[0].sku"],
    );
}

#[test]
fn other_stores_do_not_exist_for_a_clerk() {
    let mall = with_tea();
    let body = lines(json!([{"sku": "oolong.l", "on_hand": 1}]));
    let other = mall.as_clerk("tk");
    other.get(STOCK).assert(404);
    other.put(STOCK, &body).assert(404);
    // A clerk of a store that was never made.
    let nobody = mall.as_clerk("ghost");
    nobody.get("/v1/stores/ghost/stock").assert(404);
    nobody.put("/v1/stores/ghost/stock", &body).assert(404);
    mall.as_headquarters().put(STOCK, &body).assert(200);
    mall.anonymous().get(STOCK).assert(401);
    mall.as_shopper("c1").get(STOCK).assert(403);
}

#[test]
fn ledger_explains_every_change_of_stock() {
    let mall = mall();
    put(&mall, "/v1/products/tea", &tea());
    let path = "/v1/stores/sh/stock";
    let clerk = mall.as_clerk("sh");
    let change = |lines: serde_json::Value| clerk.put(path, &lines).assert(200);
    change(json!({"lines": [{"sku": "tea.l", "on_hand": 10}], "reason": "opening day"}));
    change(json!({"lines": [{"sku": "tea.l", "adjust": 5}]}));
    change(json!({"lines": [{"sku": "tea.l", "adjust": -2}], "reason": "broken in the rain"}));
    let movements = clerk.get(&format!("{path}/tea.l/movements")).expect(200).json;
    let told: Vec<_> = movements["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|movement| {
            (
                movement["cause"].as_str().unwrap(),
                movement["on_hand_change"].as_i64().unwrap(),
                movement["on_hand"].as_i64().unwrap(),
                movement["reason"].as_str().unwrap_or(""),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("loss", -2, 13, "broken in the rain"),
            ("receive", 5, 15, ""),
            ("count", 10, 10, "opening day"),
        ]
    );
    assert_eq!(movements["items"][0]["reference"], "staff:clerk-sh");
    let first = clerk
        .get(&format!("{path}/tea.l/movements?limit=1"))
        .expect(200)
        .json;
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = clerk.get(&format!("{path}/tea.l/movements?limit=1&cursor={cursor}"));
    assert_eq!(second.expect(200).json["items"][0]["cause"], "receive");
    mall.as_clerk("tk")
        .get(&format!("{path}/tea.l/movements"))
        .assert(404);
}

#[test]
fn reason_of_a_change_is_short_text() {
    let mall = mall();
    put(&mall, "/v1/products/tea", &tea());
    let lines = json!({"lines": [{"sku": "tea.l", "on_hand": 1}], "reason": "x".repeat(101)});
    let refused = mall.as_clerk("sh").put("/v1/stores/sh/stock", &lines);
    assert_eq!((refused.status, refused.fields()), (422, vec!["reason"]));
}

#[test]
fn change_of_stock_without_a_cause_is_refused_by_the_database() {
    let mall = mall();
    put(&mall, "/v1/products/tea", &tea());
    crate::mall::count(&mall, "sh", "tea.l", 5);
    let mut script = Script::new();
    script.run("UPDATE stock SET on_hand = 500", vec![]);
    assert!(block_on(mall.platform().sql().write(script)).is_err());
}
