use super::*;
use crate::provider::Answer;
use api::couriers::{Accepted, Delivery, DeliveryState, Event, FailureReason, Named, Request};
use api::money::MoneyView;
use api::provider::{Notification, Outcome};
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
}

fn delivery(number: String, state: DeliveryState) -> Delivery {
    let fee = MoneyView {
        amount_minor: 600,
        currency: "CNY".to_owned(),
    };
    Delivery { number, state, fee }
}

impl Provider for Remembering {
    fn name(&self) -> String {
        "remembering".to_owned()
    }

    fn request(&self, request: Request) -> Answer<'_, Accepted> {
        let call = format!("request {} {:?}", request.store_name, request.promised_ms);
        let delivery = delivery(request.number, DeliveryState::Requested);
        let reference = "r".to_owned();
        self.done(call, Accepted { reference, delivery })
    }

    fn query(&self, named: Named) -> Answer<'_, Delivery> {
        let call = format!("query {} {}", named.number, named.reference);
        let state = DeliveryState::Failed(FailureReason::NotReceived);
        self.done(call, delivery(named.number, state))
    }

    fn cancel(&self, named: Named) -> Answer<'_, Delivery> {
        let call = format!("cancel {} {}", named.number, named.reference);
        self.done(call, delivery(named.number, DeliveryState::PickedUp))
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
}

fn post(provider: &Remembering, path: &str, body: &Value) -> (u16, Value) {
    let body = body.to_string();
    let (status, json) = pollster::block_on(answer(provider, &Method::POST, path, body.as_bytes()));
    (status.as_u16(), serde_json::from_slice(&json).unwrap_or_default())
}

#[test]
fn each_path_calls_the_provider_with_what_was_sent() {
    let provider = Remembering::default();
    let place = json!({"lat_e7": 312_304_000, "lng_e7": 1_214_737_000});
    let request = json!({"number": "n", "store": place, "store_name": "s", "destination": place, "promised_ms": 1,
        "value": {"amount_minor": 1, "currency": "CNY"}, "units": 2});
    let named = json!({"number": "n", "reference": "r"});
    let notification = json!({"provider": "remembering", "headers": [["a", "b"]], "body": "AP8="});
    let states = [
        (REQUEST, request, json!({"state": "requested"})),
        (QUERY, named.clone(), json!({"state": {"failed": "not_received"}})),
        (CANCEL, named, json!({"state": "picked_up"})),
        (NOTIFICATION, notification, json!({})),
    ];
    for (path, body, expected) in states {
        let (status, answer) = post(&provider, path, &body);
        assert_eq!(status, 200, "{path}");
        let done = &answer["done"];
        let delivery = done.get("delivery").unwrap_or(done);
        assert_eq!(delivery.get("state"), expected.get("state"), "{path}: {answer}");
    }
    assert_eq!(
        *provider.calls.borrow(),
        [
            "request s Some(1)",
            "query n r",
            "cancel n r",
            "notification [(\"a\", \"b\")] [0, 255]",
        ]
    );
}

#[test]
fn what_fulfilment_would_not_send_never_looks_like_an_answer() {
    let provider = Remembering::default();
    for (path, body, status) in [
        ("/elsewhere", json!({}), 404),
        (QUERY, json!({"number": "n"}), 400),
        (CANCEL, json!({"number": "n", "reference": "r", "more": 1}), 400),
    ] {
        assert_eq!(post(&provider, path, &body), (status, Value::Null), "{path}");
    }
    let (status, _) = pollster::block_on(answer(&provider, &Method::GET, QUERY, b"{}"));
    assert_eq!(status, 405);
    let other = json!({"provider": "other", "headers": [], "body": ""});
    let (_, refused) = post(&provider, NOTIFICATION, &other);
    assert!(refused.get("rejected").is_some(), "{refused}");
    assert!(provider.calls.borrow().is_empty());
}
