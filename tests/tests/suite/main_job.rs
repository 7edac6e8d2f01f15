//! The main job from end to end: import, find, browse, ask the price, order, pay, read, see the sale.

use crate::nearby::{around, assert_nearest, points, real_stores};
use crate::order::{cart, id, order, place, recent_sales, stock};
use commerce::geo::Point;
use end_to_end::{Answer, Mall, data_file};
use serde_json::{Value, json};

/// Points around the world where the nearest stores are compared with all of them.
const POINTS: usize = 200;
/// Rows of stores.csv, and what is to become of them.
const STORE_ROWS: u64 = 25_600;

#[test]
fn shopper_finds_browses_orders_and_pays_and_headquarters_sees_the_sale_at_once() {
    let mall = Mall::start();
    mall.stock("s1", &[("cake.one", 4), ("tea.m", 9)]);
    buy(
        &mall,
        Point::from_degrees(31.23, 121.47).unwrap(),
        "s1",
        &[("tea.m", 2), ("cake.one", 1)],
    );
}

#[test]
fn real_chain_is_imported_found_and_sold_from() {
    let Some((file, stores)) = real_stores() else {
        return;
    };
    let Some(products) = data_file("products.csv") else {
        return;
    };
    let mall = Mall::start();
    let headquarters = mall.as_headquarters();

    let report = headquarters
        .post_csv("/v1/stores/import", file.clone())
        .expect(200);
    assert_counts(&report, STORE_ROWS, stores.len() as u64);
    assert_every_other_row_is_named(&report);
    // What the request had no time to project, the scheduled job does.
    while mall.project().json["more"] == true {}
    let again = headquarters.post_csv("/v1/stores/import", file).expect(200);
    assert_eq!(again.json["unchanged"], stores.len());

    for point in points(20_260_101, POINTS, &stores) {
        assert_nearest(&around(&mall.anonymous(), point, 10), point, &stores, 10);
    }

    let report = headquarters
        .post_csv("/v1/products/import", std::fs::read(products).unwrap())
        .expect(200);
    assert_eq!(report.json["rows"], 3_000);
    assert!(
        report.json["created"].as_u64().unwrap() > 2_900,
        "{}",
        report.text
    );
    assert_every_other_row_is_named(&report);
    while mall.project().json["more"] == true {}

    let london = Point::from_degrees(51.5074, -0.1278).unwrap();
    let nearest = around(&mall.anonymous(), london, 1).json["stores"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let lines = json!({"lines": [{"sku": "21399.std", "on_hand": 4}, {"sku": "10120.std", "on_hand": 9}]});
    headquarters
        .put(&format!("/v1/stores/{nearest}/stock"), &lines)
        .assert(200);
    buy(&mall, london, &nearest, &[("10120.std", 2), ("21399.std", 1)]);
}

/// A shopper's way from a place on the map to a paid order at `store`, which has the goods.
fn buy(mall: &Mall, point: Point, store: &str, lines: &[(&str, i64)]) {
    let anonymous = mall.anonymous();
    let skus: String = lines
        .iter()
        .map(|(sku, quantity)| format!("&sku={sku}:{quantity}"))
        .collect();
    let query = format!("lat={}&lng={}", point.lat_degrees(), point.lng_degrees());
    let found = anonymous
        .get(&format!(
            "/v1/stores/nearby?{query}&open_now=false&mode=pickup{skus}&limit=1"
        ))
        .expect(200);
    assert_eq!(found.json["stores"][0]["id"], store, "{}", found.text);

    let page = anonymous
        .get(&format!("/v1/stores/{store}/products?limit=50"))
        .expect(200);
    assert!(!page.json["items"].as_array().unwrap().is_empty());
    for (sku, quantity) in lines {
        let product = sku.split_once('.').unwrap().0;
        let detail = anonymous
            .get(&format!("/v1/stores/{store}/products/{product}"))
            .expect(200);
        assert!(
            detail.json["variants"][0]["available"].as_i64().unwrap() >= *quantity,
            "{}",
            detail.text
        );
    }

    let shopper = mall.as_shopper("c1");
    let quote = shopper.post("/v1/quotes", &cart(store, lines)).expect(200);
    let payable = quote.json["payable"]["amount_minor"].as_i64().unwrap();
    assert_eq!(payable, sum(&quote.json["lines"]));

    let before: Vec<_> = lines.iter().map(|(sku, _)| stock(mall, store, sku)).collect();
    let placed = place(&shopper, "order-one", &order(store, lines, payable)).expect(201);
    assert_eq!(
        (&placed.json["state"], &placed.json["payable"]),
        (&json!("awaiting_payment"), &quote.json["payable"])
    );
    let path = format!("/v1/orders/{}", id(&placed));
    let paid = shopper
        .clone()
        .with_key("the-payment")
        .post_empty(&format!("{path}/pay"))
        .expect(200);
    assert_eq!(paid.json["payment"], "paid");
    assert_eq!(shopper.get(&path).expect(200).json["state"], "paid");
    for ((sku, quantity), (on_hand, reserved)) in lines.iter().zip(before) {
        assert_eq!(stock(mall, store, sku), (on_hand - quantity, reserved));
    }
    mall.assert_adds_up();

    let sales = mall.as_clerk(store).get(&recent_sales()).expect(200);
    assert_eq!(
        (
            &sales.json["items"][0]["store"],
            &sales.json["items"][0]["orders"]
        ),
        (&json!(store), &json!(1))
    );
    assert_eq!(sales.json["items"][0]["net"], quote.json["payable"]);
    let prepared = mall
        .as_clerk(store)
        .get(&format!("/v1/stores/{store}/orders?state=paid"))
        .expect(200);
    assert_eq!(prepared.json["items"][0]["id"], placed.json["id"]);
}

fn sum(lines: &Value) -> i64 {
    lines
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["total"]["amount_minor"].as_i64().unwrap())
        .sum()
}

fn assert_counts(report: &Answer, rows: u64, created: u64) {
    assert_eq!(
        (&report.json["rows"], &report.json["created"]),
        (&json!(rows), &json!(created))
    );
}

fn assert_every_other_row_is_named(report: &Answer) {
    let count = |key: &str| report.json[key].as_u64().unwrap();
    let named = report.json["results"].as_array().unwrap();
    let with = |outcome: &str| named.iter().filter(|row| row["outcome"] == outcome).count() as u64;
    assert_eq!(
        (with("refused"), with("repeated")),
        (count("refused"), count("repeated"))
    );
    assert_eq!(
        count("created") + count("updated") + count("unchanged") + count("repeated") + count("refused"),
        count("rows")
    );
    for row in named.iter().filter(|row| row["outcome"] == "refused") {
        assert!(
            row["row"].as_u64().unwrap() > 1 && !row["errors"].as_array().unwrap().is_empty(),
            "{row}"
        );
    }
}
