//! `GET /v1/stores/{store}/products/{product}`

use crate::mall::{count, get, mall, put, tea};
use serde_json::json;

const OOLONG: &str = "/v1/stores/sh/products/oolong";

#[test]
fn product_has_the_stores_price_and_stock_in_the_callers_language() {
    let mall = mall();
    put(&mall, "/v1/products/oolong", &tea());
    count(&mall, "sh", "oolong.l", 7);
    let expected = json!({
        "id": "oolong", "name": "乌龙茶", "description": "Mild.", "categories": ["tea"],
        "variants": [{
            "sku": "oolong.l", "choices": [{"option": "杯型", "value": "大"}],
            "price": {"amount_minor": 1800, "currency": "CNY"}, "available": 7,
        }],
    });
    let answer = mall.anonymous().reading("zh-CN").get(OOLONG).expect(200);
    assert_eq!(answer.json, expected);
    assert_eq!(answer.header("content-language"), "zh-CN");
    assert_eq!(get(&mall, OOLONG)["name"], "Oolong");

    put(
        &mall,
        "/v1/stores/sh/prices/oolong.l",
        &json!({"price": {"amount_minor": 1500, "currency": "CNY"}}),
    );
    assert_eq!(get(&mall, OOLONG)["variants"][0]["price"]["amount_minor"], 1500);
    put(&mall, "/v1/stores/sh/prices/oolong.l", &json!({"price": null}));
    assert_eq!(get(&mall, OOLONG)["variants"][0]["price"]["amount_minor"], 1800);
}

#[test]
fn what_a_store_does_not_sell_is_not_there() {
    let mall = mall();
    put(&mall, "/v1/products/oolong", &tea());
    let check = |path: &str, status| mall.anonymous().get(path).assert(status);
    check(OOLONG, 200);
    // No price in yen, no such store, no such product, no such ids.
    check("/v1/stores/tk/products/oolong", 404);
    check("/v1/stores/nowhere/products/oolong", 404);
    check("/v1/stores/sh/products/nothing", 404);
    check("/v1/stores/sh/products/no%20id", 404);

    let assortment = "/v1/stores/sh/products/oolong/assortment";
    put(&mall, assortment, &json!({"carried": "no"}));
    check(OOLONG, 404);
    put(&mall, assortment, &json!({"carried": "default"}));
    check(OOLONG, 200);

    let mut inactive = tea();
    inactive["active"] = json!(false);
    put(&mall, "/v1/products/oolong", &inactive);
    check(OOLONG, 404);
}

#[test]
fn caller_who_has_the_page_already_is_told_so_until_it_changes() {
    let mall = mall();
    put(&mall, "/v1/products/oolong", &tea());
    let first = mall.anonymous().get(OOLONG).expect(200);
    let tag = first.header("etag").to_owned();
    assert_eq!(first.header("cache-control"), "public, max-age=1");
    let again = || mall.anonymous().with_header("if-none-match", &tag).get(OOLONG);
    assert_eq!((again().status, again().text.as_str()), (304, ""));
    count(&mall, "sh", "oolong.l", 1);
    again().assert(200);
}

#[test]
fn answer_is_remembered_for_a_second() {
    let mall = mall();
    put(&mall, "/v1/products/oolong", &tea());
    get(&mall, OOLONG);
    // Another component, here the database itself, changes key-value below the instance.
    mall.platform().memory().entries.borrow_mut().clear();
    get(&mall, OOLONG);
    mall.platform().advance_ms(1_000);
    mall.anonymous().get(OOLONG).assert(404);
}

#[test]
fn projection_of_another_release_is_a_problem_and_not_a_wrong_answer() {
    let mall = mall();
    put(&mall, "/v1/products/oolong", &tea());
    for value in mall.platform().memory().entries.borrow_mut().values_mut() {
        value[0] = value[0].wrapping_add(1);
    }
    let answer = mall.anonymous().get(OOLONG).expect(500);
    assert_eq!(answer.code(), "internal");
    assert!(!answer.text.contains("layout"));
}
