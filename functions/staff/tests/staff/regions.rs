//! Regions.

use crate::fixture::{at_work, invite, mall, text};
use serde_json::json;

#[test]
fn person_of_a_region_sees_its_stores_as_they_are_at_the_moment() {
    let mall = mall();
    let headquarters = mall.as_headquarters();
    let east = json!({"name": "East", "stores": ["north"]});
    assert_eq!(
        headquarters.put("/v1/regions/east", &east).expect(200).json["store_count"],
        1
    );
    let manager = at_work(
        &mall,
        &json!({"login": "area", "role": "manager", "region": "east"}),
    );
    manager.get("/v1/stores/north/stock").assert(200);
    manager.get("/v1/stores/south/stock").assert(404);
    manager.get("/v1/stores/nowhere/stock").assert(404);
    let sales = "/v1/analytics/sales?from=2026-01-01&to=2026-01-02";
    manager.get(&format!("{sales}&store=north")).assert(200);
    manager.get(&format!("{sales}&store=south")).assert(404);
    manager.get(sales).assert(200);
    // Headquarters' own are not theirs.
    manager.get("/v1/stock/alerts").assert(403);

    let body = json!({"name": "East", "stores": ["south"], "version": 1});
    headquarters.put("/v1/regions/east", &body).assert(200);
    manager.get("/v1/stores/north/stock").assert(404);
    manager.get("/v1/stores/south/stock").assert(200);
}

#[test]
fn report_of_a_region_is_about_its_stores() {
    let mall = mall();
    for sql in [
        "INSERT INTO sales_day (store_id, day, currency, orders, items, net_minor, refunded_minor) \
         VALUES ('north', '2026-01-01', 'CNY', 1, 1, 100, 0)",
        "INSERT INTO sales_day (store_id, day, currency, orders, items, net_minor, refunded_minor) \
         VALUES ('south', '2026-01-01', 'CNY', 1, 1, 9900, 0)",
    ] {
        crate::fixture::write(&mall, sql);
    }
    let east = json!({"name": "East", "stores": ["north"]});
    mall.as_headquarters().put("/v1/regions/east", &east).assert(200);
    let manager = at_work(
        &mall,
        &json!({"login": "area", "role": "manager", "region": "east"}),
    );
    let sales = manager
        .get("/v1/analytics/sales?from=2026-01-01&to=2026-01-02")
        .expect(200);
    assert_eq!(sales.json["items"].as_array().unwrap().len(), 1);
    assert!(
        sales.text.contains("north") && !sales.text.contains("9900"),
        "{}",
        sales.text
    );
}

#[test]
fn person_of_a_region_manages_the_staff_of_its_stores() {
    let mall = mall();
    let headquarters = mall.as_headquarters();
    headquarters
        .put("/v1/regions/east", &json!({"name": "East", "stores": ["north"]}))
        .assert(200);
    let manager = at_work(
        &mall,
        &json!({"login": "area", "role": "manager", "region": "east"}),
    );
    assert_eq!(
        invite(&manager, &json!({"login": "li.na", "role": "clerk"}))
            .expect(422)
            .fields(),
        ["store"]
    );
    invite(
        &manager,
        &json!({"login": "li.na", "role": "clerk", "store": "south"}),
    )
    .assert(422);
    let invited = invite(
        &manager,
        &json!({"login": "li.na", "role": "clerk", "store": "north"}),
    )
    .expect(201);
    manager
        .get(&format!("/v1/staff/{}", text(&invited, "staff")))
        .assert(200);
    assert_eq!(
        manager.get("/v1/staff").expect(200).json["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    manager
        .put(
            "/v1/regions/east",
            &json!({"name": "All", "stores": ["north", "south"]}),
        )
        .assert(403);
}

#[test]
fn region_names_every_store_at_fault() {
    let mall = mall();
    let put = |stores: &[&str]| {
        mall.as_headquarters()
            .put("/v1/regions/east", &json!({"name": "East", "stores": stores}))
    };
    assert_eq!(put(&["north", "nowhere"]).expect(422).fields(), ["stores[1]"]);
    assert_eq!(
        put(&["north", "!", "north"]).expect(422).fields(),
        ["stores[1]", "stores[2]"]
    );
    assert_eq!(put(&["north"; 1_001]).expect(422).fields(), ["body"]);
    mall.as_headquarters().get("/v1/regions/east").assert(404);
    put(&[]).assert(200);
    assert_eq!(
        mall.as_headquarters().get("/v1/regions/east").expect(200).json["stores"],
        json!([])
    );
}
