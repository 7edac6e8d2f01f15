//! Purchase limits.

use crate::mall::{HOUR_MS, Mall, PAY_MS, TEA_MINOR, edit_product, order_of, quote_of};
use commerce::product::PurchaseLimit;
use storage::invariants;
use test_kit::{Answer, block_on};

const DAY_MS: i64 = 24 * HOUR_MS;

fn limit(mall: &Mall, limit: Option<(u32, u32)>) {
    edit_product(mall.sql(), "tea", |tea| {
        tea.variants[0].purchase_limit = limit.map(|(quantity, days)| PurchaseLimit { quantity, days });
    });
}

/// A mall where a customer may buy so many of `tea.l` in so many days.
fn limited(quantity: u32, days: u32) -> Mall {
    let mall = Mall::with_units(1_000);
    limit(&mall, Some((quantity, days)));
    mall.project();
    mall
}

fn place(mall: &Mall, customer: &str, key: &str, quantity: i64) -> Answer {
    let shopper = mall.harness.as_shopper(customer).with_key(key);
    shopper.post(
        "/v1/orders",
        &order_of(&[("tea.l", quantity)], quantity * TEA_MINOR),
    )
}

fn placed(mall: &Mall, key: &str, quantity: i64) -> String {
    let answer = place(mall, "alice", key, quantity).expect(201);
    answer.json["id"].as_str().unwrap().to_owned()
}

fn refused(mall: &Mall, key: &str, quantity: i64, left: i64) {
    let answer = place(mall, "alice", key, quantity).expect(409);
    assert_eq!(
        (answer.code(), answer.fields()),
        ("purchase_limit", vec!["lines[0].quantity"])
    );
    assert_eq!(answer.json["errors"][0]["rule"], "left");
    assert!(
        answer.text.contains(&format!("only {left} left for you")),
        "{}",
        answer.text
    );
}

fn is_sound(mall: &Mall) {
    assert_eq!(block_on(invariants::breaches(mall.sql())).unwrap(), []);
}

#[test]
fn quote_says_that_a_customer_may_order_no_more() {
    let mall = limited(5, 0);
    let quote = |quantity| {
        let shopper = mall.harness.as_shopper("alice");
        shopper.post("/v1/quotes", &quote_of(&[("tea.l", quantity)]))
    };
    placed(&mall, "order-0001", 3);
    quote(2).assert(200);
    let refused = quote(3).expect(409);
    assert_eq!(
        (refused.code(), refused.fields()),
        ("purchase_limit", vec!["lines[0].quantity"])
    );
}

#[test]
fn customer_orders_so_many_and_no_more_whatever_the_orders() {
    let mall = limited(5, 0);
    refused(&mall, "order-0001", 6, 5);
    placed(&mall, "order-0001", 3);
    refused(&mall, "order-0002", 3, 2);
    placed(&mall, "order-0003", 2);
    refused(&mall, "order-0004", 1, 0);
    place(&mall, "bob", "order-0001", 5).assert(201);
    // The same key again is the same order.
    placed(&mall, "order-0003", 2);
    assert_eq!(mall.stock("s1", "tea.l"), (1_000, 10));
    is_sound(&mall);
}

#[test]
fn refusal_names_the_line_as_it_was_sent_and_leaves_nothing() {
    let mall = limited(2, 0);
    let lines = [("tea.m", 1), ("cup.a", 1), ("tea.l", 3)];
    let body = order_of(&lines, 4 * TEA_MINOR + 500);
    let shopper = mall.harness.as_shopper("alice").with_key("order-0001");
    let answer = shopper.post("/v1/orders", &body).expect(409);
    assert_eq!(
        (answer.code(), answer.fields()),
        ("purchase_limit", vec!["lines[2].quantity"])
    );
    assert_eq!(mall.stock("s1", "tea.m"), (1_000, 0));
    let answer = shopper.reading("zh-CN").post("/v1/orders", &body).expect(409);
    assert!(answer.text.contains("您还可购买 2 件"));
}

#[test]
fn order_that_ends_unpaid_is_given_back_once_and_one_that_is_paid_is_not() {
    let mall = limited(5, 0);
    let first = placed(&mall, "order-0001", 5);
    let alice = |key: &str| mall.harness.as_shopper("alice").with_key(key);
    for _ in 0..2 {
        alice("cancel-001")
            .post_empty(&format!("/v1/orders/{first}/cancel"))
            .assert(200);
    }
    let second = placed(&mall, "order-0002", 2);
    placed(&mall, "order-0003", 3);
    alice("pay-000001")
        .post_empty(&format!("/v1/orders/{second}/pay"))
        .assert(200);
    mall.harness.platform().advance_ms(PAY_MS);
    let job = mall.harness.as_job();
    job.post_empty("/jobs/expire-orders").assert(200);
    job.post_empty("/jobs/expire-orders").assert(200);
    refused(&mall, "order-0004", 4, 3);
    placed(&mall, "order-0005", 3);
    is_sound(&mall);
}

#[test]
fn period_ends_at_the_stores_own_midnight_and_an_order_is_given_back_to_its_own() {
    let mall = limited(2, 1);
    // Noon in Shanghai.
    let first = placed(&mall, "order-0001", 2);
    refused(&mall, "order-0002", 1, 0);
    mall.harness.platform().advance_ms(12 * HOUR_MS - 1);
    refused(&mall, "order-0003", 1, 0);
    mall.harness.platform().advance_ms(1);
    placed(&mall, "order-0004", 2);
    // What was ordered yesterday is no room for today.
    let alice = mall.harness.as_shopper("alice").with_key("cancel-001");
    alice
        .post_empty(&format!("/v1/orders/{first}/cancel"))
        .assert(200);
    refused(&mall, "order-0005", 1, 0);
    is_sound(&mall);
}

#[test]
fn periods_of_several_days_follow_each_other_without_a_gap() {
    let mall = limited(1, 7);
    let mut orders = Vec::new();
    for day in 0..28 {
        let key = format!("order-{day:04}");
        if place(&mall, "alice", &key, 1).status == 201 {
            orders.push(day);
        }
        mall.harness.platform().advance_ms(DAY_MS);
    }
    // 2026-01-01 is day 20454, the first of its seven: 20454 = 7 × 2922.
    assert_eq!(orders, [0, 7, 14, 21]);
    is_sound(&mall);
}

#[test]
fn limit_that_the_projections_do_not_know_yet_holds_and_one_that_is_gone_does_not() {
    let mall = Mall::new();
    limit(&mall, Some((1, 0)));
    refused(&mall, "order-0001", 2, 1);
    placed(&mall, "order-0002", 1);
    mall.project();
    limit(&mall, None);
    placed(&mall, "order-0003", 4);
    // What was ordered without a limit is not counted by one that comes later.
    limit(&mall, Some((2, 0)));
    placed(&mall, "order-0004", 1);
    limit(&mall, Some((1, 0)));
    refused(&mall, "order-0005", 1, 0);
    is_sound(&mall);
}
