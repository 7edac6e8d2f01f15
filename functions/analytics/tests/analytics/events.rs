use crate::fixture::{DAY_MS, mall, product_viewed, store_viewed};
use serde_json::{Value, json};
use test_kit::{Answer, Harness, START_MS};

fn send(mall: &Harness, customer: &str, events: &[Value]) -> Answer {
    mall.as_shopper(customer)
        .post("/v1/events", &json!({"events": events}))
}

fn report(mall: &Harness, customer: &str, events: &[Value]) -> (i64, i64) {
    let report = send(mall, customer, events).expect(200).json;
    (
        report["recorded"].as_i64().unwrap(),
        report["repeated"].as_i64().unwrap(),
    )
}

fn total(mall: &Harness) -> Value {
    let path = "/v1/analytics/views?from=2025-12-20&to=2026-01-10";
    mall.as_headquarters().get(path).expect(200).json["totals"].clone()
}

#[test]
fn repeated_event_is_counted_once_whatever_the_batch() {
    let mall = mall();
    let batch = [
        store_viewed("e1", "sh", START_MS),
        product_viewed("e2", "sh", START_MS),
    ];
    assert_eq!(report(&mall, "c1", &batch), (2, 0));
    assert_eq!(report(&mall, "c1", &batch), (0, 2));
    let overlapping = [
        batch[0].clone(),
        store_viewed("e3", "sh", START_MS),
        store_viewed("e3", "sh", START_MS),
    ];
    assert_eq!(report(&mall, "c1", &overlapping), (1, 2));
    assert_eq!(
        total(&mall),
        json!([{"kind": "product_viewed", "views": 1}, {"kind": "store_viewed", "views": 2}])
    );
}

#[test]
fn name_of_an_event_is_its_customers_own() {
    let mall = mall();
    let batch = [store_viewed("e1", "sh", START_MS)];
    assert_eq!(report(&mall, "c1", &batch), (1, 0));
    assert_eq!(report(&mall, "c2", &batch), (1, 0));
    assert_eq!(total(&mall), json!([{"kind": "store_viewed", "views": 2}]));
}

#[test]
fn batch_with_one_bad_event_records_nothing_and_names_every_field() {
    let mall = mall();
    let mut late = store_viewed("e1", "sh", START_MS - 7 * DAY_MS - 1);
    late["kind"] = json!("bought");
    let mut unknown = product_viewed("e 2", "sh", START_MS);
    unknown["product"] = json!(null);
    let good = store_viewed("e3", "sh", START_MS);
    let refused = send(&mall, "c1", &[late, unknown, good]).expect(422);
    assert_eq!(
        refused.fields(),
        [
            "events[0].kind",
            "events[0].at_ms",
            "events[1].id",
            "events[1].product"
        ]
    );
    assert_eq!(total(&mall), json!([]));
}

#[test]
fn store_and_product_must_exist() {
    let mall = mall();
    let mut product = product_viewed("e2", "sh", START_MS);
    product["product"] = json!("coffee");
    let batch = [store_viewed("e1", "nowhere", START_MS), product];
    let refused = send(&mall, "c1", &batch).expect(422);
    assert_eq!(refused.fields(), ["events[0].store", "events[1].product"]);
    assert_eq!(total(&mall), json!([]));
}

#[test]
fn bad_batch_is_explained_in_the_callers_language() {
    let mall = mall();
    let late = json!({"events": [store_viewed("e1", "sh", START_MS - 8 * DAY_MS)]});
    let refused = mall
        .as_shopper("c1")
        .reading("zh-CN")
        .post("/v1/events", &late)
        .expect(422);
    assert_eq!(refused.json["title"], "请求参数不符合要求。");
    let message = refused.json["errors"][0]["message"].as_str().unwrap();
    assert!(message.starts_with("必须在"), "{message}");
}

#[test]
fn body_of_another_shape_is_refused_where_it_differs() {
    let mall = mall();
    let shopper = mall.as_shopper("c1");
    let check = |body: Value, field: &str| {
        assert_eq!(shopper.post("/v1/events", &body).expect(422).fields(), [field]);
    };
    check(json!({"events": []}), "events");
    check(
        json!({"events": vec![store_viewed("e", "sh", START_MS); 101]}),
        "events",
    );
    check(json!({"events": [{"id": 1}]}), "events[0].id");
    let mut foreign = store_viewed("e1", "sh", START_MS);
    foreign["customer"] = json!("c2");
    check(json!({"events": [foreign]}), "events[0].customer");
    shopper.post_empty("/v1/events").assert(415);
}

#[test]
fn events_are_shoppers_own() {
    let mall = mall();
    let body = json!({"events": [store_viewed("e1", "sh", START_MS)]});
    for caller in [mall.as_headquarters(), mall.as_clerk("sh"), mall.as_job()] {
        caller.post("/v1/events", &body).assert(403);
    }
    mall.anonymous().post("/v1/events", &body).assert(401);
}
