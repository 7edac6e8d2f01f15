use crate::fixture::{DAY_MS, held, issued, mall, template, with};
use serde_json::json;
use test_kit::{Answer, Harness, START_MS};

const CLAIM: &str = "/v1/coupon-templates/spring/claim";

fn put(mall: &Harness, total_limit: i64, per_customer_limit: i64, change: serde_json::Value) {
    let body = with(template(total_limit, per_customer_limit), change);
    mall.as_headquarters()
        .put("/v1/coupon-templates/spring", &body)
        .assert(200);
}

fn claim(mall: &Harness, customer: &str, key: &str) -> Answer {
    mall.as_shopper(customer).with_key(key).post_empty(CLAIM)
}

#[test]
fn claimed_coupon_is_in_the_wallet_of_its_owner_alone() {
    let mall = mall();
    put(&mall, 10, 1, json!({"valid_days": 7}));
    let coupon = mall
        .as_shopper("c1")
        .with_key("claim-0001")
        .reading("zh-CN")
        .post_empty(CLAIM)
        .expect(201)
        .json;
    assert_eq!(coupon["name"], "欢迎回来");
    assert_eq!(coupon["kind"], json!({"type": "amount", "amount_minor": 1_000}));
    assert_eq!(
        (&coupon["state"], &coupon["expires_ms"]),
        (&json!("issued"), &json!(START_MS + 7 * DAY_MS))
    );
    assert_eq!((held(&mall, "c1"), held(&mall, "c2")), (1, 0));
}

#[test]
fn repeated_claim_gets_the_same_bytes_and_no_second_coupon() {
    let mall = mall();
    put(&mall, 10, 5, json!({}));
    let first = claim(&mall, "c1", "claim-0001").expect(201);
    mall.platform().advance_ms(60_000);
    let again = claim(&mall, "c1", "claim-0001").expect(201);
    assert_eq!(again.text, first.text);
    assert_eq!((issued(&mall, "spring"), held(&mall, "c1")), (1, 1));
}

#[test]
fn repeated_claim_is_answered_even_when_nothing_is_left() {
    let mall = mall();
    put(&mall, 1, 1, json!({}));
    let first = claim(&mall, "c1", "claim-0001").expect(201);
    put(&mall, 1, 1, json!({"state": "closed"}));
    assert_eq!(claim(&mall, "c1", "claim-0001").expect(201).text, first.text);
}

#[test]
fn key_with_another_body_is_refused() {
    let mall = mall();
    put(&mall, 10, 5, json!({}));
    claim(&mall, "c1", "claim-0001").assert(201);
    let other = mall
        .as_shopper("c1")
        .with_key("claim-0001")
        .post(CLAIM, &json!({"more": 1}))
        .expect(422);
    assert_eq!(other.code(), "idempotency_key_reused");
    assert_eq!(issued(&mall, "spring"), 1);
}

#[test]
fn key_belongs_to_its_caller_and_its_template() {
    let mall = mall();
    put(&mall, 10, 1, json!({}));
    let autumn = "/v1/coupon-templates/autumn";
    mall.as_headquarters().put(autumn, &template(10, 1)).assert(200);
    let first = claim(&mall, "c1", "claim-0001").expect(201);
    assert_ne!(claim(&mall, "c2", "claim-0001").expect(201).text, first.text);
    mall.as_shopper("c1")
        .with_key("claim-0001")
        .post_empty(&format!("{autumn}/claim"))
        .assert(201);
}

#[test]
fn claim_without_a_sound_key_is_refused() {
    let mall = mall();
    put(&mall, 10, 1, json!({}));
    assert_eq!(
        mall.as_shopper("c1").post_empty(CLAIM).expect(400).code(),
        "idempotency_key_required"
    );
    assert_eq!(
        claim(&mall, "c1", "short").expect(400).code(),
        "idempotency_key_required"
    );
}

#[test]
fn limit_of_a_customer_is_not_that_of_another() {
    let mall = mall();
    put(&mall, 10, 2, json!({}));
    claim(&mall, "c1", "claim-0001").assert(201);
    claim(&mall, "c1", "claim-0002").assert(201);
    let refused = mall
        .as_shopper("c1")
        .with_key("claim-0003")
        .reading("zh-CN")
        .post_empty(CLAIM)
        .expect(409);
    assert_eq!(
        (refused.code(), refused.fields()),
        ("coupon_exhausted", vec!["template"])
    );
    assert_eq!(refused.json["errors"][0]["message"], "您已达到领取上限");
    assert_eq!(refused.json["title"], "优惠券已领完或已达领取上限。");
    claim(&mall, "c2", "claim-0001").assert(201);
}

#[test]
fn refused_claim_may_be_repeated_with_its_key_when_there_is_more() {
    let mall = mall();
    put(&mall, 1, 1, json!({}));
    claim(&mall, "c1", "claim-0001").assert(201);
    let refused = claim(&mall, "c2", "claim-0001").expect(409);
    assert_eq!(
        (refused.code(), &refused.json["errors"][0]["rule"]),
        ("coupon_exhausted", &json!("all_issued"))
    );
    put(&mall, 2, 1, json!({}));
    claim(&mall, "c2", "claim-0001").assert(201);
}

#[test]
fn coupons_are_claimed_only_in_their_time_and_while_active() {
    let mall = mall();
    let check = |key: &str, rule: &str| {
        let refused = claim(&mall, "c1", key).expect(409);
        assert_eq!(
            (refused.code(), &refused.json["errors"][0]["rule"]),
            ("coupon_refused", &json!(rule))
        );
        refused
    };
    put(&mall, 10, 9, json!({"valid_from_ms": START_MS + 1}));
    let refused = check("claim-0001", "claim_not_started");
    assert_eq!(refused.json["valid_from_ms"], START_MS + 1);
    mall.platform().advance_ms(1);
    claim(&mall, "c1", "claim-0001").assert(201);
    put(
        &mall,
        10,
        9,
        json!({"valid_from_ms": START_MS, "state": "closed"}),
    );
    check("claim-0002", "claim_closed");
    put(&mall, 10, 9, json!({"valid_from_ms": START_MS}));
    mall.platform().set_now_ms(START_MS + 30 * DAY_MS);
    check("claim-0002", "claim_ended");
}

#[test]
fn draft_does_not_exist_for_shoppers() {
    let mall = mall();
    put(&mall, 10, 1, json!({"state": "draft"}));
    claim(&mall, "c1", "claim-0001").assert(404);
    let missing = mall.as_shopper("c1").with_key("claim-0001");
    missing.post_empty("/v1/coupon-templates/none/claim").assert(404);
    missing.post_empty("/v1/coupon-templates/a.b/claim").assert(404);
}
