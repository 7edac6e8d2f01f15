//! `GET /v1/stores/{store}/barcodes/{barcode}`

use crate::mall::{count, get, mall, put, tea};
use serde_json::{Value, json};
use test_kit::Harness;

const PRODUCT: &str = "/v1/products/oolong";
const LARGE: &str = "/v1/stores/sh/barcodes/6291041500213";
const MEDIUM: &str = "/v1/stores/sh/barcodes/036000291452";

/// Two teas, each with a barcode.
fn teas(large: Value, medium: Value) -> Value {
    let mut tea = tea();
    tea["variants"] = json!([
        {"code": "l", "prices": {"CNY": 1800}, "barcode": large},
        {"code": "m", "prices": {"CNY": 1500}, "barcode": medium},
    ]);
    tea
}

fn with_barcodes() -> Harness {
    let mall = mall();
    put(
        &mall,
        PRODUCT,
        &teas(json!("6291041500213"), json!("036000291452")),
    );
    count(&mall, "sh", "oolong.m", 7);
    mall
}

fn sku(mall: &Harness, path: &str) -> Value {
    get(mall, path)["variants"][0]["sku"].clone()
}

#[test]
fn barcode_names_one_sku_at_the_stores_price_and_stock() {
    let mall = with_barcodes();
    let expected = json!({
        "id": "oolong", "name": "乌龙茶", "description": "Mild.", "categories": ["tea"],
        "variants": [{
            "sku": "oolong.m", "choices": [], "barcode": "036000291452",
            "price": {"amount_minor": 1500, "currency": "CNY"}, "available": 7,
        }],
    });
    let answer = mall.anonymous().reading("zh-CN").get(MEDIUM).expect(200);
    assert_eq!(
        (&answer.json, answer.header("content-language")),
        (&expected, "zh-CN")
    );
    assert_eq!(get(&mall, MEDIUM)["name"], "Oolong");
    assert_eq!(get(&mall, LARGE)["variants"][0]["available"], 0);
    // As other scanners tell it.
    assert_eq!(sku(&mall, "/v1/stores/sh/barcodes/0036000291452"), "oolong.m");
    assert_eq!(sku(&mall, "/v1/stores/sh/barcodes/00036000291452"), "oolong.m");
    let own = json!({"price": {"amount_minor": 1200, "currency": "CNY"}});
    put(&mall, "/v1/stores/sh/prices/oolong.m", &own);
    assert_eq!(get(&mall, MEDIUM)["variants"][0]["price"]["amount_minor"], 1200);
    let brand = json!({"price": {"amount_minor": 2000, "currency": "CNY"}});
    put(&mall, "/v1/prices/oolong.l", &brand);
    assert_eq!(get(&mall, LARGE)["variants"][0]["price"]["amount_minor"], 2000);
}

#[test]
fn barcode_of_nothing_that_the_store_sells_is_not_there() {
    let mall = with_barcodes();
    let check = |path: &str, status| mall.anonymous().get(path).assert(status);
    check("/v1/stores/sh/barcodes/96385074", 404);
    check("/v1/stores/sh/barcodes/036000291453", 404);
    check("/v1/stores/sh/barcodes/tea", 404);
    check("/v1/stores/sh/barcodes/99999999999999999999999", 404);
    check("/v1/stores/nowhere/barcodes/036000291452", 404);
    // No price in yen.
    check("/v1/stores/tk/barcodes/036000291452", 404);
    put(
        &mall,
        "/v1/stores/sh/products/oolong/assortment",
        &json!({"carried": "no"}),
    );
    check(MEDIUM, 404);
    put(
        &mall,
        "/v1/stores/sh/products/oolong/assortment",
        &json!({"carried": "default"}),
    );
    check(MEDIUM, 200);
    let mut inactive = teas(json!("6291041500213"), json!("036000291452"));
    inactive["active"] = json!(false);
    put(&mall, PRODUCT, &inactive);
    check(MEDIUM, 404);
}

#[test]
fn caller_who_has_the_answer_already_is_told_so_until_it_changes() {
    let mall = with_barcodes();
    let first = mall.anonymous().get(MEDIUM).expect(200);
    assert_eq!(first.header("cache-control"), "public, max-age=1");
    let tag = first.header("etag").to_owned();
    let again = || mall.anonymous().with_header("if-none-match", &tag).get(MEDIUM);
    assert_eq!((again().status, again().text.as_str()), (304, ""));
    count(&mall, "sh", "oolong.m", 1);
    again().assert(200);
}

#[test]
fn barcode_moves_between_variants_and_goes_with_its_variant() {
    let mall = with_barcodes();
    // Changed places, in one write.
    put(
        &mall,
        PRODUCT,
        &teas(json!("036000291452"), json!("6291041500213")),
    );
    assert_eq!(
        (sku(&mall, LARGE), sku(&mall, MEDIUM)),
        (json!("oolong.m"), json!("oolong.l"))
    );
    put(&mall, PRODUCT, &teas(json!("036000291452"), Value::Null));
    mall.anonymous().get(LARGE).assert(404);
    let mut cup = tea();
    cup["variants"] = json!([{"code": "a", "prices": {"CNY": 500}, "barcode": "6291041500213"}]);
    put(&mall, "/v1/products/cup", &cup);
    assert_eq!(sku(&mall, LARGE), "cup.a");
    let mut without = teas(Value::Null, Value::Null);
    without["variants"].as_array_mut().unwrap().remove(0);
    put(&mall, PRODUCT, &without);
    mall.anonymous().get(MEDIUM).assert(404);
}

#[test]
fn barcode_of_another_product_is_refused_in_whatever_form() {
    let mall = with_barcodes();
    let mut cup = tea();
    cup["variants"] = json!([
        {"code": "a", "prices": {"CNY": 500}},
        {"code": "b", "prices": {"CNY": 500}, "barcode": "0036000291452"},
    ]);
    let refused = mall.as_headquarters().put("/v1/products/cup", &cup).expect(422);
    assert_eq!(refused.fields(), ["variants[1].barcode"]);
    assert_eq!(refused.json["errors"][0]["rule"], "barcode_taken");
    assert_eq!(sku(&mall, MEDIUM), "oolong.m");
    let twice = teas(json!("036000291452"), json!("0036000291452"));
    let refused = mall.as_headquarters().put(PRODUCT, &twice).expect(422);
    assert_eq!(refused.fields(), ["variants[1].barcode"]);
}
