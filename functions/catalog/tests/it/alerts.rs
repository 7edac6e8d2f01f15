//! Thresholds of stock, and what fell below its own.

use crate::mall::{count, mall, put, tea};
use serde_json::{Value, json};
use storage::assortment::SellingStore;
use storage::invariants;
use storage::scope::StoreScope;
use storage::sql::{Script, Statement};
use storage::stock::{self, StockChange, Why};
use test_kit::{Harness, block_on};
use web::Platform;

const THRESHOLD: &str = "/v1/stores/sh/stock/oolong.l/threshold";
const ALERTS: &str = "/v1/stores/sh/stock/alerts";

/// Ten units of `oolong.l` in Shanghai, of which the store wants five.
fn with_threshold() -> Harness {
    let mall = mall();
    put(&mall, "/v1/products/oolong", &tea());
    count(&mall, "sh", "oolong.l", 10);
    let set = mall
        .as_clerk("sh")
        .put(THRESHOLD, &json!({"low_at": 5}))
        .expect(200);
    assert_eq!(set.json, json!({"store": "sh", "sku": "oolong.l", "low_at": 5}));
    mall
}

fn alerts(mall: &Harness, query: &str) -> Value {
    mall.as_clerk("sh")
        .get(&format!("{ALERTS}{query}"))
        .expect(200)
        .json["items"]
        .clone()
}

/// Changes stock as another component would, without running the projector.
fn change(mall: &Harness, change: StockChange) {
    let sql = mall.platform().sql();
    let store = block_on(SellingStore::find(sql, &StoreScope::All, &"sh".parse().unwrap()));
    let lines = [("oolong.l".parse().unwrap(), change)];
    let why = Why {
        by: "test",
        reason: "",
    };
    block_on(stock::put(sql, &store.unwrap().unwrap(), &lines, why, 0)).unwrap();
}

fn reserve(mall: &Harness, units: i64) {
    let mut script = Script::new();
    script.expect(
        "stock",
        "UPDATE stock SET reserved = reserved + ?1, sequence = sequence + 1, cause = 'reserve' WHERE store_id = 'sh'",
        vec![units.into()],
    );
    block_on(mall.platform().sql().write(script)).unwrap();
}

/// Entries of the topic that wait for the projector.
fn entries(mall: &Harness) -> i64 {
    let statement = Statement::new("SELECT COUNT(*) FROM outbox WHERE topic = 'stock_alert'", vec![]);
    let rows = block_on(mall.platform().sql().read(statement)).unwrap();
    rows[0].int(0).unwrap()
}

fn project(mall: &Harness) {
    block_on(mall.platform().request_projection("")).unwrap();
    assert_eq!(entries(mall), 0);
    // The others know nothing of reservations without an order.
    for invariant in invariants::all().filter(|invariant| invariant.name.starts_with("an alert")) {
        let found = block_on(invariants::offending(mall.platform().sql(), invariant));
        assert_eq!(found.unwrap(), [], "{}", invariant.name);
    }
}

#[test]
fn write_that_passes_the_threshold_leaves_one_entry_whichever_it_is() {
    let mall = with_threshold();
    let check = |what: &dyn Fn(), expected: i64| {
        let before = entries(&mall);
        what();
        assert_eq!(entries(&mall) - before, expected);
    };
    check(&|| change(&mall, StockChange::Move(-5)), 0); // 5 left: at the threshold
    check(&|| reserve(&mall, 1), 1); // 4
    check(&|| change(&mall, StockChange::Count(2)), 0); // 1
    check(&|| change(&mall, StockChange::Move(1)), 0); // 2
    check(&|| change(&mall, StockChange::Count(6)), 1); // 5
    check(&|| change(&mall, StockChange::Count(5)), 1); // 4
    check(&|| reserve(&mall, -1), 1); // 5
}

#[test]
fn alert_is_open_until_the_stock_is_refilled() {
    let mall = with_threshold();
    assert_eq!(alerts(&mall, ""), json!([]));
    reserve(&mall, 6);
    project(&mall);
    let opened_ms = mall.platform().now_ms();
    let open = json!([{"store": "sh", "sku": "oolong.l", "state": "open", "low_at": 5, "available": 4, "opened_ms": opened_ms}]);
    assert_eq!(alerts(&mall, ""), open);
    assert_eq!(
        mall.as_headquarters().get("/v1/stock/alerts").expect(200).json["items"],
        open
    );
    // Sinking further, and an entry that is there twice, change nothing.
    mall.platform().advance_ms(1_000);
    reserve(&mall, 1);
    let mut script = Script::new();
    script.run(
        "INSERT INTO outbox (topic, subject, created_ms) VALUES ('stock_alert', 'sh/oolong.l', 0)",
        vec![],
    );
    block_on(mall.platform().sql().write(script)).unwrap();
    project(&mall);
    assert_eq!(alerts(&mall, "")[0]["opened_ms"], opened_ms);

    count(&mall, "sh", "oolong.l", 20);
    assert_eq!(alerts(&mall, ""), json!([]));
    let closed = &alerts(&mall, "?state=closed")[0];
    assert_eq!(
        (&closed["state"], &closed["closed_ms"]),
        (&json!("closed"), &json!(opened_ms + 1_000))
    );
    mall.platform().advance_ms(1_000);
    count(&mall, "sh", "oolong.l", 7);
    assert_eq!(alerts(&mall, "")[0]["opened_ms"], opened_ms + 2_000);
    assert_eq!(alerts(&mall, "?state=closed"), json!([]));
    project(&mall);
}

#[test]
fn dip_that_is_over_before_the_projector_runs_is_no_alert() {
    let mall = with_threshold();
    reserve(&mall, 6);
    reserve(&mall, -6);
    assert_eq!(entries(&mall), 2);
    project(&mall);
    assert_eq!(
        (alerts(&mall, ""), alerts(&mall, "?state=closed")),
        (json!([]), json!([]))
    );
}

#[test]
fn threshold_opens_and_closes_alerts_itself_and_is_no_movement() {
    let mall = with_threshold();
    let clerk = mall.as_clerk("sh");
    let set = |low_at: Value| clerk.put(THRESHOLD, &json!({"low_at": low_at})).assert(200);
    set(json!(11));
    assert_eq!(alerts(&mall, "")[0]["low_at"], 11);
    set(Value::Null);
    assert_eq!(alerts(&mall, ""), json!([]));
    assert!(alerts(&mall, "?state=closed")[0].get("low_at").is_none());
    set(json!(12));
    let stock = clerk.get("/v1/stores/sh/stock").expect(200).json;
    assert_eq!(stock["items"][0]["low_at"], 12);
    let movements = clerk
        .get("/v1/stores/sh/stock/oolong.l/movements")
        .expect(200)
        .json;
    assert_eq!(movements["items"].as_array().unwrap().len(), 1);
    // What was never counted is not there.
    let other = "/v1/stores/tk/stock/oolong.l/threshold";
    mall.as_clerk("tk")
        .put(other, &json!({"low_at": null}))
        .assert(200);
    assert_eq!(
        mall.as_clerk("tk").get("/v1/stores/tk/stock").expect(200).json["items"],
        json!([])
    );
    mall.as_clerk("tk").put(other, &json!({"low_at": 1})).assert(200);
    let at_tk = mall
        .as_clerk("tk")
        .get("/v1/stores/tk/stock/alerts")
        .expect(200)
        .json;
    assert_eq!(at_tk["items"][0]["available"], 0);
    project(&mall);
}

#[test]
fn lists_are_paged_by_store_and_sku_and_end_at_the_wall() {
    let mall = with_threshold();
    for store in ["sh", "tk"] {
        mall.as_clerk(store)
            .put(
                &format!("/v1/stores/{store}/stock/oolong.l/threshold"),
                &json!({"low_at": 99}),
            )
            .assert(200);
    }
    let headquarters = mall.as_headquarters();
    let first = headquarters.get("/v1/stock/alerts?limit=1").expect(200).json;
    assert_eq!(
        (&first["items"][0]["store"], &first["next_cursor"]),
        (&json!("sh"), &json!("sh/oolong.l"))
    );
    let second = headquarters
        .get("/v1/stock/alerts?limit=1&cursor=sh/oolong.l")
        .expect(200)
        .json;
    assert_eq!(
        (&second["items"][0]["store"], second.get("next_cursor")),
        (&json!("tk"), None)
    );
    assert_eq!(alerts(&mall, "").as_array().unwrap().len(), 1);
    for query in ["cursor=sh", "cursor=sh/x", "state=lost"] {
        headquarters.get(&format!("/v1/stock/alerts?{query}")).assert(422);
    }
    mall.as_clerk("sh").get("/v1/stock/alerts").assert(403);
    mall.as_clerk("tk").get(ALERTS).assert(404);
    mall.as_clerk("tk")
        .put(THRESHOLD, &json!({"low_at": 1}))
        .assert(404);
    mall.as_shopper("c1")
        .put(THRESHOLD, &json!({"low_at": 1}))
        .assert(403);
    mall.anonymous().get(ALERTS).assert(401);
}

#[test]
fn wrong_threshold_is_named() {
    let mall = with_threshold();
    let check = |body: Value, field: &str| {
        let refused = mall.as_clerk("sh").put(THRESHOLD, &body).expect(422);
        assert_eq!(refused.fields(), [field], "{body}");
    };
    check(json!({"low_at": 0}), "low_at");
    check(json!({"low_at": -1}), "low_at");
    check(json!({"low_at": 1_000_000_001}), "low_at");
    check(json!({"low_at": "5"}), "low_at");
    check(json!({}), "body");
    let unknown = "/v1/stores/sh/stock/oolong.xl/threshold";
    mall.as_clerk("sh")
        .put(unknown, &json!({"low_at": 5}))
        .assert(404);
}
