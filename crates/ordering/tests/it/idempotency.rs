//! One effect and one answer per key.

use crate::mall::{HOUR_MS, Mall, TEA_MINOR, order_of};

#[test]
fn repeated_request_gets_the_same_bytes_and_reserves_once() {
    let mall = Mall::new();
    let shopper = mall.harness.as_shopper("alice").with_key("order-0001");
    let body = order_of(&[("tea.l", 1)], TEA_MINOR);
    let first = shopper.post("/v1/orders", &body).expect(201);
    mall.harness.platform().advance_ms(60_000);
    let again = shopper.reading("zh-CN").post("/v1/orders", &body).expect(201);
    assert_eq!(first.text, again.text);
    assert_eq!(mall.stock("s1", "tea.l"), (20, 1));
}

#[test]
fn repeated_request_is_answered_when_its_own_order_took_the_last_unit_and_the_coupon() {
    let mall = Mall::with_units(2);
    let coupon = mall.issue_coupon("alice", 1);
    let shopper = mall.harness.as_shopper("alice").with_key("order-0001");
    let mut body = order_of(&[("tea.l", 2)], 2 * TEA_MINOR - 1_000);
    body["coupon"] = coupon.into();
    let first = shopper.post("/v1/orders", &body).expect(201);
    mall.project();
    let again = shopper.post("/v1/orders", &body).expect(201);
    assert_eq!(first.text, again.text);
}

#[test]
fn key_used_with_another_body_is_refused() {
    let mall = Mall::new();
    let shopper = mall.harness.as_shopper("alice").with_key("order-0001");
    shopper
        .post("/v1/orders", &order_of(&[("tea.l", 1)], TEA_MINOR))
        .assert(201);
    for (quantity, seen) in [(2, 2 * TEA_MINOR), (2, 1), (30, 30 * TEA_MINOR)] {
        let other = shopper.post("/v1/orders", &order_of(&[("tea.l", quantity)], seen));
        assert_eq!((other.status, other.code()), (422, "idempotency_key_reused"));
    }
    assert_eq!(mall.stock("s1", "tea.l"), (20, 1));
}

#[test]
fn key_belongs_to_its_customer_and_its_operation() {
    let mall = Mall::new();
    let order = mall.order("alice", "same-key-1", "tea.l", 1, TEA_MINOR);
    mall.order("bob", "same-key-1", "tea.l", 1, TEA_MINOR);
    let alice = mall.harness.as_shopper("alice").with_key("same-key-1");
    alice.post_empty(&format!("/v1/orders/{order}/pay")).assert(200);
    assert_eq!(mall.stock("s1", "tea.l"), (19, 1));
}

#[test]
fn refused_request_may_be_repeated_with_its_key_when_it_can_succeed() {
    let mall = Mall::with_units(1);
    mall.order("bob", "order-0001", "tea.l", 1, TEA_MINOR);
    let alice = mall.harness.as_shopper("alice").with_key("order-0002");
    let body = order_of(&[("tea.l", 1)], TEA_MINOR);
    alice.post("/v1/orders", &body).assert(409);
    mall.harness.platform().advance_ms(HOUR_MS);
    mall.harness
        .as_job()
        .post_empty("/jobs/expire-orders")
        .assert(200);
    alice.post("/v1/orders", &body).assert(201);
}

#[test]
fn keys_are_forgotten_after_two_days() {
    let mall = Mall::new();
    mall.order("alice", "order-0001", "tea.l", 1, TEA_MINOR);
    for (hours, forgotten) in [(47, 0), (2, 1), (0, 0)] {
        mall.harness.platform().advance_ms(hours * HOUR_MS);
        let report = mall
            .harness
            .as_job()
            .post_empty("/jobs/expire-orders")
            .expect(200);
        assert_eq!(report.json["keys_forgotten"], forgotten, "{hours}");
    }
}
