//! Ordering services: who serves them, and when.

use crate::mall::{Mall, PAY_MS, TEA_MINOR, edit_product, edit_store, order_of, quote_of};
use commerce::product::BookableService;
use serde_json::{Value, json};
use storage::invariants;
use storage::sql::Sql;
use test_kit::{Answer, START_MS, block_on};

const HOUR_MS: i64 = 3_600_000;
/// One o'clock in Shanghai.
pub const SLOT_MS: i64 = START_MS + HOUR_MS;

/// Makes `tea.m` a service of 45 minutes that the first store has so many stylists for.
pub fn offer_service(sql: &dyn Sql, stylists: usize) {
    edit_product(sql, "tea", |tea| {
        let variant = tea
            .variants
            .iter_mut()
            .find(|variant| variant.sku.variant() == "m");
        variant.unwrap().service = Some(BookableService {
            minutes: 45,
            resource: "stylist".parse().unwrap(),
        });
    });
    edit_store(sql, |store| {
        store.modes.push("booking".to_owned());
        let resource = |number| json!({"id": format!("r{number}"), "kind": "stylist", "name": {"en": "Mei"}});
        store.promises = serde_json::from_value(json!({
            "preparation_minutes": 0,
            "bookings": {"days_ahead": 7, "change_minutes": 60, "resources": (0..stylists).map(resource).collect::<Vec<_>>()},
        }))
        .unwrap();
    });
}

fn salon(stylists: usize) -> Mall {
    let mall = Mall::new();
    offer_service(mall.sql(), stylists);
    mall.project();
    mall
}

/// The same as a booking.
pub fn booked(mut body: Value, slot_ms: i64) -> Value {
    body["mode"] = json!("booking");
    body["slot_ms"] = json!(slot_ms);
    body
}

fn place(mall: &Mall, key: &str, body: &Value) -> Answer {
    mall.harness
        .as_shopper("alice")
        .with_key(key)
        .post("/v1/orders", body)
}

#[track_caller]
fn refused(answer: &Answer, code: &str, field: &str, rule: &str) {
    let said = (
        answer.code(),
        answer.fields(),
        answer.json["errors"][0]["rule"].clone(),
    );
    assert_eq!(said, (code, vec![field], json!(rule)), "{}", answer.text);
}

fn is_sound(mall: &Mall) {
    assert_eq!(block_on(invariants::breaches(mall.sql())).unwrap(), []);
}

#[test]
fn service_is_quoted_and_ordered_with_somebody_who_is_free() {
    let mall = salon(2);
    let shopper = mall.harness.as_shopper("alice");
    let mut body = booked(quote_of(&[("tea.m", 2)]), SLOT_MS);
    let quoted = shopper.post("/v1/quotes", &body).expect(200).json;
    assert_eq!(quoted["slot_required"], false);
    assert_eq!(
        quoted["fulfilment"]["booking"]["end_ms"],
        SLOT_MS + HOUR_MS * 3 / 2
    );
    body["resource"] = json!("r1");
    let quoted = shopper.post("/v1/quotes", &body).expect(200).json;
    assert_eq!(quoted["fulfilment"]["booking"]["resource"], "r1");
    body.as_object_mut().unwrap().remove("slot_ms");
    assert_eq!(
        shopper.post("/v1/quotes", &body).expect(200).json["slot_required"],
        true
    );

    let before = mall.stock("s1", "tea.m");
    let order = booked(order_of(&[("tea.m", 1)], TEA_MINOR), SLOT_MS);
    let first = place(&mall, "order-0001", &order).expect(201).json;
    let second = place(&mall, "order-0002", &order).expect(201).json;
    let who = |order: &Value| {
        order["fulfilment"]["booking"]["resource"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let mut both = [who(&first), who(&second)];
    both.sort();
    assert_eq!(both, ["r0", "r1"]);
    refused(
        &place(&mall, "order-0003", &order),
        "store_unavailable",
        "slot_ms",
        "slot_full",
    );
    assert_eq!(
        mall.stock("s1", "tea.m"),
        before,
        "there is no stock of a service"
    );
    // What the first try of a key made, its repetition answers.
    assert_eq!(place(&mall, "order-0001", &order).expect(201).json, first);
    is_sound(&mall);
}

#[test]
fn unpaid_booking_gives_its_time_back_when_it_is_cancelled_and_when_it_expires() {
    let mall = salon(1);
    let order = booked(order_of(&[("tea.m", 1)], TEA_MINOR), SLOT_MS);
    let id = place(&mall, "order-0001", &order).expect(201).json["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let shopper = mall.harness.as_shopper("alice").with_key("cancel-0001");
    shopper.post_empty(&format!("/v1/orders/{id}/cancel")).assert(200);
    place(&mall, "order-0002", &order).assert(201);
    mall.harness.platform().advance_ms(PAY_MS);
    mall.harness
        .as_job()
        .post_empty("/jobs/expire-orders")
        .assert(200);
    let order = booked(order_of(&[("tea.m", 1)], TEA_MINOR), SLOT_MS);
    place(&mall, "order-0003", &order).assert(201);
    is_sound(&mall);
}

#[test]
fn what_is_booked_is_a_service_and_what_is_a_service_is_booked() {
    let mall = salon(1);
    let tea = booked(order_of(&[("tea.l", 1)], TEA_MINOR), SLOT_MS);
    refused(
        &place(&mall, "order-0001", &tea),
        "not_sellable",
        "lines[0].sku",
        "not_booked",
    );
    let pickup = order_of(&[("tea.m", 1)], TEA_MINOR);
    refused(
        &place(&mall, "order-0001", &pickup),
        "not_sellable",
        "lines[0].sku",
        "only_booked",
    );
    let mut with_resource = order_of(&[("tea.l", 1)], TEA_MINOR);
    with_resource["resource"] = json!("r0");
    refused(
        &place(&mall, "order-0001", &with_resource),
        "invalid_request",
        "resource",
        "conflict",
    );
    let service = order_of(&[("tea.m", 1)], TEA_MINOR);
    for (slot_ms, rule) in [
        (SLOT_MS + 1, "slot_unknown"),
        (START_MS - 1, "slot_closed"),
        (SLOT_MS + 8 * 24 * HOUR_MS, "slot_too_far_ahead"),
        // The store closes at ten, half an hour too early.
        (START_MS + 10 * HOUR_MS - HOUR_MS / 4, "slot_unknown"),
    ] {
        let answer = place(&mall, "order-0001", &booked(service.clone(), slot_ms));
        refused(&answer, "store_unavailable", "slot_ms", rule);
    }
    let mut nobody = booked(service.clone(), SLOT_MS);
    nobody["resource"] = json!("r9");
    refused(
        &place(&mall, "order-0001", &nobody),
        "store_unavailable",
        "resource",
        "resource_unknown",
    );
    let mut without = booked(service, SLOT_MS);
    without.as_object_mut().unwrap().remove("slot_ms");
    refused(
        &place(&mall, "order-0001", &without),
        "invalid_request",
        "slot_ms",
        "required",
    );
    is_sound(&mall);
}

#[test]
fn projections_that_are_behind_neither_book_nor_turn_away() {
    let mall = Mall::new();
    mall.project();
    // Nothing of it is projected.
    offer_service(mall.sql(), 1);
    let order = booked(order_of(&[("tea.m", 1)], TEA_MINOR), SLOT_MS);
    place(&mall, "order-0001", &order).assert(201);
    mall.project();
    // It takes longer by now, and nobody of old is there any more.
    edit_product(mall.sql(), "tea", |tea| {
        for variant in &mut tea.variants {
            if let Some(service) = &mut variant.service {
                service.minutes = 60;
            }
        }
    });
    edit_store(mall.sql(), |store| {
        store.promises = serde_json::from_value(json!({
            "preparation_minutes": 0,
            "bookings": {"days_ahead": 7, "resources": [{"id": "new", "kind": "stylist", "name": {"en": "New"}}]},
        }))
        .unwrap();
    });
    let placed = place(&mall, "order-0002", &order).expect(201).json;
    let booking = &placed["fulfilment"]["booking"];
    assert_eq!(
        (&booking["resource"], &booking["end_ms"]),
        (&json!("new"), &json!(SLOT_MS + HOUR_MS))
    );
    is_sound(&mall);
}

#[test]
fn service_is_booked_for_as_long_as_it_takes_by_now() {
    let mall = Mall::new();
    offer_service(mall.sql(), 1);
    mall.project();
    edit_product(mall.sql(), "tea", |tea| {
        for variant in &mut tea.variants {
            if let Some(service) = &mut variant.service {
                service.minutes = 60;
            }
        }
    });
    let order = booked(order_of(&[("tea.m", 1)], TEA_MINOR), SLOT_MS);
    let placed = place(&mall, "order-0001", &order).expect(201).json;
    assert_eq!(placed["fulfilment"]["booking"]["end_ms"], SLOT_MS + HOUR_MS);
    is_sound(&mall);
}

#[test]
fn cart_of_services_is_held_against_another_store() {
    let mall = salon(1);
    let body = json!({
        "from_store": "s2", "to_store": "s1", "mode": "booking", "slot_ms": SLOT_MS,
        "lines": [{"sku": "tea.m", "quantity": 1}],
    });
    let shopper = mall.harness.as_shopper("alice");
    let switch = |body: &Value| shopper.post("/v1/quotes/switch", body).expect(200).json;
    let same = switch(&body);
    assert_eq!(
        (same.get("unavailable"), &same["slot_required"]),
        (None, &json!(false))
    );
    place(
        &mall,
        "order-0001",
        &booked(order_of(&[("tea.m", 1)], TEA_MINOR), SLOT_MS),
    )
    .assert(201);
    assert_eq!(switch(&body)["unavailable"], "slot_full");
}
