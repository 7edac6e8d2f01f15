//! Deliveries that are called off, because the order is, or the store carries it itself.

use crate::rider::{Fault, LEAVE_MS, ask_again, job, ready, shop, states};
use crate::shop::{assert_sound, tell};
use serde_json::json;
use std::rc::Rc;
use test_kit::Harness;

fn pair(order: &str, courier: &str) -> (String, String) {
    (order.to_owned(), courier.to_owned())
}

fn refund_all(shop: &Harness, id: &str) {
    let path = format!("/v1/stores/s1/orders/{id}/refunds");
    let clerk = shop.as_clerk("s1").with_key("refund-0001");
    clerk.post(&path, &json!({"reason": "spilt"})).assert(201);
}

#[test]
fn order_that_is_called_off_refunded_or_carried_by_the_store_calls_off_its_courier() {
    for (what, order) in [
        ("reject", "cancelled"),
        ("dispatch", "dispatched"),
        ("refund", "ready"),
    ] {
        let (rider, shop) = shop();
        let id = ready(&shop, 1);
        job(&shop);
        match what {
            "refund" => refund_all(&shop, &id),
            event => {
                let told = tell(&shop, &id, event, "no rider").expect(200);
                assert_eq!(told.json["courier"]["state"], "cancelling", "{event}");
            }
        }
        assert_eq!(states(&shop, &id), pair(order, "cancelling"));
        assert_eq!(job(&shop)["moved"], 1, "{what}");
        assert_eq!(states(&shop, &id), pair(order, "cancelled"));
        assert_eq!(rider.paths(), ["/request", "/cancel"], "{what}");
        assert_sound(&shop);
    }
}

#[test]
fn courier_that_was_never_asked_is_not_told() {
    let (rider, shop) = shop();
    let id = ready(&shop, 1);
    tell(&shop, &id, "dispatch", "").assert(200);
    assert_eq!(job(&shop)["moved"], 1);
    assert_eq!(states(&shop, &id), pair("dispatched", "cancelled"));
    assert_eq!(rider.paths(), Vec::<String>::new());
    assert_sound(&shop);
}

#[test]
fn courier_whose_answer_to_the_request_was_lost_is_found_again_to_be_cancelled() {
    let (rider, shop) = shop();
    let id = ready(&shop, 1);
    rider.faults.borrow_mut().push_back(Fault::Lost);
    job(&shop);
    tell(&shop, &id, "reject", "closed").assert(200);
    assert_eq!(job(&shop)["moved"], 1);
    assert_eq!(rider.paths(), ["/request", "/request", "/cancel"]);
    assert_eq!(states(&shop, &id), pair("cancelled", "cancelled"));
    assert_sound(&shop);
}

#[test]
fn request_that_is_refused_when_it_is_to_be_cancelled_is_cancelled() {
    let (rider, shop) = shop();
    let id = ready(&shop, 1);
    rider.faults.borrow_mut().extend([Fault::Down, Fault::Refused]);
    job(&shop);
    tell(&shop, &id, "reject", "closed").assert(200);
    assert_eq!(job(&shop)["refused"], 1);
    assert_eq!(states(&shop, &id), pair("cancelled", "cancelled"));
    assert_sound(&shop);
}

#[test]
fn order_that_the_store_takes_while_the_courier_is_being_asked_calls_off_the_courier() {
    let (rider, shop) = shop();
    let id = ready(&shop, 1);
    let (other, of_this) = (Rc::clone(&shop), id.clone());
    *rider.meanwhile.borrow_mut() = Some(Box::new(move || {
        tell(&other, &of_this, "dispatch", "").assert(200)
    }));
    assert_eq!(job(&shop)["unchanged"], 1);
    assert_eq!(states(&shop, &id), pair("dispatched", "cancelling"));
    assert_eq!(job(&shop)["moved"], 1);
    assert_eq!(rider.paths(), ["/request", "/cancel"]);
    assert_eq!(states(&shop, &id), pair("dispatched", "cancelled"));
    assert_sound(&shop);
}

#[test]
fn what_the_courier_picked_up_meanwhile_is_asked_about_until_it_has_ended() {
    for (event, order) in [("dispatch", "completed"), ("reject", "cancelled")] {
        let (rider, shop) = shop();
        let id = ready(&shop, 1);
        job(&shop);
        tell(&shop, &id, event, "late").assert(200);
        rider.ride(&json!("picked_up"));
        assert_eq!(job(&shop)["unchanged"], 1, "{event}");
        assert_eq!(states(&shop, &id).1, "cancelling");
        rider.ride(&json!("delivered"));
        shop.platform().advance_ms(LEAVE_MS);
        assert_eq!(job(&shop)["moved"], 1, "{event}");
        assert_eq!(states(&shop, &id), pair(order, "delivered"));
        assert_sound(&shop);
    }
}

#[test]
fn courier_who_is_still_to_come_is_called_off_when_the_store_has_brought_the_order() {
    for (state, left) in [("assigned", "cancelled"), ("picked_up", "picked_up")] {
        let (rider, shop) = shop();
        let id = ready(&shop, 1);
        job(&shop);
        rider.ride(&json!({"failed": "no_courier"}));
        shop.platform().advance_ms(LEAVE_MS);
        job(&shop);
        tell(&shop, &id, "dispatch", "").assert(200);
        ask_again(&shop, &id, "again-0001").assert(201);
        job(&shop);
        rider.ride(&json!(state));
        shop.platform().advance_ms(LEAVE_MS);
        assert_eq!(job(&shop)["moved"], 1, "{state}");
        tell(&shop, &id, "deliver", "").assert(200);
        job(&shop);
        assert_eq!(states(&shop, &id), pair("completed", left), "{state}");
        assert_sound(&shop);
    }
}

#[test]
fn courier_is_not_asked_for_an_order_that_has_ended_meanwhile() {
    let (rider, shop) = shop();
    let id = ready(&shop, 1);
    job(&shop);
    rider.ride(&json!({"failed": "no_courier"}));
    shop.platform().advance_ms(LEAVE_MS);
    job(&shop);
    tell(&shop, &id, "dispatch", "").assert(200);
    ask_again(&shop, &id, "again-0001").assert(201);
    shop.platform().advance_ms(24 * 3_600_000);
    shop.as_job().post_empty("/jobs/complete-orders").assert(200);
    assert_eq!(states(&shop, &id), pair("completed", "due"));
    let calls = rider.paths().len();
    assert_eq!(job(&shop)["moved"], 1);
    assert_eq!(states(&shop, &id), pair("completed", "cancelled"));
    assert_eq!(rider.paths().len(), calls);
    assert_sound(&shop);
}

#[test]
fn courier_is_asked_again_only_for_an_order_of_the_store_that_waits_and_has_none() {
    let (rider, shop) = shop();
    let id = ready(&shop, 1);
    for key in ["due", "requested"] {
        let again = ask_again(&shop, &id, &format!("again-{key}"));
        assert_eq!(again.expect(409).code(), "order_state", "{key}");
        job(&shop);
    }
    rider.ride(&json!("cancelled"));
    shop.platform().advance_ms(LEAVE_MS);
    job(&shop);
    let path = format!("/v1/stores/s1/orders/{id}/deliveries");
    let clerk = |store: &str| shop.as_clerk(store).with_key("again-other");
    clerk("s2").post_empty(&path).assert(404);
    clerk("s2").post_empty(&path.replace("s1", "s2")).assert(404);
    shop.as_shopper("alice").post_empty(&path).assert(403);
    assert_eq!(
        shop.as_clerk("s1").post_empty(&path).code(),
        "idempotency_key_required"
    );
    ask_again(&shop, &id, "again-cancelled").assert(201);
    tell(&shop, &id, "reject", "closed").assert(200);
    assert_eq!(
        ask_again(&shop, &id, "again-rejected").expect(409).code(),
        "order_state"
    );
    assert_sound(&shop);
}
