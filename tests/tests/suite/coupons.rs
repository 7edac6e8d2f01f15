//! `/v1/coupon-templates`, `/v1/coupons`, `/v1/campaigns`.

use crate::order::{id, order, place};
use end_to_end::{Caller, Mall, now_ms};
use serde_json::{Value, json};
use std::thread;

/// In milliseconds.
const DAY: i64 = 86_400_000;

/// Five yuan off from ten, for whom there are any left.
fn template(total_limit: i64, per_customer_limit: i64) -> Value {
    json!({
        "name": {"zh-CN": "满10减5", "en": "5 off from 10"},
        "kind": {"type": "amount", "amount_minor": 500},
        "currency": "CNY",
        "threshold_minor": 1_000,
        "valid_from_ms": now_ms() - DAY,
        "valid_until_ms": now_ms() + DAY,
        "total_limit": total_limit,
        "per_customer_limit": per_customer_limit,
        "state": "active",
    })
}

fn claim(shopper: &Caller, key: &str) -> end_to_end::Answer {
    shopper
        .clone()
        .with_key(key)
        .post_empty("/v1/coupon-templates/five/claim")
}

#[test]
fn limits_hold_when_everybody_claims_at_once() {
    let mall = Mall::start();
    mall.as_headquarters()
        .put("/v1/coupon-templates/five", &template(10, 1))
        .assert(200);
    let given: usize = thread::scope(|scope| {
        // Each of 16 customers asks four times, each time with another key.
        let claims: Vec<_> = (0..64)
            .map(|number| {
                let shopper = mall.as_shopper(&format!("c{}", number % 16));
                scope.spawn(move || {
                    let key = format!("claim-{number:04}");
                    let mut answer = claim(&shopper, &key);
                    while answer.status == 503 {
                        answer = claim(&shopper, &key);
                    }
                    usize::from(answer.status == 201)
                })
            })
            .collect();
        claims.into_iter().map(|claim| claim.join().unwrap()).sum()
    });
    assert_eq!(given, 10);
    assert_eq!(mall.number("SELECT COUNT(*) FROM coupon"), 10);
    assert_eq!(mall.number("SELECT MAX(issued) FROM coupon_holding"), 1);
}

#[test]
fn coupon_is_used_with_the_order_and_comes_back_with_its_end() {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 10)]);
    mall.as_headquarters()
        .put("/v1/coupon-templates/five", &template(10, 2))
        .assert(200);
    let shopper = mall.as_shopper("c1");
    let coupon = id(&claim(&shopper, "claim-0001").expect(201)).to_owned();
    let mut body = order("s1", &[("tea.m", 1)], 1_300);
    body["coupon"] = coupon.into();
    let placed = place(&shopper, "order-one", &body).expect(201);
    assert_eq!(
        placed.json["payable"],
        json!({"amount_minor": 1_300, "currency": "CNY"})
    );
    let again = place(&shopper, "order-two", &body);
    assert_eq!((again.status, again.code()), (409, "coupon_refused"));
    shopper
        .clone()
        .with_key("cancel-it")
        .post_empty(&format!("/v1/orders/{}/cancel", id(&placed)))
        .assert(200);
    place(&shopper, "order-two", &body).assert(201);
}

#[test]
fn sleeping_customer_is_recalled_once_however_often_the_job_runs() {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 10)]);
    let headquarters = mall.as_headquarters();
    headquarters
        .put("/v1/coupon-templates/five", &template(10, 5))
        .assert(200);
    let campaign = json!({"template": "five", "sleeping_days": 30, "state": "active"});
    headquarters.put("/v1/campaigns/come-back", &campaign).assert(200);
    for customer in ["asleep", "awake"] {
        let shopper = mall.as_shopper(customer);
        let placed = place(&shopper, "order-one", &order("s1", &[("tea.m", 1)], 1_800)).expect(201);
        shopper
            .with_key("the-payment")
            .post_empty(&format!("/v1/orders/{}/pay", id(&placed)))
            .assert(200);
    }
    mall.execute(&format!(
        "UPDATE customer SET last_order_ms = {} WHERE id = 'asleep'",
        now_ms() - 40 * DAY
    ));
    let issued: i64 = thread::scope(|scope| {
        let runs: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| mall.as_job().post_empty("/jobs/recall")))
            .collect();
        runs.into_iter()
            .filter_map(|run| run.join().unwrap().json["issued"].as_i64())
            .sum()
    });
    assert_eq!(issued, 1);
    let wallet = |customer: &str| {
        mall.as_shopper(customer).get("/v1/coupons").expect(200).json["items"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!((wallet("asleep"), wallet("awake")), (1, 0));
}
