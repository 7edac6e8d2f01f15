//! What a hostile caller would try.

use crate::fixture::{assert_sound, bearing, count, log_in, mall, try_log_in};
use http::Method;
use serde_json::json;
use test_kit::block_on;

const SESSIONS: &str = "/v1/sessions";

#[test]
fn malformed_bodies_are_refused_before_anybody_is_asked() {
    let (mall, platform) = mall();
    for (body, status) in [
        ("", 400),
        ("{", 400),
        ("[]", 422),
        ("null", 422),
        ("{}", 422),
        (r#"{"provider":"sandbox-identity"}"#, 422),
        (r#"{"provider":"sandbox-identity","code":7}"#, 422),
        (r#"{"provider":"sandbox-identity","code":""}"#, 422),
        (r#"{"provider":"sandbox-identity","code":"a b"}"#, 422),
        (r#"{"provider":"sandbox-identity","code":"a\u0000"}"#, 422),
        (r#"{"provider":"Sandbox Identity","code":"dev-a"}"#, 422),
        (r#"{"provider":"","code":"dev-a"}"#, 422),
        (
            r#"{"provider":"sandbox-identity","code":"dev-a","store":"a'--"}"#,
            422,
        ),
        (
            r#"{"provider":"sandbox-identity","code":"dev-a","customer":"c1"}"#,
            422,
        ),
        (
            r#"{"provider":"sandbox-identity","code":"dev-a","code":"dev-b"}"#,
            422,
        ),
        (r#"{"provider":"sandbox-identity","code":"dev-a"} {}"#, 400),
    ] {
        let answer = mall
            .anonymous()
            .send(Method::POST, SESSIONS, Some("application/json"), body);
        assert_eq!(answer.status, status, "{body}: {}", answer.text);
    }
    let long = json!({"provider": "sandbox-identity", "code": "a".repeat(513)});
    try_log_in(&mall, &long).assert(422);
    let huge = format!(
        r#"{{"provider":"sandbox-identity","code":"{}"}}"#,
        "a".repeat(20_000)
    );
    let huge = mall
        .anonymous()
        .send(Method::POST, SESSIONS, Some("application/json"), huge);
    assert_eq!((huge.status, huge.code()), (413, "payload_too_large"));
    let form = mall.anonymous().send(
        Method::POST,
        SESSIONS,
        Some("text/plain"),
        r#"{"provider":"sandbox-identity","code":"dev-a"}"#,
    );
    form.assert(415);
    let query = json!({"provider": "sandbox-identity", "code": "dev-a"});
    mall.anonymous()
        .post("/v1/sessions?code=dev-a", &query)
        .assert(422);
    assert_eq!(platform.times("/exchange"), 0);
    assert_eq!(count(&mall, "SELECT COUNT(*) FROM account"), 0);
}

#[test]
fn provider_that_is_not_here_is_told_as_a_field() {
    let (mall, _) = mall();
    let answer = try_log_in(&mall, &json!({"provider": "alipay", "code": "dev-alice"}));
    assert_eq!((answer.status, answer.fields()), (422, vec!["provider"]));
}

#[test]
fn two_authorization_headers_are_one_too_many() {
    let (mall, _) = mall();
    let session = log_in(&mall, "alice");
    let bearer = format!("Bearer {}", session.access);
    for (headers, status) in [(1, 200), (2, 401)] {
        let mut request = http::Request::builder().uri("/v1/me");
        for _ in 0..headers {
            request = request.header("authorization", &bearer);
        }
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let app = accounts::routes::app();
        let reply = block_on(app.serve(mall.platform().clone(), parts, bytes::Bytes::new()));
        assert_eq!(reply.0.status().as_u16(), status);
    }
    for value in [
        "Basic YWxpY2U6eA==",
        "Bearer",
        "Bearer ",
        "bearer",
        &session.access,
    ] {
        mall.anonymous()
            .with_header("authorization", value)
            .get("/v1/me")
            .assert(401);
    }
}

#[test]
fn token_of_one_shopper_opens_nothing_of_another() {
    let (mall, _) = mall();
    let (alice, bob) = (log_in(&mall, "alice"), log_in(&mall, "bob"));
    // Bob's session under Alice's id, as a thief would wish for: the signature is of the whole.
    let parts: Vec<&str> = alice.access.split('.').collect();
    let theirs: Vec<&str> = bob.access.split('.').collect();
    let mixed = format!("{}.{}.{}", parts[0], parts[1], theirs[2]);
    bearing(&mall, &mixed).get("/v1/me").assert(401);
    assert_eq!(
        bob.shopper(&mall).get("/v1/me").expect(200).json["customer"],
        bob.customer.as_str()
    );
    let ended = bob.shopper(&mall).delete(&format!("/v1/sessions/{}", alice.id));
    let nowhere = bob
        .shopper(&mall)
        .delete("/v1/sessions/01ARZ3NDEKTSV4RRFFQ69G5FAV");
    assert_eq!(
        (ended.status, ended.text),
        (404, nowhere.text),
        "exactly as of none"
    );
    alice.shopper(&mall).get("/v1/me").assert(200);
}

#[test]
fn value_that_is_moved_to_another_row_or_column_does_not_open() {
    let (mall, _) = mall();
    let (alice, bob) = (log_in(&mall, "alice"), log_in(&mall, "bob"));
    for session in [&alice, &bob] {
        let me = json!({"name": "Name", "birthday": {"month": 5, "day": 1}});
        session.shopper(&mall).put("/v1/me", &me).assert(200);
    }
    let swap = format!(
        "UPDATE account SET name = (SELECT name FROM account WHERE customer_id = '{}') WHERE customer_id = '{}'",
        alice.customer, bob.customer
    );
    crate::fixture::write(&mall, Box::leak(swap.into_boxed_str()));
    let answer = bob.shopper(&mall).get("/v1/me");
    assert_eq!((answer.status, answer.code()), (500, "internal"));
    let moved = format!(
        "UPDATE account SET name = birthday WHERE customer_id = '{}'",
        alice.customer
    );
    crate::fixture::write(&mall, Box::leak(moved.into_boxed_str()));
    alice.shopper(&mall).get("/v1/me").assert(500);
}

#[test]
fn key_that_is_moved_with_all_that_it_sealed_opens_nothing_in_another_row() {
    let (mall, _) = mall();
    let (alice, bob) = (log_in(&mall, "alice"), log_in(&mall, "bob"));
    alice
        .shopper(&mall)
        .put("/v1/me", &json!({"name": "Name"}))
        .assert(200);
    let all = format!(
        "UPDATE account SET (data_key, name) = (SELECT data_key, name FROM account WHERE customer_id = '{}') \
         WHERE customer_id = '{}'",
        alice.customer, bob.customer
    );
    crate::fixture::write(&mall, Box::leak(all.into_boxed_str()));
    let answer = bob.shopper(&mall).get("/v1/me");
    assert_eq!((answer.status, answer.code()), (500, "internal"));
    alice.shopper(&mall).get("/v1/me").assert(200);
}

#[test]
fn without_its_keys_the_function_gives_nothing_out_and_says_why_to_the_log_alone() {
    for (variable, value) in [
        ("root_keys", ""),
        ("root_keys", "a:short"),
        ("lookup_secret", "short"),
        ("token_secret", "short"),
    ] {
        let (mall, _) = mall();
        mall.platform().set_variable(variable, value);
        let answer = try_log_in(
            &mall,
            &json!({"provider": "sandbox-identity", "code": "dev-alice"}),
        );
        assert_eq!((answer.status, answer.code()), (500, "internal"), "{variable}");
        assert!(!answer.text.contains(variable));
        let log = mall.platform().log_lines().join("\n");
        assert!(log.contains(variable) && !log.contains("a:short"), "{log}");
        assert_eq!(count(&mall, "SELECT COUNT(*) FROM account_session"), 0);
        assert_sound(&mall);
    }
}
