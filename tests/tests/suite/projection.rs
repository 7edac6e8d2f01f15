//! Key-value is a projection that can be thrown away.

use crate::order::{id, order, place};
use end_to_end::{Mall, product, store};
use serde_json::json;

#[test]
fn rebuild_gives_identical_bytes() {
    let mall = Mall::start();
    fill(&mall);
    while mall.project().json["more"] == true {}
    let projected = mall.key_value();
    assert!(projected.len() > 20);
    mall.as_job().post_empty("/jobs/rebuild").assert(200);
    assert_same(&projected, &mall.key_value());
    mall.forget_key_value();
    mall.as_job().post_empty("/jobs/rebuild").assert(200);
    assert_same(&projected, &mall.key_value());
}

/// Stores that came, moved and closed; products that changed in price, text, shelf and assortment; stock that was sold.
fn fill(mall: &Mall) {
    let headquarters = mall.as_headquarters();
    mall.stock("s1", &[("cake.one", 30), ("tea.m", 30)]);
    mall.stock("s2", &[("tea.m", 5)]);
    headquarters
        .put("/v1/stores/s3", &store(22.28, 114.158))
        .assert(200);
    headquarters
        .put("/v1/stores/s3", &store(35.659, 139.701))
        .assert(200);
    let closure = json!({"closure": {"from_ms": 0, "reason": "装修"}});
    mall.as_clerk("s2")
        .put("/v1/stores/s2/closure", &closure)
        .assert(200);
    headquarters
        .put(
            "/v1/categories/cakes",
            &json!({"name": {"en": "Cakes"}, "sort": 2}),
        )
        .assert(200);
    let mut cake = product("one", 2_500);
    cake["categories"] = json!(["cakes", "tea"]);
    headquarters.put("/v1/products/cake", &cake).assert(200);
    let price = json!({"price": {"amount_minor": 1_900, "currency": "CNY"}});
    headquarters.put("/v1/prices/tea.m", &price).assert(200);
    headquarters.put("/v1/stores/s1/prices/tea.m", &price).assert(200);
    headquarters
        .put(
            "/v1/stores/s2/products/cake/assortment",
            &json!({"carried": "no"}),
        )
        .assert(200);
    let shopper = mall.as_shopper("c1");
    let placed = place(&shopper, "order-one", &order("s1", &[("tea.m", 2)], 3_800)).expect(201);
    shopper
        .with_key("the-payment")
        .post_empty(&format!("/v1/orders/{}/pay", id(&placed)))
        .assert(200);
}

fn assert_same(left: &[(String, Vec<u8>)], right: &[(String, Vec<u8>)]) {
    let keys = |entries: &[(String, Vec<u8>)]| entries.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>();
    assert_eq!(keys(left), keys(right));
    for ((key, left), (_, right)) in left.iter().zip(right) {
        assert!(
            left == right,
            "{key}: {} became {}",
            String::from_utf8_lossy(left),
            String::from_utf8_lossy(right)
        );
    }
}
