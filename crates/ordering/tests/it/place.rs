//! Placing orders.

use crate::mall::{CUP_MINOR, HOUR_MS, Mall, PAY_MS, TEA_MINOR, order_of, quote_of, selling_store};
use serde_json::json;
use storage::stock_movement;
use test_kit::{START_MS, block_on};

#[test]
fn order_reserves_its_goods_and_says_every_amount() {
    let mall = Mall::new();
    let shopper = mall.harness.as_shopper("alice").with_key("order-0001");
    let body = order_of(&[("tea.l", 2), ("cup.a", 1)], 2 * TEA_MINOR + CUP_MINOR);
    let order = shopper.post("/v1/orders", &body).expect(201).json;
    assert_eq!(order["state"], "awaiting_payment");
    assert_eq!(
        order["payable"],
        json!({"amount_minor": 2 * TEA_MINOR + CUP_MINOR, "currency": "CNY"})
    );
    assert_eq!(
        (&order["placed_ms"], &order["expires_ms"]),
        (&json!(START_MS), &json!(START_MS + PAY_MS))
    );
    assert_eq!(order["lines"][0]["sku"], "cup.a");
    assert_eq!(order["lines"][1]["total"]["amount_minor"], 2 * TEA_MINOR);
    assert_eq!(mall.stock("s1", "tea.l"), (20, 2));
    assert_eq!(mall.stock("s1", "cup.a"), (20, 1));
    assert_eq!(mall.stock("s2", "tea.l"), (20, 0));
}

#[test]
fn quote_is_what_the_order_costs_and_reserves_nothing() {
    let mall = Mall::new();
    let shopper = mall.harness.as_shopper("alice").with_key("order-0001");
    let quote = shopper.post("/v1/quotes", &quote_of(&[("tea.l", 3)])).expect(200);
    assert_eq!(quote.json["available_now"], true);
    assert_eq!(mall.stock("s1", "tea.l"), (20, 0));
    let payable = quote.json["payable"]["amount_minor"].as_i64().unwrap();
    shopper
        .post("/v1/orders", &order_of(&[("tea.l", 3)], payable))
        .assert(201);
}

#[test]
fn lines_of_one_sku_count_together() {
    let mall = Mall::with_units(3);
    let shopper = mall.harness.as_shopper("alice").with_key("order-0001");
    let body = order_of(&[("tea.l", 2), ("tea.l", 2)], 4 * TEA_MINOR);
    let refused = shopper.post("/v1/orders", &body);
    refused.assert(409);
    assert_eq!(
        (refused.code(), refused.fields()),
        ("out_of_stock", vec!["lines[0].quantity"])
    );
}

#[test]
fn cart_with_one_line_short_reserves_nothing_and_names_every_short_line() {
    let mall = Mall::with_units(5);
    let shopper = mall.harness.as_shopper("alice").with_key("order-0001");
    let body = order_of(&[("tea.l", 1), ("cup.a", 6), ("tea.m", 9)], 1);
    let refused = shopper.post("/v1/orders", &body);
    refused.assert(409);
    assert_eq!(refused.code(), "out_of_stock");
    assert_eq!(refused.fields(), ["lines[1].quantity", "lines[2].quantity"]);
    assert!(refused.text.contains("only 5 available"), "{}", refused.text);
    for sku in ["tea.l", "tea.m", "cup.a"] {
        assert_eq!(mall.stock("s1", sku), (5, 0), "{sku}");
    }
}

#[test]
fn article_that_the_store_does_not_sell_is_named() {
    let mall = Mall::new();
    let shopper = mall.harness.as_shopper("alice").with_key("order-0001");
    for sku in ["nothing.a", "tea.xxl"] {
        let refused = shopper.post("/v1/quotes", &quote_of(&[("cup.a", 1), (sku, 1)]));
        refused.assert(409);
        assert_eq!(
            (refused.code(), refused.fields()),
            ("not_sellable", vec!["lines[1].sku"])
        );
    }
    // No price in yen.
    let abroad = json!({"store": "tokyo", "mode": "pickup", "lines": [{"sku": "tea.l", "quantity": 1}]});
    assert_eq!(shopper.post("/v1/quotes", &abroad).code(), "not_sellable");
}

#[test]
fn store_that_does_not_exist_or_serve_is_named() {
    let mall = Mall::new();
    let shopper = mall.harness.as_shopper("alice");
    let quote = |store: &str, mode: &str| json!({"store": store, "mode": mode, "lines": [{"sku": "tea.l", "quantity": 1}]});
    let unknown = shopper.post("/v1/quotes", &quote("nowhere", "pickup"));
    assert_eq!(
        (unknown.status, unknown.fields()),
        (422, vec!["store"]),
        "{}",
        unknown.text
    );
    let unserved = shopper.post("/v1/quotes", &quote("s1", "booking"));
    assert_eq!(
        (unserved.code(), unserved.fields()),
        ("store_unavailable", vec!["mode"])
    );
}

#[test]
fn order_is_taken_at_night_for_the_morning() {
    let mall = Mall::new();
    mall.harness.platform().advance_ms(12 * HOUR_MS);
    let shopper = mall.harness.as_shopper("alice").with_key("order-0001");
    let quote = shopper.post("/v1/quotes", &quote_of(&[("tea.l", 1)])).expect(200);
    assert_eq!(quote.json["available_now"], false);
    mall.order("alice", "order-0001", "tea.l", 1, TEA_MINOR);
}

#[test]
fn price_that_the_shopper_did_not_see_is_not_charged() {
    let mall = Mall::new();
    let shopper = mall.harness.as_shopper("alice").with_key("order-0001");
    for seen in [TEA_MINOR - 1, TEA_MINOR + 1, 0, -1, i64::MAX] {
        let refused = shopper.post("/v1/orders", &order_of(&[("tea.l", 1)], seen));
        refused.assert(409);
        assert_eq!(refused.code(), "price_changed");
        assert_eq!(refused.json["quote"]["payable"]["amount_minor"], TEA_MINOR);
    }
    assert_eq!(mall.stock("s1", "tea.l"), (20, 0));
}

#[test]
fn ledger_of_stock_names_the_order_for_each_change() {
    let mall = Mall::new();
    let sold = mall.order("alice", "order-0001", "tea.l", 2, 2 * TEA_MINOR);
    let left = mall.order("alice", "order-0002", "tea.l", 1, TEA_MINOR);
    let alice = mall.harness.as_shopper("alice").with_key("the-payment");
    alice.post_empty(&format!("/v1/orders/{sold}/pay")).assert(200);
    alice.post_empty(&format!("/v1/orders/{left}/cancel")).assert(200);
    let (store, sku) = (selling_store(mall.sql(), "s1"), "tea.l".parse().unwrap());
    let movements = block_on(stock_movement::list(mall.sql(), &store, &sku, None, 10)).unwrap();
    let told: Vec<_> = movements
        .iter()
        .map(|movement| {
            (
                movement.cause.as_str(),
                movement.reference.as_str(),
                movement.on_hand,
                movement.reserved,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("release", left.as_str(), 18, 0),
            ("sell", sold.as_str(), 18, 1),
            ("reserve", left.as_str(), 20, 3),
            ("reserve", sold.as_str(), 20, 2),
            ("count", "test", 20, 0),
        ]
    );
}
