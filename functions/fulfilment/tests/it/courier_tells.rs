//! What a courier tells by itself.

use crate::rider::{LEAVE_MS, NOTIFICATIONS, detail, job, notify, number, ready, shop, states, tell_of};
use crate::shop::assert_sound;
use commerce::order::{CourierState, CourierWord};
use serde_json::{Value, json};
use std::rc::Rc;
use storage::courier::{self, COURIER};
use storage::sql::{Script, SqlError};
use test_kit::block_on;
use web::Platform;

fn pair(order: &str, courier: &str) -> (String, String) {
    (order.to_owned(), courier.to_owned())
}

#[test]
fn notifications_in_any_order_and_any_number_move_the_order_once() {
    let words = ["assigned", "picked_up", "delivered"];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let (_, shop) = shop();
        let id = ready(&shop, 1);
        job(&shop);
        let number = number(&shop, &id);
        for word in order.map(|at| words[at]) {
            tell_of(&shop, &number, &json!(word));
            shop.platform().advance_ms(1_000);
            tell_of(&shop, &number, &json!(word));
        }
        assert_eq!(states(&shop, &id), pair("completed", "delivered"), "{order:?}");
        let events = detail(&shop, &id)["events"].clone();
        let names: Vec<&str> = events
            .as_array()
            .unwrap()
            .iter()
            .map(|event| event["event"].as_str().unwrap())
            .collect();
        assert_eq!(
            names,
            ["pay", "accept", "make_ready", "dispatch", "deliver"],
            "{order:?}"
        );
        assert_sound(&shop);
    }
}

#[test]
fn notification_that_is_faster_than_the_answer_to_the_request_counts() {
    let (rider, shop) = shop();
    let id = ready(&shop, 1);
    let number = number(&shop, &id);
    let other = shop.clone();
    let of_this = number.clone();
    *rider.meanwhile.borrow_mut() = Some(Box::new(move || tell_of(&other, &of_this, &json!("picked_up"))));
    assert_eq!(job(&shop)["unchanged"], 1);
    assert_eq!(states(&shop, &id), pair("dispatched", "picked_up"));
    rider.ride(&json!("delivered"));
    shop.platform().advance_ms(LEAVE_MS);
    assert_eq!(job(&shop)["moved"], 1);
    assert_eq!(rider.paths(), ["/request", "/query"], "the reference was kept");
    assert_sound(&shop);
}

#[test]
fn answer_that_a_notification_has_overtaken_undoes_nothing() {
    let (rider, shop) = shop();
    let id = ready(&shop, 1);
    job(&shop);
    let number = number(&shop, &id);
    rider.ride(&json!("assigned"));
    let other = Rc::clone(&shop);
    *rider.meanwhile.borrow_mut() = Some(Box::new(move || tell_of(&other, &number, &json!("delivered"))));
    shop.platform().advance_ms(LEAVE_MS);
    assert_eq!(job(&shop)["unchanged"], 1);
    assert_eq!(states(&shop, &id), pair("completed", "delivered"));
    assert_sound(&shop);
}

#[test]
fn two_runs_at_once_call_once_about_each_delivery() {
    let (rider, shop) = shop();
    ready(&shop, 1);
    ready(&shop, 2);
    let other = Rc::clone(&shop);
    // The first run has read both, and calls about one, when the second run calls about the other.
    *rider.meanwhile.borrow_mut() = Some(Box::new(move || {
        assert_eq!(job(&other)["moved"], 1);
    }));
    let report = job(&shop);
    assert_eq!((&report["moved"], &report["unchanged"]), (&json!(1), &json!(0)));
    assert_eq!(rider.paths(), ["/request", "/request"]);
    assert_sound(&shop);
}

#[test]
fn word_that_was_held_against_an_older_state_is_not_written() {
    let (_, shop) = shop();
    let id = ready(&shop, 1);
    let number = number(&shop, &id);
    let sql = shop.platform().sql();
    let load = || {
        block_on(courier::load(sql, number.parse().unwrap()))
            .unwrap()
            .unwrap()
    };
    let older = load();
    tell_of(&shop, &number, &json!("picked_up"));
    let word = older.heard(CourierWord::Assigned, None, 0).unwrap();
    let mut script = Script::new();
    courier::advance(&mut script, &older, &word);
    let refused = block_on(sql.write(script)).unwrap_err();
    assert!(
        matches!(refused, SqlError::Refused { label: COURIER, .. }),
        "{refused}"
    );
    assert_eq!(load().state, CourierState::PickedUp);
    assert_sound(&shop);
}

#[test]
fn forged_notification_is_refused_and_changes_nothing() {
    let (_, shop) = shop();
    let id = ready(&shop, 1);
    job(&shop);
    let event = json!({"delivery": {"number": number(&shop, &id), "state": "delivered",
        "fee": {"amount_minor": 600, "currency": "CNY"}}});
    let refused = notify(&shop, "forged", &event);
    assert_eq!((refused.status, refused.code()), (400, "notification_refused"));
    let elsewhere = NOTIFICATIONS.replace("rider", "walker");
    let rider = shop.anonymous().with_header("rider-signature", "genuine");
    let refused = rider.post(&elsewhere, &event);
    assert_eq!((refused.status, refused.code()), (400, "notification_refused"));
    assert_eq!(states(&shop, &id), pair("ready", "requested"));
}

#[test]
fn courier_that_cannot_be_asked_whether_it_said_so_tells_it_again() {
    let (_, shop) = shop();
    let refused = notify(&shop, "genuine", &json!("down")).expect(502);
    assert_eq!(refused.code(), "courier_unavailable");
    let senseless: [Value; 3] = [json!("some"), json!({"delivery": {}}), json!({"delivery": null})];
    for event in senseless {
        notify(&shop, "genuine", &event).assert(502);
    }
}

#[test]
fn what_is_none_of_ours_is_acknowledged() {
    let (_, shop) = shop();
    let id = ready(&shop, 1);
    job(&shop);
    notify(&shop, "genuine", &json!("other")).assert(200);
    tell_of(&shop, "another merchant's", &json!("delivered"));
    tell_of(&shop, "01ARZ3NDEKTSV4RRFFQ69G5FAV", &json!("delivered"));
    assert_eq!(states(&shop, &id), pair("ready", "requested"));
}
