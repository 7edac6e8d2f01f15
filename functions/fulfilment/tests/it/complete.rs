//! The job that completes orders after a silence.

use crate::shop::{assert_sound, paid, shop, tell};
use test_kit::Harness;

const HOUR_MS: i64 = 3_600_000;

fn completed(shop: &Harness) -> u64 {
    let report = shop.as_job().post_empty("/jobs/complete-orders").expect(200);
    report.json["completed"].as_u64().unwrap()
}

fn reach(shop: &Harness, mode: &str, number: u32, events: &[&str]) -> String {
    let id = paid(shop, mode, number);
    for event in events {
        tell(shop, &id, event, "").assert(200);
    }
    id
}

#[test]
fn order_completes_after_the_silence_of_its_mode_and_not_before() {
    for (mode, events, hours) in [
        ("in_store", &[][..], 12),
        ("delivery", &["accept", "make_ready", "dispatch"][..], 24),
        ("pickup", &["accept", "make_ready"][..], 7 * 24),
    ] {
        let shop = shop();
        let id = reach(&shop, mode, 1, events);
        shop.platform().advance_ms(hours * HOUR_MS - 1);
        assert_eq!(completed(&shop), 0, "{mode}");
        shop.platform().advance_ms(1);
        assert_eq!(completed(&shop), 1, "{mode}");
        assert_eq!(completed(&shop), 0, "{mode}");
        let order = shop
            .as_shopper("alice")
            .get(&format!("/v1/orders/{id}"))
            .expect(200);
        assert_eq!(order.json["state"], "completed");
        assert_sound(&shop);
    }
}

#[test]
fn order_that_the_store_owes_something_waits_for_it() {
    let shop = shop();
    reach(&shop, "pickup", 1, &["accept"]);
    reach(&shop, "delivery", 2, &["accept", "make_ready"]);
    reach(&shop, "booking", 3, &["accept"]);
    shop.platform().advance_ms(30 * 24 * HOUR_MS);
    assert_eq!(completed(&shop), 0);
}

#[test]
fn a_run_completes_more_orders_than_it_reads_at_once() {
    let shop = shop();
    // One unit is kept for no one: there are twenty, two an order.
    let orders: Vec<String> = (0..10)
        .map(|number| reach(&shop, "in_store", number, &[]))
        .collect();
    shop.platform().advance_ms(12 * HOUR_MS);
    assert_eq!(completed(&shop), orders.len() as u64);
}
