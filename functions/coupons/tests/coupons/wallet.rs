use crate::fixture::{DAY_MS, mall, template, with};
use serde_json::json;
use storage::sql::Script;
use test_kit::{Harness, START_MS, block_on};
use web::Platform;

/// Four coupons of `c1`, claimed one millisecond after another; the second and third last a day.
fn filled() -> (Harness, Vec<String>) {
    let mall = mall();
    let mut claimed = Vec::new();
    for (number, days) in [30, 1, 1, 30].into_iter().enumerate() {
        let path = format!("/v1/coupon-templates/t{number}");
        mall.as_headquarters()
            .put(&path, &with(template(9, 9), json!({"valid_days": days})))
            .assert(200);
        mall.platform().advance_ms(1);
        let shopper = mall.as_shopper("c1").with_key("claim-0001");
        let coupon = shopper.post_empty(&format!("{path}/claim")).expect(201).json;
        claimed.push(coupon["id"].as_str().unwrap().to_owned());
    }
    (mall, claimed)
}

fn ids(mall: &Harness, query: &str) -> (Vec<String>, Option<String>) {
    let page = mall
        .as_shopper("c1")
        .get(&format!("/v1/coupons{query}"))
        .expect(200)
        .json;
    let items = page["items"].as_array().unwrap();
    let ids = items.iter().map(|item| item["id"].as_str().unwrap().to_owned());
    (ids.collect(), page["next_cursor"].as_str().map(str::to_owned))
}

fn set_used(mall: &Harness, coupon: &str) {
    let mut script = Script::new();
    script.expect(
        "coupon",
        "UPDATE coupon SET state = 'used', order_id = '01ARZ3NDEKTSV4RRFFQ69G5FAV' WHERE id = ?1",
        vec![coupon.to_owned().into()],
    );
    block_on(mall.platform().sql().write(script)).unwrap();
}

#[test]
fn wallet_is_read_page_by_page_newest_first() {
    let (mall, mut claimed) = filled();
    claimed.reverse();
    let (first, cursor) = ids(&mall, "?limit=3");
    assert_eq!(first, claimed[..3]);
    let (second, cursor) = ids(&mall, &format!("?limit=3&cursor={}", cursor.unwrap()));
    assert_eq!((second.as_slice(), cursor), (&claimed[3..], None));
}

#[test]
fn coupons_are_found_by_where_they_stand_now() {
    let (mall, claimed) = filled();
    set_used(&mall, &claimed[0]);
    set_used(&mall, &claimed[1]);
    mall.platform().set_now_ms(START_MS + 2 * DAY_MS);
    let of = |state: &str| ids(&mall, &format!("?state={state}")).0;
    assert_eq!(of("used"), [claimed[1].clone(), claimed[0].clone()]);
    assert_eq!(of("expired"), [claimed[2].clone()]);
    assert_eq!(of("issued"), [claimed[3].clone()]);
    let used = mall.as_shopper("c1").get("/v1/coupons?state=used").json;
    assert_eq!(used["items"][0]["order"], "01ARZ3NDEKTSV4RRFFQ69G5FAV");
    assert_eq!(used["items"][0]["state"], "used");
}

#[test]
fn coupon_expires_at_its_very_instant() {
    let (mall, claimed) = filled();
    mall.platform().set_now_ms(START_MS + 2 + DAY_MS);
    assert_eq!(ids(&mall, "?state=expired").0, [claimed[1].clone()]);
}

#[test]
fn malformed_question_is_named() {
    let (mall, _) = filled();
    for (query, field) in [
        ("?state=open", "state"),
        ("?cursor=x", "cursor"),
        ("?limit=0", "limit"),
        ("?customer=c2", "customer"),
    ] {
        let answer = mall
            .as_shopper("c1")
            .get(&format!("/v1/coupons{query}"))
            .expect(422);
        assert_eq!(answer.fields(), [field]);
    }
}
