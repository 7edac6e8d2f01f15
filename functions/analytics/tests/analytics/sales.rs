use crate::fixture::{mall, rows, sold};
use commerce::money::Currency;
use serde_json::json;
use test_kit::Harness;

fn sold_for_days() -> Harness {
    let mall = mall();
    for (store, day, amount, currency) in [
        ("sh", "2025-12-31", 900, Currency::CNY),
        ("sh", "2026-01-01", 1_000, Currency::CNY),
        ("sh", "2026-01-01", 500, Currency::CNY),
        ("la", "2026-01-01", 700, Currency::USD),
        ("la", "2026-01-02", 300, Currency::USD),
    ] {
        sold(&mall, store, day, amount, currency);
    }
    mall
}

const SALES: &str = "/v1/analytics/sales?from=2026-01-01&to=2026-01-02";

#[test]
fn sales_are_summed_by_day_store_and_currency_and_over_the_range() {
    let report = sold_for_days().as_headquarters().get(SALES).expect(200).json;
    assert_eq!(
        json!(rows(&report, &["day", "store", "orders", "items", "net"])),
        json!([
            ["2026-01-01", "la", 1, 2, {"amount_minor": 700, "currency": "USD"}],
            ["2026-01-01", "sh", 2, 4, {"amount_minor": 1_500, "currency": "CNY"}],
            ["2026-01-02", "la", 1, 2, {"amount_minor": 300, "currency": "USD"}],
        ])
    );
    assert_eq!(
        report["totals"],
        json!([
            {
                "orders": 2, "items": 4, "net": {"amount_minor": 1_500, "currency": "CNY"},
                "refunded": {"amount_minor": 0, "currency": "CNY"},
            },
            {
                "orders": 2, "items": 4, "net": {"amount_minor": 1_000, "currency": "USD"},
                "refunded": {"amount_minor": 0, "currency": "USD"},
            },
        ])
    );
}

#[test]
fn pages_follow_each_other_without_gap_or_repeat() {
    let mall = sold_for_days();
    let mut path = format!("{SALES}&limit=1");
    let mut seen = Vec::new();
    loop {
        let page = mall.as_headquarters().get(&path).expect(200).json;
        seen.extend(rows(&page, &["day", "store"]));
        match page["next_cursor"].as_str() {
            Some(cursor) => path = format!("{SALES}&limit=1&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(
        json!(seen),
        json!([["2026-01-01", "la"], ["2026-01-01", "sh"], ["2026-01-02", "la"]])
    );
}

#[test]
fn one_store_is_headquarters_choice_and_a_clerks_wall() {
    let mall = sold_for_days();
    let shanghai = mall
        .as_headquarters()
        .get(&format!("{SALES}&store=sh"))
        .expect(200)
        .json;
    assert_eq!(json!(rows(&shanghai, &["store", "orders"])), json!([["sh", 2]]));
    assert_eq!(mall.as_clerk("sh").get(SALES).expect(200).json, shanghai);
    mall.as_clerk("sh").get(&format!("{SALES}&store=la")).assert(404);
    mall.as_clerk("sh")
        .get(&format!("{SALES}&store=nowhere"))
        .assert(404);
    mall.as_headquarters()
        .get(&format!("{SALES}&store=nowhere"))
        .assert(404);
    mall.as_shopper("c1").get(SALES).assert(403);
    mall.as_job().get(SALES).assert(403);
    mall.anonymous().get(SALES).assert(401);
}

#[test]
fn clerk_cannot_leave_the_own_store_by_a_cursor() {
    let mall = sold_for_days();
    let cursor = format!("{SALES}&cursor=2026-01-01.aa.CNY");
    let page = mall.as_clerk("sh").get(&cursor).expect(200).json;
    assert_eq!(json!(rows(&page, &["store"])), json!([["sh"]]));
}

#[test]
fn malformed_question_is_named() {
    let mall = mall();
    for (query, field) in [
        ("to=2026-01-01", "from"),
        ("from=2026-01-01", "to"),
        ("from=2026-01-02&to=2026-01-01", "to"),
        ("from=2026-01-01&to=2026-04-03", "to"),
        ("from=2026-02-30&to=2026-03-01", "from"),
        ("from=2026-01-01&to=2026-01-01&store=%27%20OR%201%3D1", "store"),
        ("from=2026-01-01&to=2026-01-01&cursor=x", "cursor"),
        ("from=2026-01-01&to=2026-01-01&limit=1000", "limit"),
        ("from=2026-01-01&to=2026-01-01&day=1", "day"),
    ] {
        let answer = mall
            .as_headquarters()
            .get(&format!("/v1/analytics/sales?{query}"))
            .expect(422);
        assert_eq!(answer.fields(), [field], "{query}");
    }
}
