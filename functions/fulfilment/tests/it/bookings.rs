//! Services that are booked: when they can be, moving and missing them, and the store's agenda.

use crate::shop::{HOUR_MS, TEA_MINOR, assert_sound, code, paid, shop, tell};
use serde_json::{Value, json};
use test_kit::{Answer, Harness, START_MS};

const QUARTER_MS: i64 = HOUR_MS / 4;
/// One o'clock in Shanghai, when `paid` books.
const SLOT_MS: i64 = START_MS + HOUR_MS;

fn slots(shop: &Harness, query: &str) -> Answer {
    let path = format!("/v1/stores/s1/slots?mode=booking{query}");
    shop.anonymous().get(&path)
}

/// Who is free at an instant for one haircut.
fn free(shop: &Harness, at_ms: i64) -> Vec<String> {
    let day = slots(shop, "&sku=hair.cut:1").expect(200).json;
    let slot = day["slots"]
        .as_array()
        .unwrap()
        .iter()
        .find(|slot| slot["start_ms"] == at_ms);
    let slot = slot.unwrap();
    let resources = slot["resources"].as_array().cloned().unwrap_or_default();
    assert_eq!(slot["left"], resources.len());
    resources
        .iter()
        .map(|id| id.as_str().unwrap().to_owned())
        .collect()
}

fn reschedule(shop: &Harness, id: &str, key: &str, body: &Value) -> Answer {
    let shopper = shop.as_shopper("alice").with_key(key);
    shopper.post(&format!("/v1/orders/{id}/reschedule"), body)
}

fn booking(shop: &Harness, id: &str) -> Value {
    let order = shop
        .as_shopper("alice")
        .get(&format!("/v1/orders/{id}"))
        .expect(200);
    order.json["fulfilment"]["booking"].clone()
}

fn other(resource: &str) -> &'static str {
    if resource == "mei" { "li" } else { "mei" }
}

#[test]
fn anybody_sees_when_services_can_begin_and_who_is_free() {
    let shop = shop();
    assert_eq!(free(&shop, SLOT_MS), ["mei", "li"]);
    let id = paid(&shop, "booking", 7);
    let who = booking(&shop, &id)["resource"].as_str().unwrap().to_owned();
    // Two haircuts take an hour and a half.
    for (at_ms, expected) in [
        (SLOT_MS - 3 * QUARTER_MS, 2),
        (SLOT_MS - 2 * QUARTER_MS, 1),
        (SLOT_MS, 1),
        (SLOT_MS + 5 * QUARTER_MS, 1),
        (SLOT_MS + 6 * QUARTER_MS, 2),
    ] {
        let free = free(&shop, at_ms);
        assert_eq!((free.len(), free.contains(&who)), (expected, expected == 2));
    }
    assert_eq!(
        slots(&shop, "&sku=hair.cut:1&day=2026-01-20").expect(200).json["slots"],
        json!([])
    );
}

#[test]
fn only_services_have_times_and_each_mode_says_what_it_needs() {
    let shop = shop();
    for (query, code, field, rule) in [
        ("", "invalid_request", "sku", "required"),
        ("&sku=tea.l:1", "not_sellable", "sku[0]", "not_booked"),
        (
            "&sku=hair.cut:1&sku=no.such:1",
            "not_sellable",
            "sku[1]",
            "not_booked",
        ),
        ("&sku=hair.cut", "invalid_request", "sku[0]", "format"),
        ("&sku=hair.cut:0", "invalid_request", "sku[0]", "out_of_range"),
        (
            "&sku=hair.cut:11",
            "store_unavailable",
            "lines",
            "booking_too_long",
        ),
    ] {
        let answer = slots(&shop, query);
        let said = (
            answer.code(),
            answer.fields(),
            answer.json["errors"][0]["rule"].clone(),
        );
        assert_eq!(said, (code, vec![field], json!(rule)), "{query}: {}", answer.text);
    }
    let pickup = shop
        .anonymous()
        .get("/v1/stores/s1/slots?mode=pickup&sku=hair.cut:1");
    assert_eq!(pickup.fields(), ["sku"]);
}

#[test]
fn booking_is_moved_once_per_key_and_gives_its_time_back() {
    let shop = shop();
    let id = paid(&shop, "booking", 1);
    let before = booking(&shop, &id);
    let from_ms = before["start_ms"].as_i64().unwrap();
    let who = before["resource"].as_str().unwrap();
    // A quarter later overlaps with what it has itself.
    let to = json!({"slot_ms": from_ms + QUARTER_MS});
    let moved = reschedule(&shop, &id, "move-0001", &to).expect(200);
    assert_eq!(moved.json["fulfilment"]["booking"]["resource"], who);
    assert_eq!(
        reschedule(&shop, &id, "move-0001", &to).expect(200).text,
        moved.text
    );
    assert_eq!(
        booking(&shop, &id)["change_by_ms"],
        from_ms + QUARTER_MS - 2 * HOUR_MS
    );
    let to = json!({"slot_ms": SLOT_MS, "resource": other(who)});
    reschedule(&shop, &id, "move-0002", &to).assert(200);
    assert_eq!(free(&shop, SLOT_MS), [who]);
    let seen = shop
        .as_shopper("alice")
        .get(&format!("/v1/orders/{id}/events"))
        .expect(200)
        .json;
    let moves = seen["moves"].as_array().unwrap();
    let told: Vec<_> = moves
        .iter()
        .map(|moved| (&moved["start_ms"], &moved["to_start_ms"]))
        .collect();
    let first = (&json!(from_ms), &json!(from_ms + QUARTER_MS));
    assert_eq!(told, [first, (&json!(from_ms + QUARTER_MS), &json!(SLOT_MS))]);
    assert!(moves[0].get("actor").is_none());
    let staff = shop
        .as_clerk("s1")
        .get(&format!("/v1/stores/s1/orders/{id}"))
        .expect(200)
        .json;
    assert_eq!(staff["moves"][1]["actor"], "shopper:alice");
    assert_sound(&shop);
}

#[test]
fn booking_is_not_moved_to_where_nobody_is_free_nor_by_anybody_else() {
    let shop = shop();
    let (one, two) = (paid(&shop, "booking", 7), paid(&shop, "booking", 14));
    let third = paid(&shop, "booking", 1);
    let refused = |answer: &Answer| (answer.code().to_owned(), answer.json["errors"][0]["rule"].clone());
    let store_unavailable = |rule: &str| ("store_unavailable".to_owned(), json!(rule));
    for (body, rule) in [
        (json!({"slot_ms": SLOT_MS}), "slot_full"),
        (json!({"slot_ms": SLOT_MS + 1}), "slot_unknown"),
        (json!({"slot_ms": START_MS - QUARTER_MS}), "slot_closed"),
        (json!({"slot_ms": i64::MAX}), "slot_too_far_ahead"),
        (json!({"slot_ms": SLOT_MS, "resource": "bed"}), "resource_unknown"),
    ] {
        let answer = reschedule(&shop, &third, "move-0001", &body);
        assert_eq!(refused(&answer), store_unavailable(rule), "{body}");
    }
    let body = json!({"slot_ms": SLOT_MS + 2 * HOUR_MS});
    let path = format!("/v1/orders/{one}/reschedule");
    let mallory = shop
        .as_shopper("mallory")
        .with_key("move-0001")
        .post(&path, &body);
    assert_eq!(mallory.status, 404);
    let pickup = paid(&shop, "pickup", 99);
    assert_eq!(
        reschedule(&shop, &pickup, "move-0001", &body).code(),
        "order_state"
    );
    // Both are called off, and what they had is free.
    for id in [&one, &two] {
        tell(&shop, id, "reject", "The stylist is ill.").assert(200);
        assert_eq!(reschedule(&shop, id, "move-0001", &body).code(), "order_state");
    }
    reschedule(&shop, &third, "move-0001", &json!({"slot_ms": SLOT_MS})).assert(200);
    assert_sound(&shop);
}

#[test]
fn booking_that_begins_soon_is_neither_moved_nor_cancelled() {
    let shop = shop();
    // Begins in an hour, and may be changed until two hours before.
    let id = paid(&shop, "booking", 7);
    tell(&shop, &id, "accept", "").assert(200);
    let moved = reschedule(
        &shop,
        &id,
        "move-0001",
        &json!({"slot_ms": SLOT_MS + 24 * HOUR_MS}),
    );
    assert_eq!(moved.code(), "order_state");
    let cancel = |id: &str| {
        let shopper = shop.as_shopper("alice").with_key("cancel-0001");
        shopper.post_empty(&format!("/v1/orders/{id}/cancel"))
    };
    assert_eq!(cancel(&id).code(), "order_state");
    // Tomorrow's is given up, though the store has accepted it, and its money goes back.
    let tomorrow = paid(&shop, "booking", 1);
    tell(&shop, &tomorrow, "accept", "").assert(200);
    let cancelled = cancel(&tomorrow).expect(200).json;
    assert_eq!(cancelled["refunded"]["amount_minor"], 2 * TEA_MINOR);
    assert_sound(&shop);
}

#[test]
fn only_what_has_begun_is_missed_and_who_comes_is_served_by_code() {
    let shop = shop();
    let (missed, served) = (paid(&shop, "booking", 7), paid(&shop, "booking", 14));
    for id in [&missed, &served] {
        tell(&shop, id, "accept", "").assert(200);
    }
    assert_eq!(tell(&shop, &missed, "miss", "").code(), "order_state");
    let shown = code(&shop, &served);
    let preview = shop
        .as_clerk("s1")
        .post("/v1/stores/s1/handovers/preview", &json!({"code": shown["code"]}))
        .expect(200);
    assert_eq!(
        preview.json["order"]["fulfilment"]["booking"]["start_ms"],
        SLOT_MS
    );
    shop.platform().advance_ms(HOUR_MS);
    tell(&shop, &missed, "miss", "").assert(200);
    assert_sound(&shop);
}

#[test]
fn refunded_service_puts_nothing_on_a_shelf() {
    let shop = shop();
    let id = paid(&shop, "booking", 7);
    tell(&shop, &id, "accept", "").assert(200);
    let body = json!({"lines": [{"sku": "hair.cut", "quantity": 1}], "restock": true, "reason": "Half an hour late."});
    let staff = shop.as_clerk("s1").with_key("refund-0001");
    let refunded = staff
        .post(&format!("/v1/stores/s1/orders/{id}/refunds"), &body)
        .expect(201);
    assert_eq!(refunded.json["amount"]["amount_minor"], TEA_MINOR);
    let stock = shop.as_clerk("s1").get("/v1/stores/s1/stock").expect(200);
    assert!(!stock.text.contains("hair.cut"), "{}", stock.text);
    assert_sound(&shop);
}

#[test]
fn staff_see_what_is_booked_at_their_store_on_a_day() {
    let shop = shop();
    let (first, called_off) = (paid(&shop, "booking", 7), paid(&shop, "booking", 14));
    paid(&shop, "booking", 1);
    tell(&shop, &called_off, "reject", "The stylist is ill.").assert(200);
    let agenda = shop.as_clerk("s1").get("/v1/stores/s1/agenda").expect(200).json;
    assert_eq!(agenda["day"], "2026-01-01");
    let items = agenda["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "{agenda}");
    assert_eq!(
        (&items[0]["order"], &items[0]["state"]),
        (&json!(first), &json!("paid"))
    );
    assert_eq!(items[0]["end_ms"], SLOT_MS + 6 * QUARTER_MS);
    let tomorrow = shop
        .as_headquarters()
        .get("/v1/stores/s1/agenda?day=2026-01-02")
        .expect(200);
    assert_eq!(tomorrow.json["items"].as_array().unwrap().len(), 1);
    shop.as_clerk("s2").get("/v1/stores/s1/agenda").assert(404);
    assert_eq!(
        shop.as_clerk("s1").get("/v1/stores/s1/agenda?day=soon").fields(),
        ["day"]
    );
}
