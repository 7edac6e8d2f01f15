//! Carts and orders as a mini-program sends them.

use end_to_end::{Answer, Caller, Mall, now_ms};
use serde_json::{Value, json};

/// A cart of these SKUs at a store, for pickup.
pub fn cart(store: &str, lines: &[(&str, i64)]) -> Value {
    let lines: Vec<Value> = lines
        .iter()
        .map(|(sku, quantity)| json!({"sku": sku, "quantity": quantity}))
        .collect();
    json!({"store": store, "mode": "pickup", "lines": lines})
}

/// An order of that cart, by somebody who saw this price.
pub fn order(store: &str, lines: &[(&str, i64)], seen_payable_minor: i64) -> Value {
    let mut order = cart(store, lines);
    order["seen_payable_minor"] = seen_payable_minor.into();
    order
}

/// Places an order under a key.
pub fn place(shopper: &Caller, key: &str, order: &Value) -> Answer {
    shopper.clone().with_key(key).post("/v1/orders", order)
}

/// What an answer names.
pub fn id(answer: &Answer) -> &str {
    answer.json["id"].as_str().expect("the answer has an id")
}

/// Where the sales of yesterday, today and tomorrow are: every store's today is among them.
pub fn recent_sales() -> String {
    let day = jiff::SignedDuration::from_hours(24);
    let now = jiff::Timestamp::from_millisecond(now_ms()).unwrap();
    format!(
        "/v1/analytics/sales?from={}&to={}",
        (now - day).strftime("%F"),
        (now + day).strftime("%F")
    )
}

/// Units on hand and reserved, from the database itself.
pub fn stock(mall: &Mall, store: &str, sku: &str) -> (i64, i64) {
    let levels = mall.rows(&format!(
        "SELECT on_hand, reserved FROM stock WHERE store_id = '{store}' AND sku_id = '{sku}'"
    ));
    (levels[0][0].parse().unwrap(), levels[0][1].parse().unwrap())
}
