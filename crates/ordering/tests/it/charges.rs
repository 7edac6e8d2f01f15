//! Fees and tax of a store.

use crate::mall::{CUP_MINOR, Mall, TEA_MINOR, order_of, quote_of, save_store};
use commerce::store::{Charges, ChargesDraft};
use serde_json::{Value, json};
use storage::store;
use test_kit::block_on;

/// Gives the first store charges.
fn charge(mall: &Mall, charges: Value) {
    let draft: ChargesDraft = serde_json::from_value(charges).unwrap();
    let charges: Charges = draft.validate().unwrap();
    let stored = block_on(store::load(mall.sql(), &"s1".parse().unwrap())).unwrap();
    let mut changed = stored.unwrap().store;
    changed.charges = charges;
    save_store(mall.sql(), &changed);
    mall.project();
}

fn amount(of: &Value) -> i64 {
    of["amount_minor"].as_i64().unwrap()
}

#[test]
fn packaging_and_added_tax_are_explained_and_paid() {
    let mall = Mall::new();
    charge(
        &mall,
        json!({
            "packaging": {"amount_minor": 100, "per": "item", "modes": ["pickup"]},
            "tax": {"rate_bp": 1_000, "included": false},
        }),
    );
    let shopper = mall.harness.as_shopper("alice").with_key("order-0001");
    let lines = [("tea.l", 2), ("cup.a", 1)];
    let quote = shopper.post("/v1/quotes", &quote_of(&lines)).expect(200).json;
    let goods = 2 * TEA_MINOR + CUP_MINOR;
    let tax = goods / 10 + 30;
    assert_eq!(amount(&quote["packaging_fee"]), 300);
    assert_eq!(quote["tax"]["rate_bp"], 1_000);
    assert_eq!(quote["tax"]["included"], false);
    assert_eq!(quote["tax"]["rounding"], "half_up");
    assert_eq!(amount(&quote["tax"]["amount"]), tax);
    assert_eq!(amount(&quote["tax"]["on_packaging"]), 30);
    assert_eq!(amount(&quote["lines"][0]["tax"]), CUP_MINOR / 10);
    assert_eq!(amount(&quote["payable"]), goods + 300 + tax);
    let order = shopper.post("/v1/orders", &order_of(&lines, goods + 300 + tax));
    assert_eq!(order.expect(201).json["tax"], quote["tax"]);
}

#[test]
fn included_tax_changes_nothing_that_is_paid() {
    let mall = Mall::new();
    charge(&mall, json!({"tax": {"rate_bp": 600, "included": true}}));
    let shopper = mall.harness.as_shopper("alice").with_key("order-0001");
    let quote = shopper
        .post("/v1/quotes", &quote_of(&[("tea.l", 1)]))
        .expect(200)
        .json;
    // 1800 × 600 ÷ 10600 = 101.9
    assert_eq!(
        (amount(&quote["tax"]["amount"]), amount(&quote["payable"])),
        (102, TEA_MINOR)
    );
}

#[test]
fn charges_changed_since_the_quote_are_not_taken_unseen() {
    let mall = Mall::new();
    charge(
        &mall,
        json!({"packaging": {"amount_minor": 100, "per": "order", "modes": ["pickup"]}}),
    );
    let shopper = mall.harness.as_shopper("alice").with_key("order-0001");
    let refused = shopper.post("/v1/orders", &order_of(&[("tea.l", 1)], TEA_MINOR));
    assert_eq!(refused.code(), "price_changed");
    assert_eq!(amount(&refused.json["quote"]["payable"]), TEA_MINOR + 100);
    assert_eq!(mall.stock("s1", "tea.l"), (20, 0));
}
