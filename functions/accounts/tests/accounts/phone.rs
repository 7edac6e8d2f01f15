//! Telephone numbers.

use crate::fixture::{assert_sound, count, log_in, mall};
use crate::platform::RENEW_MS;
use serde_json::{Value, json};
use test_kit::Client;

fn verify(client: &Client<'_>, code: &str) -> test_kit::Answer {
    client.post("/v1/me/phone", &json!({"code": code}))
}

fn phone(client: &Client<'_>) -> Value {
    client.get("/v1/me").expect(200).json["phone"].clone()
}

#[test]
fn number_is_taken_from_the_platform_with_one_credential_for_all() {
    let (mall, platform) = mall();
    for name in ["alice", "bob", "carol"] {
        let client = log_in(&mall, name).shopper(&mall);
        let number = format!("86138001380{:02}", name.len());
        let answer = verify(&client, &format!("dev-{number}")).expect(200);
        assert_eq!(answer.json["phone"], format!("+{number}"));
    }
    assert_eq!(platform.times("/renew"), 1);
    assert_eq!(platform.times("/phone"), 3);
}

#[test]
fn credential_is_renewed_in_time_and_when_it_is_refused() {
    let (mall, platform) = mall();
    verify(&log_in(&mall, "alice").shopper(&mall), "dev-8613800138000").assert(200);
    platform.end_credentials();
    verify(&log_in(&mall, "alice").shopper(&mall), "dev-8613800138001").assert(200);
    assert_eq!((platform.times("/renew"), platform.times("/phone")), (2, 3));
    mall.platform().set_now_ms(RENEW_MS);
    verify(&log_in(&mall, "alice").shopper(&mall), "dev-8613800138002").assert(200);
    assert_eq!((platform.times("/renew"), platform.times("/phone")), (3, 4));
    assert_eq!(count(&mall, "SELECT COUNT(*) FROM lease"), 0);
}

#[test]
fn renewal_that_somebody_else_is_at_is_waited_for_and_taken_over_when_they_are_lost() {
    let (mall, platform) = mall();
    let alice = log_in(&mall, "alice").shopper(&mall);
    crate::fixture::write(
        &mall,
        "INSERT INTO lease (name, holder, until_ms) VALUES ('credential/sandbox-identity', 'lost', 1767240004000)",
    );
    verify(&alice, "dev-8613800138000").assert(200);
    assert_eq!(platform.times("/renew"), 1);
    crate::fixture::write(
        &mall,
        "INSERT INTO lease (name, holder, until_ms) VALUES ('credential/sandbox-identity', 'lost', 9999999999999)",
    );
    platform.end_credentials();
    let late = verify(&alice, "dev-8613800138001");
    assert_eq!((late.status, late.code()), (502, "identity_unavailable"));
}

#[test]
fn number_is_the_account_s_that_proved_it_last() {
    let (mall, _) = mall();
    let (alice, bob) = (
        log_in(&mall, "alice").shopper(&mall),
        log_in(&mall, "bob").shopper(&mall),
    );
    verify(&alice, "dev-8613800138000").assert(200);
    verify(&alice, "dev-8613800138000").assert(200);
    verify(&bob, "dev-8613800138000").assert(200);
    assert_eq!(
        (phone(&alice), phone(&bob)),
        (json!(null), json!("+8613800138000"))
    );
    assert_sound(&mall);
}

#[test]
fn refusals_leave_the_number_that_was_there() {
    let (mall, _) = mall();
    let alice = log_in(&mall, "alice").shopper(&mall);
    verify(&alice, "dev-8613800138000").assert(200);
    for (code, status, problem) in [
        ("used-1", 409, "code_refused"),
        ("limited-1", 429, "rate_limited"),
        ("blocked-1", 403, "blocked"),
        ("lost-1", 502, "identity_unavailable"),
        ("senseless-1", 502, "identity_unavailable"),
        ("", 422, "invalid_request"),
    ] {
        let answer = verify(&alice, code);
        assert_eq!((answer.status, answer.code()), (status, problem), "{code}");
    }
    assert_eq!(phone(&alice), "+8613800138000");
}
