//! `GET /v1/stores/{store}/products` and `GET /v1/categories`

use crate::mall::{count, get, ids, mall, put, tea};
use serde_json::json;

const LIST: &str = "/v1/stores/sh/products";

#[test]
fn categories_are_listed_in_the_callers_language() {
    let mall = mall();
    put(
        &mall,
        "/v1/categories/black",
        &json!({"name": {"en": "Black"}, "parent": "tea", "sort": -1}),
    );
    let list = mall
        .anonymous()
        .reading("zh-CN")
        .get("/v1/categories")
        .expect(200);
    assert_eq!(
        list.json["items"],
        json!([
            {"id": "black", "name": "Black", "parent": "tea", "sort": -1},
            {"id": "cups", "name": "杯子", "sort": 0},
            {"id": "tea", "name": "茶", "sort": 0},
        ])
    );
}

#[test]
fn mall_without_categories_and_products_is_empty() {
    let mall = test_kit::harness([catalog::routes::app()]);
    assert_eq!(get(&mall, "/v1/categories"), json!({"items": []}));
    mall.anonymous().get(LIST).assert(404);
    assert_eq!(get(&crate::mall::mall(), LIST), json!({"items": []}));
}

#[test]
fn listing_is_paged_in_the_order_in_which_products_came() {
    let mall = mall();
    for number in 0..5 {
        put(&mall, &format!("/v1/products/p{number}"), &tea());
    }
    let first = get(&mall, "/v1/stores/sh/products?limit=2");
    assert_eq!(ids(&first), ["p0", "p1"]);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = get(&mall, &format!("/v1/stores/sh/products?limit=3&cursor={cursor}"));
    assert_eq!(ids(&second), ["p2", "p3", "p4"]);
    assert_eq!(second.get("next_cursor"), None);
}

#[test]
fn listing_goes_on_over_the_pages_of_a_shelf() {
    let mall = mall();
    let mut file = "code,name,unit_price,currency,category\n".to_owned();
    for number in 0..120 {
        file += &format!("p{number:03},MUG,1.00,CNY,{}\n", ["tea", "cups"][number % 2]);
    }
    let report = mall
        .as_headquarters()
        .post_csv("/v1/products/import", &file)
        .expect(200);
    assert_eq!(report.json["created"], 120);
    for (path, products) in [(LIST.to_owned(), 120), (format!("{LIST}?category=cups"), 60)] {
        let mark = if path.contains('?') { '&' } else { '?' };
        let mut found: Vec<String> = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = get(&mall, &format!("{path}{mark}limit=30{cursor}"));
            found.extend(ids(&page).into_iter().map(str::to_owned));
            let Some(next) = page["next_cursor"].as_str() else {
                break;
            };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(found.len(), products);
        assert!(found.is_sorted());
    }
}

#[test]
fn page_of_which_the_store_sells_nothing_is_passed_over() {
    let mall = mall();
    let mut products = "code,name,unit_price,currency\n".to_owned();
    let mut stock = "store,sku,on_hand\n".to_owned();
    for number in 0..110 {
        products += &format!("p{number:03},MUG,1.00,CNY\n");
        if number >= 105 {
            stock += &format!("sh,p{number:03}.std,1\n");
        }
    }
    let headquarters = mall.as_headquarters();
    headquarters
        .post_csv("/v1/products/import", &products)
        .assert(200);
    headquarters.post_csv("/v1/stock/import", &stock).assert(200);
    let page = get(&mall, &format!("{LIST}?in_stock=true"));
    assert_eq!(ids(&page), ["p105", "p106", "p107", "p108", "p109"]);
    assert_eq!(page.get("next_cursor"), None);
}

#[test]
fn product_that_leaves_its_category_leaves_the_listing_and_comes_back_to_its_place() {
    let mall = mall();
    for product in ["a", "b"] {
        put(&mall, &format!("/v1/products/{product}"), &tea());
        count(&mall, "sh", &format!("{product}.l"), 1);
    }
    let in_category = |category: &str| get(&mall, &format!("{LIST}?category={category}&in_stock=true"));
    let mut moved = tea();
    moved["categories"] = json!(["cups"]);
    put(&mall, "/v1/products/a", &moved);
    assert_eq!(
        (ids(&in_category("tea")), ids(&in_category("cups"))),
        (vec!["b"], vec!["a"])
    );
    put(&mall, "/v1/products/a", &tea());
    assert_eq!(ids(&in_category("tea")), ["a", "b"]);
    assert_eq!(ids(&in_category("cups")), Vec::<&str>::new());
}

#[test]
fn wrong_parameters_are_named() {
    let mall = mall();
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=x", "limit"),
        ("cursor=x", "cursor"),
        ("cursor=-1:0", "cursor"),
        ("in_stock=yes", "in_stock"),
        ("category=unknown", "category"),
        ("category=a%20b", "category"),
        ("categories=tea", "categories"),
        ("limit=1&limit=2", "limit"),
    ] {
        let answer = mall.anonymous().get(&format!("{LIST}?{query}")).expect(422);
        assert_eq!(
            (answer.code(), answer.fields()),
            ("invalid_request", vec![field]),
            "{query}"
        );
    }
    mall.anonymous().get("/v1/stores/nowhere/products").assert(404);
    mall.anonymous().get("/v1/stores/a%20b/products").assert(404);
    // A cursor beyond the end, and one that a later release might give.
    assert_eq!(
        get(&mall, &format!("{LIST}?cursor=7:0&category=tea")),
        json!({"items": []})
    );
    assert_eq!(
        get(&mall, &format!("{LIST}?cursor=4294967295:9&category=tea")),
        json!({"items": []})
    );
}

#[test]
fn listing_takes_two_reads_of_key_value() {
    let mall = mall();
    put(&mall, "/v1/products/oolong", &tea());
    count(&mall, "sh", "oolong.l", 1);
    let keys: Vec<String> = mall
        .platform()
        .memory()
        .entries
        .borrow()
        .keys()
        .cloned()
        .collect();
    // The store's own page is not among what is read: the listing works without it.
    mall.platform()
        .memory()
        .entries
        .borrow_mut()
        .retain(|key, _| key.starts_with("mendian/shelf/") || key.starts_with("mendian/store-shelf/"));
    assert!(keys.len() > 2);
    assert_eq!(ids(&get(&mall, LIST)), ["oolong"]);
}
