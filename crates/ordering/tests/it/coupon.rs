//! Coupons in orders.

use crate::mall::{COUPON_MINOR, CUP_MINOR, HOUR_MS, Mall, TEA_MINOR, order_of, quote_of};
use serde_json::Value;
use storage::coupon::load_for_order;
use test_kit::block_on;

const PAYABLE: i64 = 2 * TEA_MINOR - COUPON_MINOR;

fn with_coupon(coupon: &str, payable: i64) -> Value {
    let mut body = order_of(&[("tea.l", 2)], payable);
    body["coupon"] = coupon.into();
    body
}

fn reason(answer: &test_kit::Answer) -> &str {
    answer.json["errors"][0]["rule"].as_str().unwrap_or_default()
}

#[test]
fn coupon_is_explained_line_by_line() {
    let mall = Mall::new();
    let coupon = mall.issue_coupon("alice", 1);
    let mut body = quote_of(&[("tea.l", 2), ("cup.a", 1)]);
    body["coupon"] = coupon.as_str().into();
    let quote = mall
        .harness
        .as_shopper("alice")
        .post("/v1/quotes", &body)
        .expect(200)
        .json;
    assert_eq!(quote["discounts"][0]["coupon"], coupon);
    assert_eq!(quote["discounts"][0]["amount"]["amount_minor"], COUPON_MINOR);
    let shares: i64 = (0..2)
        .map(|line| {
            quote["lines"][line]["discounts"][0]["amount"]["amount_minor"]
                .as_i64()
                .unwrap()
        })
        .sum();
    assert_eq!(shares, COUPON_MINOR);
    assert_eq!(
        quote["payable"]["amount_minor"],
        2 * TEA_MINOR + CUP_MINOR - COUPON_MINOR
    );
}

#[test]
fn coupon_is_used_once() {
    let mall = Mall::new();
    let coupon = mall.issue_coupon("alice", 1);
    for attempt in 0..5 {
        let shopper = mall
            .harness
            .as_shopper("alice")
            .with_key(&format!("order-000{attempt}"));
        let answer = shopper.post("/v1/orders", &with_coupon(&coupon, PAYABLE));
        if attempt == 0 {
            answer.assert(201);
        } else {
            assert_eq!(
                (answer.code(), reason(&answer)),
                ("coupon_refused", "coupon_used")
            );
        }
    }
    assert_eq!(mall.stock("s1", "tea.l"), (20, 2));
}

#[test]
fn coupon_of_another_customer_does_not_exist() {
    let mall = Mall::new();
    let coupon = mall.issue_coupon("bob", 1);
    let shopper = mall.harness.as_shopper("alice").with_key("order-0001");
    for id in [coupon.as_str(), "01ARZ3NDEKTSV4RRFFQ69G5FAV"] {
        let refused = shopper.post("/v1/orders", &with_coupon(id, PAYABLE));
        assert_eq!(
            (refused.code(), reason(&refused)),
            ("coupon_refused", "coupon_unknown")
        );
        // The core would refuse it too; it does not get to see it.
        let alice = "alice".parse().unwrap();
        let loaded = load_for_order(mall.sql(), id.parse().unwrap(), &alice);
        assert_eq!(block_on(loaded), Ok(None));
        // A quote writes nothing that could refuse it, and must not tell what somebody else's coupon takes off.
        let mut quote = quote_of(&[("tea.l", 2)]);
        quote["coupon"] = id.into();
        let refused = shopper.post("/v1/quotes", &quote);
        assert_eq!(
            (refused.code(), reason(&refused)),
            ("coupon_refused", "coupon_unknown")
        );
    }
}

#[test]
fn expired_coupon_is_refused() {
    let mall = Mall::new();
    let coupon = mall.issue_coupon("alice", 1);
    mall.harness.platform().advance_ms(HOUR_MS);
    let shopper = mall.harness.as_shopper("alice").with_key("order-0001");
    let refused = shopper.post("/v1/orders", &with_coupon(&coupon, PAYABLE));
    assert_eq!(reason(&refused), "coupon_expired");
}

#[test]
fn cancelled_and_expired_orders_give_their_coupon_back_to_be_used_again() {
    let mall = Mall::new();
    let coupon = mall.issue_coupon("alice", 1);
    let place = |key: &str| {
        let shopper = mall.harness.as_shopper("alice").with_key(key);
        let order = shopper
            .post("/v1/orders", &with_coupon(&coupon, PAYABLE))
            .expect(201);
        order.json["id"].as_str().unwrap().to_owned()
    };
    let cancelled = place("order-0001");
    let shopper = mall.harness.as_shopper("alice").with_key("cancel-001");
    shopper
        .post_empty(&format!("/v1/orders/{cancelled}/cancel"))
        .assert(200);
    place("order-0002");
    mall.harness.platform().advance_ms(HOUR_MS / 2);
    mall.harness
        .as_job()
        .post_empty("/jobs/expire-orders")
        .assert(200);
    place("order-0003");
    assert_eq!(mall.stock("s1", "tea.l"), (20, 2));
}
