//! `/v1/stores/{store}/stock/transfers`

use crate::mall::{count, get, mall, put, tea};
use serde_json::{Value, json};
use storage::assortment::SellingStore;
use storage::scope::StoreScope;
use storage::sql::{Script, SqlError};
use storage::{invariants, transfer};
use test_kit::{Answer, Harness, block_on};
use web::Platform;

pub const FROM_SH: &str = "/v1/stores/sh/stock/transfers";
pub const AT_TK: &str = "/v1/stores/tk/stock/transfers";

/// Ten units of `oolong.l` and three of `oolong.m` in Shanghai, and a third store, `bj`.
pub fn with_stock() -> Harness {
    let mall = mall();
    let store = json!({
        "name": {"en": "bj"}, "city": "City", "country": "CN", "zone": "Asia/Shanghai", "modes": ["pickup"],
        "point": {"lat": 39.9, "lng": 116.4}, "hours": {"weekly": {}},
    });
    put(&mall, "/v1/stores/bj", &store);
    let mut tea = tea();
    tea["variants"] = json!([
        {"code": "l", "prices": {"CNY": 1800, "JPY": 400}},
        {"code": "m", "prices": {"CNY": 1500, "JPY": 300}},
    ]);
    put(&mall, "/v1/products/oolong", &tea);
    count(&mall, "sh", "oolong.l", 10);
    count(&mall, "sh", "oolong.m", 3);
    mall
}

pub fn to_tk(lines: &[(&str, i64)]) -> Value {
    let lines = lines
        .iter()
        .map(|(sku, units)| json!({"sku": sku, "units": units}));
    json!({"to": "tk", "reason": "sold out there", "lines": lines.collect::<Vec<_>>()})
}

fn send(mall: &Harness, key: &str, lines: &[(&str, i64)]) -> Answer {
    mall.as_clerk("sh").with_key(key).post(FROM_SH, &to_tk(lines))
}

/// Sends, successfully; returns the id.
pub fn sent(mall: &Harness, key: &str, lines: &[(&str, i64)]) -> String {
    send(mall, key, lines).expect(201).json["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

pub fn receive(mall: &Harness, key: &str, id: &str, lines: &[(&str, i64)]) -> Answer {
    let lines = lines
        .iter()
        .map(|(sku, received)| json!({"sku": sku, "received": received}));
    let body = json!({"lines": lines.collect::<Vec<_>>()});
    mall.as_clerk("tk")
        .with_key(key)
        .post(&format!("{AT_TK}/{id}/receive"), &body)
}

fn cancel(mall: &Harness, key: &str, id: &str) -> Answer {
    mall.as_clerk("sh")
        .with_key(key)
        .post_empty(&format!("{FROM_SH}/{id}/cancel"))
}

/// SKU and units on hand, by SKU.
pub fn on_hand(mall: &Harness, store: &str) -> Vec<(String, i64)> {
    let stock = mall
        .as_headquarters()
        .get(&format!("/v1/stores/{store}/stock"))
        .expect(200)
        .json;
    let items = stock["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| {
            (
                item["sku"].as_str().unwrap().to_owned(),
                item["on_hand"].as_i64().unwrap(),
            )
        })
        .collect()
}

fn is_sound(mall: &Harness) {
    let breaches = block_on(invariants::breaches(mall.platform().sql())).unwrap();
    assert_eq!(breaches, []);
}

pub fn units(large: i64, medium: i64) -> Vec<(String, i64)> {
    vec![("oolong.l".to_owned(), large), ("oolong.m".to_owned(), medium)]
}

#[test]
fn goods_leave_the_sender_and_arrive_as_counted() {
    let mall = with_stock();
    let sent = send(&mall, "send-0001", &[("oolong.m", 3), ("oolong.l", 4)])
        .expect(201)
        .json;
    let id = sent["id"].as_str().unwrap();
    assert_eq!(
        (&sent["state"], &sent["from"], &sent["to"]),
        (&json!("in_transit"), &json!("sh"), &json!("tk"))
    );
    assert_eq!(
        sent["lines"],
        json!([{"sku": "oolong.l", "sent": 4}, {"sku": "oolong.m", "sent": 3}])
    );
    assert_eq!(
        (on_hand(&mall, "sh"), on_hand(&mall, "tk")),
        (units(6, 0), vec![])
    );
    assert_eq!(
        get(&mall, "/v1/stores/sh/products/oolong")["variants"][0]["available"],
        6
    );
    is_sound(&mall);

    let received = receive(&mall, "take-0001", id, &[("oolong.l", 3), ("oolong.m", 3)])
        .expect(200)
        .json;
    assert_eq!(
        (&received["state"], &received["ended_by"]),
        (&json!("received"), &json!("staff:clerk-tk"))
    );
    assert_eq!(
        received["lines"],
        json!([{"sku": "oolong.l", "sent": 4, "received": 3, "missing": 1}, {"sku": "oolong.m", "sent": 3, "received": 3}])
    );
    assert_eq!(
        mall.as_clerk("sh")
            .get(&format!("{FROM_SH}/{id}"))
            .expect(200)
            .json,
        received
    );
    assert_eq!(
        (on_hand(&mall, "sh"), on_hand(&mall, "tk")),
        (units(6, 0), units(3, 3))
    );
    assert_eq!(
        get(&mall, "/v1/stores/tk/products/oolong")["variants"][0]["available"],
        3
    );
    let movements = mall
        .as_clerk("tk")
        .get("/v1/stores/tk/stock/oolong.l/movements")
        .expect(200)
        .json;
    let last = &movements["items"][0];
    assert_eq!(
        (
            &last["cause"],
            &last["reference"],
            &last["reason"],
            &last["on_hand_change"]
        ),
        (
            &json!("transfer_in"),
            &json!(id),
            &json!("sold out there"),
            &json!(3)
        )
    );
    is_sound(&mall);
}

#[test]
fn line_of_which_nothing_arrived_changes_no_stock() {
    let mall = with_stock();
    let id = sent(&mall, "send-0001", &[("oolong.l", 4)]);
    let received = receive(&mall, "take-0001", &id, &[("oolong.l", 0)])
        .expect(200)
        .json;
    assert_eq!(received["lines"][0]["missing"], 4);
    assert_eq!(on_hand(&mall, "tk"), []);
    is_sound(&mall);
}

#[test]
fn cancelled_transfer_is_back_with_its_sender() {
    let mall = with_stock();
    let id = sent(&mall, "send-0001", &[("oolong.l", 4)]);
    let cancelled = cancel(&mall, "back-0001", &id).expect(200);
    assert_eq!(cancelled.json["state"], "cancelled");
    assert_eq!(on_hand(&mall, "sh"), units(10, 3));
    assert_eq!(
        get(&mall, "/v1/stores/sh/products/oolong")["variants"][0]["available"],
        10
    );
    assert_eq!(cancel(&mall, "back-0001", &id).text, cancelled.text);
    assert_eq!(
        cancel(&mall, "back-0002", &id).expect(409).code(),
        "transfer_state"
    );
    let late = receive(&mall, "take-0001", &id, &[("oolong.l", 4)]);
    assert_eq!(late.expect(409).code(), "transfer_state");
    assert_eq!(on_hand(&mall, "tk"), []);
    is_sound(&mall);
}

#[test]
fn request_that_is_repeated_has_one_effect_and_one_answer() {
    let mall = with_stock();
    // The first takes all that there is, so the second would be refused on its own.
    let first = send(&mall, "send-0001", &[("oolong.l", 10)]).expect(201);
    assert_eq!(send(&mall, "send-0001", &[("oolong.l", 10)]).text, first.text);
    assert_eq!(
        send(&mall, "send-0001", &[("oolong.l", 9)]).expect(422).code(),
        "idempotency_key_reused"
    );
    let id = first.json["id"].as_str().unwrap();
    let received = receive(&mall, "take-0001", id, &[("oolong.l", 9)]).expect(200);
    assert_eq!(
        receive(&mall, "take-0001", id, &[("oolong.l", 9)]).text,
        received.text
    );
    let again = receive(&mall, "take-0002", id, &[("oolong.l", 9)]);
    assert_eq!(again.expect(409).code(), "transfer_state");
    assert_eq!(
        (on_hand(&mall, "sh"), on_hand(&mall, "tk")),
        (units(0, 3), vec![("oolong.l".to_owned(), 9)])
    );
    mall.as_clerk("sh")
        .post(FROM_SH, &to_tk(&[("oolong.m", 1)]))
        .assert(400);
    is_sound(&mall);
}

#[test]
fn what_orders_have_reserved_is_not_sent_and_no_line_of_such_a_transfer_is() {
    let mall = with_stock();
    let mut script = Script::new();
    script.run(
        "UPDATE stock SET reserved = 3, sequence = sequence + 1, cause = 'reserve' WHERE sku_id = 'oolong.l'",
        vec![],
    );
    block_on(mall.platform().sql().write(script)).unwrap();
    let refused = send(&mall, "send-0001", &[("oolong.m", 1), ("oolong.l", 8)]).expect(409);
    assert_eq!(
        (refused.code(), refused.fields()),
        ("out_of_stock", vec!["lines[1].units"])
    );
    assert!(refused.text.contains("only 7 available"));
    assert_eq!(on_hand(&mall, "sh"), units(10, 3));
    send(&mall, "send-0001", &[("oolong.m", 1), ("oolong.l", 7)]).assert(201);
    // A SKU that is known and was never in this store.
    let never = json!({"to": "sh", "reason": "x", "lines": [{"sku": "oolong.l", "units": 1}]});
    let refused = mall.as_clerk("tk").with_key("send-0002").post(AT_TK, &never);
    assert_eq!(refused.expect(409).fields(), ["lines[0].units"]);
}

#[test]
fn transfer_ends_once_whatever_was_decided_before() {
    let mall = with_stock();
    let id = sent(&mall, "send-0001", &[("oolong.l", 4)]);
    let sql = mall.platform().sql();
    let store = block_on(SellingStore::find(sql, &StoreScope::All, &"sh".parse().unwrap()));
    let store = store.unwrap().unwrap();
    let loaded = block_on(transfer::find(sql, &store, id.parse().unwrap()))
        .unwrap()
        .unwrap();
    let mut late = loaded.clone();
    late.cancel("late", 1_767_240_000_001).unwrap();
    receive(&mall, "take-0001", &id, &[("oolong.l", 4)]).assert(200);
    let mut script = Script::new();
    transfer::cancel(&mut script, &late);
    let refused = block_on(sql.write(script)).unwrap_err();
    assert!(
        matches!(
            refused,
            SqlError::Refused {
                label: transfer::STATE,
                ..
            }
        ),
        "{refused:?}"
    );
    is_sound(&mall);
}

#[test]
fn list_has_both_directions_newest_first() {
    let mall = with_stock();
    let mut expected = Vec::new();
    for number in 0..5 {
        mall.platform().advance_ms(1);
        expected.insert(0, sent(&mall, &format!("send-{number:04}"), &[("oolong.l", 1)]));
    }
    receive(&mall, "take-0001", &expected[4], &[("oolong.l", 1)]).assert(200);
    mall.platform().advance_ms(1);
    let back = json!({"to": "sh", "reason": "too many", "lines": [{"sku": "oolong.l", "units": 1}]});
    let back = mall
        .as_clerk("tk")
        .with_key("back-0001")
        .post(AT_TK, &back)
        .expect(201)
        .json;
    expected.insert(0, back["id"].as_str().unwrap().to_owned());
    let clerk = mall.as_clerk("sh");
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = clerk.get(&format!("{FROM_SH}?limit=2{cursor}")).expect(200).json;
        let items = page["items"].as_array().unwrap();
        assert!(
            items
                .iter()
                .all(|item| item["lines"].as_array().unwrap().len() == 1)
        );
        found.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(found, expected);
    let received = clerk.get(&format!("{FROM_SH}?state=received")).expect(200).json;
    assert_eq!(received["items"].as_array().unwrap().len(), 1);
    assert_eq!(
        received["items"][0]["id"].as_str(),
        expected.last().map(String::as_str)
    );
    assert_eq!(
        clerk.get(&format!("{FROM_SH}?state=lost")).expect(422).fields(),
        ["state"]
    );
}
