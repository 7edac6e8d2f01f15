//! What the tests have in common: stores in two time zones, products, paid orders, events.

use commerce::ids::StoreId;
use commerce::money::{Currency, Minor, Money};
use commerce::store::StoreDraft;
use serde_json::{Value, json};
use storage::sql::Script;
use storage::{customer, sales, store};
use test_kit::{Harness, START_MS, block_on, harness};
use web::Platform;

pub const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Stores `sh` (Shanghai) and `la` (Los Angeles), product `tea`. It is noon on 1 January 2026 in Shanghai, and still the
/// evening before in Los Angeles.
pub fn mall() -> Harness {
    let mall = harness([analytics::routes::app()]);
    let mut script = Script::new();
    for (id, country, zone) in [("sh", "CN", "Asia/Shanghai"), ("la", "US", "America/Los_Angeles")] {
        let draft: StoreDraft = serde_json::from_value(json!({
            "id": id, "name": {"en": id}, "country": country,
            "point": {"lat": 31.2, "lng": 121.5}, "zone": zone, "modes": ["pickup"], "hours": {"weekly": {}},
        }))
        .unwrap();
        store::save(&mut script, None, &draft.validate().unwrap(), START_MS).unwrap();
    }
    script.run(
        "INSERT INTO product (id, version, document, created_ms, updated_ms) VALUES ('tea', 1, '{}', 0, 0)",
        vec![],
    );
    write(&mall, script);
    mall
}

fn write(mall: &Harness, script: Script) {
    block_on(mall.platform().sql().write(script)).unwrap();
}

/// Counts one paid order of two units.
pub fn sold(mall: &Harness, store: &str, day: &str, amount: i64, currency: Currency) {
    let mut script = Script::new();
    let store: StoreId = store.parse().unwrap();
    sales::count_paid_order(
        &mut script,
        &store,
        day.parse().unwrap(),
        2,
        Money::new(Minor(amount), currency),
    );
    write(mall, script);
}

/// Counts one paid order of a customer.
pub fn paid(mall: &Harness, customer: &str, amount: i64, currency: Currency, paid_ms: i64) {
    let mut script = Script::new();
    let spent = Money::new(Minor(amount), currency);
    customer::count_paid_order(&mut script, &customer.parse().unwrap(), spent, paid_ms);
    write(mall, script);
}

pub fn store_viewed(id: &str, store: &str, at_ms: i64) -> Value {
    json!({"id": id, "kind": "store_viewed", "store": store, "at_ms": at_ms})
}

pub fn product_viewed(id: &str, store: &str, at_ms: i64) -> Value {
    json!({"id": id, "kind": "product_viewed", "store": store, "product": "tea", "at_ms": at_ms})
}

/// The rows of a report's page, each as the values of `fields`.
pub fn rows(report: &Value, fields: &[&str]) -> Vec<Vec<Value>> {
    let row = |item: &Value| fields.iter().map(|field| item[*field].clone()).collect();
    report["items"].as_array().unwrap().iter().map(row).collect()
}
