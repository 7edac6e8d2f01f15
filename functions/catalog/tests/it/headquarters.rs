//! Writes of headquarters.

use crate::mall::{get, mall, put, tea};
use serde_json::{Value, json};

#[test]
fn product_reads_back_as_it_was_written() {
    let mall = mall();
    let written = put(&mall, "/v1/products/oolong", &tea());
    assert_eq!(written["version"], 1);
    assert_eq!(written["variants"][0]["sku"], "oolong.l");
    assert_eq!(written["variants"][0]["prices"], json!({"CNY": 1800}));
    let staff = mall.as_clerk("sh").get("/v1/products/oolong").expect(200);
    assert_eq!(staff.json, written);
    // The same again is no new version.
    assert_eq!(put(&mall, "/v1/products/oolong", &tea())["version"], 1);
}

#[test]
fn purchase_limit_reads_back_and_is_shown_to_shoppers() {
    let mall = mall();
    let mut limited = tea();
    limited["variants"][0]["purchase_limit"] = json!({"quantity": 2, "days": 7});
    let written = put(&mall, "/v1/products/oolong", &limited);
    let limit = json!({"quantity": 2, "days": 7});
    assert_eq!(written["variants"][0]["purchase_limit"], limit);
    let shown = get(&mall, "/v1/stores/sh/products/oolong");
    assert_eq!(shown["variants"][0]["purchase_limit"], limit);
    assert_eq!(put(&mall, "/v1/products/oolong", &tea())["version"], 2);
    let shown = get(&mall, "/v1/stores/sh/products/oolong");
    assert!(shown["variants"][0].get("purchase_limit").is_none());
}

#[test]
fn write_over_a_version_that_the_caller_did_not_see_is_refused() {
    let mall = mall();
    let with_version = |version: i64| {
        let mut body = tea();
        body["version"] = json!(version);
        body["image_url"] = json!(format!("https://img.example/{version}.png"));
        mall.as_headquarters().put("/v1/products/oolong", &body)
    };
    assert_eq!(with_version(1).expect(409).code(), "version_conflict");
    with_version(0).assert(200);
    with_version(0).assert(409);
    with_version(1).assert(200);
    let price = json!({"version": 1, "price": {"amount_minor": 1, "currency": "CNY"}});
    mall.as_headquarters()
        .put("/v1/prices/oolong.l", &price)
        .assert(409);
    let category = |version: i64| {
        let body = json!({"version": version, "name": {"en": format!("Teas {version}")}});
        mall.as_headquarters().put("/v1/categories/tea", &body)
    };
    category(0).assert(409);
    assert_eq!(category(1).expect(200).json, json!({"id": "tea", "version": 2}));
    category(1).assert(409);
}

#[test]
fn price_of_one_currency_changes_for_all_stores_and_leaves_the_others() {
    let mall = mall();
    put(&mall, "/v1/products/oolong", &tea());
    let yen = json!({"price": {"amount_minor": 400, "currency": "JPY"}});
    let written = put(&mall, "/v1/prices/oolong.l", &yen);
    assert_eq!(written["version"], 2);
    assert_eq!(written["variants"][0]["prices"], json!({"CNY": 1800, "JPY": 400}));
    let in_tokyo = get(&mall, "/v1/stores/tk/products/oolong");
    assert_eq!(
        in_tokyo["variants"][0]["price"],
        json!({"amount_minor": 400, "currency": "JPY"})
    );
    mall.as_headquarters()
        .put("/v1/prices/oolong.xl", &yen)
        .assert(404);
    mall.as_headquarters().put("/v1/prices/oolong", &yen).assert(404);
}

#[test]
fn variant_that_is_left_out_is_not_sold_and_can_come_back() {
    let mall = mall();
    put(&mall, "/v1/products/oolong", &tea());
    let mut other = tea();
    other["variants"][0]["code"] = json!("m");
    put(&mall, "/v1/products/oolong", &other);
    let skus = |mall: &_| get(mall, "/v1/stores/sh/products/oolong")["variants"][0]["sku"].clone();
    assert_eq!(skus(&mall), "oolong.m");
    put(&mall, "/v1/products/oolong", &tea());
    assert_eq!(skus(&mall), "oolong.l");
}

#[test]
fn wrong_fields_are_named() {
    let mall = mall();
    let check = |path: &str, body: Value, expected: &[&str]| {
        let answer = mall.as_headquarters().put(path, &body).expect(422);
        assert_eq!(answer.fields(), expected, "{path} {body}");
    };
    let with = |change: fn(&mut Value)| {
        let mut body = tea();
        change(&mut body);
        body
    };
    let product = "/v1/products/oolong";
    check(product, with(|tea| tea["name"] = json!({})), &["name"]);
    check(
        product,
        with(|tea| tea["categories"] = json!(["tea", "x"])),
        &["categories[1]"],
    );
    check(
        product,
        with(|tea| tea["variants"][0]["prices"]["CNY"] = json!(-1)),
        &["variants[0].prices.CNY"],
    );
    check(
        product,
        with(|tea| tea["variants"][0]["prices"]["CNY"] = json!("1")),
        &["variants[0].prices.CNY"],
    );
    check(
        product,
        with(|tea| tea["variants"][0]["prices"]["CNY"] = json!(1e300)),
        &["variants[0].prices.CNY"],
    );
    check(
        product,
        with(|tea| tea["variants"][0]["purchase_limit"] = json!({"quantity": 0, "days": -1})),
        &[
            "variants[0].purchase_limit.quantity",
            "variants[0].purchase_limit.days",
        ],
    );
    check(product, with(|tea| tea["colour"] = json!("red")), &["colour"]);
    check("/v1/products/a%20b", tea(), &["product"]);
    check(
        "/v1/categories/all",
        json!({"name": {"en": "All"}}),
        &["category"],
    );
    check(
        "/v1/categories/new",
        json!({"name": {"en": "New"}, "parent": "none"}),
        &["parent"],
    );
    put(&mall, product, &tea());
    let price =
        |amount: i64, currency: &str| json!({"price": {"amount_minor": amount, "currency": currency}});
    check("/v1/prices/oolong.l", price(0, "CNY"), &["price.amount_minor"]);
    check(
        "/v1/prices/oolong.l",
        price(-1, "XXX"),
        &["price.currency", "price.amount_minor"],
    );
    check(
        "/v1/stores/sh/prices/oolong.l",
        price(1, "JPY"),
        &["price.currency"],
    );
    check("/v1/stores/sh/prices/oolong.l", json!({}), &["body"]);
    check(
        "/v1/stores/sh/products/oolong/assortment",
        json!({"carried": true}),
        &["carried"],
    );
}

#[test]
fn circle_of_categories_is_refused() {
    let mall = mall();
    put(
        &mall,
        "/v1/categories/black",
        &json!({"name": {"en": "Black"}, "parent": "tea"}),
    );
    let circle = json!({"name": {"en": "Tea"}, "parent": "black"});
    let answer = mall
        .as_headquarters()
        .put("/v1/categories/tea", &circle)
        .expect(422);
    assert_eq!(answer.fields(), ["parent"]);
}

#[test]
fn others_may_not_write() {
    let mall = mall();
    put(&mall, "/v1/products/oolong", &tea());
    for path in [
        "/v1/products/oolong",
        "/v1/categories/tea",
        "/v1/prices/oolong.l",
        "/v1/stores/sh/products/oolong/assortment",
        "/v1/stores/sh/prices/oolong.l",
    ] {
        mall.anonymous().put(path, &json!({})).assert(401);
        mall.as_shopper("c1").put(path, &json!({})).assert(403);
        mall.as_clerk("sh").put(path, &json!({})).assert(403);
    }
    mall.as_shopper("c1").get("/v1/products/oolong").assert(403);
}
