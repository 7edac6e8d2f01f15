//! Orders that a courier carries.

use crate::rider::{Fault, LEAVE_MS, ask_again, detail, job, number, ready, shop, states};
use crate::shop::{TEA_MINOR, assert_sound, paid, tell};
use serde_json::{Value, json};
use web::Platform;

#[test]
fn courier_is_asked_for_an_order_that_is_ready_and_brings_it_from_there_to_its_end() {
    let (rider, shop) = shop();
    let id = ready(&shop, 1);
    assert_eq!(detail(&shop, &id)["courier"]["state"], "due");
    assert_eq!(job(&shop)["moved"], 1);
    let mut seen = vec![states(&shop, &id)];
    for state in ["assigned", "picked_up", "delivered"] {
        rider.ride(&json!(state));
        shop.platform().advance_ms(LEAVE_MS);
        assert_eq!(job(&shop)["moved"], 1, "{state}");
        seen.push(states(&shop, &id));
    }
    let seen: Vec<(&str, &str)> = seen
        .iter()
        .map(|(order, courier)| (&**order, &**courier))
        .collect();
    assert_eq!(
        seen,
        [
            ("ready", "requested"),
            ("ready", "assigned"),
            ("dispatched", "picked_up"),
            ("completed", "delivered"),
        ]
    );
    let detail = detail(&shop, &id);
    let actors: Vec<_> = detail["events"].as_array().unwrap()[3..]
        .iter()
        .map(|event| (&event["event"], &event["actor"]))
        .collect();
    assert_eq!(
        actors,
        [
            (&json!("dispatch"), &json!("courier")),
            (&json!("deliver"), &json!("courier"))
        ]
    );
    assert_eq!(
        detail["courier"]["fee"],
        json!({"amount_minor": 600, "currency": "CNY"})
    );
    assert_eq!(detail["courier"]["ended_ms"], detail["closed_ms"]);
    shop.platform().advance_ms(LEAVE_MS * 100);
    job(&shop);
    assert_eq!(rider.paths(), ["/request", "/query", "/query", "/query"]);
    // The gateway is told of it as of what the store brings.
    let told = shop.as_job().post_empty("/jobs/report-deliveries").expect(200);
    assert_eq!(told.json["reported"], 1);
    assert_sound(&shop);
}

#[test]
fn courier_is_told_where_from_where_to_by_when_and_what_it_is_worth() {
    let (rider, shop) = shop();
    let id = ready(&shop, 1);
    job(&shop);
    let order = shop
        .as_shopper("alice")
        .get(&format!("/v1/orders/{id}"))
        .expect(200);
    let promised_ms = order.json["fulfilment"]["promised_ms"].clone();
    assert!(promised_ms.is_i64(), "{}", order.text);
    let expected = json!({
        "number": number(&shop, &id),
        "store": {"lat_e7": 312_000_000, "lng_e7": 1_214_000_000},
        "store_name": "s1",
        "destination": {"lat_e7": 312_100_000, "lng_e7": 1_214_000_000},
        "promised_ms": promised_ms,
        "value": {"amount_minor": 2 * TEA_MINOR, "currency": "CNY"},
        "units": 2,
    });
    assert_eq!(rider.calls.borrow()[0], ("/request".to_owned(), expected));
}

#[test]
fn only_what_is_delivered_by_a_store_with_a_courier_has_one() {
    let (rider, shop) = shop();
    let pickup = paid(&shop, "pickup", 1);
    tell(&shop, &pickup, "accept", "").assert(200);
    tell(&shop, &pickup, "make_ready", "").assert(200);
    assert!(detail(&shop, &pickup).get("courier").is_none());
    assert_eq!(
        ask_again(&shop, &pickup, "again-0001").expect(409).code(),
        "order_state"
    );
    let carried = ready(&shop, 2);
    let promises = json!({"preparation_minutes": 15});
    let mut store = crate::shop::store("s1");
    store["promises"] = promises;
    shop.as_headquarters().put("/v1/stores/s1", &store).assert(200);
    let own = ready(&shop, 3);
    assert!(detail(&shop, &own).get("courier").is_none());
    let refused = ask_again(&shop, &own, "again-0002").expect(409);
    assert_eq!(
        (refused.code(), refused.fields()),
        ("store_unavailable", vec!["store"])
    );
    job(&shop);
    assert_eq!(rider.paths(), ["/request"], "what was due before goes on");
    assert_eq!(states(&shop, &carried).1, "requested");
    assert_sound(&shop);
}

#[test]
fn shopper_sees_how_far_the_courier_has_come_of_their_own_order_alone() {
    let (rider, shop) = shop();
    let id = ready(&shop, 1);
    let path = format!("/v1/orders/{id}/delivery");
    job(&shop);
    rider.ride(&json!("picked_up"));
    shop.platform().advance_ms(LEAVE_MS);
    job(&shop);
    let seen = shop.as_shopper("alice").get(&path).expect(200).json;
    assert_eq!(
        (&seen["order"], &seen["state"]),
        (&json!(id), &json!("picked_up"))
    );
    assert_eq!(seen["picked_up_ms"], shop.platform().now_ms());
    assert!(seen["promised_ms"].is_i64(), "{seen}");
    assert!(
        seen.get("fee").is_none() && seen.get("ended_ms").is_none(),
        "{seen}"
    );
    shop.as_shopper("bob").get(&path).assert(404);
    shop.as_clerk("s1").get(&path).assert(403);
    let pickup = paid(&shop, "pickup", 2);
    let none = format!("/v1/orders/{pickup}/delivery");
    shop.as_shopper("alice").get(&none).assert(404);
}

#[test]
fn request_whose_answer_was_lost_is_repeated_under_its_number_and_later_each_time() {
    let (rider, shop) = shop();
    let id = ready(&shop, 1);
    rider
        .faults
        .borrow_mut()
        .extend([Fault::Lost, Fault::Down, Fault::Lost]);
    for wait_ms in [0, LEAVE_MS, 2 * LEAVE_MS] {
        shop.platform().advance_ms(wait_ms - 1);
        assert_eq!(job(&shop)["unanswered"], 0);
        shop.platform().advance_ms(1);
        assert_eq!(job(&shop)["unanswered"], 1);
        assert_eq!(states(&shop, &id), ("ready".to_owned(), "due".to_owned()));
    }
    shop.platform().advance_ms(4 * LEAVE_MS);
    assert_eq!(job(&shop)["moved"], 1);
    assert_eq!(rider.states.borrow().len(), 1, "one rider");
    let calls = rider.calls.borrow();
    assert!(calls.iter().all(|call| *call == calls[0]), "{calls:?}");
    assert_sound(&shop);
}

#[test]
fn refused_delivery_holds_up_no_other_and_staff_ask_again_once() {
    let (rider, shop) = shop();
    let refused = ready(&shop, 1);
    shop.platform().advance_ms(1);
    let other = ready(&shop, 2);
    rider.faults.borrow_mut().push_back(Fault::Refused);
    let report = job(&shop);
    assert_eq!((&report["refused"], &report["moved"]), (&json!(1), &json!(1)));
    assert_eq!(states(&shop, &other).1, "requested");
    let courier = detail(&shop, &refused)["courier"].clone();
    assert_eq!(
        (&courier["state"], &courier["reason"]),
        (&json!("failed"), &json!("refused"))
    );
    let first = ask_again(&shop, &refused, "again-0001").expect(201);
    assert_eq!(
        ask_again(&shop, &refused, "again-0001").expect(201).text,
        first.text
    );
    assert_eq!(
        ask_again(&shop, &refused, "again-0002").expect(409).code(),
        "order_state"
    );
    assert_ne!(first.json["number"], courier["number"]);
    assert_eq!(job(&shop)["moved"], 1);
    rider.ride(&json!("delivered"));
    shop.platform().advance_ms(LEAVE_MS);
    assert_eq!(job(&shop)["moved"], 2);
    assert_eq!(
        states(&shop, &refused),
        ("completed".to_owned(), "delivered".to_owned())
    );
    assert_sound(&shop);
}

#[test]
fn delivery_that_failed_leaves_the_order_to_the_store() {
    for (order, reason) in [("ready", "no_courier"), ("dispatched", "not_received")] {
        let (rider, shop) = shop();
        let id = ready(&shop, 1);
        if order == "dispatched" {
            rider.faults.borrow_mut().push_back(Fault::Lost);
            job(&shop);
            rider.ride(&json!("picked_up"));
            shop.platform().advance_ms(LEAVE_MS);
        }
        job(&shop);
        rider.ride(&json!({"failed": reason}));
        shop.platform().advance_ms(LEAVE_MS);
        assert_eq!(job(&shop)["moved"], 1, "{reason}");
        assert_eq!(states(&shop, &id), (order.to_owned(), "failed".to_owned()));
        assert_eq!(detail(&shop, &id)["courier"]["reason"], reason);
        if order == "ready" {
            let sent = tell(&shop, &id, "dispatch", "").expect(200);
            assert_eq!(sent.json["courier"]["state"], "failed");
        }
        tell(&shop, &id, "deliver", "").assert(200);
        shop.platform().advance_ms(LEAVE_MS * 100);
        let calls = rider.calls.borrow().len();
        job(&shop);
        assert_eq!(rider.calls.borrow().len(), calls, "nobody asks any more");
        assert_sound(&shop);
    }
}

#[test]
fn silent_courier_is_left_alone_after_three_calls_and_each_delivery_gets_its_turn() {
    let (rider, shop) = shop();
    for number in 0..4 {
        ready(&shop, number);
    }
    let down = || Fault::Down;
    rider.faults.borrow_mut().extend([down(), down(), down()]);
    let report = job(&shop);
    assert_eq!(
        (&report["unanswered"], &report["more"]),
        (&json!(3), &json!(true))
    );
    assert_eq!(job(&shop)["moved"], 1, "the one that was not asked about yet");
    shop.platform().advance_ms(LEAVE_MS);
    assert_eq!(job(&shop)["moved"], 3);
    assert_sound(&shop);
}

#[test]
fn answer_that_makes_no_sense_is_none() {
    let accepted = |change: fn(&mut Value)| {
        let mut answer = json!({"done": {"reference": "r", "delivery": {"number": "", "state": "requested",
            "fee": {"amount_minor": 600, "currency": "CNY"}}}});
        change(&mut answer);
        answer
    };
    for answer in [
        accepted(|_| {}),
        accepted(|answer| answer["done"]["reference"] = json!(7)),
        json!({}),
        json!({"done": null}),
        json!("done"),
    ] {
        let (rider, shop) = shop();
        let id = ready(&shop, 1);
        rider.faults.borrow_mut().push_back(Fault::Says(answer));
        assert_eq!(job(&shop)["unanswered"], 1);
        assert_eq!(states(&shop, &id).1, "due");
        shop.platform().advance_ms(LEAVE_MS);
        job(&shop);
        for wrong in [
            json!({"number": number(&shop, &id), "state": "eaten", "fee": {"amount_minor": 1, "currency": "CNY"}}),
            json!({"number": number(&shop, &id), "state": {"failed": "refused"},
                "fee": {"amount_minor": 1, "currency": "CNY"}}),
            json!({"number": number(&shop, &id), "state": "delivered", "fee": {"amount_minor": -1, "currency": "CNY"}}),
            json!({"number": number(&shop, &id), "state": "delivered", "fee": {"amount_minor": 1, "currency": "yuan"}}),
        ] {
            rider
                .faults
                .borrow_mut()
                .push_back(Fault::Says(json!({"done": wrong})));
            shop.platform().advance_ms(LEAVE_MS * 100);
            assert_eq!(job(&shop)["unanswered"], 1, "{wrong}");
        }
        assert_eq!(states(&shop, &id), ("ready".to_owned(), "requested".to_owned()));
        assert_sound(&shop);
    }
}
