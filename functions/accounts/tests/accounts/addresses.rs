//! Address books.

use crate::fixture::{assert_sound, log_in, mall};
use serde_json::{Value, json};

fn home() -> Value {
    json!({
        "label": "家",
        "recipient": "林晓梅",
        "phone": "138 0013 8000",
        "region": "上海市 黄浦区",
        "detail": "测试路1号 2楼",
        "lat": 31.2304,
        "lng": 121.4737,
    })
}

#[test]
fn address_is_written_read_replaced_and_removed() {
    let (mall, _) = mall();
    let alice = log_in(&mall, "alice").shopper(&mall);
    let put = alice.put("/v1/me/addresses/home", &home()).expect(200);
    assert_eq!(
        (&put.json["id"], &put.json["phone"]),
        (&json!("home"), &json!("13800138000"))
    );
    let list = || alice.get("/v1/me/addresses").expect(200).json["items"].clone();
    assert_eq!(list(), json!([put.json]));
    let mut moved = home();
    moved["detail"] = json!("测试路2号");
    moved.as_object_mut().unwrap().remove("lat");
    moved.as_object_mut().unwrap().remove("lng");
    alice.put("/v1/me/addresses/home", &moved).assert(200);
    assert_eq!(
        (&list()[0]["detail"], &list()[0]["lat"]),
        (&json!("测试路2号"), &json!(null))
    );
    assert_sound(&mall);
    assert_eq!(
        alice.delete("/v1/me/addresses/home").expect(200).json["id"],
        "home"
    );
    alice.delete("/v1/me/addresses/home").assert(404);
    assert_eq!(list(), json!([]));
    assert_sound(&mall);
}

#[test]
fn coordinates_are_kept_in_one_system_and_shown_in_the_callers() {
    let (mall, _) = mall();
    let alice = log_in(&mall, "alice").shopper(&mall);
    let mut sent = home();
    sent["coord"] = json!("gcj02");
    let put = alice.put("/v1/me/addresses/home", &sent).expect(200);
    let near = |shown: &Value, lat: f64, lng: f64| {
        let apart = |key: &str, degrees: f64| (shown[key].as_f64().unwrap() - degrees).abs();
        apart("lat", lat) < 1e-5 && apart("lng", lng) < 1e-5
    };
    assert!(near(&put.json, 31.2304, 121.4737), "{}", put.text);
    let read =
        |query: &str| alice.get(&format!("/v1/me/addresses{query}")).expect(200).json["items"][0].clone();
    assert!(near(&read("?coord=gcj02"), 31.2304, 121.4737));
    assert!(!near(&read(""), 31.2304, 121.4737), "WGS-84 is some 500 m away");
    assert_eq!(
        alice.get("/v1/me/addresses?coord=bd09").expect(422).fields(),
        ["coord"]
    );
}

#[test]
fn books_of_two_shoppers_have_nothing_to_do_with_each_other() {
    let (mall, _) = mall();
    let (alice, bob) = (
        log_in(&mall, "alice").shopper(&mall),
        log_in(&mall, "bob").shopper(&mall),
    );
    alice.put("/v1/me/addresses/home", &home()).assert(200);
    assert_eq!(bob.get("/v1/me/addresses").expect(200).json["items"], json!([]));
    let foreign = bob.delete("/v1/me/addresses/home");
    let nowhere = bob.delete("/v1/me/addresses/nowhere");
    assert_eq!((foreign.status, &foreign.text), (404, &nowhere.text));
    let mut other = home();
    other["recipient"] = json!("Bob");
    bob.put("/v1/me/addresses/home", &other).assert(200);
    let kept = alice.get("/v1/me/addresses").expect(200);
    assert_eq!(kept.json["items"][0]["recipient"], "林晓梅");
    assert_sound(&mall);
}

#[test]
fn twenty_first_address_is_refused_until_there_is_room() {
    let (mall, _) = mall();
    let alice = log_in(&mall, "alice").shopper(&mall);
    for number in 0..20 {
        alice
            .put(&format!("/v1/me/addresses/a{number}"), &home())
            .assert(200);
    }
    assert_eq!(
        alice.put("/v1/me/addresses/a20", &home()).expect(422).fields(),
        ["address"]
    );
    alice.put("/v1/me/addresses/a19", &home()).assert(200);
    alice.delete("/v1/me/addresses/a0").assert(200);
    alice.put("/v1/me/addresses/a20", &home()).assert(200);
    assert_sound(&mall);
}

#[test]
fn what_is_no_address_is_refused_field_by_field() {
    let (mall, _) = mall();
    let alice = log_in(&mall, "alice").shopper(&mall);
    for (field, value, at) in [
        ("recipient", json!(""), "recipient"),
        ("recipient", json!("a\u{0}b"), "recipient"),
        ("phone", json!("none"), "phone"),
        ("region", json!("x".repeat(121)), "region"),
        ("detail", json!(" "), "detail"),
        ("label", json!("x".repeat(21)), "label"),
        ("lat", json!(91), "lat"),
        ("lng", json!(-181), "lng"),
        ("lat", json!(null), "lat"),
        ("lat", json!("31"), "lat"),
        ("coord", json!("bd09"), "coord"),
        ("owner", json!("bob"), "owner"),
    ] {
        let mut bad = home();
        bad[field] = value;
        let answer = alice.put("/v1/me/addresses/home", &bad).expect(422);
        assert_eq!(answer.fields(), [at], "{}", answer.text);
    }
    let longer = "x".repeat(41);
    for id in ["a%20b", "%2e%2e", "店", &longer] {
        let answer = alice.put(&format!("/v1/me/addresses/{id}"), &home());
        assert!(matches!(answer.status, 404 | 422), "{id}: {}", answer.text);
    }
}
