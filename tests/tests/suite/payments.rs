//! `/v1/payments/…` and the way of a payment, with the provider for development as it misbehaves.

use crate::order::{id, order, place, stock};
use end_to_end::{Answer, Caller, Mall, now_ms};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// How long what comes late is waited for.
const LATE_MAX: Duration = Duration::from_secs(60);
const NOTIFICATIONS: &str = "/v1/payments/notifications/sandbox-pay";

/// A mall with ten units, and an order of three.
fn mall() -> (Mall, Caller, String) {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 10)]);
    let shopper = mall.as_shopper("c1");
    let placed = place(&shopper, "order-one", &order("s1", &[("tea.m", 3)], 5_400)).expect(201);
    let path = format!("/v1/orders/{}", id(&placed));
    (mall, shopper, path)
}

fn pay(shopper: &Caller, path: &str, behaviour: &str) -> Answer {
    let shopper = shopper.clone().with_key("pay-for-it");
    shopper.post(&format!("{path}/pay"), &json!({"payer": behaviour}))
}

fn state(shopper: &Caller, path: &str) -> Value {
    shopper.get(path).expect(200).json["state"].clone()
}

/// Plays the gateway: sends what the payer's client was given, in order.
fn notify(mall: &Mall, action: &Value) {
    for notification in action["notifications"].as_array().unwrap() {
        let signature = notification["headers"]["sandbox-signature"].as_str().unwrap();
        let gateway = mall.anonymous().with_header("sandbox-signature", signature);
        let body = notification["body"].as_str().unwrap();
        let heard = gateway.send("POST", NOTIFICATIONS, Some("text/plain"), body);
        assert_eq!((heard.status, heard.text.as_str()), (200, "success"));
    }
}

fn until(mut come: impl FnMut() -> bool) {
    let end = Instant::now() + LATE_MAX;
    while !come() {
        assert!(Instant::now() < end, "it does not come");
        std::thread::sleep(Duration::from_millis(200));
    }
}

fn report(mall: &Mall) -> Value {
    let (from, to) = (now_ms() - DAY_MS, now_ms() + DAY_MS);
    let path = format!("/v1/analytics/payments?from_ms={from}&to_ms={to}");
    mall.as_headquarters().get(&path).expect(200).json
}

#[test]
fn keys_of_the_merchant_are_variables_of_payments_alone_and_nobody_outside_reaches_it() {
    let manifest = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../spin.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    for (name, component) in manifest["component"].as_table().unwrap() {
        let variables = component.get("variables").and_then(toml::Value::as_table);
        let pays = variables.is_some_and(|all| all.keys().any(|key| key.contains("_pay_")));
        assert_eq!(pays, name == "payments", "{name}");
        let hosts = component
            .get("allowed_outbound_hosts")
            .map(|hosts| format!("{hosts:?}"));
        let calls = hosts.is_some_and(|hosts| hosts.contains("payments.spin.internal"));
        assert_eq!(calls, name == "orders", "{name}");
    }
    // Inside, these would be answered with 200.
    let mall = Mall::start();
    for path in ["/query", "/close"] {
        let body = json!({"number": "n", "reference": "r"});
        mall.as_headquarters().post(path, &body).assert(404);
        let claiming = mall
            .as_headquarters()
            .with_header("host", "payments.spin.internal");
        // Spin ends such a connection without a word.
        if let Ok(refused) = claiming.try_send("POST", path, Some("application/json"), body.to_string()) {
            assert!(matches!(refused.status, 400 | 404), "{}", refused.status);
        }
    }
}

#[test]
fn payment_is_settled_by_notifications_that_come_late_and_three_times() {
    let (mall, shopper, path) = mall();
    let opened = pay(&shopper, &path, "repeated").expect(200);
    assert_eq!(opened.json["payment"], "pending");
    until(|| {
        notify(&mall, &opened.json["client_action"]);
        state(&shopper, &path) == "paid"
    });
    notify(&mall, &opened.json["client_action"]);
    assert_eq!(stock(&mall, "s1", "tea.m"), (7, 0));
    assert_eq!(mall.number("SELECT orders FROM customer"), 1);
    mall.assert_adds_up();
}

#[test]
fn older_notification_after_a_newer_one_changes_nothing() {
    let (mall, shopper, path) = mall();
    let opened = pay(&shopper, &path, "reordered").expect(200);
    until(|| {
        notify(&mall, &opened.json["client_action"]);
        state(&shopper, &path) == "paid"
    });
    assert_eq!(
        pay(&shopper, &path, "reordered").expect(200).json["payment"],
        "paid"
    );
}

#[test]
fn payment_whose_answers_and_notification_are_lost_is_settled_by_the_job() {
    let (mall, shopper, path) = mall();
    let lost = pay(&shopper, &path, "lost");
    assert_eq!((lost.status, lost.code()), (502, "payment_unavailable"));
    until(|| {
        mall.execute("UPDATE payment SET created_ms = 1, asked_ms = 0");
        let run = mall.as_job().post_empty("/jobs/reconcile-payments").expect(200);
        run.json["settled"] == 1
    });
    assert_eq!(state(&shopper, &path), "paid");
    assert_eq!(stock(&mall, "s1", "tea.m"), (7, 0));
}

#[test]
fn money_that_comes_after_the_order_was_cancelled_goes_back() {
    let (mall, shopper, path) = mall();
    let opened = pay(&shopper, &path, "late").expect(200);
    let cancelled = shopper
        .clone()
        .with_key("not-any-more")
        .post_empty(&format!("{path}/cancel"));
    assert_eq!(cancelled.expect(200).json["state"], "cancelled");
    assert_eq!(stock(&mall, "s1", "tea.m"), (10, 0));
    until(|| {
        notify(&mall, &opened.json["client_action"]);
        mall.rows("SELECT state FROM payment") == [["refunded"]]
    });
    assert_eq!(state(&shopper, &path), "cancelled");
    mall.assert_adds_up();
}

#[test]
fn refused_payment_may_be_tried_again_by_somebody_else() {
    let (_mall, shopper, path) = mall();
    assert_eq!(pay(&shopper, &path, "refused").code(), "payment_refused");
    let again = shopper
        .clone()
        .with_key("pay-again")
        .post(&format!("{path}/pay"), &json!({"payer": "paid"}));
    assert_eq!(again.expect(200).json["payment"], "paid");
}

#[test]
fn wrong_amount_does_not_pay_goes_back_and_is_in_the_report_until_it_has() {
    let (mall, shopper, path) = mall();
    assert_eq!(pay(&shopper, &path, "wrong-amount").code(), "payment_refused");
    mall.execute("UPDATE payment SET created_ms = created_ms - 3600000");
    let run = mall.as_job().post_empty("/jobs/reconcile-payments").expect(200);
    assert_eq!((&run.json["asked"], &run.json["settled"]), (&1.into(), &0.into()));
    let found = report(&mall);
    assert_eq!(found["items"][0]["difference"], "paid_at_gateway");
    assert_eq!(found["items"][0]["gateway"]["amount"]["amount_minor"], 5_399);

    mall.execute("UPDATE orders SET expires_ms = 1");
    let run = mall.as_job().post_empty("/jobs/expire-orders").expect(200);
    assert_eq!(
        (&run.json["expired"], &run.json["payments_ended"]),
        (&1.into(), &1.into())
    );
    mall.execute("UPDATE payment SET ended_ms = ended_ms - 3600000");
    mall.as_job().post_empty("/jobs/reconcile-payments").assert(200);
    let agreed = report(&mall);
    assert_eq!(
        (&agreed["items"], &agreed["totals"][0]["waiting"]),
        (&json!([]), &0.into())
    );
    assert_eq!(stock(&mall, "s1", "tea.m"), (10, 0));
}

#[test]
fn sandbox_says_what_it_is_asked_to_say_of_refunds_whose_order_has_ended() {
    for (behaviour, state) in [("paid", "refunded"), ("refund-refused", "disputed")] {
        let (mall, shopper, path) = mall();
        pay(&shopper, &path, behaviour).assert(200);
        // As if the order had ended in the moment before its money came.
        mall.execute("UPDATE payment SET state = 'closing', ended_ms = NULL");
        let run = mall.as_job().post_empty("/jobs/expire-orders").expect(200);
        assert_eq!(run.json["payments_ended"], 1);
        assert_eq!(mall.rows("SELECT state FROM payment"), [[state]]);
    }
}

#[test]
fn delivery_that_the_sandbox_refuses_is_in_the_report_of_payments() {
    for (behaviour, refused) in [("paid", 0), ("delivery-refused", 1)] {
        let (mall, shopper, path) = mall();
        pay(&shopper, &path, behaviour).assert(200);
        // As if it had been made ready, and nobody had said for a week that it went wrong.
        mall.execute("UPDATE orders SET state = 'ready', moved_ms = 1");
        mall.execute(
            "INSERT INTO order_event (order_id, to_state, event, actor, reason, at_ms) \
             SELECT id, 'ready', 'make_ready', '', '', 1 FROM orders",
        );
        let run = mall.as_job().post_empty("/jobs/complete-orders").expect(200);
        assert_eq!(run.json["completed"], 1);
        let run = mall.as_job().post_empty("/jobs/report-deliveries").expect(200);
        assert_eq!(
            (&run.json["reported"], &run.json["refused"]),
            (&(1 - refused).into(), &refused.into())
        );
        mall.execute("UPDATE payment SET ended_ms = ended_ms - 3600000");
        mall.as_job().post_empty("/jobs/reconcile-payments").assert(200);
        let found = report(&mall);
        assert_eq!(found["totals"][0]["deliveries_due"], refused);
        assert_eq!(found["totals"][0]["differences"], refused);
        if refused == 1 {
            assert_eq!(found["items"][0]["difference"], "delivery_not_taken");
        }
        mall.assert_adds_up();
    }
}

#[test]
fn forged_notification_is_refused_in_the_callers_language() {
    let (mall, shopper, path) = mall();
    let opened = pay(&shopper, &path, "late").expect(200);
    let notification = &opened.json["client_action"]["notifications"][0];
    let body = notification["body"].as_str().unwrap();
    let signature = notification["headers"]["sandbox-signature"].as_str().unwrap();
    let send = |signature: &str, path: &str, body: &str| {
        let gateway = mall
            .anonymous()
            .with_header("sandbox-signature", signature)
            .reading("zh-CN");
        gateway.send("POST", path, Some("text/plain"), body)
    };
    for (signature, path, body) in [
        ("forged", NOTIFICATIONS, body),
        (signature, NOTIFICATIONS, "paid.something.else"),
        (signature, NOTIFICATIONS, ""),
        (signature, "/v1/payments/notifications/wechat-pay", body),
    ] {
        let refused = send(signature, path, body);
        assert_eq!((refused.status, refused.code()), (400, "notification_refused"));
        assert!(refused.text.contains("支付服务商"), "{}", refused.text);
    }
    assert_eq!(
        send("x", NOTIFICATIONS, &"x".repeat(70_000)).code(),
        "payload_too_large"
    );
    mall.anonymous().get(NOTIFICATIONS).assert(405);
}

#[test]
fn report_of_payments_is_for_headquarters_alone() {
    let mall = Mall::start();
    let path = "/v1/analytics/payments?from_ms=0&to_ms=1";
    mall.anonymous().get(path).assert(401);
    mall.as_shopper("c1").get(path).assert(403);
    mall.as_clerk("s1").get(path).assert(403);
    let all = mall.as_headquarters().get(path).expect(200);
    assert_eq!(all.json, json!({"items": [], "totals": []}));
    let wrong = mall
        .as_headquarters()
        .get("/v1/analytics/payments?from_ms=1&to_ms=0");
    assert_eq!((wrong.status, wrong.fields()), (422, vec!["to_ms"]));
}
