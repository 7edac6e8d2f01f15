//! What callers were told. An acknowledged answer is true, now and later.

use super::promise::{Promise, RELIED_MS};
use super::request::{Intent, Request};
use super::world::World;
use serde_json::Value;
use std::collections::BTreeMap;
use test_kit::Answer;

/// Quotes that shoppers remember.
const QUOTES_MAX: usize = 6;

/// Whose key, for which path.
pub type Slot = (String, String, String);

/// A cart with its price, as a shopper was quoted it.
#[derive(Debug, Clone)]
pub struct Quoted {
    /// Who asked.
    pub customer: String,
    /// The cart.
    pub cart: Value,
    /// What there is to pay.
    pub payable_minor: i64,
}

/// An order that its customer knows of.
#[derive(Debug, Clone, Default)]
pub struct ToldOrder {
    /// Whose it is.
    pub customer: String,
    /// The store that sells.
    pub store: String,
    /// What there is to pay.
    pub payable_minor: i64,
    /// It is a booking.
    pub is_booked: bool,
    /// Its customer knows how to pay.
    pub can_pay: bool,
    /// When it was heard to be paid, in answers.
    pub paid: Option<u64>,
    /// When it was heard to be cancelled.
    pub cancelled: Option<u64>,
}

/// What callers were told.
#[derive(Default)]
pub struct Told {
    heard: u64,
    /// Answers by status.
    pub statuses: BTreeMap<u16, u64>,
    /// Keys that were sent.
    pub promises: BTreeMap<Slot, Promise>,
    /// When each key was sent for the first time, by the clock of then.
    first_sent: BTreeMap<Slot, i64>,
    /// Orders that were acknowledged.
    pub orders: BTreeMap<String, ToldOrder>,
    /// Quotes that may be ordered.
    pub quotes: Vec<Quoted>,
    /// Coupons that were acknowledged, with their customers.
    pub coupons: BTreeMap<String, String>,
}

impl Told {
    /// Notes that a request is under way.
    pub fn sent(&mut self, world: &World, request: &mut Request) {
        request.heard = self.heard;
        let now_ms = world.now_ms.get();
        self.promises
            .retain(|_, promise| now_ms - promise.first_ms < RELIED_MS);
        if let Some(slot) = slot(request) {
            // A key that is sent again is as old as it was, and one that is too old is relied on no more.
            let first_ms = *self.first_sent.entry(slot.clone()).or_insert(now_ms);
            if now_ms - first_ms < RELIED_MS {
                let promise = self.promises.entry(slot).or_insert_with(|| Promise {
                    first_ms,
                    bodies: Vec::new(),
                    kept: None,
                });
                promise.bodies.push(request.body.clone());
            }
        }
    }

    /// Compares an answer with everything that was told before.
    pub fn heard(&mut self, world: &World, request: &Request, answer: &Answer, was_struck: bool) {
        self.heard += 1;
        *self.statuses.entry(answer.status).or_default() += 1;
        let wrong = |words: String| world.wrong(format!("{words}\n  {}", request.describe()));
        match answer.status {
            500 => wrong(format!("a defect: {}", answer.text)),
            502 if !was_struck => wrong(format!("unavailable without a cause: {}", answer.text)),
            401 | 403 | 405 if !matches!(request.intent, Intent::Notify { .. }) => {
                wrong(format!("not admitted: {}", answer.text))
            }
            _ => {}
        }
        if let Some(promise) = slot(request).and_then(|slot| self.promises.get_mut(&slot))
            && let Err(words) = promise.hear(request, answer, self.heard)
        {
            wrong(words);
        }
        if let Err(words) = self.learn(request, answer) {
            wrong(words);
        }
    }

    fn learn(&mut self, request: &Request, answer: &Answer) -> Result<(), String> {
        let customer = request.principal.name().replace("shopper:", "");
        let json = &answer.json;
        let is_success = answer.status < 300;
        match &request.intent {
            Intent::Quote if is_success => {
                let cart = serde_json::from_str(&request.body).unwrap();
                self.quote(customer, cart, json);
                adds_up(json)
            }
            Intent::Place if is_success => {
                let order = ToldOrder {
                    customer,
                    store: text(&json["store"]),
                    payable_minor: minor(&json["payable"]),
                    is_booked: json["mode"] == "booking",
                    ..ToldOrder::default()
                };
                self.orders.entry(text(&json["id"])).or_insert(order);
                is_of_request(request, json)?;
                adds_up(json)
            }
            Intent::Place if answer.code() == "price_changed" => {
                let mut cart: Value = serde_json::from_str(&request.body).unwrap();
                cart.as_object_mut().unwrap().remove("seen_payable_minor");
                self.quote(customer, cart, &json["quote"]);
                Ok(())
            }
            Intent::Pay(id) if is_success => {
                let heard = self.heard;
                let order = self.orders.get_mut(id).unwrap();
                if json["payment"] == "pending" {
                    order.can_pay = true;
                    return Ok(());
                }
                order.paid.get_or_insert(heard);
                order.is_sound(&json["order"])
            }
            Intent::Cancel(id) if is_success => {
                let heard = self.heard;
                let order = self.orders.get_mut(id).unwrap();
                order.cancelled.get_or_insert(heard);
                order.is_sound(json)
            }
            Intent::Reschedule(id) if is_success => {
                let sent: Value = serde_json::from_str(&request.body).unwrap();
                let booking = &json["fulfilment"]["booking"];
                if booking["start_ms"] != sent["slot_ms"] {
                    return Err(format!("moved to {sent}, answered {booking}"));
                }
                self.orders[id].is_sound(json)
            }
            Intent::Look(id) if answer.status < 500 => {
                let order = &self.orders[id];
                order.is_sound(json)?;
                let was_told = |told: Option<u64>| told.is_some_and(|heard| heard <= request.heard);
                let state = text(&json["state"]);
                let is_paid = json["paid_ms"].is_i64();
                if was_told(order.paid) && !is_paid || was_told(order.cancelled) && state != "cancelled" {
                    return Err(format!("told {order:?}, later {state}"));
                }
                Ok(())
            }
            Intent::Claim(_) if is_success => {
                let id = text(&json["id"]);
                match self.coupons.insert(id.clone(), customer.clone()) {
                    Some(other) if other != customer => Err(format!("coupon {id} was given to two")),
                    _ => Ok(()),
                }
            }
            Intent::Notify { is_genuine } if is_success != *is_genuine && answer.status < 500 => {
                Err(format!("a notification: {}", answer.text))
            }
            Intent::Job if answer.status >= 400 && answer.code() != "busy" => {
                Err(format!("a job failed: {}", answer.text))
            }
            _ => Ok(()),
        }
    }

    fn quote(&mut self, customer: String, cart: Value, quote: &Value) {
        self.quotes.push(Quoted {
            customer,
            cart,
            payable_minor: minor(&quote["payable"]),
        });
        if self.quotes.len() > QUOTES_MAX {
            self.quotes.remove(0);
        }
    }
}

impl ToldOrder {
    /// What its customer sees of it is what was agreed; paid and called off, it has given everything back.
    fn is_sound(&self, json: &Value) -> Result<(), String> {
        let is_called_off = json["state"] == "cancelled" && json["paid_ms"].is_i64();
        if is_called_off && minor(&json["refunded"]) != self.payable_minor {
            return Err(format!("paid, cancelled and not refunded: {self:?}, {json}"));
        }
        if minor(&json["payable"]) != self.payable_minor {
            return Err(format!("agreed {self:?}, later {json}"));
        }
        adds_up(json)
    }
}

fn slot(request: &Request) -> Option<Slot> {
    let key = request.key.clone().filter(|_| request.intent.is_kept())?;
    Some((request.principal.name(), request.path.clone(), key))
}

fn text(json: &Value) -> String {
    json.as_str().unwrap_or_default().to_owned()
}

fn minor(money: &Value) -> i64 {
    money["amount_minor"].as_i64().unwrap_or(-1)
}

/// The parts of a quote or an order sum to the whole.
fn adds_up(json: &Value) -> Result<(), String> {
    let sum = |items: &Value, amount: &str| -> i64 {
        let items = items.as_array().map_or(&[][..], Vec::as_slice);
        items.iter().map(|item| minor(&item[amount])).sum()
    };
    let lines = &json["lines"];
    let discounts = sum(&json["discounts"], "amount");
    let payable = minor(&json["payable"]);
    let fee = minor(&json["packaging_fee"]) + minor(&json["delivery_fee"]);
    let is_sound = sum(lines, "list_total") == minor(&json["subtotal"])
        && sum(lines, "total") + fee == payable
        && minor(&json["subtotal"]) - discounts + fee == payable
        && payable >= 0;
    is_sound
        .then_some(())
        .ok_or_else(|| format!("does not add up: {json}"))
}

/// The order is of what was asked for, at the price that was seen.
fn is_of_request(request: &Request, json: &Value) -> Result<(), String> {
    let sent: Value = serde_json::from_str(&request.body).unwrap();
    let units = |json: &Value| {
        let mut units: BTreeMap<String, i64> = BTreeMap::new();
        for line in json["lines"].as_array().unwrap() {
            *units.entry(text(&line["sku"])).or_default() += line["quantity"].as_i64().unwrap();
        }
        units
    };
    let is_same = sent["store"] == json["store"]
        && units(&sent) == units(json)
        && sent["seen_payable_minor"] == json["payable"]["amount_minor"];
    is_same
        .then_some(())
        .ok_or_else(|| format!("another order than asked for: {json}"))
}
