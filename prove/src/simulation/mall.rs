//! What there is in the beginning, put there as headquarters would.

use super::cast::{ARTICLES, CAMPAIGN, SERVICE, SKUS, STORES, STYLISTS, TEMPLATES, UNITS};
use super::request::Request;
use super::scheduler::Scheduler;
use serde_json::{Value, json};
use test_kit::START_MS;

const DAY_MS: i64 = 86_400_000;

/// Opens the mall.
pub fn open(scheduler: &mut Scheduler) {
    let mut put = |request: Request| {
        let words = request.describe();
        let answer = scheduler.ask(request);
        assert_eq!(answer.status, 200, "{words}: {}", answer.text);
    };
    put(Request::of_headquarters(
        "/v1/categories/all-of-it",
        &json!({"name": {"en": "All of it"}}),
    ));
    for (store, zone, currency) in STORES {
        put(Request::of_headquarters(
            format!("/v1/stores/{store}"),
            &a_store(zone, currency, 2, &STYLISTS),
        ));
    }
    for (product, variants, price) in ARTICLES {
        put(Request::of_headquarters(
            format!("/v1/products/{product}"),
            &article(variants, price),
        ));
    }
    put(Request::of_headquarters(
        format!("/v1/products/{}", SERVICE.0),
        &service(SERVICE.2),
    ));
    for (store, _, _) in STORES {
        put(counted(store, UNITS));
    }
    for (template, total, each) in TEMPLATES {
        let path = format!("/v1/coupon-templates/{template}");
        put(Request::of_headquarters(
            path,
            &terms(template, total, each, "active"),
        ));
    }
    put(Request::of_headquarters(
        "/v1/points-rules/CNY",
        &points_rule(500, 5_000),
    ));
    let campaign = json!({"template": TEMPLATES[0].0, "sleeping_days": 1, "state": "active"});
    put(Request::of_headquarters(
        format!("/v1/campaigns/{CAMPAIGN}"),
        &campaign,
    ));
}

/// What paid orders earn, and how much of an order points may pay, in basis points.
pub fn points_rule(earn_bp: i64, redeem_bp: i64) -> Value {
    json!({"earn_bp": earn_bp, "redeem_bp": redeem_bp})
}

/// A store that never closes, in every mode. Of its pickups a slot takes so many, except in Japan, where there are none; these
/// serve its bookings.
pub fn a_store(zone: &str, currency: &str, pickups: i64, stylists: &[&str]) -> Value {
    let slots = json!([{"mode": "pickup", "minutes": 30, "orders": pickups, "days_ahead": 1}]);
    let stylist = |id: &&str| json!({"id": id, "kind": "stylist", "name": {"en": id}});
    let always = json!([["00:00", "24:00"]]);
    let weekly: serde_json::Map<_, _> = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .map(|day| (day.to_owned(), always.clone()))
        .into_iter()
        .collect();
    json!({
        "name": {"en": "A store"},
        "city": "Somewhere",
        "country": if currency == "JPY" { "JP" } else { "CN" },
        "point": {"lat": 31.2, "lng": 121.4},
        "zone": zone,
        "currency": currency,
        "modes": ["pickup", "in_store", "delivery", "booking"],
        "delivery_area": {"radius_metres": 3_000},
        "hours": {"weekly": weekly},
        "charges": {"delivery": [
            {"up_to_metres": 1_000, "fee_minor": 300}, {"up_to_metres": 2_000, "from_subtotal_minor": 2_000, "fee_minor": 500},
        ]},
        "promises": {
            "preparation_minutes": 10,
            "queue_minutes": 1,
            "slots": if currency == "JPY" { json!([]) } else { slots },
            "bookings": {
                "resources": stylists.iter().map(stylist).collect::<Vec<_>>(), "days_ahead": 1, "change_minutes": 60,
            },
        },
    })
}

/// An article at one price in every currency.
pub fn article(variants: &[&str], price: i64) -> Value {
    let variants = variants
        .iter()
        .map(|code| json!({"code": code, "prices": {"CNY": price, "JPY": price}}));
    json!({
        "name": {"en": "An article", "zh-CN": "商品"},
        "categories": ["all-of-it"],
        "variants": variants.collect::<Vec<_>>(),
    })
}

/// The service, of so many minutes.
pub fn service(minutes: u32) -> Value {
    let mut service = article(&["one"], SERVICE.1);
    service["variants"][0]["service"] = json!({"minutes": minutes, "resource": "stylist"});
    service
}

/// All stock of a store, counted.
pub fn counted(store: &'static str, units: i64) -> Request {
    let lines: Vec<Value> = SKUS
        .iter()
        .map(|sku| json!({"sku": sku, "on_hand": units}))
        .collect();
    let request = Request::of_headquarters(format!("/v1/stores/{store}/stock"), &json!({"lines": lines}));
    request.on_commit(move |world| {
        for sku in SKUS {
            world.books.count(world, store, sku, units);
        }
    })
}

/// The terms of a template: an amount or a percentage off.
pub fn terms(template: &str, total: i64, each: i64, state: &str) -> Value {
    let kind = match template {
        "third" => json!({"type": "percent", "rate_bp": 3_333}),
        _ => json!({"type": "amount", "amount_minor": 777}),
    };
    json!({
        "name": {"en": template},
        "kind": kind,
        "currency": "CNY",
        "threshold_minor": 1_000,
        "valid_from_ms": START_MS - DAY_MS,
        "valid_until_ms": START_MS + 30 * DAY_MS,
        "valid_days": 2,
        "total_limit": total,
        "per_customer_limit": each,
        "state": state,
    })
}
