use super::*;
use crate::provider::Answer;
use api::money::MoneyView;
use api::payments::{
    Delivery, Event, Handover, Named, Payment, PaymentState, Prepay, Prepayment, Refund, RefundState,
};
use api::provider::{Notification, Outcome};
use provider_door::WORDS_MAX;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::future::ready;

/// Answers at once, and remembers what reached it.
#[derive(Default)]
struct Remembering {
    calls: RefCell<Vec<String>>,
}

impl Remembering {
    fn done<T: 'static>(&self, call: String, answer: T) -> Answer<'_, T> {
        self.calls.borrow_mut().push(call);
        Box::pin(ready(Outcome::Done(answer)))
    }

    fn payment(&self, call: &str, payment: Named) -> Answer<'_, Payment> {
        let answer = Payment {
            number: payment.number.clone(),
            state: PaymentState::Paid,
            amount: money(),
            transaction: "42".to_owned(),
        };
        self.done(format!("{call} {} {}", payment.number, payment.reference), answer)
    }
}

impl Provider for Remembering {
    fn name(&self) -> String {
        "remembering".to_owned()
    }

    fn prepay(&self, request: Prepay) -> Answer<'_, Prepayment> {
        let answer = Prepayment {
            reference: "r".to_owned(),
            client_action: "{}".to_owned(),
        };
        self.done(format!("prepay {:?}", request.payer), answer)
    }

    fn query(&self, payment: Named) -> Answer<'_, Payment> {
        self.payment("query", payment)
    }

    fn close(&self, payment: Named) -> Answer<'_, Payment> {
        self.payment("close", payment)
    }

    fn refund(&self, _request: Refund) -> Answer<'_, RefundState> {
        Box::pin(ready(Outcome::Rejected(format!("no\nway {}", "x".repeat(1_000)))))
    }

    fn parse_notification(
        &self,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    ) -> Answer<'_, Notification<Event>> {
        let answer = Notification {
            event: Event::Other,
            acknowledgement_type: "text/plain".to_owned(),
            acknowledgement: "success".to_owned(),
        };
        self.done(format!("notification {headers:?} {body:?}"), answer)
    }

    fn report_delivery(&self, delivery: Delivery) -> Answer<'_, ()> {
        self.done(format!("delivery {:?}", delivery.handover), ())
    }
}

fn money() -> MoneyView {
    MoneyView {
        amount_minor: 1_250,
        currency: "CNY".to_owned(),
    }
}

fn post(provider: &Remembering, path: &str, body: &Value) -> (u16, Value) {
    let body = body.to_string();
    let (status, json) = pollster::block_on(answer(provider, &Method::POST, path, body.as_bytes()));
    (status.as_u16(), serde_json::from_slice(&json).unwrap_or_default())
}

#[test]
fn each_path_calls_the_provider_with_what_was_sent() {
    let provider = Remembering::default();
    let named = json!({"number": "n", "reference": "r"});
    let prepay = json!({"number": "n", "amount": money(), "description": "d", "expires_ms": 1, "payer": "o"});
    let delivery = json!({"number": "n", "reference": "r", "handover": Handover::Pickup, "at_ms": 1,
        "description": "tea"});
    let notification = json!({"provider": "remembering", "headers": [["a", "b"]], "body": "AP8="});
    for (path, body) in [
        (PREPAY, prepay),
        (QUERY, named.clone()),
        (CLOSE, named),
        (NOTIFICATION, notification),
        (DELIVERY, delivery),
    ] {
        let (status, answer) = post(&provider, path, &body);
        assert_eq!(status, 200, "{path}");
        assert!(answer.get("done").is_some(), "{path}: {answer}");
    }
    assert_eq!(
        *provider.calls.borrow(),
        [
            "prepay Some(\"o\")",
            "query n r",
            "close n r",
            "notification [(\"a\", \"b\")] [0, 255]",
            "delivery Pickup",
        ]
    );
}

#[test]
fn words_of_a_refusal_are_one_short_line() {
    let refund = json!({"number": "n", "reference": "r", "refund_number": "n", "amount": money(), "paid": money(),
        "reason": "why"});
    let (status, answer) = post(&Remembering::default(), REFUND, &refund);
    let words = answer["rejected"].as_str().unwrap();
    assert_eq!(status, 200);
    assert!(
        words.starts_with("no way x") && words.len() == WORDS_MAX,
        "{words}"
    );
}

#[test]
fn notification_of_another_provider_or_without_base64_is_rejected_unread() {
    let provider = Remembering::default();
    for body in [
        json!({"provider": "other", "headers": [], "body": ""}),
        json!({"provider": "remembering", "headers": [], "body": "?"}),
    ] {
        let (status, answer) = post(&provider, NOTIFICATION, &body);
        assert_eq!(
            (status, answer.get("rejected").is_some()),
            (200, true),
            "{answer}"
        );
    }
    assert!(provider.calls.borrow().is_empty());
}

#[test]
fn what_checkout_would_not_send_never_looks_like_an_answer() {
    let provider = Remembering::default();
    for (path, body, status) in [
        ("/elsewhere", json!({}), 404),
        (QUERY, json!({"number": "n"}), 400),
        (QUERY, json!({"number": "n", "reference": "r", "more": 1}), 400),
    ] {
        assert_eq!(post(&provider, path, &body), (status, Value::Null), "{path}");
    }
    let (status, _) = pollster::block_on(answer(&provider, &Method::GET, QUERY, b"{}"));
    assert_eq!(status, 405);
}
