//! Exports, and the end of an account.

use crate::fixture::{assert_sound, bearing, count, log_in, mall, refresh, write};
use serde_json::json;

const ORDER: &str = "INSERT INTO orders (id, store_id, customer_id, state, mode, currency, payable_minor, document, placed_ms, \
     expires_ms, moved_ms, paid_ms) VALUES ('01KDTVGR000000000000000001', 's1', 'CUSTOMER', 'completed', 'pickup', 'CNY', 1500, \
     '{}', 90, 900, 100, 100)";

#[test]
fn export_has_everything_that_was_said_and_done() {
    let (mall, _) = mall();
    write(&mall, crate::fixture::STORE);
    let session = log_in(&mall, "alice");
    let alice = session.shopper(&mall);
    alice
        .put(
            "/v1/me",
            &json!({"name": "林晓梅", "birthday": {"month": 5, "day": 1}, "consents": ["marketing"]}),
        )
        .assert(200);
    alice
        .post("/v1/me/phone", &json!({"code": "dev-8613800138000"}))
        .assert(200);
    let address =
        json!({"recipient": "R", "phone": "12345", "region": "G", "detail": "D", "lat": 1.5, "lng": 2.5});
    alice.put("/v1/me/addresses/home", &address).assert(200);
    write(
        &mall,
        Box::leak(ORDER.replace("CUSTOMER", &session.customer).into_boxed_str()),
    );
    let export = alice.get("/v1/me/export").expect(200);
    assert_eq!(export.header("cache-control"), "no-store");
    let export = export.json;
    assert_eq!(export["me"], alice.get("/v1/me").expect(200).json);
    assert_eq!(export["me"]["phone"], "+8613800138000");
    assert_eq!(
        export["identities"],
        json!([{"provider": "sandbox-identity", "subject": "alice", "since_ms": test_kit::START_MS}])
    );
    assert_eq!(export["addresses"][0]["recipient"], "R");
    assert_eq!(export["sessions"][0]["id"], session.id.as_str());
    assert_eq!(
        export["orders"],
        json!([{"id": "01KDTVGR000000000000000001", "store": "s1", "state": "completed", "placed_ms": 90}])
    );
    assert_eq!((&export["coupons"], &export["points"]), (&json!([]), &json!([])));
}

#[test]
fn account_that_has_ended_leaves_orders_and_nothing_of_the_person() {
    let (mall, _) = mall();
    write(&mall, crate::fixture::STORE);
    let (session, other) = (log_in(&mall, "alice"), log_in(&mall, "alice"));
    let bob = log_in(&mall, "bob");
    let alice = session.shopper(&mall);
    alice
        .put("/v1/me", &json!({"name": "林晓梅", "consents": ["location"]}))
        .assert(200);
    alice
        .post("/v1/me/phone", &json!({"code": "dev-8613800138000"}))
        .assert(200);
    let address = json!({"recipient": "R", "phone": "12345", "region": "G", "detail": "D"});
    alice.put("/v1/me/addresses/home", &address).assert(200);
    write(
        &mall,
        Box::leak(ORDER.replace("CUSTOMER", &session.customer).into_boxed_str()),
    );
    let ended = alice.delete("/v1/me").expect(200);
    assert_eq!(ended.json["customer"], session.customer.as_str());
    for sql in [
        "SELECT COUNT(*) FROM account",
        "SELECT COUNT(*) FROM account_identity",
        "SELECT COUNT(*) FROM account_session",
    ] {
        assert_eq!(count(&mall, sql), 1, "bob's: {sql}");
    }
    assert_eq!(count(&mall, "SELECT COUNT(*) FROM account_address"), 0);
    assert_eq!(count(&mall, "SELECT COUNT(*) FROM account_consent"), 0);
    assert_eq!(count(&mall, "SELECT COUNT(*) FROM orders"), 1);
    for token in [&session.access, &other.access] {
        bearing(&mall, token).get("/v1/me").assert(401);
        bearing(&mall, token).delete("/v1/me").assert(401);
    }
    refresh(&mall, &session.refresh).assert(401);
    bob.shopper(&mall).get("/v1/me").assert(200);
    let again = log_in(&mall, "alice");
    assert_ne!(again.customer, session.customer, "a new customer");
    assert_eq!(
        again.shopper(&mall).get("/v1/me").expect(200).json["name"],
        json!(null)
    );
    assert_eq!(
        again.shopper(&mall).get("/v1/me/export").expect(200).json["orders"],
        json!([])
    );
    // Made up, without its lines and books.
    write(&mall, "DELETE FROM orders");
    assert_sound(&mall);
}

#[test]
fn account_whose_key_does_not_open_can_be_ended_and_not_read() {
    let (mall, _) = mall();
    let session = log_in(&mall, "alice");
    mall.platform().set_variable("root_keys", crate::fixture::ROOT_B);
    let alice = session.shopper(&mall);
    assert_eq!(alice.get("/v1/me").expect(500).code(), "internal");
    alice.delete("/v1/me").assert(200);
    assert_eq!(count(&mall, "SELECT COUNT(*) FROM account"), 0);
}
