//! The slots of a store.

use crate::shop::{TEA_MINOR, assert_sound, shop, tell};
use serde_json::{Value, json};
use test_kit::{Harness, START_MS};

const MINUTE_MS: i64 = 60_000;
/// Half past twelve in Shanghai.
const SLOT_MS: i64 = START_MS + 30 * MINUTE_MS;

/// A shop whose first store has slots of half an hour for two pickups, today and tomorrow.
fn shop_with_slots() -> Harness {
    let shop = shop();
    let headquarters = shop.as_headquarters();
    let mut store = headquarters.get("/v1/stores/s1").expect(200).json;
    store.as_object_mut().unwrap().remove("id");
    store["promises"] = json!({
        "preparation_minutes": 10,
        "slots": [{"mode": "pickup", "minutes": 30, "orders": 2, "cut_off_minutes": 20, "days_ahead": 1}],
    });
    headquarters.put("/v1/stores/s1", &store).assert(200);
    shop
}

fn place(shop: &Harness, number: u32) -> String {
    let order = json!({
        "store": "s1", "mode": "pickup", "lines": [{"sku": "tea.l", "quantity": 1}], "slot_ms": SLOT_MS,
        "seen_payable_minor": TEA_MINOR,
    });
    let shopper = shop.as_shopper("alice").with_key(&format!("place-{number:06}"));
    let placed = shopper.post("/v1/orders", &order).expect(201);
    placed.json["id"].as_str().unwrap().to_owned()
}

fn slots(shop: &Harness, query: &str) -> Value {
    let path = format!("/v1/stores/s1/slots?mode=pickup{query}");
    shop.anonymous().get(&path).expect(200).json
}

#[test]
fn anybody_sees_the_slots_of_a_day_and_what_is_left_of_each() {
    let shop = shop_with_slots();
    place(&shop, 1);
    let today = slots(&shop, "");
    assert_eq!(
        (&today["day"], &today["last_day"]),
        (&json!("2026-01-01"), &json!("2026-01-02"))
    );
    let first = json!({"start_ms": SLOT_MS, "end_ms": SLOT_MS + 30 * MINUTE_MS, "left": 1});
    assert_eq!(today["slots"][0], first);
    assert_eq!(today["slots"][1]["left"], 2);
    assert_eq!(today["slots"].as_array().unwrap().len(), 23);
    place(&shop, 2);
    assert_eq!(slots(&shop, "&day=2026-01-01")["slots"][0]["left"], 0);
    let tomorrow = slots(&shop, "&day=2026-01-02");
    assert_eq!(tomorrow["slots"].as_array().unwrap().len(), 48);
    for none in ["2026-01-03", "2025-12-31", "9999-12-31"] {
        let day = slots(&shop, &format!("&day={none}"));
        assert_eq!(day["slots"], json!([]), "{none}");
    }
}

#[test]
fn order_that_the_store_rejects_gives_its_slot_back() {
    let shop = shop_with_slots();
    let id = place(&shop, 1);
    let shopper = shop.as_shopper("alice").with_key("pay-000001");
    shopper.post_empty(&format!("/v1/orders/{id}/pay")).assert(200);
    assert_eq!(slots(&shop, "")["slots"][0]["left"], 1);
    tell(&shop, &id, "reject", "no milk today").assert(200);
    assert_eq!(slots(&shop, "")["slots"][0]["left"], 2);
    assert_sound(&shop);
}

#[test]
fn what_has_no_slots_says_so() {
    let shop = shop_with_slots();
    let ask = |path: &str| shop.anonymous().get(path);
    let none = ask("/v1/stores/s1/slots?mode=in_store");
    assert_eq!((none.code(), none.fields()), ("store_unavailable", vec!["mode"]));
    assert_eq!(ask("/v1/stores/s2/slots?mode=pickup").code(), "store_unavailable");
    assert_eq!(ask("/v1/stores/nowhere/slots?mode=pickup").code(), "not_found");
    for wrong in [
        "",
        "?mode=drone",
        "?mode=pickup&day=tomorrow",
        "?mode=pickup&days=2",
    ] {
        let answer = ask(&format!("/v1/stores/s1/slots{wrong}"));
        assert_eq!(answer.status, 422, "{wrong}: {}", answer.text);
    }
}
