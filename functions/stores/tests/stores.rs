//! The function `stores`, called natively.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

use serde_json::{Value, json};
use test_kit::{Harness, harness};

fn functions() -> Harness {
    harness([stores::routes::app(), projector::routes::app()])
}

fn store(name: &str, lat: f64, lng: f64) -> Value {
    let day = json!([["00:00", "24:00"]]);
    json!({
        "name": {"en": name, "zh-CN": format!("{name}店")},
        "city": "上海",
        "country": "CN",
        "point": {"lat": lat, "lng": lng},
        "zone": "Asia/Shanghai",
        "modes": ["pickup", "in_store"],
        "hours": {"weekly": {"mon": day, "tue": day, "wed": day, "thu": day, "fri": day, "sat": day, "sun": day}},
    })
}

fn put(functions: &Harness, id: &str, body: &Value) {
    let answer = functions.as_headquarters().put(&format!("/v1/stores/{id}"), body);
    assert_eq!(answer.status, 200, "{}", answer.json);
    // Caches of an instance live for two seconds.
    functions.platform().advance_ms(3_000);
}

fn nearby(functions: &Harness, query: &str) -> Value {
    let answer = functions.anonymous().get(&format!("/v1/stores/nearby?{query}"));
    assert_eq!(answer.status, 200, "{}", answer.json);
    answer.json
}

fn ids(stores: &Value) -> Vec<&str> {
    stores
        .as_array()
        .unwrap()
        .iter()
        .map(|store| store["id"].as_str().unwrap())
        .collect()
}

#[test]
fn stores_come_nearest_first_and_a_closed_one_is_left_out_with_the_reason() {
    let functions = functions();
    put(&functions, "far", &store("Far", 31.30, 121.47));
    put(&functions, "near", &store("Near", 31.231, 121.474));
    let mut closed = store("Closed", 31.2305, 121.4738);
    closed["hours"] = json!({"weekly": {}});
    put(&functions, "closed", &closed);
    let found = nearby(&functions, "lat=31.2304&lng=121.4737");
    assert_eq!(ids(&found["stores"]), ["near", "far"]);
    assert_eq!(found["left_out"][0]["id"], "closed");
    assert_eq!(found["left_out"][0]["reason"], "closed");
    let all = nearby(&functions, "lat=31.2304&lng=121.4737&open_now=false");
    assert_eq!(ids(&all["stores"]), ["closed", "near", "far"]);
}

#[test]
fn store_that_does_not_serve_the_mode_or_the_place_is_left_out() {
    let functions = functions();
    put(&functions, "pickup", &store("Pickup", 31.2304, 121.4737));
    let mut courier = store("Courier", 31.24, 121.4737);
    courier["modes"] = json!(["delivery"]);
    courier["delivery_area"] = json!({"radius_metres": 2_000});
    put(&functions, "courier", &courier);
    let found = nearby(&functions, "lat=31.2304&lng=121.4737&mode=delivery");
    assert_eq!(ids(&found["stores"]), ["courier"]);
    assert_eq!(found["left_out"][0]["reason"], "mode_not_served");
    let found = nearby(&functions, "lat=31.2700&lng=121.4737&mode=delivery");
    assert_eq!(ids(&found["stores"]), Vec::<&str>::new());
    assert_eq!(found["left_out"][0]["reason"], "out_of_delivery_area");
}

#[test]
fn store_that_moves_is_found_where_it_is_and_not_where_it_was() {
    let functions = functions();
    put(&functions, "s", &store("S", 31.23, 121.47));
    put(&functions, "s", &store("S", -33.87, 151.21));
    let found = nearby(&functions, "lat=-33.87&lng=151.21");
    assert_eq!(found["stores"][0]["distance_metres"], 0);
    let found = nearby(&functions, "lat=31.23&lng=121.47");
    assert!(found["stores"][0]["distance_metres"].as_u64().unwrap() > 7_000_000);
}

#[test]
fn page_is_the_same_bytes_as_the_contract_says_and_is_revalidated() {
    let functions = functions();
    put(&functions, "s", &store("S", 31.23, 121.47));
    let page = functions.anonymous().get("/v1/stores/s");
    let known: api::stores::Store = serde_json::from_value(page.json.clone()).unwrap();
    assert_eq!(serde_json::to_value(known).unwrap()["name"], page.json["name"]);
    let etag = page.header("etag").to_owned();
    let again = functions
        .anonymous()
        .with_header("if-none-match", &etag)
        .get("/v1/stores/s");
    assert_eq!(again.status, 304);
    let stale = functions
        .as_headquarters()
        .with_header("if-match", "\"old\"")
        .put("/v1/stores/s", &store("T", 1.0, 1.0));
    assert_eq!(stale.json["code"], "version_conflict");
    let fresh = functions
        .as_headquarters()
        .with_header("if-match", &etag)
        .put("/v1/stores/s", &store("T", 1.0, 1.0));
    assert_eq!(fresh.status, 200);
}

#[test]
fn staff_close_their_own_store_and_do_not_know_of_another() {
    let functions = functions();
    put(&functions, "mine", &store("Mine", 31.23, 121.47));
    put(&functions, "other", &store("Other", 31.24, 121.47));
    let closure = json!({"closure": {"from_ms": 0, "reason": "盘点"}});
    let clerk = || functions.as_clerk("mine");
    assert_eq!(clerk().put("/v1/stores/other/closure", &closure).status, 404);
    assert_eq!(clerk().put("/v1/stores/mine/closure", &closure).status, 200);
    functions.platform().advance_ms(3_000);
    let found = nearby(&functions, "lat=31.23&lng=121.47");
    assert_eq!(ids(&found["stores"]), ["other"]);
    assert_eq!(found["left_out"][0]["reason"], "temporarily_closed");
    assert_eq!(
        clerk()
            .put("/v1/stores/mine/closure", &json!({"closure": null}))
            .status,
        200
    );
    functions.platform().advance_ms(3_000);
    assert_eq!(
        ids(&nearby(&functions, "lat=31.23&lng=121.47")["stores"]),
        ["mine", "other"]
    );
}

#[test]
fn bad_input_is_named_in_the_callers_language() {
    let functions = functions();
    for (query, field) in [
        ("lng=1", "lat"),
        ("lat=91&lng=1", "lat"),
        ("lat=NaN&lng=1", "lat"),
        ("lat=1&lng=1&mode=drone", "mode"),
        ("lat=1&lng=1&coord=mars", "coord"),
        ("lat=1&lng=1&limit=51", "limit"),
        ("lat=1&lng=1&sku=nonsense", "sku[0]"),
        ("lat=1&lng=1&sku=a.b:0", "sku[0]"),
        ("lat=1&lng=1&open_now=perhaps", "open_now"),
        ("lat=1&lng=1&latt=1", "latt"),
    ] {
        let answer = functions.anonymous().get(&format!("/v1/stores/nearby?{query}"));
        assert_eq!(
            (answer.status, &answer.json["errors"][0]["field"]),
            (422, &json!(field)),
            "{query}"
        );
    }
    let mut body = store("S", 31.23, 121.47);
    body["modes"] = json!(7);
    let answer = functions
        .as_headquarters()
        .with_header("accept-language", "zh-CN")
        .put("/v1/stores/s", &body);
    assert_eq!(
        (answer.status, &answer.json["errors"][0]["field"]),
        (422, &json!("modes"))
    );
    assert_eq!(answer.json["title"], "请求参数不符合要求。");
    assert_eq!(
        functions.as_shopper("c").put("/v1/stores/s", &json!({})).status,
        403
    );
    assert_eq!(functions.anonymous().put("/v1/stores/s", &json!({})).status, 401);
}

const FILE: &str = "code,name,street,city,region,country,postcode,time_zone,longitude,latitude\n\
    a,Store A,1 Road,Shanghai,31,CN,,Asia/Beijing,121.47,31.23\n\
    b,Store B,2 Road,London,,GB,,Europe/London,,\n\
    a,Store A again,1 Road,Shanghai,31,CN,,Asia/Shanghai,121.47,31.23\n\
    c,Store C,3 Road,London,,GB,,Europe/London,-0.13,51.51\n";

#[test]
fn import_says_what_it_did_with_every_row_and_repeating_it_changes_nothing() {
    let functions = functions();
    let report = functions
        .as_headquarters()
        .post_csv("/v1/stores/import", FILE)
        .json;
    let counts = ["rows", "created", "refused", "repeated"].map(|name| report[name].as_u64().unwrap());
    assert_eq!(counts, [4, 2, 1, 1], "{report}");
    let refused = &report["results"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["outcome"] == "refused")
        .unwrap();
    assert_eq!((&refused["row"], &refused["id"]), (&json!(3), &json!("b")));
    functions.platform().advance_ms(3_000);
    assert_eq!(
        ids(&nearby(&functions, "lat=51.5&lng=0&open_now=false")["stores"]),
        ["c", "a"]
    );
    let report = functions
        .as_headquarters()
        .post_csv("/v1/stores/import", FILE)
        .json;
    assert_eq!(
        (&report["unchanged"], &report["created"]),
        (&json!(2), &json!(0)),
        "{report}"
    );
    let entries = || {
        let entries = functions.platform().memory().entries.borrow();
        let ours = |key: &str| key.starts_with("mendian/store/") || key.starts_with("mendian/geo/");
        entries
            .iter()
            .filter(|(key, _)| ours(key))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    };
    let before: Vec<(String, Vec<u8>)> = entries();
    assert_eq!(functions.as_job().post_empty("/jobs/rebuild").status, 200);
    assert!(before == entries(), "a rebuild writes other bytes");
}

#[test]
fn manual_choice_finds_by_city_and_part_of_a_name_and_pages() {
    let functions = functions();
    for (id, name) in [("a", "100% Tea"), ("b", "1000 Teas"), ("c", "Coffee")] {
        put(&functions, id, &store(name, 31.23, 121.47));
    }
    let list = |query: &str| functions.anonymous().get(&format!("/v1/stores?{query}")).json;
    assert_eq!(ids(&list("name=tea")["items"]), ["a", "b"]);
    assert_eq!(ids(&list("name=100%25")["items"]), ["a"]);
    assert_eq!(ids(&list("city=%E4%B8%8A%E6%B5%B7&limit=2")["items"]), ["a", "b"]);
    let page = list("limit=2");
    let cursor = page["next_cursor"].as_str().unwrap();
    assert_eq!(ids(&list(&format!("limit=2&cursor={cursor}"))["items"]), ["c"]);
    assert_eq!(list("city=nowhere"), json!({"items": []}));
}
