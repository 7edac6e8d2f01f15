//! What goes back of paid orders.

use crate::shop::{AtOnce, TEA_MINOR, UNITS, assert_sound, paid, shop, shop_with, tell};
use ordering::provider::RefundState;
use serde_json::{Value, json};
use std::rc::Rc;
use storage::scope::StoreScope;
use storage::stock;
use test_kit::{Answer, Harness, block_on};
use web::Platform;

fn give_back(shop: &Harness, id: &str, key: &str, body: &Value) -> Answer {
    let path = format!("/v1/stores/s1/orders/{id}/refunds");
    shop.as_clerk("s1").with_key(key).post(&path, body)
}

fn one_cold() -> Value {
    json!({"lines": [{"sku": "tea.l", "quantity": 1}], "reason": "cold"})
}

fn on_hand(shop: &Harness, store: &str) -> i64 {
    let store = store.parse().unwrap();
    let levels = block_on(stock::list(
        shop.platform().sql(),
        &StoreScope::All,
        &store,
        None,
        10,
    ))
    .unwrap();
    levels.first().unwrap().on_hand
}

fn order(shop: &Harness, id: &str) -> Value {
    shop.as_shopper("alice")
        .get(&format!("/v1/orders/{id}"))
        .expect(200)
        .json
}

fn refunds(shop: &Harness, id: &str) -> Vec<Value> {
    let path = format!("/v1/orders/{id}/refunds");
    let list = shop.as_shopper("alice").get(&path).expect(200).json;
    list["items"].as_array().unwrap().clone()
}

#[test]
fn shopper_calls_off_a_paid_order_and_gets_all_of_it_back() {
    let shop = shop();
    let id = paid(&shop, "pickup", 1);
    assert_eq!(on_hand(&shop, "s1"), UNITS - 2);
    let path = format!("/v1/orders/{id}/cancel");
    let shopper = shop.as_shopper("alice").with_key("cancel-0001");
    let cancelled = shopper.post_empty(&path).expect(200);
    assert_eq!(cancelled.json["state"], "cancelled");
    assert_eq!(cancelled.json["refunded"]["amount_minor"], 2 * TEA_MINOR);
    assert_eq!(shopper.post_empty(&path).expect(200).text, cancelled.text);
    assert_eq!(order(&shop, &id), cancelled.json);
    let [refund] = &refunds(&shop, &id)[..] else {
        panic!()
    };
    assert_eq!(
        (&refund["cause"], &refund["state"]),
        (&"cancel".into(), &"done".into())
    );
    assert_eq!(on_hand(&shop, "s1"), UNITS);
    assert_sound(&shop);
}

#[test]
fn shopper_cannot_call_off_what_is_accepted_or_was_scanned() {
    let shop = shop();
    let accepted = paid(&shop, "pickup", 1);
    tell(&shop, &accepted, "accept", "").assert(200);
    let scanned = paid(&shop, "in_store", 2);
    for id in [&accepted, &scanned] {
        let path = format!("/v1/orders/{id}/cancel");
        let refused = shop.as_shopper("alice").with_key("cancel-0001").post_empty(&path);
        assert_eq!(refused.expect(409).code(), "order_state");
    }
    assert_sound(&shop);
}

#[test]
fn store_rejects_an_order_with_its_reason_and_everything_goes_back_once() {
    let shop = shop();
    let id = paid(&shop, "delivery", 1);
    tell(&shop, &id, "accept", "").assert(200);
    let rejected = tell(&shop, &id, "reject", "no more tea").expect(200);
    assert_eq!(rejected.json["refunded"]["amount_minor"], 2 * TEA_MINOR);
    assert_eq!(
        tell(&shop, &id, "reject", "no more tea").expect(200).text,
        rejected.text
    );
    assert_eq!(refunds(&shop, &id)[0]["state"], "due");
    let job = || shop.as_job().post_empty("/jobs/refund-payments").expect(200).json;
    assert_eq!(job()["ended"], 1);
    assert_eq!(job()["ended"], 0);
    let refund = &refunds(&shop, &id)[0];
    assert_eq!(
        (&refund["cause"], &refund["reason"]),
        (&"reject".into(), &"no more tea".into())
    );
    assert_eq!(refund["state"], "done");
    assert_eq!(on_hand(&shop, "s1"), UNITS);
    assert_sound(&shop);
}

#[test]
fn goods_that_a_courier_has_do_not_come_back_on_the_shelf_by_themselves() {
    let shop = shop();
    let id = paid(&shop, "delivery", 1);
    for event in ["accept", "make_ready", "dispatch"] {
        tell(&shop, &id, event, "").assert(200);
    }
    tell(&shop, &id, "reject", "nobody was there").assert(200);
    assert_eq!(on_hand(&shop, "s1"), UNITS - 2);
    assert_sound(&shop);
}

#[test]
fn units_go_back_one_by_one_and_no_more_than_were_bought() {
    let shop = shop();
    let id = paid(&shop, "pickup", 1);
    let first = give_back(&shop, &id, "refund-0001", &one_cold()).expect(201);
    assert_eq!(first.json["amount"]["amount_minor"], TEA_MINOR);
    assert_eq!(
        give_back(&shop, &id, "refund-0001", &one_cold()).expect(201).text,
        first.text
    );
    let both = json!({"lines": [{"sku": "tea.l", "quantity": 2}], "reason": "cold"});
    let refused = give_back(&shop, &id, "refund-0002", &both).expect(409);
    assert_eq!(
        (refused.code(), refused.fields()),
        ("refund_refused", vec!["lines[0].quantity"])
    );
    give_back(
        &shop,
        &id,
        "refund-0003",
        &json!({"reason": "all cold", "restock": true}),
    )
    .assert(201);
    assert_eq!(order(&shop, &id)["refunded"]["amount_minor"], 2 * TEA_MINOR);
    let nothing = give_back(&shop, &id, "refund-0004", &json!({"reason": "again"})).expect(409);
    assert_eq!(nothing.code(), "refund_refused");
    assert_eq!(on_hand(&shop, "s1"), UNITS - 1);
    // It is called off all the same: what is left is nothing.
    tell(&shop, &id, "reject", "closed").assert(200);
    assert_eq!(refunds(&shop, &id).len(), 3);
    assert_sound(&shop);
}

#[test]
fn refund_waits_for_a_provider_that_is_down_or_slow_and_is_disputed_by_one_that_refuses() {
    let provider = Rc::new(AtOnce::default());
    let shop = shop_with(provider.clone());
    let id = paid(&shop, "pickup", 1);
    give_back(&shop, &id, "refund-0001", &one_cold()).assert(201);
    let job = || shop.as_job().post_empty("/jobs/refund-payments").expect(200).json;
    assert_eq!(job()["unanswered"], 1);
    provider.refund.set(Some(RefundState::Pending));
    assert_eq!(job()["open"], 1);
    assert_eq!(refunds(&shop, &id)[0]["state"], "due");
    provider.refund.set(Some(RefundState::Done));
    assert_eq!(job()["ended"], 1);
    assert_eq!(refunds(&shop, &id)[0]["state"], "done");
    shop.platform().advance_ms(1);
    give_back(&shop, &id, "refund-0002", &one_cold()).assert(201);
    provider.refund.set(Some(RefundState::Refused));
    assert_eq!(job()["ended"], 1);
    assert_eq!(refunds(&shop, &id)[1]["state"], "disputed");
    let asked = provider.asked.borrow();
    let numbers: Vec<&str> = asked.iter().map(|(number, _)| number.as_str()).collect();
    let [first, second] =
        [&refunds(&shop, &id)[0], &refunds(&shop, &id)[1]].map(|refund| refund["id"].clone());
    assert_eq!(
        numbers,
        [&first, &first, &first, &second].map(|id| id.as_str().unwrap())
    );
    assert!(asked.iter().all(|(_, amount)| *amount == TEA_MINOR));
    assert_sound(&shop);
}

#[test]
fn goods_are_given_back_at_another_store_by_whoever_shows_the_orders_code() {
    let shop = shop();
    let id = paid(&shop, "in_store", 1);
    let path = format!("/v1/orders/{id}/return-code");
    let code = shop.as_shopper("alice").get(&path).expect(200).json;
    shop.as_shopper("bob").get(&path).assert(404);
    let body = json!({
        "code": code["payload"], "lines": [{"sku": "tea.l", "quantity": 1}], "restock": true, "reason": "too many",
    });
    let back = shop
        .as_clerk("s2")
        .with_key("return-0001")
        .post("/v1/stores/s2/returns", &body);
    assert_eq!(back.expect(201).json["store"], "s2");
    assert_eq!(
        (on_hand(&shop, "s1"), on_hand(&shop, "s2")),
        (UNITS - 2, UNITS + 1)
    );
    shop.platform().advance_ms(61_000);
    let late = shop
        .as_clerk("s2")
        .with_key("return-0002")
        .post("/v1/stores/s2/returns", &body);
    assert_eq!(late.expect(409).code(), "handover_refused");
    let handover = shop
        .as_shopper("alice")
        .get(&format!("/v1/orders/{id}/handover-code"))
        .expect(200)
        .json;
    let wrong = json!({"code": handover["payload"], "reason": "x"});
    let refused = shop
        .as_clerk("s2")
        .with_key("return-0003")
        .post("/v1/stores/s2/returns", &wrong);
    assert_eq!(refused.expect(409).code(), "handover_refused");
    assert_sound(&shop);
}

#[test]
fn refund_of_another_store_or_of_an_unpaid_order_is_none() {
    let shop = shop();
    let id = paid(&shop, "pickup", 1);
    for store in ["s1", "s2"] {
        let path = format!("/v1/stores/{store}/orders/{id}/refunds");
        let clerk = shop.as_clerk("s2").with_key("refund-0001");
        clerk.post(&path, &one_cold()).assert(404);
        clerk.get(&path).assert(404);
    }
    shop.as_shopper("bob")
        .get(&format!("/v1/orders/{id}/refunds"))
        .assert(404);
    tell(&shop, &id, "reject", "closed").assert(200);
    assert_eq!(
        give_back(&shop, &id, "refund-0001", &one_cold())
            .expect(409)
            .code(),
        "order_state"
    );
    for (body, field) in [
        (json!({"reason": " "}), "reason"),
        (json!({"reason": "x".repeat(201)}), "reason"),
        // Postgres could not write it down.
        (json!({"reason": "x\0"}), "reason"),
        (
            json!({"reason": "x", "lines": [{"sku": "tea", "quantity": 1}]}),
            "lines[0].sku",
        ),
        (
            json!({"reason": "x", "lines": [{"sku": "tea.l", "quantity": -1}]}),
            "lines[0].quantity",
        ),
    ] {
        assert_eq!(
            give_back(&shop, &id, "refund-0002", &body).expect(422).fields(),
            [field],
            "{body}"
        );
    }
}
