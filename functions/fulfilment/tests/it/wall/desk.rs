//! What staff of a store do there: a request for every operation of theirs, about what the store has.

use crate::shop::{code, paid, store, tell};
use serde_json::{Value, json};
use test_kit::{Answer, Client, Harness, START_MS};

const DAY_MS: i64 = 24 * 3_600_000;

/// A request that can be sent by anybody.
pub struct Request {
    pub operation: &'static str,
    pub send: Box<dyn Fn(&Client<'_>) -> Answer>,
}

/// What is the brand's, and shown to staff of every store.
pub const BRAND: &[&str] = &["get_product"];

/// An order of `s1` that its shopper has.
pub fn handed_over(shop: &Harness, number: u32) -> String {
    let id = paid(shop, "in_store", number);
    let body = json!({"confirmation": confirmation(shop, &id, &shop.as_clerk("s1"))});
    let clerk = shop.as_clerk("s1").with_key(&format!("hand-{number:06}"));
    clerk.post("/v1/stores/s1/handovers", &body).assert(200);
    id
}

/// Gives an order of two teas back at a desk of `s1` or, by staff of another store, there.
pub fn give_back(shop: &Harness, id: &str, store: u32, desk: &Client<'_>) -> Answer {
    let shown = shop
        .as_shopper("alice")
        .get(&format!("/v1/orders/{id}/return-code"))
        .expect(200);
    let body = json!({"code": shown.json["payload"], "restock": true, "reason": "not liked"});
    desk.post(&format!("/v1/stores/s{store}/returns"), &body)
}

fn confirmation(shop: &Harness, id: &str, desk: &Client<'_>) -> Value {
    let body = json!({"code": code(shop, id)["code"]});
    let shown = desk.post("/v1/stores/s1/handovers/preview", &body).expect(200);
    shown.json["confirmation"].clone()
}

/// A transfer of a tea; its id.
fn sent(shop: &Harness, from: &str, to: &str, key: &str) -> String {
    let body = json!({"to": to, "reason": "too many", "lines": [{"sku": "tea.l", "units": 1}]});
    let staff = shop.as_clerk(from).with_key(key);
    let sent = staff
        .post(&format!("/v1/stores/{from}/stock/transfers"), &body)
        .expect(201);
    sent.json["id"].as_str().unwrap().to_owned()
}

fn get(operation: &'static str, path: impl Into<String>) -> Request {
    let path = path.into();
    let send = Box::new(move |by: &Client<'_>| by.get(&path));
    Request { operation, send }
}

fn put(operation: &'static str, path: &'static str, body: Value) -> Request {
    let send = Box::new(move |by: &Client<'_>| by.put(path, &body));
    Request { operation, send }
}

fn post(operation: &'static str, path: impl Into<String>, body: Value) -> Request {
    let path = path.into();
    let send = Box::new(move |by: &Client<'_>| by.clone().with_key("key-of-the-desk").post(&path, &body));
    Request { operation, send }
}

/// The store's things, and a request about each. Reads come before the writes that change what they read.
pub fn requests(shop: &Harness) -> Vec<Request> {
    let headquarters = shop.as_headquarters();
    headquarters.put("/v1/stores/s3", &store("s3")).assert(200);
    let stock = json!({"lines": [{"sku": "tea.l", "on_hand": 3}]});
    headquarters.put("/v1/stores/s3/stock", &stock).assert(200);
    let low = json!({"low_at": 1_000});
    headquarters
        .put("/v1/stores/s1/stock/tea.l/threshold", &low)
        .assert(200);
    let viewed = json!({"id": "seen", "kind": "store_viewed", "store": "s1", "at_ms": START_MS});
    shop.as_shopper("alice")
        .post("/v1/events", &json!({"events": [viewed]}))
        .assert(200);

    let [waits, fetched, shown] = [1, 2, 3].map(|number| paid(shop, "in_store", number));
    let back = handed_over(shop, 4);
    let refunded = handed_over(shop, 5);
    give_back(shop, &refunded, 1, &shop.as_clerk("s1").with_key("return-0005")).assert(201);
    paid(shop, "booking", 6);
    let carried = paid(shop, "delivery", 7);
    for event in ["accept", "make_ready"] {
        tell(shop, &carried, event, "").assert(200);
    }
    let accepted = paid(shop, "pickup", 8);
    let mut with_courier = store("s1");
    with_courier["promises"]["courier"] = json!(true);
    headquarters.put("/v1/stores/s1", &with_courier).assert(200);
    let out = sent(shop, "s1", "s2", "sent-out-1");
    let arriving = sent(shop, "s2", "s1", "sent-in-01");
    let both = [&headquarters, &shop.as_clerk("s1")].map(|desk| confirmation(shop, &fetched, desk));
    let returned = shop
        .as_shopper("alice")
        .get(&format!("/v1/orders/{back}/return-code"))
        .expect(200);

    let days = "from=2026-01-01&to=2026-01-02";
    let order = format!("/v1/stores/s1/orders/{refunded}");
    vec![
        get("get_product", "/v1/products/tea"),
        get("list_stock", "/v1/stores/s1/stock"),
        get("list_stock_movements", "/v1/stores/s1/stock/tea.l/movements"),
        get("list_store_stock_alerts", "/v1/stores/s1/stock/alerts"),
        get("list_transfers", "/v1/stores/s1/stock/transfers"),
        get("get_transfer", format!("/v1/stores/s1/stock/transfers/{out}")),
        get("list_sales", format!("/v1/analytics/sales?{days}")),
        get("list_views", format!("/v1/analytics/views?{days}")),
        get("list_store_orders", "/v1/stores/s1/orders"),
        get("get_store_order", &*order),
        get("list_store_refunds", format!("{order}/refunds")),
        get("list_handover_checks", "/v1/stores/s1/handovers"),
        get("get_agenda", "/v1/stores/s1/agenda?day=2026-01-07"),
        put(
            "put_stock",
            "/v1/stores/s1/stock",
            json!({"lines": [{"sku": "tea.l", "adjust": 1}], "reason": "found"}),
        ),
        put(
            "put_stock_threshold",
            "/v1/stores/s1/stock/tea.l/threshold",
            json!({"low_at": 5}),
        ),
        post(
            "create_transfer",
            "/v1/stores/s1/stock/transfers",
            json!({"to": "s2", "reason": "too many", "lines": [{"sku": "tea.l", "units": 1}]}),
        ),
        post(
            "receive_transfer",
            format!("/v1/stores/s1/stock/transfers/{arriving}/receive"),
            json!({"lines": [{"sku": "tea.l", "received": 1}]}),
        ),
        post(
            "cancel_transfer",
            format!("/v1/stores/s1/stock/transfers/{out}/cancel"),
            json!({}),
        ),
        put(
            "put_store_closure",
            "/v1/stores/s1/closure",
            json!({"closure": {"from_ms": START_MS, "until_ms": START_MS + DAY_MS, "reason": "a leak"}}),
        ),
        post(
            "create_order_event",
            format!("/v1/stores/s1/orders/{accepted}/events"),
            json!({"event": "reject", "reason": "sold out"}),
        ),
        post(
            "preview_handover",
            "/v1/stores/s1/handovers/preview",
            json!({"code": code(shop, &shown)["code"]}),
        ),
        Request {
            operation: "create_handover",
            send: Box::new(move |by| {
                // Each desk has a confirmation of its own.
                let by = by.clone().with_key("key-of-the-desk");
                let [first, second] = both.each_ref().map(|confirmation| {
                    by.post("/v1/stores/s1/handovers", &json!({"confirmation": confirmation}))
                });
                if first.code() == "handover_refused" {
                    second
                } else {
                    first
                }
            }),
        },
        post(
            "create_refund",
            format!("/v1/stores/s1/orders/{waits}/refunds"),
            json!({"reason": "spoiled", "restock": true}),
        ),
        post(
            "create_return",
            "/v1/stores/s1/returns",
            json!({"code": returned.json["payload"], "restock": true, "reason": "not liked"}),
        ),
        post(
            "request_delivery",
            format!("/v1/stores/s1/orders/{carried}/deliveries"),
            json!({}),
        ),
    ]
}
