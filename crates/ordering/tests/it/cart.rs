//! What a client may not say.

use crate::mall::{Mall, TEA_MINOR, order_of};
use serde_json::json;

fn check(body: &serde_json::Value, status: u16, fields: &[&str]) {
    let mall = Mall::new();
    let shopper = mall.harness.as_shopper("alice").with_key("order-0001");
    let refused = shopper.post("/v1/orders", body);
    assert_eq!(
        (refused.status, refused.fields()),
        (status, fields.to_vec()),
        "{body}: {}",
        refused.text
    );
    assert_eq!(mall.stock("s1", "tea.l"), (20, 0), "{body}");
}

#[test]
fn negative_quantity_does_not_raise_stock() {
    check(
        &order_of(&[("tea.l", -1)], -TEA_MINOR),
        422,
        &["lines[0].quantity"],
    );
    check(&order_of(&[("tea.l", i64::MIN)], 0), 422, &["lines[0].quantity"]);
    check(&order_of(&[("tea.l", 0)], 0), 422, &["lines[0].quantity"]);
}

#[test]
fn huge_quantity_does_not_overflow() {
    check(&order_of(&[("tea.l", 1_000)], 1), 422, &["lines[0].quantity"]);
    check(&order_of(&[("tea.l", i64::MAX)], 1), 422, &["lines[0].quantity"]);
    check(
        &order_of(&[("tea.l", 999), ("tea.l", 999)], 1),
        422,
        &["lines[1].quantity"],
    );
    let mut beyond = order_of(&[("tea.l", 1)], 1);
    beyond["lines"][0]["quantity"] = serde_json::from_str("99999999999999999999").unwrap();
    check(&beyond, 422, &["lines[0].quantity"]);
}

#[test]
fn prices_and_states_are_not_taken_from_the_client() {
    for (name, value) in [
        ("payable_minor", json!(1)),
        ("state", json!("paid")),
        ("discounts", json!([])),
    ] {
        let mut body = order_of(&[("tea.l", 1)], TEA_MINOR);
        body[name] = value;
        check(&body, 422, &[name]);
    }
    let mut body = order_of(&[("tea.l", 1)], TEA_MINOR);
    body["lines"][0]["unit_price"] = json!(1);
    check(&body, 422, &["lines[0].unit_price"]);
}

#[test]
fn cart_without_lines_or_with_too_many_is_refused() {
    check(&order_of(&[], 0), 422, &["lines"]);
    check(&order_of(&[("tea.l", 1); 101], 1), 422, &["lines"]);
}

#[test]
fn every_wrong_field_is_named_at_once() {
    let body = json!({"store": "no store", "mode": "drone", "coupon": "x", "seen_payable_minor": 1,
        "lines": [{"sku": "tea'--", "quantity": 1}]});
    check(&body, 422, &["store", "mode", "lines[0].sku", "coupon"]);
}

#[test]
fn order_without_a_key_is_refused() {
    let mall = Mall::new();
    let shopper = mall.harness.as_shopper("alice");
    let body = order_of(&[("tea.l", 1)], TEA_MINOR);
    assert_eq!(
        shopper.post("/v1/orders", &body).code(),
        "idempotency_key_required"
    );
    assert_eq!(
        shopper.with_key("short").post("/v1/orders", &body).code(),
        "idempotency_key_required"
    );
}
