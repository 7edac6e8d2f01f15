//! Where and when: what is delivered, and slots.

use crate::mall::{HOUR_MS, Mall, PAY_MS, TEA_MINOR, edit_store, order_of, quote_of};
use serde_json::{Value, json};
use storage::invariants;
use test_kit::{Answer, START_MS, block_on};

/// Noon in Shanghai.
const NOON_MS: i64 = START_MS;
const MINUTE_MS: i64 = 60_000;
/// The slot from half past twelve on.
const SLOT_MS: i64 = NOON_MS + 30 * MINUTE_MS;

/// A mall whose first store delivers 3 km, for 5 yuan up to 2 km and from 30 yuan on.
fn delivering() -> Mall {
    let mall = Mall::new();
    edit_store(mall.sql(), |store| {
        store.modes.push("delivery".to_owned());
        store.delivery_area = serde_json::from_value(json!({"radius_metres": 3_000})).unwrap();
        store.charges = serde_json::from_value(json!({
            "delivery": [{"up_to_metres": 2_000, "from_subtotal_minor": 3_000, "fee_minor": 500}],
        }))
        .unwrap();
        store.promises = serde_json::from_value(json!({
            "preparation_minutes": 15, "queue_minutes": 3, "courier_metres": 200,
        }))
        .unwrap();
    });
    mall.project();
    mall
}

/// A mall whose first store has half an hour's slots for `orders` pickups each.
fn with_slots(orders: u32) -> Mall {
    let mall = Mall::new();
    set_slots(&mall, orders);
    mall.project();
    mall
}

fn set_slots(mall: &Mall, orders: u32) {
    edit_store(mall.sql(), |store| {
        store.promises = serde_json::from_value(json!({
            "preparation_minutes": 15,
            "slots": [{"mode": "pickup", "minutes": 30, "orders": orders, "cut_off_minutes": 20, "days_ahead": 1}],
        }))
        .unwrap();
    });
}

/// So many metres north of the store.
fn north(metres: f64) -> Value {
    json!({"lat": 31.2 + metres / 111_195.0, "lng": 121.4})
}

fn delivered(mut body: Value, destination: Value) -> Value {
    body["mode"] = json!("delivery");
    body["destination"] = destination;
    body
}

fn in_slot(mut body: Value, slot_ms: i64) -> Value {
    body["slot_ms"] = slot_ms.into();
    body
}

fn place(mall: &Mall, key: &str, body: &Value) -> Answer {
    let shopper = mall.harness.as_shopper("alice").with_key(key);
    shopper.post("/v1/orders", body)
}

fn tea(slot_ms: i64) -> Value {
    in_slot(order_of(&[("tea.l", 1)], TEA_MINOR), slot_ms)
}

fn quote(mall: &Mall, body: &Value) -> Answer {
    mall.harness.as_shopper("alice").post("/v1/quotes", body)
}

#[track_caller]
fn refused(answer: &Answer, code: &str, field: &str, rule: &str) {
    assert_eq!(
        (answer.code(), answer.fields(), &answer.json["errors"][0]["rule"]),
        (code, vec![field], &json!(rule)),
        "{}",
        answer.text
    );
}

fn slot_load(mall: &Mall) -> Vec<i64> {
    let rows = block_on(mall.sql().read(storage::sql::Statement::new(
        "SELECT orders FROM slot_load ORDER BY start_ms",
        Vec::new(),
    )));
    rows.unwrap().iter().map(|row| row.int(0).unwrap()).collect()
}

fn is_sound(mall: &Mall) {
    assert_eq!(block_on(invariants::breaches(mall.sql())).unwrap(), []);
}

#[test]
fn delivery_has_its_fee_and_its_time_in_the_quote_and_in_the_order() {
    let mall = delivering();
    let body = delivered(quote_of(&[("tea.l", 2)]), north(1_000.0));
    let quoted = quote(&mall, &body).expect(200).json;
    assert_eq!(quoted["delivery_fee"]["amount_minor"], 500);
    assert_eq!(quoted["payable"]["amount_minor"], 2 * TEA_MINOR + 500);
    let agreed = &quoted["fulfilment"];
    assert_eq!(agreed["destination"]["distance_metres"], 1_000);
    assert_eq!(agreed["promised_ms"], NOON_MS + 20 * MINUTE_MS);
    let order = delivered(order_of(&[("tea.l", 2)], 2 * TEA_MINOR + 500), north(1_000.0));
    let placed = place(&mall, "order-0001", &order).expect(201).json;
    assert_eq!(placed["fulfilment"], *agreed);
    // Who comes next waits for this one, once it is paid.
    let path = format!("/v1/orders/{}", placed["id"].as_str().unwrap());
    let shopper = mall.harness.as_shopper("alice");
    shopper
        .clone()
        .with_key("pay-000001")
        .post_empty(&format!("{path}/pay"))
        .assert(200);
    assert_eq!(shopper.get(&path).expect(200).json["fulfilment"], *agreed);
    let next = quote(&mall, &body).expect(200).json;
    assert_eq!(next["fulfilment"]["promised_ms"], NOON_MS + 23 * MINUTE_MS);
    is_sound(&mall);
}

#[test]
fn store_delivers_so_far_and_no_small_basket() {
    let mall = delivering();
    let ask = |quantity, destination| quote(&mall, &delivered(quote_of(&[("tea.l", quantity)]), destination));
    let unavailable = "store_unavailable";
    for (quantity, metres, field, rule) in [
        (2, 3_100.0, "destination", "out_of_delivery_area"),
        (2, 2_100.0, "destination", "out_of_delivery_area"),
        (1, 1_000.0, "lines", "basket_too_small"),
    ] {
        refused(&ask(quantity, north(metres)), unavailable, field, rule);
    }
    let order = delivered(order_of(&[("tea.l", 1)], TEA_MINOR), north(10.0));
    refused(
        &place(&mall, "order-0001", &order),
        unavailable,
        "lines",
        "basket_too_small",
    );
    assert_eq!(mall.stock("s1", "tea.l"), (20, 0));
}

#[test]
fn destination_is_of_what_is_delivered_and_somewhere_on_earth() {
    let mall = delivering();
    let invalid = "invalid_request";
    let quote_to = |destination| quote(&mall, &delivered(quote_of(&[("tea.l", 2)]), destination));
    refused(&quote_to(Value::Null), invalid, "destination", "required");
    let mut pickup = quote_of(&[("tea.l", 2)]);
    pickup["destination"] = north(10.0);
    refused(&quote(&mall, &pickup), invalid, "destination", "conflict");
    let beyond = quote_to(json!({"lat": 91, "lng": 121.4}));
    refused(&beyond, invalid, "destination.lat", "out_of_range");
    for wrong in [json!({"lat": 31.2}), json!({"lat": "31.2", "lng": 121.4})] {
        assert_eq!(quote_to(wrong.clone()).status, 422, "{wrong}");
    }
    let mars = quote_to(json!({"lat": 31.2, "lng": 121.4, "coord": "mars"}));
    assert_eq!(mars.status, 422);
}

#[test]
fn destination_on_a_chinese_map_is_where_satellites_say() {
    let mall = delivering();
    // The store itself as Chinese maps show it: some 500 m off.
    let shown = commerce::geo::wgs84_to_gcj02(commerce::geo::Point::from_degrees(31.2, 121.4).unwrap());
    let there = json!({"lat": shown.lat_degrees(), "lng": shown.lng_degrees(), "coord": "gcj02"});
    let quoted = quote(&mall, &delivered(quote_of(&[("tea.l", 2)]), there));
    assert_eq!(
        quoted.expect(200).json["fulfilment"]["destination"]["distance_metres"],
        0
    );
}

#[test]
fn store_with_slots_wants_one_and_keeps_it_until_the_order_is_called_off() {
    let mall = with_slots(2);
    let asked = quote(&mall, &quote_of(&[("tea.l", 1)])).expect(200).json;
    assert_eq!(asked["slot_required"], true);
    let without = order_of(&[("tea.l", 1)], TEA_MINOR);
    refused(
        &place(&mall, "order-0001", &without),
        "invalid_request",
        "slot_ms",
        "required",
    );
    let placed = place(&mall, "order-0001", &tea(SLOT_MS)).expect(201).json;
    let slot = json!({"start_ms": SLOT_MS, "end_ms": SLOT_MS + 30 * MINUTE_MS});
    assert_eq!(
        (
            &placed["fulfilment"]["slot"],
            &placed["fulfilment"]["promised_ms"]
        ),
        (&slot, &json!(SLOT_MS))
    );
    place(&mall, "order-0002", &tea(SLOT_MS)).assert(201);
    let full = ("store_unavailable", "slot_ms", "slot_full");
    refused(&place(&mall, "order-0003", &tea(SLOT_MS)), full.0, full.1, full.2);
    let quoted = quote(&mall, &in_slot(quote_of(&[("tea.l", 1)]), SLOT_MS));
    refused(&quoted, full.0, full.1, full.2);
    assert_eq!(
        mall.stock("s1", "tea.l"),
        (20, 2),
        "a refused order takes nothing"
    );
    is_sound(&mall);
    // One is cancelled, the other expires.
    let cancel = format!("/v1/orders/{}/cancel", placed["id"].as_str().unwrap());
    let shopper = mall.harness.as_shopper("alice");
    shopper.with_key("cancel-001").post_empty(&cancel).assert(200);
    assert_eq!(slot_load(&mall), [1]);
    mall.harness.platform().advance_ms(PAY_MS);
    mall.harness
        .as_job()
        .post_empty("/jobs/expire-orders")
        .assert(200);
    assert_eq!(slot_load(&mall), [0]);
    is_sound(&mall);
}

#[test]
fn slot_is_one_of_the_store_in_time_and_not_too_far_ahead() {
    let mall = with_slots(2);
    for (slot_ms, rule) in [
        (SLOT_MS + 1, "slot_unknown"),
        (NOON_MS, "slot_closed"),
        (NOON_MS - 24 * HOUR_MS, "slot_closed"),
        (SLOT_MS + 48 * HOUR_MS, "slot_too_far_ahead"),
        (i64::MAX, "slot_too_far_ahead"),
        (i64::MIN, "slot_closed"),
    ] {
        let answer = place(&mall, "order-0001", &tea(slot_ms));
        refused(&answer, "store_unavailable", "slot_ms", rule);
    }
    let mut in_store = tea(SLOT_MS);
    in_store["mode"] = json!("in_store");
    refused(
        &place(&mall, "order-0001", &in_store),
        "store_unavailable",
        "slot_ms",
        "slots_not_offered",
    );
    place(&mall, "order-0002", &tea(SLOT_MS + 24 * HOUR_MS)).assert(201);
}

#[test]
fn store_that_has_slots_since_a_moment_ago_wants_one() {
    let mall = Mall::new();
    // Not projected.
    set_slots(&mall, 1);
    let without = order_of(&[("tea.l", 1)], TEA_MINOR);
    refused(
        &place(&mall, "order-0001", &without),
        "invalid_request",
        "slot_ms",
        "required",
    );
    place(&mall, "order-0001", &tea(SLOT_MS)).assert(201);
}

#[test]
fn capacity_that_was_lowered_a_moment_ago_counts() {
    let mall = with_slots(5);
    place(&mall, "order-0001", &tea(SLOT_MS)).assert(201);
    // Not projected.
    set_slots(&mall, 1);
    refused(
        &place(&mall, "order-0002", &tea(SLOT_MS)),
        "store_unavailable",
        "slot_ms",
        "slot_full",
    );
    place(&mall, "order-0003", &tea(SLOT_MS + 30 * MINUTE_MS)).assert(201);
    is_sound(&mall);
}
