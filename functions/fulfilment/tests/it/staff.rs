//! What a store does for an order.

use crate::shop::{assert_sound, paid, shop, tell};
use serde_json::{Value, json};

fn events(detail: &Value) -> Vec<(&str, &str)> {
    let items = detail.as_array().unwrap().iter();
    items
        .map(|item| (item["event"].as_str().unwrap(), item["state"].as_str().unwrap()))
        .collect()
}

#[test]
fn order_goes_through_the_shop_and_keeps_who_did_what() {
    let shop = shop();
    let id = paid(&shop, "delivery", 1);
    for event in ["accept", "prepare", "make_ready", "dispatch", "deliver"] {
        shop.platform().advance_ms(1_000);
        tell(&shop, &id, event, "").assert(200);
    }
    let path = format!("/v1/stores/s1/orders/{id}");
    let detail = shop.as_clerk("s1").get(&path).expect(200).json;
    assert_eq!(detail["state"], "completed");
    assert_eq!(
        events(&detail["events"]),
        [
            ("pay", "paid"),
            ("accept", "accepted"),
            ("prepare", "preparing"),
            ("make_ready", "ready"),
            ("dispatch", "dispatched"),
            ("deliver", "completed"),
        ]
    );
    assert_eq!(detail["events"][1]["actor"], "staff:clerk-s1");
    assert_eq!(detail["closed_ms"], detail["events"][5]["at_ms"]);
    let path = format!("/v1/orders/{id}/events");
    let seen = shop.as_shopper("alice").get(&path).expect(200).json;
    assert_eq!(seen["items"].as_array().unwrap().len(), 6);
    assert!(seen["items"][1].get("actor").is_none(), "a shopper sees no names");
    assert_sound(&shop);
}

#[test]
fn what_the_table_does_not_hold_is_refused_and_changes_nothing() {
    let shop = shop();
    let id = paid(&shop, "pickup", 1);
    for event in ["prepare", "make_ready", "dispatch", "deliver", "miss"] {
        assert_eq!(
            tell(&shop, &id, event, "").expect(409).code(),
            "order_state",
            "{event}"
        );
    }
    for event in ["pay", "cancel", "expire", "hand_over", "complete", "Accept", ""] {
        let refused = tell(&shop, &id, event, "").expect(422);
        assert_eq!(refused.fields(), ["event"], "{event}");
    }
    let path = format!("/v1/stores/s1/orders/{id}");
    let detail = shop.as_clerk("s1").get(&path).expect(200).json;
    assert_eq!(events(&detail["events"]), [("pay", "paid")]);
    assert_sound(&shop);
}

#[test]
fn same_key_gets_the_same_answer_and_another_key_is_told_that_it_happened() {
    let shop = shop();
    let id = paid(&shop, "pickup", 1);
    let path = format!("/v1/stores/s1/orders/{id}/events");
    let body = json!({"event": "accept"});
    let staff = |key: &str| shop.as_clerk("s1").with_key(key);
    let first = staff("accept-0001").post(&path, &body).expect(200);
    assert_eq!(
        staff("accept-0001").post(&path, &body).expect(200).text,
        first.text
    );
    assert_eq!(
        staff("accept-0002").post(&path, &body).expect(409).code(),
        "order_state"
    );
    let other = json!({"event": "prepare"});
    assert_eq!(
        staff("accept-0001").post(&path, &other).expect(422).code(),
        "idempotency_key_reused"
    );
    assert_eq!(
        shop.as_clerk("s1").post(&path, &body).code(),
        "idempotency_key_required"
    );
}

#[test]
fn order_of_another_store_does_not_exist() {
    let shop = shop();
    let id = paid(&shop, "pickup", 1);
    for store in ["s1", "s2"] {
        let path = format!("/v1/stores/{store}/orders/{id}");
        let clerk = shop.as_clerk("s2").with_key("accept-0001");
        clerk.get(&path).assert(404);
        clerk
            .post(&format!("{path}/events"), &json!({"event": "accept"}))
            .assert(404);
    }
    let of_another = format!("/v1/stores/s2/orders/{id}");
    shop.as_headquarters().get(&of_another).assert(404);
    shop.as_shopper("bob")
        .get(&format!("/v1/orders/{id}/events"))
        .assert(404);
    shop.as_shopper("alice")
        .get(&format!("/v1/stores/s1/orders/{id}"))
        .assert(403);
}

#[test]
fn reason_has_a_limit_and_a_rejection_needs_one() {
    let shop = shop();
    let id = paid(&shop, "pickup", 1);
    assert_eq!(tell(&shop, &id, "reject", " ").expect(422).fields(), ["reason"]);
    assert_eq!(
        tell(&shop, &id, "accept", &"長".repeat(201)).expect(422).fields(),
        ["reason"]
    );
    // Postgres could not write it down.
    for event in ["accept", "reject"] {
        assert_eq!(tell(&shop, &id, event, "no\0").expect(422).fields(), ["reason"]);
    }
    tell(&shop, &id, "accept", &format!("{}\n", "長".repeat(200))).assert(200);
}
