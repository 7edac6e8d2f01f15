//! What the tests have in common: a template, a campaign, customers who ordered.

use commerce::money::{Currency, Minor, Money};
use serde_json::{Value, json};
use storage::customer::count_paid_order;
use storage::sql::{Script, Sql};
use test_kit::{Harness, START_MS, block_on, harness};

pub const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

pub fn mall() -> Harness {
    harness([coupons::routes::app()])
}

/// 10.00 CNY off from 30.00 CNY, from now for 30 days; active.
pub fn template(total_limit: i64, per_customer_limit: i64) -> Value {
    json!({
        "name": {"en": "Welcome back", "zh-CN": "欢迎回来"},
        "kind": {"type": "amount", "amount_minor": 1_000},
        "currency": "CNY",
        "threshold_minor": 3_000,
        "valid_from_ms": START_MS,
        "valid_until_ms": START_MS + 30 * DAY_MS,
        "total_limit": total_limit,
        "per_customer_limit": per_customer_limit,
        "state": "active",
    })
}

/// `base` with the fields of `change`.
pub fn with(mut base: Value, change: Value) -> Value {
    for (field, value) in change.as_object().unwrap() {
        base[field] = value.clone();
    }
    base
}

pub fn campaign(sleeping_days: i64) -> Value {
    json!({"template": "spring", "sleeping_days": sleeping_days, "state": "active"})
}

/// Counts a paid order of each customer, so many days before the tests begin.
pub fn ordered(sql: &dyn Sql, days_ago: i64, customers: impl IntoIterator<Item = String>) {
    for customer in customers {
        let mut script = Script::new();
        let paid = Money::new(Minor(5_000), Currency::CNY);
        count_paid_order(
            &mut script,
            &customer.parse().unwrap(),
            paid,
            START_MS - days_ago * DAY_MS,
        );
        block_on(sql.write(script)).unwrap();
    }
}

pub fn issued(mall: &Harness, template: &str) -> i64 {
    let path = format!("/v1/coupon-templates/{template}");
    let answer = mall.as_headquarters().get(&path).expect(200);
    answer.json["issued"].as_i64().unwrap()
}

/// How many coupons a customer holds.
pub fn held(mall: &Harness, customer: &str) -> usize {
    let answer = mall.as_shopper(customer).get("/v1/coupons?limit=100").expect(200);
    answer.json["items"].as_array().unwrap().len()
}
