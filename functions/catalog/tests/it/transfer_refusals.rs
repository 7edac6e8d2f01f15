//! What is refused of transfers, and to whom.

use crate::mall::count;
use crate::transfers::{AT_TK, FROM_SH, on_hand, receive, sent, to_tk, units, with_stock};
use serde_json::{Value, json};

#[test]
fn wrong_fields_are_named() {
    let mall = with_stock();
    let check = |body: Value, expected: &[&str]| {
        let answer = mall
            .as_clerk("sh")
            .with_key("send-0001")
            .post(FROM_SH, &body)
            .expect(422);
        assert_eq!(answer.fields(), expected, "{body}");
    };
    let line = json!({"sku": "oolong.l", "units": 1});
    check(json!({"to": "sh", "reason": "x", "lines": [line]}), &["to"]);
    check(
        json!({"to": "nowhere", "reason": "x", "lines": [{"sku": "no.l", "units": 1}]}),
        &["to", "lines[0].sku"],
    );
    check(json!({"to": "tk", "reason": "", "lines": [line]}), &["reason"]);
    check(json!({"to": "tk", "reason": "x", "lines": []}), &["lines"]);
    check(
        json!({"to": "tk", "reason": "x", "lines": [{"sku": "oolong.l", "units": -1}]}),
        &["lines[0].units"],
    );
    check(
        json!({"to": "tk", "reason": "x", "lines": [{"sku": "oolong.l", "units": 9_223_372_036_854_775_807_i64}]}),
        &["lines[0].units"],
    );
    let id = sent(&mall, "send-0001", &[("oolong.l", 4), ("oolong.m", 1)]);
    let check = |counted: &[(&str, i64)], expected: &[&str]| {
        let answer = receive(&mall, "take-0001", &id, counted).expect(422);
        assert_eq!(answer.fields(), expected);
    };
    check(&[("oolong.l", 5), ("oolong.m", 1)], &["lines[0].received"]);
    check(&[("oolong.l", 4)], &["lines"]);
    check(&[("oolong.l", 4), ("cup.a", 1)], &["lines[1].sku"]);
    assert_eq!(on_hand(&mall, "tk"), []);
}

#[test]
fn delivery_that_does_not_fit_in_is_refused_and_stays_in_transit() {
    let mall = with_stock();
    let id = sent(&mall, "send-0001", &[("oolong.l", 4)]);
    count(&mall, "tk", "oolong.l", 999_999_999);
    let refused = receive(&mall, "take-0001", &id, &[("oolong.l", 4)]).expect(422);
    assert_eq!(refused.fields(), ["lines[0].received"]);
    receive(&mall, "take-0001", &id, &[("oolong.l", 1)]).assert(200);
}

#[test]
fn transfer_between_others_does_not_exist() {
    let mall = with_stock();
    let id = sent(&mall, "send-0001", &[("oolong.l", 4)]);
    let other = mall.as_clerk("bj").with_key("key-00001");
    for path in [
        format!("{FROM_SH}/{id}"),
        format!("/v1/stores/bj/stock/transfers/{id}"),
    ] {
        other.get(&path).assert(404);
        other.post_empty(&format!("{path}/cancel")).assert(404);
        other
            .post(&format!("{path}/receive"), &json!({"lines": []}))
            .assert(404);
    }
    assert_eq!(
        other.get("/v1/stores/bj/stock/transfers").expect(200).json,
        json!({"items": []})
    );
    other.get(FROM_SH).assert(404);
    other.post(FROM_SH, &to_tk(&[("oolong.l", 1)])).assert(404);
    // Headquarters through the wrong store's door.
    mall.as_headquarters()
        .get(&format!("/v1/stores/bj/stock/transfers/{id}"))
        .assert(404);
    mall.as_headquarters().get(&format!("{AT_TK}/{id}")).assert(200);
    mall.as_headquarters()
        .get(&format!("{AT_TK}/no-ulid"))
        .assert(404);
    mall.anonymous().get(FROM_SH).assert(401);
    mall.as_shopper("c1").get(FROM_SH).assert(403);
}

#[test]
fn only_the_receiver_receives_and_only_the_sender_cancels() {
    let mall = with_stock();
    let id = sent(&mall, "send-0001", &[("oolong.l", 4)]);
    let body = json!({"lines": [{"sku": "oolong.l", "received": 4}]});
    mall.as_clerk("sh")
        .with_key("key-00001")
        .post(&format!("{FROM_SH}/{id}/receive"), &body)
        .assert(403);
    mall.as_clerk("tk")
        .with_key("key-00001")
        .post_empty(&format!("{AT_TK}/{id}/cancel"))
        .assert(403);
    mall.as_clerk("sh")
        .with_key("key-00001")
        .post(&format!("{FROM_SH}/{id}/cancel"), &body)
        .assert(422);
    assert_eq!(on_hand(&mall, "sh"), units(6, 3));
    mall.as_headquarters()
        .with_key("key-00001")
        .post(&format!("{AT_TK}/{id}/receive"), &body)
        .assert(200);
}
