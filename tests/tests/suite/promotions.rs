//! `/v1/promotions` and `/v1/points`: the brand's own rules, composed into a private function, and what a customer saves.

use crate::order::{cart, id, order, place};
use end_to_end::{Mall, now_ms};
use local_edge::{Call, Fault};
use serde_json::{Value, json};
use std::time::Duration;

/// In milliseconds.
const DAY: i64 = 86_400_000;

fn promotion(rule: &str, parameters: &Value, sort: i64) -> Value {
    json!({
        "name": {"zh-CN": "促销", "en": "Promotion"},
        "rule": rule,
        "parameters": parameters,
        "valid_from_ms": now_ms() - DAY,
        "valid_until_ms": now_ms() + DAY,
        "sort": sort,
        "state": "active",
    })
}

/// Three teas for two; then every second unit of the cake at half price.
fn with_promotions() -> Mall {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 50), ("cake.one", 50)]);
    let headquarters = mall.as_headquarters();
    let teas = json!({"take": 3, "pay": 2, "on": {"products": ["tea"]}});
    headquarters
        .put("/v1/promotions/three-for-two", &promotion("n-for-m", &teas, 1))
        .assert(200);
    let cakes = json!({"on": {"skus": ["cake.one"]}});
    headquarters
        .put("/v1/promotions/half", &promotion("second-half-price", &cakes, 2))
        .assert(200);
    mall
}

fn payable(quote: &Value) -> i64 {
    quote["payable"]["amount_minor"].as_i64().unwrap()
}

#[test]
fn both_rules_take_off_what_they_say_and_the_order_keeps_it() {
    let mall = with_promotions();
    let shopper = mall.as_shopper("c1");
    let lines = [("tea.m", 4), ("cake.one", 3)];
    let quote = shopper.post("/v1/quotes", &cart("s1", &lines)).expect(200).json;
    // Seven at 18.00; one tea is free, and one cake of three costs half.
    let expected = 7 * 1_800 - 1_800 - 900;
    assert_eq!(payable(&quote), expected, "{quote}");
    let discounts: Vec<(&str, i64)> = quote["discounts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|discount| {
            let amount = discount["amount"]["amount_minor"].as_i64().unwrap();
            (discount["promotion"].as_str().unwrap(), amount)
        })
        .collect();
    assert_eq!(discounts, [("three-for-two", 1_800), ("half", 900)]);
    assert_eq!(quote.get("promotions_left_out"), None);
    let placed = place(&shopper, "order-one", &order("s1", &lines, expected)).expect(201);
    assert_eq!(placed.json["discounts"], quote["discounts"]);
    let recorded = "SELECT COALESCE(SUM(amount_minor), 0) FROM order_promotion";
    assert_eq!(mall.number(recorded), 2_700);
    shopper
        .with_key("the-payment")
        .post_empty(&format!("/v1/orders/{}/pay", id(&placed)))
        .assert(200);
}

#[test]
fn rules_are_not_asked_where_nothing_runs_and_nobody_outside_reaches_them() {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 50)]);
    let shopper = mall.as_shopper("c1");
    let quote = shopper
        .post("/v1/quotes", &cart("s1", &[("tea.m", 3)]))
        .expect(200);
    assert_eq!(payable(&quote.json), 5_400);
    if let Some(counters) = mall.counters() {
        assert_eq!(counters.of("promotions").requests, 0);
    }
    mall.anonymous().post("/ask", &json!({})).assert(404);
}

#[test]
fn rule_checks_its_parameters_when_a_promotion_is_saved() {
    let mall = Mall::start();
    let put = |rule: &str, parameters: Value| {
        let body = promotion(rule, &parameters, 0);
        mall.as_headquarters().put("/v1/promotions/summer", &body)
    };
    let refused = put("n-for-m", json!({"take": 3, "pay": 3})).expect(422);
    assert_eq!(refused.fields(), ["parameters"]);
    assert!(
        refused.text.contains("pay must be at least 1"),
        "{}",
        refused.text
    );
    assert_eq!(put("no-such-rule", json!({})).expect(422).fields(), ["rule"]);
    put("second-half-price", json!({})).assert(200);
}

#[test]
fn shopper_gets_a_price_without_promotions_when_the_rules_fail_or_hang() {
    let mall = with_promotions();
    let Some(faults) = mall.faults() else { return };
    let shopper = mall.as_shopper("c1");
    let body = cart("s1", &[("tea.m", 3)]);
    let to_rules = || {
        Fault::on(Call::HttpSend)
            .component("checkout")
            .matching("promotions")
            .always()
    };
    for fault in [to_rules().fail(), to_rules().delay(Duration::from_secs(5))] {
        faults.inject(fault);
        let quote = shopper.post("/v1/quotes", &body).expect(200).json;
        assert_eq!(payable(&quote), 5_400);
        assert_eq!(quote["promotions_left_out"].as_array().unwrap().len(), 2);
        // Whoever saw the lower price is asked again.
        let refused = place(&shopper, "order-one", &order("s1", &[("tea.m", 3)], 3_600));
        assert_eq!((refused.status, refused.code()), (409, "price_changed"));
        faults.clear();
    }
    let quote = shopper.post("/v1/quotes", &body).expect(200).json;
    assert_eq!(payable(&quote), 3_600);
}

#[test]
fn points_are_earned_redeemed_and_explained() {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 50)]);
    let rule = json!({"earn_bp": 1_000, "redeem_bp": 5_000});
    mall.as_headquarters()
        .put("/v1/points-rules/CNY", &rule)
        .assert(200);
    let shopper = mall.as_shopper("c1");
    let first = place(&shopper, "order-one", &order("s1", &[("tea.m", 2)], 3_600)).expect(201);
    assert_eq!(first.json["points_earned"], 360);
    let pay = format!("/v1/orders/{}/pay", id(&first));
    shopper
        .clone()
        .with_key("the-payment")
        .post_empty(&pay)
        .assert(200);
    let mut second = order("s1", &[("tea.m", 1)], 1_440);
    second["points"] = 360.into();
    let placed = place(&shopper, "order-two", &second).expect(201);
    let again = place(&shopper, "order-three", &second);
    assert_eq!((again.status, again.code()), (409, "points_refused"));
    let cancel = format!("/v1/orders/{}/cancel", id(&placed));
    shopper
        .clone()
        .with_key("cancel-it")
        .post_empty(&cancel)
        .assert(200);
    let balances = shopper.get("/v1/points").expect(200).json["balances"].clone();
    assert_eq!(balances, json!([{"currency": "CNY", "points": 360}]));
    let entries = shopper.get("/v1/points/entries").expect(200).json["items"].clone();
    let points: Vec<i64> = entries
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["points"].as_i64().unwrap())
        .collect();
    assert_eq!(points, [360, -360, 360]);
    let unexplained = "SELECT COUNT(*) FROM points_balance b WHERE b.points <> \
        (SELECT SUM(e.points) FROM points_entry e WHERE e.customer_id = b.customer_id AND e.currency = b.currency)";
    assert_eq!(mall.number(unexplained), 0);
}
