use crate::fixture::{DAY_MS, campaign, held, issued, mall, ordered, template, with};
use serde_json::json;
use test_kit::{Harness, START_MS};
use web::Platform;

fn names(count: usize) -> impl Iterator<Item = String> {
    (0..count).map(|number| format!("c{number}"))
}

/// A campaign for those who have not ordered for 30 days.
fn running(total_limit: i64, per_customer_limit: i64) -> Harness {
    let mall = mall();
    let body = template(total_limit, per_customer_limit);
    mall.as_headquarters()
        .put("/v1/coupon-templates/spring", &body)
        .assert(200);
    mall.as_headquarters()
        .put("/v1/campaigns/come-back", &campaign(30))
        .assert(200);
    mall
}

fn run(mall: &Harness) -> (i64, bool) {
    let report = mall.as_job().post_empty("/jobs/recall").expect(200).json;
    (
        report["issued"].as_i64().unwrap(),
        report["more"].as_bool().unwrap(),
    )
}

fn campaign_issued(mall: &Harness) -> i64 {
    mall.as_headquarters().get("/v1/campaigns").json["items"][0]["issued"]
        .as_i64()
        .unwrap()
}

#[test]
fn sleepers_get_one_coupon_however_often_the_job_runs() {
    let mall = running(1_000, 1);
    ordered(mall.platform().sql(), 30, names(250));
    ordered(mall.platform().sql(), 29, ["awake".to_owned()]);
    assert_eq!(run(&mall), (250, false));
    assert_eq!(run(&mall), (0, false));
    assert!(names(250).all(|customer| held(&mall, &customer) == 1));
    assert_eq!(held(&mall, "awake"), 0);
    assert_eq!((issued(&mall, "spring"), campaign_issued(&mall)), (250, 250));
}

#[test]
fn who_falls_asleep_later_is_reached_later() {
    let mall = running(1_000, 1);
    ordered(mall.platform().sql(), 40, ["early".to_owned()]);
    ordered(mall.platform().sql(), 29, ["late".to_owned()]);
    assert_eq!(run(&mall), (1, false));
    mall.platform().advance_ms(DAY_MS);
    assert_eq!(run(&mall), (1, false));
    assert_eq!((held(&mall, "early"), held(&mall, "late")), (1, 1));
}

#[test]
fn edits_reach_nobody_twice_in_one_campaign_and_another_campaign_is_free_to() {
    let mall = running(1_000, 9);
    ordered(mall.platform().sql(), 40, names(3));
    assert_eq!(run(&mall), (3, false));
    let headquarters = mall.as_headquarters();
    headquarters
        .put("/v1/campaigns/come-back", &campaign(10))
        .assert(200);
    headquarters
        .put("/v1/coupon-templates/spring", &template(1_001, 9))
        .assert(200);
    assert_eq!(run(&mall), (0, false));
    headquarters
        .put("/v1/campaigns/second", &campaign(30))
        .assert(200);
    assert_eq!(run(&mall), (3, false));
    assert_eq!(held(&mall, "c0"), 2);
}

#[test]
fn limit_of_the_template_ends_the_campaign_until_it_is_raised() {
    let mall = running(120, 1);
    ordered(mall.platform().sql(), 40, names(150));
    assert_eq!(run(&mall), (120, false));
    assert_eq!(run(&mall), (0, false));
    mall.as_headquarters()
        .put("/v1/coupon-templates/spring", &template(1_000, 1))
        .assert(200);
    assert_eq!(run(&mall), (30, false));
    assert!(names(150).all(|customer| held(&mall, &customer) == 1));
}

#[test]
fn customer_who_has_had_enough_is_passed_over_until_more_is_allowed() {
    let mall = running(1_000, 1);
    ordered(mall.platform().sql(), 40, names(2));
    let claim = mall.as_shopper("c0").with_key("claim-0001");
    claim.post_empty("/v1/coupon-templates/spring/claim").assert(201);
    assert_eq!(run(&mall), (1, false));
    assert_eq!((held(&mall, "c0"), held(&mall, "c1")), (1, 1));
    mall.as_headquarters()
        .put("/v1/coupon-templates/spring", &template(1_000, 2))
        .assert(200);
    assert_eq!(run(&mall), (1, false));
    assert_eq!((held(&mall, "c0"), held(&mall, "c1")), (2, 1));
}

#[test]
fn paused_campaign_and_closed_or_future_template_issue_nothing() {
    let mall = running(1_000, 1);
    ordered(mall.platform().sql(), 40, names(3));
    let headquarters = mall.as_headquarters();
    let put = |change| {
        headquarters
            .put("/v1/coupon-templates/spring", &with(template(1_000, 1), change))
            .assert(200);
    };
    put(json!({"state": "closed"}));
    assert_eq!(run(&mall), (0, false));
    put(json!({"valid_from_ms": START_MS + 1}));
    assert_eq!(run(&mall), (0, false));
    put(json!({}));
    headquarters
        .put(
            "/v1/campaigns/come-back",
            &with(campaign(30), json!({"state": "paused"})),
        )
        .assert(200);
    assert_eq!(run(&mall), (0, false));
    headquarters
        .put("/v1/campaigns/come-back", &campaign(30))
        .assert(200);
    assert_eq!(run(&mall), (3, false));
}

#[test]
fn run_is_bounded_and_the_next_one_goes_on() {
    let mall = running(10_000, 1);
    ordered(mall.platform().sql(), 40, names(2_050));
    assert_eq!(run(&mall), (2_000, true));
    assert_eq!(run(&mall), (50, false));
    assert_eq!(issued(&mall, "spring"), 2_050);
}
