//! A cart that goes to another store.

use crate::mall::{CUP_MINOR, Mall, TEA_MINOR, put_stock, selling_store};
use commerce::money::Minor;
use serde_json::{Value, json};
use storage::price::put_own;
use storage::stock::StockChange;
use test_kit::{Answer, START_MS, block_on};
use web::Platform;

fn switch(mall: &Mall, to: &str, mode: &str) -> Answer {
    let body = json!({
        "from_store": "s1", "to_store": to, "mode": mode,
        "lines": [{"sku": "tea.l", "quantity": 2}, {"sku": "cup.a", "quantity": 1}, {"sku": "tea.m", "quantity": 3}],
    });
    mall.harness.as_shopper("alice").post("/v1/quotes/switch", &body)
}

fn changes(answer: &Answer) -> Vec<(&str, &str, i64)> {
    let lines = answer.json["lines"].as_array().unwrap();
    lines
        .iter()
        .map(|line| {
            (
                line["sku"].as_str().unwrap(),
                line["change"].as_str().unwrap(),
                line["available"].as_i64().unwrap(),
            )
        })
        .collect()
}

#[test]
fn cart_hears_line_by_line_what_changes_at_the_other_store() {
    let mall = Mall::new();
    let same = switch(&mall, "s2", "pickup").expect(200);
    assert_eq!(
        changes(&same),
        [
            ("cup.a", "same", 20),
            ("tea.l", "same", 20),
            ("tea.m", "same", 20)
        ]
    );
    assert_eq!(
        (&same.json["unavailable"], &same.json["slot_required"]),
        (&Value::Null, &json!(false))
    );
    // Not projected: what there is now is the truth.
    put_stock(mall.sql(), "s2", "tea.m", StockChange::Count(2));
    let (store, cup) = (selling_store(mall.sql(), "s2"), "cup.a".parse().unwrap());
    let dearer = put_own(&store, &cup, Some(Minor(CUP_MINOR + 100)), START_MS);
    block_on(mall.sql().write(dearer)).unwrap();
    let other = switch(&mall, "s2", "pickup").expect(200);
    assert_eq!(
        changes(&other),
        [
            ("cup.a", "price", 20),
            ("tea.l", "same", 20),
            ("tea.m", "short", 2)
        ]
    );
    let cup = &other.json["lines"][0];
    assert_eq!(cup["unit_price_before"]["amount_minor"], CUP_MINOR);
    assert_eq!(cup["unit_price"]["amount_minor"], CUP_MINOR + 100);
    assert_eq!(other.json["lines"][1]["unit_price"]["amount_minor"], TEA_MINOR);
    // Prices in yen there are none.
    let abroad = switch(&mall, "tokyo", "pickup").expect(200);
    assert!(
        changes(&abroad)
            .iter()
            .all(|(_, change, left)| (*change, *left) == ("not_sold", 0))
    );
}

#[test]
fn store_that_cannot_serve_the_cart_says_why() {
    let mall = Mall::new();
    let answer = switch(&mall, "s2", "booking").expect(200);
    assert_eq!(answer.json["unavailable"], "mode_not_served");
    let delivery = switch(&mall, "s2", "delivery").expect(200);
    assert_eq!(delivery.json["unavailable"], "mode_not_served");
}

#[test]
fn switch_names_the_field_that_is_wrong() {
    let mall = Mall::new();
    let body = |from: &str, to: &str| {
        let lines = [json!({"sku": "tea.l", "quantity": 1})];
        json!({"from_store": from, "to_store": to, "mode": "pickup", "lines": lines})
    };
    for (from, to, field) in [
        ("s1", "nowhere", "to_store"),
        ("nowhere", "s1", "from_store"),
        ("no where", "s1", "from_store"),
        ("s1", "no where", "to_store"),
    ] {
        let refused = mall
            .harness
            .as_shopper("alice")
            .post("/v1/quotes/switch", &body(from, to));
        assert_eq!((refused.status, refused.fields()), (422, vec![field]));
    }
    mall.harness
        .anonymous()
        .post("/v1/quotes/switch", &body("s1", "s2"))
        .assert(401);
}

#[test]
fn store_that_is_not_projected_yet_is_left_all_the_same() {
    let mall = Mall::new();
    let key_value = mall.harness.platform().key_value();
    block_on(key_value.delete(&storage::projection::keys::store(&"s1".parse().unwrap()))).unwrap();
    switch(&mall, "s2", "pickup").assert(200);
}
