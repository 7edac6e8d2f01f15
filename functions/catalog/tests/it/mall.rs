//! A small mall: a store in Shanghai, one in Tokyo, and what they sell.

use serde_json::{Value, json};
use test_kit::{Harness, harness};

/// Catalog and stores on one platform, with the stores `sh` (CNY) and `tk` (JPY) and the categories `tea` and `cups`.
pub fn mall() -> Harness {
    let mall = harness([catalog::routes::app(), stores::routes::app()]);
    for (id, country, zone) in [("sh", "CN", "Asia/Shanghai"), ("tk", "JP", "Asia/Tokyo")] {
        let store = json!({
            "name": {"en": id}, "city": "City", "country": country, "zone": zone, "modes": ["pickup"],
            "point": {"lat": 31.23, "lng": 121.47}, "hours": {"weekly": {}},
        });
        put(&mall, &format!("/v1/stores/{id}"), &store);
    }
    for (id, en, zh) in [("tea", "Tea", "茶"), ("cups", "Cups", "杯子")] {
        put(
            &mall,
            &format!("/v1/categories/{id}"),
            &json!({"name": {"en": en, "zh-CN": zh}}),
        );
    }
    mall
}

/// Writes as headquarters, successfully; returns the answer.
pub fn put(mall: &Harness, path: &str, body: &Value) -> Value {
    mall.as_headquarters().put(path, body).expect(200).json
}

/// Reads as anybody, successfully.
pub fn get(mall: &Harness, path: &str) -> Value {
    mall.anonymous().get(path).expect(200).json
}

/// A product in the category `tea` with one variant, `l`, at 18.00 CNY.
pub fn tea() -> Value {
    json!({
        "name": {"en": "Oolong", "zh-CN": "乌龙茶"},
        "description": {"en": "Mild."},
        "categories": ["tea"],
        "variants": [{"code": "l", "prices": {"CNY": 1800},
            "choices": [{"option": {"en": "Size", "zh-CN": "杯型"}, "value": {"en": "Large", "zh-CN": "大"}}]}],
    })
}

/// Sets the units of one SKU on hand.
pub fn count(mall: &Harness, store: &str, sku: &str, units: i64) {
    let lines = json!({"lines": [{"sku": sku, "on_hand": units}]});
    put(mall, &format!("/v1/stores/{store}/stock"), &lines);
}

/// The ids of a listing.
pub fn ids(listing: &Value) -> Vec<&str> {
    let items = listing["items"].as_array().unwrap();
    items.iter().map(|item| item["id"].as_str().unwrap()).collect()
}
