//! A courier behind the function `couriers`, for whom a test rides.

use crate::shop::{AtOnce, paid, shop_with, store, tell};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use ordering::provider::RefundState;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use test_kit::{Answer, Harness};

/// Until a delivery is asked about again.
pub const LEAVE_MS: i64 = 30_000;
pub const NOTIFICATIONS: &str = "/v1/couriers/notifications/rider";

/// What goes wrong with a call.
pub enum Fault {
    /// It arrives, and its answer does not.
    Lost,
    /// It does not arrive.
    Down,
    /// It is refused.
    Refused,
    /// It is answered with this.
    Says(Value),
}

/// Knows deliveries by their numbers, and does with them as it is told.
#[derive(Default)]
pub struct Rider {
    /// Where each delivery is.
    pub states: RefCell<BTreeMap<String, Value>>,
    /// Paths and bodies of the calls that arrived, notifications left out.
    pub calls: RefCell<Vec<(String, Value)>>,
    /// What goes wrong with the next calls, the first one first.
    pub faults: RefCell<VecDeque<Fault>>,
    /// Done once, in the middle of the next call.
    pub meanwhile: RefCell<Option<Box<dyn FnOnce()>>>,
}

impl Rider {
    fn answer(&self, path: &str, body: &[u8]) -> Result<Vec<u8>, String> {
        let body: Value = serde_json::from_slice(body).unwrap();
        if path == "/notification" {
            return Ok(notification(&body).to_string().into_bytes());
        }
        let meanwhile = self.meanwhile.take();
        let fault = self.faults.borrow_mut().pop_front();
        if matches!(fault, Some(Fault::Down)) {
            return Err("down".to_owned());
        }
        self.calls.borrow_mut().push((path.to_owned(), body.clone()));
        let answer = match &fault {
            Some(Fault::Refused) => json!({"rejected": "as told"}),
            Some(Fault::Says(answer)) => answer.clone(),
            _ => self.carry(path, &body),
        };
        if let Some(meanwhile) = meanwhile {
            meanwhile();
        }
        match fault {
            Some(Fault::Lost) => Err("lost".to_owned()),
            _ => Ok(answer.to_string().into_bytes()),
        }
    }

    fn carry(&self, path: &str, body: &Value) -> Value {
        let number = body["number"].as_str().unwrap();
        let mut states = self.states.borrow_mut();
        if path == "/request" {
            let state = states
                .entry(number.to_owned())
                .or_insert_with(|| json!("requested"));
            let delivery = delivery(number, state);
            return json!({"done": {"reference": format!("r-{number}"), "delivery": delivery}});
        }
        assert_eq!(body["reference"], format!("r-{number}"));
        let state = states.get_mut(number).unwrap();
        if path == "/cancel" && (*state == "requested" || *state == "assigned") {
            *state = json!("cancelled");
        }
        json!({"done": delivery(number, state)})
    }

    /// The paths of the calls so far.
    pub fn paths(&self) -> Vec<String> {
        self.calls.borrow().iter().map(|(path, _)| path.clone()).collect()
    }

    /// Brings the one delivery that there is, or each, to a state.
    pub fn ride(&self, state: &Value) {
        let mut states = self.states.borrow_mut();
        states.values_mut().for_each(|now| *now = state.clone());
    }
}

fn delivery(number: &str, state: &Value) -> Value {
    json!({"number": number, "state": state, "fee": {"amount_minor": 600, "currency": "CNY"}})
}

fn notification(received: &Value) -> Value {
    let is_genuine = received["headers"]
        .as_array()
        .unwrap()
        .contains(&json!(["rider-signature", "genuine"]));
    if received["provider"] != "rider" || !is_genuine {
        return json!({"rejected": "forged"});
    }
    let body = BASE64.decode(received["body"].as_str().unwrap()).unwrap();
    let event: Value = serde_json::from_slice(&body).unwrap();
    if event == "down" {
        return json!({"unavailable": "down"});
    }
    json!({"done": {"event": event, "acknowledgement_type": "application/json", "acknowledgement": "{}"}})
}

/// The shop, whose store `s1` has the rider bring what it delivers.
pub fn shop() -> (Rc<Rider>, Rc<Harness>) {
    let provider = AtOnce::default();
    provider.refund.set(Some(RefundState::Done));
    let shop = shop_with(Rc::new(provider));
    let mut with_courier = store("s1");
    with_courier["promises"] = json!({"preparation_minutes": 15, "courier": true});
    shop.as_headquarters()
        .put("/v1/stores/s1", &with_courier)
        .assert(200);
    let rider = Rc::new(Rider::default());
    let riding = rider.clone();
    shop.platform()
        .set_component("couriers", move |path, body| riding.answer(path, body));
    (rider, Rc::new(shop))
}

/// An order that is to be delivered and is ready; its id.
pub fn ready(shop: &Harness, number: u32) -> String {
    let id = paid(shop, "delivery", number);
    tell(shop, &id, "accept", "").assert(200);
    tell(shop, &id, "make_ready", "").assert(200);
    id
}

/// What a run of the job did.
pub fn job(shop: &Harness) -> Value {
    let run = shop.as_job().post_empty("/jobs/dispatch-deliveries");
    run.expect(200).json
}

/// The order as staff see it.
pub fn detail(shop: &Harness, id: &str) -> Value {
    let path = format!("/v1/stores/s1/orders/{id}");
    shop.as_clerk("s1").get(&path).expect(200).json
}

/// States of the order and of its courier.
pub fn states(shop: &Harness, id: &str) -> (String, String) {
    let detail = detail(shop, id);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (text(&detail["state"]), text(&detail["courier"]["state"]))
}

/// The number of the order's delivery.
pub fn number(shop: &Harness, id: &str) -> String {
    detail(shop, id)["courier"]["number"].as_str().unwrap().to_owned()
}

/// The rider tells of an event, with a signature.
pub fn notify(shop: &Harness, signature: &str, event: &Value) -> Answer {
    let rider = shop.anonymous().with_header("rider-signature", signature);
    rider.post(NOTIFICATIONS, event)
}

/// The rider tells where a delivery is.
pub fn tell_of(shop: &Harness, number: &str, state: &Value) {
    let event = json!({"delivery": delivery(number, state)});
    let heard = notify(shop, "genuine", &event).expect(200);
    assert_eq!(heard.text, "{}");
}

/// Asks for a courier again.
pub fn ask_again(shop: &Harness, id: &str, key: &str) -> Answer {
    let path = format!("/v1/stores/s1/orders/{id}/deliveries");
    shop.as_clerk("s1").with_key(key).post_empty(&path)
}
