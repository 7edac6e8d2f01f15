//! The wall between stores, and between customers.

use crate::order::{id, order, place, recent_sales};
use end_to_end::{Mall, store};
use serde_json::json;

#[test]
fn clerk_knows_of_no_other_store() {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 5)]);
    mall.as_headquarters()
        .put("/v1/stores/s2", &store(31.3, 121.5))
        .assert(200);
    let stranger = mall.as_clerk("s2");
    let closure = json!({"closure": null});
    let lines = json!({"lines": [{"sku": "tea.m", "on_hand": 0}]});
    let answers = [
        stranger.get("/v1/stores/s1/stock"),
        stranger.get("/v1/stores/s1/orders"),
        stranger.put("/v1/stores/s1/stock", &lines),
        stranger.put("/v1/stores/s1/closure", &closure),
    ];
    for answer in &answers {
        // Exactly what is said of a store that does not exist.
        assert_eq!(
            (answer.status, answer.code()),
            (404, "not_found"),
            "{}",
            answer.text
        );
    }
    let nowhere = stranger.get("/v1/stores/nowhere/stock").expect(404);
    assert_eq!(nowhere.text, answers[0].text);
    let own = mall.as_clerk("s1").get("/v1/stores/s1/stock").expect(200);
    assert_eq!(own.json["items"][0]["on_hand"], 5);
}

#[test]
fn clerk_sees_the_sales_of_the_own_store_alone() {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 5)]);
    mall.stock("s2", &[("tea.m", 5)]);
    for store in ["s1", "s2"] {
        let shopper = mall.as_shopper("c1");
        let placed = place(
            &shopper,
            &format!("order-at-{store}"),
            &order(store, &[("tea.m", 1)], 1_800),
        );
        let path = format!("/v1/orders/{}/pay", id(&placed.expect(201)));
        shopper.with_key("the-payment").post_empty(&path).assert(200);
    }
    let stores = |answer: end_to_end::Answer| -> Vec<String> {
        let rows = answer.expect(200).json["items"].as_array().unwrap().clone();
        rows.iter()
            .map(|row| row["store"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(stores(mall.as_clerk("s1").get(&recent_sales())), ["s1"]);
    assert_eq!(stores(mall.as_headquarters().get(&recent_sales())), ["s1", "s2"]);
    let asked = mall.as_clerk("s1").get(&format!("{}&store=s2", recent_sales()));
    assert_eq!((asked.status, asked.code()), (404, "not_found"));
}

#[test]
fn shopper_knows_of_nobody_elses_order() {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 5)]);
    let placed = place(
        &mall.as_shopper("c1"),
        "order-one",
        &order("s1", &[("tea.m", 1)], 1_800),
    )
    .expect(201);
    let stranger = mall.as_shopper("c2").with_key("a-strangers-key");
    let path = format!("/v1/orders/{}", id(&placed));
    for answer in [
        stranger.get(&path),
        stranger.post_empty(&format!("{path}/pay")),
        stranger.post_empty(&format!("{path}/cancel")),
    ] {
        assert_eq!(
            (answer.status, answer.code()),
            (404, "not_found"),
            "{}",
            answer.text
        );
    }
    assert_eq!(stranger.get("/v1/orders").expect(200).json["items"], json!([]));
}
