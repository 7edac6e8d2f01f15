//! Log-ins.

use crate::fixture::{STORE, Session, assert_sound, count, log_in, mall, try_log_in, write};
use serde_json::json;

#[test]
fn first_log_in_makes_an_account_and_the_next_one_finds_it() {
    let (mall, _) = mall();
    let body = json!({"provider": "sandbox-identity", "code": "dev-alice"});
    let first = try_log_in(&mall, &body).expect(201);
    assert_eq!(first.json["new_customer"], true);
    assert_eq!(
        (&first.json["token_type"], &first.json["expires_in"]),
        (&json!("Bearer"), &json!(900))
    );
    assert_eq!(first.header("cache-control"), "no-store");
    let again = try_log_in(&mall, &body).expect(201);
    assert_eq!(again.json["new_customer"], false);
    let (first, again) = (Session::of(&first), Session::of(&again));
    assert_eq!(first.customer, again.customer);
    assert_ne!(first.id, again.id);
    assert_ne!(first.refresh, again.refresh);
    let other = log_in(&mall, "bob");
    assert_ne!(other.customer, first.customer);
    for session in [&first, &again] {
        let me = session.shopper(&mall).get("/v1/me").expect(200);
        assert_eq!(me.json["customer"], first.customer.as_str());
    }
    assert_eq!(count(&mall, "SELECT COUNT(*) FROM account"), 2);
    assert_sound(&mall);
}

#[test]
fn access_token_ends_after_a_quarter_of_an_hour() {
    let (mall, _) = mall();
    let session = log_in(&mall, "alice");
    mall.platform().advance_ms(899_999);
    session.shopper(&mall).get("/v1/me").assert(200);
    mall.platform().advance_ms(1);
    session.shopper(&mall).get("/v1/me").assert(401);
}

#[test]
fn refusals_of_the_platform_are_told_apart() {
    let (mall, _) = mall();
    for (code, status, problem) in [
        ("used-alice", 409, "code_refused"),
        ("nobodys", 409, "code_refused"),
        ("limited-alice", 429, "rate_limited"),
        ("blocked-alice", 403, "blocked"),
        ("lost-alice", 502, "identity_unavailable"),
        ("senseless-alice", 502, "identity_unavailable"),
        ("broken-alice", 502, "identity_unavailable"),
    ] {
        let answer = try_log_in(&mall, &json!({"provider": "sandbox-identity", "code": code}));
        assert_eq!((answer.status, answer.code()), (status, problem), "{code}");
        assert!(
            !answer.text.contains("alice") && !answer.text.contains("secret"),
            "{}",
            answer.text
        );
    }
    assert_eq!(count(&mall, "SELECT COUNT(*) FROM account"), 0);
    let log = mall.platform().log_lines().join("\n");
    assert!(
        log.contains("the secret is wrong") && !log.contains("alice"),
        "{log}"
    );
}

#[test]
fn first_store_that_is_named_and_exists_stays_the_home_store() {
    let (mall, _) = mall();
    write(&mall, STORE);
    let log_in = |name: &str, store: &str| {
        let body = json!({"provider": "sandbox-identity", "code": format!("dev-{name}"), "store": store});
        let session = Session::of(&try_log_in(&mall, &body).expect(201));
        session.shopper(&mall).get("/v1/me").expect(200).json["home_store"].clone()
    };
    assert_eq!(log_in("alice", "s1"), "s1");
    assert_eq!(log_in("alice", "s2"), "s1");
    assert_eq!(
        log_in("bob", "closed-long-ago"),
        json!(null),
        "it keeps nobody out"
    );
    assert_eq!(log_in("bob", "s2"), "s2");
    assert_eq!(log_in("bob", "s1"), "s2");
}

#[test]
fn newest_twenty_sessions_of_a_customer_last() {
    let (mall, _) = mall();
    let first = log_in(&mall, "alice");
    let kept: Vec<_> = (0..20)
        .map(|_| {
            mall.platform().advance_ms(1_000);
            log_in(&mall, "alice")
        })
        .collect();
    first.shopper(&mall).get("/v1/me").assert(401);
    for session in &kept {
        session.shopper(&mall).get("/v1/me").assert(200);
    }
    assert_sound(&mall);
}

#[test]
fn shoppers_see_and_end_their_own_sessions_alone() {
    let (mall, _) = mall();
    let (phone, tablet, other) = (
        log_in(&mall, "alice"),
        log_in(&mall, "alice"),
        log_in(&mall, "bob"),
    );
    let list = phone.shopper(&mall).get("/v1/sessions").expect(200);
    let items = list.json["items"].as_array().unwrap().clone();
    assert_eq!(items.len(), 2);
    let current: Vec<_> = items.iter().filter(|item| item["current"] == true).collect();
    assert_eq!(current[0]["id"], phone.id.as_str());
    let foreign = phone.shopper(&mall).delete(&format!("/v1/sessions/{}", other.id));
    assert_eq!((foreign.status, foreign.code()), (404, "not_found"));
    other.shopper(&mall).get("/v1/me").assert(200);
    let path = format!("/v1/sessions/{}", tablet.id);
    assert_eq!(phone.shopper(&mall).delete(&path).expect(200).json["ended"], 1);
    phone.shopper(&mall).delete(&path).assert(404);
    tablet.shopper(&mall).get("/v1/me").assert(401);
    tablet
        .shopper(&mall)
        .post_empty("/v1/sessions/end-all")
        .assert(401);
    tablet.shopper(&mall).get("/v1/sessions").assert(401);
    phone.shopper(&mall).get("/v1/me").assert(200);
}

#[test]
fn who_logs_out_is_out_here_or_everywhere() {
    let (mall, _) = mall();
    let (phone, tablet) = (log_in(&mall, "alice"), log_in(&mall, "alice"));
    let ended = |session: &Session, path: &str| {
        session.shopper(&mall).post_empty(path).expect(200).json["ended"].clone()
    };
    assert_eq!(ended(&phone, "/v1/sessions/end"), 1);
    assert_eq!(ended(&phone, "/v1/sessions/end"), 0);
    phone.shopper(&mall).get("/v1/me").assert(401);
    crate::fixture::refresh(&mall, &phone.refresh).assert(401);
    let third = log_in(&mall, "alice");
    assert_eq!(ended(&tablet, "/v1/sessions/end-all"), 2);
    for session in [&tablet, &third] {
        session.shopper(&mall).get("/v1/me").assert(401);
        crate::fixture::refresh(&mall, &session.refresh).assert(401);
    }
    assert_sound(&mall);
}

#[test]
fn token_that_no_log_in_gave_out_has_no_account_and_ends_nothing() {
    let (mall, _) = mall();
    let minted = mall.as_shopper("demo");
    assert_eq!(minted.get("/v1/me").expect(404).code(), "not_found");
    assert_eq!(minted.post_empty("/v1/sessions/end").expect(200).json["ended"], 0);
    assert_eq!(minted.get("/v1/sessions").expect(200).json["items"], json!([]));
    // With the id of a customer, it is that customer's.
    let session = log_in(&mall, "alice");
    mall.as_shopper(&session.customer).get("/v1/me").assert(200);
}
