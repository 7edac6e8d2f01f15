//! Handing over: in two steps, once, at the order's store, to whoever has the code.

use crate::shop::{assert_sound, code, paid, shop, tell};
use serde_json::json;
use test_kit::{Answer, Harness};

const MINUTE_MS: i64 = 60_000;

fn ready(shop: &Harness, number: u32) -> String {
    let id = paid(shop, "pickup", number);
    for event in ["accept", "make_ready"] {
        tell(shop, &id, event, "").assert(200);
    }
    id
}

fn preview(shop: &Harness, store: &str, code: &str) -> Answer {
    let path = format!("/v1/stores/{store}/handovers/preview");
    shop.as_clerk(store).post(&path, &json!({"code": code}))
}

fn confirm(shop: &Harness, store: &str, confirmation: &str, key: &str) -> Answer {
    let path = format!("/v1/stores/{store}/handovers");
    let body = json!({"confirmation": confirmation});
    shop.as_clerk(store).with_key(key).post(&path, &body)
}

fn text<'a>(answer: &'a serde_json::Value, field: &str) -> &'a str {
    answer[field].as_str().unwrap()
}

#[test]
fn payload_and_code_show_the_order_and_its_confirmation_hands_it_over_once() {
    let shop = shop();
    let id = ready(&shop, 1);
    let shown = code(&shop, &id);
    let by_code = preview(&shop, "s1", text(&shown, "code")).expect(200).json;
    let preview = preview(&shop, "s1", text(&shown, "payload")).expect(200).json;
    assert_eq!(
        (&preview["order"]["id"], &preview["order"]["state"]),
        (&id.as_str().into(), &"ready".into())
    );
    assert_eq!(by_code["order"], preview["order"]);
    let confirmation = text(&preview, "confirmation");
    let done = confirm(&shop, "s1", confirmation, "hand-000001").expect(200);
    assert_eq!(done.json["state"], "completed");
    assert_eq!(
        confirm(&shop, "s1", confirmation, "hand-000001").expect(200).text,
        done.text
    );
    let again = confirm(&shop, "s1", confirmation, "hand-000002").expect(409);
    assert_eq!(again.code(), "order_state");
    let checks = shop
        .as_clerk("s1")
        .get("/v1/stores/s1/handovers")
        .expect(200)
        .json;
    let outcomes = checks["items"].as_array().unwrap().iter();
    let outcomes: Vec<&str> = outcomes.map(|check| text(check, "outcome")).collect();
    assert_eq!(outcomes, ["handed_over", "shown", "shown"]);
    assert_sound(&shop);
}

#[test]
fn payload_is_worth_nothing_after_its_minute_but_the_next_one_is() {
    let shop = shop();
    let id = ready(&shop, 1);
    let photographed = code(&shop, &id);
    shop.platform().advance_ms(MINUTE_MS + 1);
    let refused = preview(&shop, "s1", text(&photographed, "payload")).expect(409);
    assert_eq!(refused.code(), "handover_refused");
    preview(&shop, "s1", text(&code(&shop, &id), "payload")).assert(200);
}

#[test]
fn code_of_one_store_is_none_at_another() {
    let shop = shop();
    let id = ready(&shop, 1);
    let shown = code(&shop, &id);
    for form in ["payload", "code"] {
        assert_eq!(
            preview(&shop, "s2", text(&shown, form)).expect(409).code(),
            "handover_refused"
        );
    }
    let seen = preview(&shop, "s1", text(&shown, "payload")).expect(200).json;
    let confirmation = text(&seen, "confirmation");
    assert_eq!(
        confirm(&shop, "s2", confirmation, "hand-000001")
            .expect(409)
            .code(),
        "handover_refused"
    );
    let path = "/v1/stores/s1/handovers";
    let body = json!({"confirmation": confirmation});
    shop.as_clerk("s2")
        .with_key("hand-000001")
        .post(path, &body)
        .assert(404);
    // Headquarters saw no preview.
    let other_person = shop.as_headquarters().with_key("hand-000001").post(path, &body);
    assert_eq!(other_person.expect(409).code(), "handover_refused");
}

#[test]
fn confirmation_is_good_for_two_minutes() {
    let shop = shop();
    let id = ready(&shop, 1);
    let seen = preview(&shop, "s1", text(&code(&shop, &id), "payload"))
        .expect(200)
        .json;
    shop.platform().advance_ms(2 * MINUTE_MS);
    let late = confirm(&shop, "s1", text(&seen, "confirmation"), "hand-000001").expect(409);
    assert_eq!(late.code(), "handover_refused");
}

#[test]
fn order_that_is_not_ready_has_no_code_and_what_was_scanned_and_paid_has_one() {
    let shop = shop();
    let pickup = paid(&shop, "pickup", 1);
    let path = |id: &str| format!("/v1/orders/{id}/handover-code");
    let early = shop.as_shopper("alice").get(&path(&pickup)).expect(409);
    assert_eq!(early.code(), "order_state");
    shop.as_shopper("bob").get(&path(&pickup)).assert(404);
    let scanned = paid(&shop, "in_store", 2);
    let seen = preview(&shop, "s1", text(&code(&shop, &scanned), "code"))
        .expect(200)
        .json;
    let out = confirm(&shop, "s1", text(&seen, "confirmation"), "exit-000001").expect(200);
    assert_eq!(out.json["state"], "completed");
    assert_sound(&shop);
}

#[test]
fn whoever_guesses_codes_has_to_wait() {
    let shop = shop();
    let id = ready(&shop, 1);
    for _ in 0..20 {
        assert_eq!(
            preview(&shop, "s1", "00000000").expect(409).code(),
            "handover_refused"
        );
    }
    let shown = code(&shop, &id);
    assert_eq!(
        preview(&shop, "s1", text(&shown, "code")).expect(429).code(),
        "too_many_tries"
    );
    shop.platform().advance_ms(10 * MINUTE_MS);
    preview(&shop, "s1", text(&shown, "code")).assert(200);
}

#[test]
fn headquarters_finds_no_desk_at_a_store_that_there_is_not() {
    let shop = shop();
    let headquarters = shop.as_headquarters().with_key("nowhere-0001");
    let code = json!({"code": "00000000"});
    headquarters
        .post("/v1/stores/nowhere/handovers/preview", &code)
        .assert(404);
    let back = json!({"code": "00000000", "reason": "too many"});
    headquarters.post("/v1/stores/nowhere/returns", &back).assert(404);
}

#[test]
fn what_is_no_code_is_refused_by_name() {
    let shop = shop();
    for (body, status, field) in [
        (json!({"code": "x".repeat(129)}), 422, "code"),
        (json!({"code": 12}), 422, "code"),
        (json!({}), 422, "body"),
    ] {
        let answer = shop.as_clerk("s1").post("/v1/stores/s1/handovers/preview", &body);
        answer.assert(status);
        assert_eq!(answer.fields(), [field], "{body}");
    }
    for code in ["", "MH1", "MH1...", "MH1.a.b.c", "取货码", "\u{0}"] {
        assert_eq!(
            preview(&shop, "s1", code).expect(409).code(),
            "handover_refused",
            "{code:?}"
        );
    }
}
