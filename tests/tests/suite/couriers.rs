//! Orders that a courier carries, over HTTP: the sandbox rides.

use crate::order::{id, order, place};
use end_to_end::{Answer, Mall, SANDBOX_COURIER_KEY, store};
use sandbox_seal::Key;
use serde_json::{Value, json};
use std::thread;

const NOTIFICATIONS: &str = "/v1/couriers/notifications/sandbox-courier";

/// A mall whose store has a courier, who does as told; without a delay, at once.
fn mall(outcome: &str) -> Mall {
    let mall = Mall::with_variables(&[
        ("sandbox_courier_outcome", outcome),
        ("sandbox_courier_delay_ms", "0"),
    ]);
    mall.stock("s1", &[("tea.m", 5)]);
    let mut with_courier = store(31.2304, 121.4737);
    with_courier["promises"] = json!({"preparation_minutes": 15, "courier": true});
    let headquarters = mall.as_headquarters();
    headquarters.put("/v1/stores/s1", &with_courier).assert(200);
    mall
}

/// An order that is to be delivered and is ready.
fn ready(mall: &Mall) -> String {
    let shopper = mall.as_shopper("alice");
    let mut order = order("s1", &[("tea.m", 2)], 3_600);
    order["mode"] = json!("delivery");
    order["destination"] = json!({"lat": 31.2404, "lng": 121.4737});
    let id = id(&place(&shopper, "place-0001", &order).expect(201)).to_owned();
    let pay = format!("/v1/orders/{id}/pay");
    shopper.with_key("pay-000001").post_empty(&pay).assert(200);
    for event in ["accept", "make_ready"] {
        tell(mall, &id, event).assert(200);
    }
    id
}

fn tell(mall: &Mall, id: &str, event: &str) -> Answer {
    let staff = mall.as_clerk("s1").with_key(&format!("event-{event}"));
    let path = format!("/v1/stores/s1/orders/{id}/events");
    staff.post(&path, &json!({"event": event}))
}

fn run(mall: &Mall) -> Value {
    let run = mall.as_job().post_empty("/jobs/dispatch-deliveries");
    run.expect(200).json
}

/// The order as staff see it.
fn detail(mall: &Mall, id: &str) -> Value {
    let path = format!("/v1/stores/s1/orders/{id}");
    mall.as_clerk("s1").get(&path).expect(200).json
}

/// Plays the courier, who signs.
fn notify(mall: &Mall, body: &str) -> Answer {
    let key = Key::new(SANDBOX_COURIER_KEY.to_owned()).unwrap();
    let signature = key.sign("courier notification", body.as_bytes()).unwrap();
    let courier = mall.anonymous().with_header("sandbox-signature", &signature);
    courier.send("POST", NOTIFICATIONS, Some("text/plain"), body)
}

fn reference(mall: &Mall) -> String {
    mall.rows("SELECT reference FROM courier_delivery")[0][0].clone()
}

#[test]
fn courier_brings_an_order_from_ready_to_its_shopper() {
    let mall = mall("delivered");
    let id = ready(&mall);
    assert_eq!(detail(&mall, &id)["courier"]["state"], "due");
    assert_eq!(run(&mall)["moved"], 1);
    let detail = detail(&mall, &id);
    assert_eq!(
        (&detail["state"], &detail["courier"]["state"]),
        (&json!("completed"), &json!("delivered"))
    );
    assert_eq!(detail["courier"]["fee"]["amount_minor"], 600);
    let seen = mall
        .as_shopper("alice")
        .get(&format!("/v1/orders/{id}/delivery"))
        .expect(200);
    assert_eq!(seen.json["state"], "delivered");
    assert_eq!(run(&mall)["moved"], 0);
    mall.assert_adds_up();
}

#[test]
fn order_whose_delivery_failed_is_brought_by_the_store() {
    let mall = mall("failed");
    let id = ready(&mall);
    assert_eq!(run(&mall)["moved"], 1);
    let failed = detail(&mall, &id);
    assert_eq!(failed["state"], "ready");
    assert_eq!(
        (&failed["courier"]["state"], &failed["courier"]["reason"]),
        (&json!("failed"), &json!("no_courier"))
    );
    for event in ["dispatch", "deliver"] {
        tell(&mall, &id, event).assert(200);
    }
    assert_eq!(run(&mall)["moved"], 0);
    assert_eq!(detail(&mall, &id)["state"], "completed");
    mall.assert_adds_up();
}

#[test]
fn courier_that_is_still_to_come_is_cancelled_when_the_store_brings_the_order() {
    let mall = mall("requested");
    let id = ready(&mall);
    run(&mall);
    tell(&mall, &id, "dispatch").assert(200);
    assert_eq!(run(&mall)["moved"], 1);
    let detail = detail(&mall, &id);
    assert_eq!(
        (&detail["state"], &detail["courier"]["state"]),
        (&json!("dispatched"), &json!("cancelled"))
    );
    mall.assert_adds_up();
}

#[test]
fn order_moves_once_however_often_and_together_the_courier_tells_and_the_job_asks() {
    let mall = mall("requested");
    let id = ready(&mall);
    run(&mall);
    let reference = reference(&mall);
    mall.execute("UPDATE courier_delivery SET due_ms = 1");
    let bodies = ["delivered", "assigned", "picked_up"].map(|state| format!("{state}.{reference}"));
    thread::scope(|scope| {
        for body in bodies.iter().chain(&bodies).chain(&bodies) {
            scope.spawn(|| {
                let mut answer = notify(&mall, body);
                while answer.status == 503 {
                    answer = notify(&mall, body);
                }
                assert_eq!((answer.status, &*answer.text), (200, "success"));
            });
            scope.spawn(|| mall.as_job().post_empty("/jobs/dispatch-deliveries"));
        }
    });
    assert_eq!(detail(&mall, &id)["state"], "completed");
    assert_eq!(
        mall.number("SELECT COUNT(*) FROM order_event WHERE actor = 'courier'"),
        2
    );
    mall.assert_adds_up();
}

#[test]
fn forged_notification_of_a_courier_is_refused_in_the_callers_language() {
    let mall = mall("requested");
    let id = ready(&mall);
    run(&mall);
    let body = format!("delivered.{}", reference(&mall));
    let send = |signature: &str, path: &str| {
        let forger = mall
            .anonymous()
            .with_header("sandbox-signature", signature)
            .reading("zh-CN");
        forger.send("POST", path, Some("text/plain"), body.as_str())
    };
    let elsewhere = NOTIFICATIONS.replace("sandbox", "another");
    for path in [NOTIFICATIONS, &elsewhere] {
        let refused = send("Zm9yZ2Vk", path);
        assert_eq!((refused.status, refused.code()), (400, "notification_refused"));
        assert!(refused.text.contains("配送服务商"), "{}", refused.text);
    }
    assert_eq!(detail(&mall, &id)["state"], "ready");
    mall.anonymous().get(NOTIFICATIONS).assert(405);
}

#[test]
fn keys_of_the_courier_are_variables_of_couriers_alone_and_nobody_outside_reaches_it() {
    let manifest = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../spin.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    for (name, component) in manifest["component"].as_table().unwrap() {
        let variables = component.get("variables").and_then(toml::Value::as_table);
        let carries = variables.is_some_and(|all| all.keys().any(|key| key.contains("_courier_")));
        assert_eq!(carries, name == "couriers", "{name}");
        let hosts = component
            .get("allowed_outbound_hosts")
            .map(|hosts| format!("{hosts:?}"));
        let calls = hosts.is_some_and(|hosts| hosts.contains("couriers.spin.internal"));
        assert_eq!(calls, name == "fulfilment", "{name}");
    }
    // Inside, these would be answered with 200.
    let mall = Mall::start();
    for path in ["/query", "/cancel"] {
        let body = json!({"number": "n", "reference": "r"});
        mall.as_headquarters().post(path, &body).assert(404);
    }
}
