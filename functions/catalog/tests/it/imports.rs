//! CSV imports.

use crate::mall::{count, get, mall};
use serde_json::{Value, json};
use test_kit::Harness;

fn import(mall: &Harness, path: &str, file: &str) -> Value {
    mall.as_headquarters().post_csv(path, file).expect(200).json
}

fn counts(report: &Value) -> [u64; 6] {
    ["rows", "created", "updated", "unchanged", "repeated", "refused"]
        .map(|name| report[name].as_u64().unwrap())
}

#[test]
fn products_file_is_reported_row_by_row_and_changes_nothing_the_second_time() {
    let mall = mall();
    let file = "code,name,unit_price,currency,category\n\
        21399,BLUE MUG,0.39,CNY,\n\
        POST,POSTAGE,18.00,CNY,\n\
        21400,RED MUG,x,CNY,\n\
        21399,BLUE MUG AGAIN,0.40,CNY,\n\
        21401,GREEN MUG,0.39,CNY,tea\n\
        21402,GREEN MUG,0.39,CNY,nowhere\n";
    let report = import(&mall, "/v1/products/import", file);
    assert_eq!(counts(&report), [6, 2, 0, 0, 1, 3]);
    let listed: Vec<_> = report["results"].as_array().unwrap().iter().collect();
    let named: Vec<(u64, &str, &str)> = listed
        .iter()
        .map(|result| {
            (
                result["row"].as_u64().unwrap(),
                result["outcome"].as_str().unwrap(),
                result["errors"][0]["field"].as_str().unwrap_or(""),
            )
        })
        .collect();
    assert_eq!(
        named,
        [
            (3, "refused", "name"),
            (4, "refused", "unit_price"),
            (5, "repeated", ""),
            (7, "refused", "category")
        ]
    );
    let again = import(&mall, "/v1/products/import", file);
    assert_eq!(counts(&again), [6, 0, 0, 2, 1, 3]);
    let dearer = file.replace("0.39", "0.49");
    assert_eq!(
        counts(&import(&mall, "/v1/products/import", &dearer)),
        [6, 0, 2, 0, 1, 3]
    );
    let mug = get(&mall, "/v1/stores/sh/products/21399");
    assert_eq!(
        (&mug["variants"][0]["price"]["amount_minor"], &mug["categories"]),
        (&json!(49), &json!(["kitchen"]))
    );
    assert!(get(&mall, "/v1/categories").to_string().contains("kitchen"));
}

#[test]
fn stock_file_is_reported_row_by_row_and_changes_nothing_the_second_time() {
    let mall = mall();
    let products = "code,name,unit_price,currency\nmug,BLUE MUG,0.39,CNY\npot,TEA POT,9.00,JPY\n";
    import(&mall, "/v1/products/import", products);
    let file = "store,sku,on_hand,price\n\
        sh,mug.std,5,\n\
        tk,pot.std,6,7\n\
        sh,pot.std,1,8.50\n\
        sh,mug.std,9,\n\
        nowhere,mug.std,1,\n\
        sh,mug.xl,1,\n\
        sh,cup,1,\n\
        tk,mug.std,-1,\n\
        tk,mug.std,1,0.5\n";
    let report = import(&mall, "/v1/stock/import", file);
    assert_eq!(counts(&report), [9, 3, 0, 0, 2, 4]);
    let again = import(&mall, "/v1/stock/import", file);
    assert_eq!(counts(&again), [9, 0, 0, 3, 2, 4]);
    let pot = get(&mall, "/v1/stores/sh/products/pot");
    assert_eq!(
        pot["variants"][0]["price"],
        json!({"amount_minor": 850, "currency": "CNY"})
    );
    assert_eq!(pot["variants"][0]["available"], 1);
    let refused = "store,sku,on_hand,price\ntk,mug.std,1,0.5\n";
    let report = import(&mall, "/v1/stock/import", refused);
    assert_eq!(report["results"][0]["errors"][0]["field"], "price");
}

#[test]
fn stock_import_of_many_products_reaches_every_page_and_offer() {
    let mall = mall();
    let mut products = "code,name,unit_price,currency\n".to_owned();
    let mut stock = "store,sku,on_hand\n".to_owned();
    for number in 0..250 {
        products += &format!("p{number:03},MUG,1.00,CNY\n");
        stock += &format!("sh,p{number:03}.std,{number}\n");
    }
    import(&mall, "/v1/products/import", &products);
    assert_eq!(
        counts(&import(&mall, "/v1/stock/import", &stock)),
        [250, 250, 0, 0, 0, 0]
    );
    for number in [0, 49, 50, 249] {
        let page = get(&mall, &format!("/v1/stores/sh/products/p{number:03}"));
        assert_eq!(page["variants"][0]["available"], number);
    }
    let page = get(&mall, "/v1/stores/sh/products?cursor=4:49");
    assert_eq!(page["items"][0]["variants"][0]["available"], 249);
}

#[test]
fn other_media_types_wrong_headers_and_other_roles_are_refused() {
    let mall = mall();
    let headquarters = mall.as_headquarters();
    for path in ["/v1/products/import", "/v1/stock/import"] {
        headquarters.post(path, &json!({})).assert(415);
        assert_eq!(
            headquarters.post_csv(path, "").expect(422).code(),
            "invalid_request"
        );
        assert_eq!(
            headquarters
                .post_csv(path, "code,what\n")
                .expect(422)
                .fields()
                .len(),
            1
        );
        mall.as_clerk("sh").post_csv(path, "").assert(403);
        mall.anonymous().post_csv(path, "").assert(401);
    }
}

#[test]
fn import_keeps_what_orders_have_reserved() {
    let mall = mall();
    import(
        &mall,
        "/v1/products/import",
        "code,name,unit_price,currency\nmug,MUG,1,CNY\n",
    );
    count(&mall, "sh", "mug.std", 5);
    let mut script = storage::sql::Script::new();
    script.run(
        "UPDATE stock SET reserved = 3, sequence = sequence + 1, cause = 'reserve'",
        vec![],
    );
    let sql = web::Platform::sql(&**mall.platform());
    test_kit::block_on(sql.write(script)).unwrap();
    let report = import(&mall, "/v1/stock/import", "store,sku,on_hand\nsh,mug.std,2\n");
    assert_eq!(counts(&report), [1, 0, 0, 0, 0, 1]);
    let report = import(&mall, "/v1/stock/import", "store,sku,on_hand\nsh,mug.std,3\n");
    assert_eq!(counts(&report), [1, 0, 1, 0, 0, 0]);
}

/// A retailer's real file, with its fees and bookings among the articles; used where it is present.
#[test]
fn real_file_is_imported_whole() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/products.csv");
    let Ok(file) = std::fs::read_to_string(path) else {
        return;
    };
    let mall = mall();
    let report = import(&mall, "/v1/products/import", &file);
    let [rows, created, updated, unchanged, repeated, refused] = counts(&report);
    assert_eq!((rows, updated, unchanged), (3_000, 0, 0));
    assert!(
        created > 2_900 && created + repeated + refused == rows,
        "{report}"
    );
    assert_eq!(
        report["results"].as_array().unwrap().len() as u64,
        repeated + refused
    );
    let again = import(&mall, "/v1/products/import", &file);
    assert_eq!(counts(&again), [rows, 0, 0, created, repeated, refused]);
}
