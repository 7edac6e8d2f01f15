//! Key-value that is behind, or away: the write compares with the truth.

use crate::mall::{
    Mall, TEA_MINOR, edit_product, order_of, put_product, put_stock, save_store, selling_store,
};
use commerce::hours::Closure;
use commerce::money::Minor;
use storage::stock::StockChange;
use storage::{assortment, price, store};
use test_kit::{Answer, START_MS, block_on};

fn place(mall: &Mall, seen: i64) -> Answer {
    let shopper = mall.harness.as_shopper("alice").with_key("order-0001");
    shopper.post("/v1/orders", &order_of(&[("tea.l", 2)], seen))
}

#[test]
fn price_changed_since_the_projection_is_refused_with_the_new_quote() {
    let mall = Mall::new();
    put_product(mall.sql(), "tea", &["l", "m"], 2_000);
    let refused = place(&mall, 2 * TEA_MINOR);
    assert_eq!(refused.code(), "price_changed");
    assert_eq!(refused.json["quote"]["payable"]["amount_minor"], 4_000);
    assert_eq!(mall.stock("s1", "tea.l"), (20, 0));
    place(&mall, 4_000).assert(201);
}

#[test]
fn stores_own_price_changed_since_the_projection_is_refused_with_the_new_quote() {
    let mall = Mall::new();
    let own = |price: Option<i64>| {
        let script = price::put_own(
            &selling_store(mall.sql(), "s1"),
            &"tea.l".parse().unwrap(),
            price.map(Minor),
            START_MS,
        );
        block_on(mall.sql().write(script)).unwrap();
    };
    own(Some(1_500));
    assert_eq!(
        place(&mall, 2 * TEA_MINOR).json["quote"]["payable"]["amount_minor"],
        3_000
    );
    own(None);
    place(&mall, 2 * TEA_MINOR).assert(201);
}

#[test]
fn article_taken_off_since_the_projection_is_not_sold() {
    let mall = Mall::new();
    let script = assortment::put(
        &selling_store(mall.sql(), "s1"),
        &"tea".parse().unwrap(),
        Some(false),
        START_MS,
    );
    block_on(mall.sql().write(script)).unwrap();
    assert_eq!(place(&mall, 2 * TEA_MINOR).code(), "not_sellable");
    assert_eq!(mall.stock("s1", "tea.l"), (20, 0));
}

#[test]
fn product_switched_off_since_the_projection_is_not_sold() {
    let mall = Mall::new();
    edit_product(mall.sql(), "tea", |tea| tea.active = false);
    assert_eq!(place(&mall, 2 * TEA_MINOR).code(), "not_sellable");
    assert_eq!(mall.stock("s1", "tea.l"), (20, 0));
    edit_product(mall.sql(), "tea", |tea| tea.active = true);
    place(&mall, 2 * TEA_MINOR).assert(201);
}

#[test]
fn product_switched_off_is_not_sold_where_a_store_carries_it_either() {
    let mall = Mall::new();
    let script = assortment::put(
        &selling_store(mall.sql(), "s1"),
        &"tea".parse().unwrap(),
        Some(true),
        START_MS,
    );
    block_on(mall.sql().write(script)).unwrap();
    edit_product(mall.sql(), "tea", |tea| tea.active = false);
    assert_eq!(place(&mall, 2 * TEA_MINOR).code(), "not_sellable");
    assert_eq!(mall.stock("s1", "tea.l"), (20, 0));
}

#[test]
fn variant_that_stores_carry_no_longer_by_default_is_sold_only_where_a_store_carries_it() {
    let mall = Mall::new();
    edit_product(mall.sql(), "tea", |tea| {
        tea.variants[0].carried_by_default = false
    });
    assert_eq!(place(&mall, 2 * TEA_MINOR).code(), "not_sellable");
    let script = assortment::put(
        &selling_store(mall.sql(), "s1"),
        &"tea".parse().unwrap(),
        Some(true),
        START_MS,
    );
    block_on(mall.sql().write(script)).unwrap();
    place(&mall, 2 * TEA_MINOR).assert(201);
}

#[test]
fn variant_that_its_product_has_no_more_is_not_sold() {
    let mall = Mall::new();
    edit_product(mall.sql(), "tea", |tea| drop(tea.variants.remove(0)));
    assert_eq!(place(&mall, 2 * TEA_MINOR).code(), "not_sellable");
}

#[test]
fn units_gone_since_the_projection_are_not_sold() {
    let mall = Mall::new();
    put_stock(mall.sql(), "s1", "tea.l", StockChange::Count(1));
    let refused = place(&mall, 2 * TEA_MINOR);
    assert_eq!(refused.code(), "out_of_stock");
    assert!(refused.text.contains("only 1 available"));
}

#[test]
fn units_arrived_since_the_projection_are_sold() {
    let mall = Mall::with_units(1);
    put_stock(mall.sql(), "s1", "tea.l", StockChange::Count(2));
    place(&mall, 2 * TEA_MINOR).assert(201);
    assert_eq!(mall.stock("s1", "tea.l"), (2, 2));
}

#[test]
fn empty_key_value_costs_time_and_no_order() {
    let mall = Mall::new();
    mall.harness.platform().memory().entries.borrow_mut().clear();
    place(&mall, 2 * TEA_MINOR).assert(201);
}

#[test]
fn store_closed_for_a_time_takes_no_order() {
    let mall = Mall::new();
    let mut changed = block_on(store::load(mall.sql(), &"s1".parse().unwrap()))
        .unwrap()
        .unwrap()
        .store;
    changed.service.timetable.closure = Some(Closure {
        from_ms: 0,
        until_ms: None,
        reason: "refit".into(),
    });
    save_store(mall.sql(), &changed);
    mall.project();
    let refused = place(&mall, 2 * TEA_MINOR);
    assert_eq!(refused.code(), "store_unavailable");
    assert_eq!(refused.json["errors"][0]["rule"], "temporarily_closed");
}
