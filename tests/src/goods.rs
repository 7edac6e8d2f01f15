//! What a headquarters user would send to fill an empty mall.

use serde_json::{Value, json};

/// A store at a place, in every mode, that never closes.
#[must_use]
pub fn store(lat: f64, lng: f64) -> Value {
    let always = json!([["00:00", "24:00"]]);
    let weekly: serde_json::Map<_, _> = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .map(|day| (day.to_owned(), always.clone()))
        .into_iter()
        .collect();
    json!({
        "name": {"zh-CN": "测试店", "en": "Test store"},
        "address": "测试路1号",
        "city": "上海",
        "country": "CN",
        "point": {"lat": lat, "lng": lng},
        "zone": "Asia/Shanghai",
        "currency": "CNY",
        "modes": ["pickup", "delivery", "in_store", "booking"],
        "delivery_area": {"radius_metres": 5_000},
        "hours": {"weekly": weekly},
    })
}

/// A product of one variant, at a price in minor units of CNY, in the category `tea`.
#[must_use]
pub fn product(variant: &str, price_minor: i64) -> Value {
    json!({
        "name": {"zh-CN": "红茶", "en": "Black tea"},
        "categories": ["tea"],
        "variants": [{"code": variant, "prices": {"CNY": price_minor}}],
    })
}
