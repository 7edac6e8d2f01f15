//! Where and when shoppers want what they order, and what they have booked.

use super::act::REMEMBERED;
use super::cast::{SERVICE, STYLISTS};
use super::chance::Chance;
use super::promise::RELIED_MS;
use super::request::{Intent, Request};
use super::told::Told;
use serde_json::{Value, json};

/// Where and when, mostly as the store wants it.
pub fn arrange(chance: &Chance, cart: &mut Value, mode: &str, now_ms: i64) {
    match mode {
        "pickup" if chance.happens(800) => cart["slot_ms"] = soon(chance, now_ms, 1_800_000).into(),
        "delivery" => {
            let north = chance.within(0, 25) as f64 / 1_000.0;
            cart["destination"] = json!({"lat": 31.2 + north, "lng": 121.4});
        }
        "booking" => {
            if chance.happens(950) {
                cart["lines"] =
                    json!([{"sku": format!("{}.one", SERVICE.0), "quantity": chance.within(1, 2)}]);
            }
            cart["slot_ms"] = soon(chance, now_ms, 900_000).into();
            if chance.happens(300) {
                cart["resource"] = (*chance.pick(&STYLISTS)).into();
            }
        }
        _ => {}
    }
}

/// One of the next few instants that are a multiple of `step_ms`: few, so that many want the same.
fn soon(chance: &Chance, now_ms: i64, step_ms: i64) -> i64 {
    (now_ms / step_ms + chance.within(0, 7)) * step_ms
}

/// Another time for something that is booked.
pub fn reschedule(chance: &Chance, told: &Told, now_ms: i64) -> Option<Request> {
    let booked = told.orders.iter().rev().filter(|(_, order)| order.is_booked);
    let latest: Vec<_> = booked.take(REMEMBERED).collect();
    if latest.is_empty() {
        return None;
    }
    let (id, order) = *chance.pick(&latest);
    let mut body = json!({"slot_ms": soon(chance, now_ms, 900_000)});
    if chance.happens(300) {
        body["resource"] = (*chance.pick(&STYLISTS)).into();
    }
    let key = format!("move-{}-{}-{}", now_ms / RELIED_MS, chance.below(4), &id[16..]);
    let path = format!("/v1/orders/{id}/reschedule");
    let request = Request::of_shopper(&order.customer, path, Intent::Reschedule(id.clone()));
    Some(request.with_key(key).with_body(body.to_string()))
}
