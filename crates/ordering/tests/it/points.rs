//! Points: earned with a paid order, redeemed with an order, given back with its end.

use crate::mall::{COUPON_MINOR, HOUR_MS, Mall, TEA_MINOR, order_of, quote_of};
use commerce::money::{BasisPoints, Currency};
use commerce::pricing::PointsRule;
use serde_json::Value;
use storage::points;
use storage::sql::{Script, Statement};
use test_kit::{Answer, START_MS, block_on};

/// 1 % is earned, and half of the goods may be paid with points.
fn with_rule() -> Mall {
    let mall = Mall::new();
    let rule = PointsRule {
        earn_bp: BasisPoints(100),
        redeem_bp: BasisPoints(5_000),
    };
    let mut script = Script::new();
    points::put_rule(&mut script, Currency::CNY, rule, None, START_MS);
    block_on(mall.sql().write(script)).unwrap();
    mall.project();
    mall
}

/// Gives a customer points from nowhere, as a migration of another system would.
fn give(mall: &Mall, customer: &str, points: i64) {
    let mut script = Script::new();
    script.run(
        "INSERT INTO points_balance (customer_id, currency, points) VALUES (?1, 'CNY', ?2)",
        vec![customer.to_owned().into(), points.into()],
    );
    block_on(mall.sql().write(script)).unwrap();
}

fn balance(mall: &Mall, customer: &str) -> i64 {
    let customer = customer.parse().unwrap();
    block_on(points::balance(mall.sql(), &customer, Currency::CNY))
        .unwrap()
        .get()
}

/// What the entries of a customer sum to.
fn explained(mall: &Mall, customer: &str) -> i64 {
    let rows = block_on(mall.sql().read(Statement::new(
        "SELECT COALESCE(SUM(points), 0) FROM points_entry WHERE customer_id = ?1",
        vec![customer.to_owned().into()],
    )));
    rows.unwrap()[0].int(0).unwrap()
}

fn order_with_points(lines: &[(&str, i64)], points: i64, payable: i64) -> Value {
    let mut body = order_of(lines, payable);
    body["points"] = points.into();
    body
}

fn place(mall: &Mall, key: &str, body: &Value) -> Answer {
    let shopper = mall.harness.as_shopper("alice").with_key(key);
    shopper.post("/v1/orders", body)
}

fn reason(answer: &Answer) -> (&str, &str) {
    let rule = answer.json["errors"][0]["rule"].as_str();
    (answer.code(), rule.unwrap_or_default())
}

#[test]
fn paid_order_earns_points_once() {
    let mall = with_rule();
    let order = mall.order("alice", "order-0001", "tea.l", 2, 2 * TEA_MINOR);
    assert_eq!(balance(&mall, "alice"), 0);
    for key in ["pay-000001", "pay-000001", "pay-000002"] {
        let shopper = mall.harness.as_shopper("alice").with_key(key);
        shopper.post_empty(&format!("/v1/orders/{order}/pay")).assert(200);
        assert_eq!((balance(&mall, "alice"), explained(&mall, "alice")), (36, 36));
    }
}

#[test]
fn redeemed_points_are_explained_and_gone() {
    let mall = with_rule();
    give(&mall, "alice", 1_000);
    let mut body = quote_of(&[("tea.l", 2)]);
    body["points"] = 1_000.into();
    let shopper = mall.harness.as_shopper("alice");
    let quote = shopper.post("/v1/quotes", &body).expect(200).json;
    assert_eq!(quote["points_redeemed"], 1_000);
    assert_eq!(quote["points_earned"], 26);
    assert_eq!(quote["discounts"][0]["rule"], "points");
    assert_eq!(quote["payable"]["amount_minor"], 2 * TEA_MINOR - 1_000);
    assert_eq!(balance(&mall, "alice"), 1_000);
    let body = order_with_points(&[("tea.l", 2)], 1_000, 2 * TEA_MINOR - 1_000);
    place(&mall, "order-0001", &body).assert(201);
    assert_eq!((balance(&mall, "alice"), explained(&mall, "alice")), (0, -1_000));
    let again = place(&mall, "order-0002", &body);
    assert_eq!(reason(&again), ("points_refused", "points_not_enough"));
    assert_eq!(mall.stock("s1", "tea.l"), (20, 2));
    // The first key still has its answer.
    place(&mall, "order-0001", &body).assert(201);
}

#[test]
fn points_beyond_balance_or_limit_or_without_a_rule_are_refused() {
    let mall = with_rule();
    give(&mall, "alice", 5_000);
    let refused = place(&mall, "order-0001", &order_with_points(&[("tea.l", 2)], 1_801, 1));
    assert_eq!(reason(&refused), ("points_refused", "points_over_limit"));
    assert_eq!(refused.json["points_max"], 1_800);
    let refused = place(&mall, "order-0001", &order_with_points(&[("tea.l", 2)], 5_001, 1));
    assert_eq!(reason(&refused), ("points_refused", "points_not_enough"));
    let refused = place(&mall, "order-0001", &order_with_points(&[("tea.l", 2)], -1, 1));
    assert_eq!(reason(&refused), ("invalid_request", "out_of_range"));
    let without = Mall::new();
    give(&without, "alice", 5_000);
    let refused = place(&without, "order-0001", &order_with_points(&[("tea.l", 2)], 1, 1));
    assert_eq!(reason(&refused), ("points_refused", "points_not_offered"));
}

#[test]
fn cancelled_and_expired_orders_give_their_points_back_once() {
    let mall = with_rule();
    give(&mall, "alice", 1_000);
    let body = order_with_points(&[("tea.l", 2)], 1_000, 2 * TEA_MINOR - 1_000);
    let cancelled = place(&mall, "order-0001", &body).expect(201);
    let path = format!("/v1/orders/{}/cancel", cancelled.json["id"].as_str().unwrap());
    for key in ["cancel-001", "cancel-001", "cancel-002"] {
        let shopper = mall.harness.as_shopper("alice").with_key(key);
        shopper.post_empty(&path);
        assert_eq!(balance(&mall, "alice"), 1_000);
    }
    place(&mall, "order-0002", &body).assert(201);
    assert_eq!(balance(&mall, "alice"), 0);
    mall.harness.platform().advance_ms(HOUR_MS / 2);
    for _ in 0..2 {
        mall.harness
            .as_job()
            .post_empty("/jobs/expire-orders")
            .assert(200);
        assert_eq!((balance(&mall, "alice"), explained(&mall, "alice")), (1_000, 0));
    }
}

#[test]
fn coupon_and_points_go_together_in_their_order() {
    let mall = with_rule();
    give(&mall, "alice", 5_000);
    let coupon = mall.issue_coupon("alice", 1);
    let left = 2 * TEA_MINOR - COUPON_MINOR;
    let mut body = order_with_points(&[("tea.l", 2)], left / 2, left / 2);
    body["coupon"] = coupon.into();
    let order = place(&mall, "order-0001", &body).expect(201).json;
    let rules: Vec<&str> = order["discounts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|discount| discount["rule"].as_str().unwrap())
        .collect();
    assert_eq!(rules, ["coupon", "points"]);
    assert_eq!(balance(&mall, "alice"), 5_000 - left / 2);
}

#[test]
fn points_of_another_customer_are_not_there() {
    let mall = with_rule();
    give(&mall, "bob", 1_000);
    let refused = place(&mall, "order-0001", &order_with_points(&[("tea.l", 2)], 1, 1));
    assert_eq!(reason(&refused), ("points_refused", "points_not_enough"));
    assert_eq!(refused.json["points_max"], 0);
}
