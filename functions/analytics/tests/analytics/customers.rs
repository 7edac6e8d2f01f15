use crate::fixture::{DAY_MS, mall, paid};
use commerce::money::Currency;
use serde_json::{Value, json};
use test_kit::{Harness, START_MS};

const FACTS: &str = "/v1/analytics/customers/c1";

fn bought() -> Harness {
    let mall = mall();
    for (days_ago, amount, currency) in [
        (40, 60_000, Currency::CNY),
        (10, 500, Currency::USD),
        (20, 1, Currency::CNY),
    ] {
        paid(&mall, "c1", amount, currency, START_MS - days_ago * DAY_MS);
    }
    mall
}

fn rfm(facts: &Value) -> Vec<&Value> {
    ["recency", "frequency", "money", "currency"]
        .map(|field| &facts["rfm"][field])
        .to_vec()
}

#[test]
fn facts_are_the_sum_of_the_paid_orders() {
    let facts = bought().as_headquarters().get(FACTS).expect(200).json;
    assert_eq!(
        facts["spent"],
        json!([{"amount_minor": 60_001, "currency": "CNY"}, {"amount_minor": 500, "currency": "USD"}])
    );
    assert_eq!(
        (&facts["orders"], &facts["recency_days"]),
        (&json!(3), &json!(10))
    );
    assert_eq!(facts["first_order_ms"], START_MS - 40 * DAY_MS);
    assert_eq!(facts["last_order_ms"], START_MS - 10 * DAY_MS);
    assert_eq!(rfm(&facts), [&json!(4), &json!(2), &json!(3), &json!("CNY")]);
}

#[test]
fn score_of_money_follows_the_callers_currency_and_bands() {
    let mall = bought();
    let of = |query: &str| {
        mall.as_headquarters()
            .get(&format!("{FACTS}?{query}"))
            .expect(200)
            .json
    };
    assert_eq!(
        rfm(&of("currency=USD")),
        [&json!(4), &json!(2), &json!(1), &json!("USD")]
    );
    let bands = of("currency=USD&money_bands=1,2,3,500");
    assert_eq!(rfm(&bands), [&json!(4), &json!(2), &json!(5), &json!("USD")]);
    assert_eq!(of("currency=JPY")["rfm"]["money"], 1);
}

#[test]
fn customer_without_a_paid_order_is_not_known() {
    let mall = bought();
    mall.as_headquarters()
        .get("/v1/analytics/customers/c2")
        .assert(404);
    mall.as_headquarters()
        .get("/v1/analytics/customers/a.b")
        .assert(404);
}

#[test]
fn facts_are_for_headquarters_alone() {
    let mall = bought();
    for caller in [mall.as_shopper("c1"), mall.as_clerk("sh"), mall.as_job()] {
        caller.get(FACTS).assert(403);
    }
    mall.anonymous().get(FACTS).assert(401);
}

#[test]
fn malformed_question_is_named() {
    let mall = bought();
    for (query, field) in [
        ("currency=RMB", "currency"),
        ("money_bands=4,3,2,1", "money_bands"),
        ("days=1", "days"),
    ] {
        let answer = mall
            .as_headquarters()
            .get(&format!("{FACTS}?{query}"))
            .expect(422);
        assert_eq!(answer.fields(), [field]);
    }
}
