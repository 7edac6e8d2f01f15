use crate::fixture::{mall, product_viewed, rows, store_viewed};
use serde_json::json;
use test_kit::{Harness, START_MS};

fn viewed() -> Harness {
    let mall = mall();
    let events = json!({"events": [
        store_viewed("e1", "sh", START_MS),
        store_viewed("e2", "la", START_MS),
        product_viewed("e3", "sh", START_MS),
        product_viewed("e4", "sh", START_MS),
    ]});
    mall.as_shopper("c1").post("/v1/events", &events).assert(200);
    mall
}

const VIEWS: &str = "/v1/analytics/views?from=2025-12-31&to=2026-01-01";
const FIELDS: [&str; 5] = ["day", "store", "kind", "product", "views"];

#[test]
fn views_are_counted_on_the_day_of_the_stores_own_calendar() {
    let report = viewed().as_headquarters().get(VIEWS).expect(200).json;
    assert_eq!(
        json!(rows(&report, &FIELDS)),
        json!([
            ["2025-12-31", "la", "store_viewed", null, 1],
            ["2026-01-01", "sh", "product_viewed", "tea", 2],
            ["2026-01-01", "sh", "store_viewed", null, 1],
        ])
    );
}

#[test]
fn pages_follow_each_other_without_gap_or_repeat() {
    let mall = viewed();
    let mut path = format!("{VIEWS}&limit=1");
    let mut seen = Vec::new();
    loop {
        let page = mall.as_headquarters().get(&path).expect(200).json;
        assert_eq!(
            page["totals"].is_array(),
            seen.is_empty(),
            "totals are on the first page"
        );
        seen.extend(rows(&page, &["store", "kind"]));
        match page["next_cursor"].as_str() {
            Some(cursor) => path = format!("{VIEWS}&limit=1&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(
        json!(seen),
        json!([
            ["la", "store_viewed"],
            ["sh", "product_viewed"],
            ["sh", "store_viewed"]
        ])
    );
}

#[test]
fn clerk_sees_the_own_store_and_no_other_exists() {
    let mall = viewed();
    let clerk = mall.as_clerk("la");
    let own = clerk.get(VIEWS).expect(200).json;
    assert_eq!(json!(rows(&own, &["store", "views"])), json!([["la", 1]]));
    assert_eq!(own["totals"], json!([{"kind": "store_viewed", "views": 1}]));
    assert_eq!(clerk.get(&format!("{VIEWS}&store=la")).expect(200).json, own);
    clerk.get(&format!("{VIEWS}&store=sh")).assert(404);
    clerk.get(&format!("{VIEWS}&store=nowhere")).assert(404);
    mall.as_shopper("c1").get(VIEWS).assert(403);
}
