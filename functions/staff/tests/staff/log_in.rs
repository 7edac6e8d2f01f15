//! Log-ins: passwords, tries, sessions.

use crate::fixture::{PASSWORD, at_work, bearing, count, hired, invite, log_in, mall, refresh, text};
use commerce::staff::attempts::{FAILURES_FREE, PAUSE_MS_MIN};
use serde_json::json;

#[test]
fn invited_person_sets_a_password_logs_in_and_works_at_their_store_alone() {
    let mall = mall();
    let clerk = at_work(
        &mall,
        &json!({"login": "li.na", "role": "clerk", "store": "north"}),
    );
    let me = clerk.get("/v1/staff/me").expect(200);
    assert_eq!(
        (&me.json["login"], &me.json["role"], &me.json["store"]),
        (&json!("li.na"), &json!("clerk"), &json!("north"))
    );
    clerk.get("/v1/stores/north/stock").assert(200);
    clerk.get("/v1/stores/south/stock").assert(404);
    // Theirs to close is no clerk's.
    let closed = json!({"reason": {"en": "Rain"}});
    clerk.put("/v1/stores/north/closure", &closed).assert(403);
    clerk.get("/v1/coupon-templates").assert(404);
    clerk.get("/v1/stock/alerts").assert(403);
}

#[test]
fn wrong_password_and_nobodys_name_are_answered_alike() {
    let mall = mall();
    hired(
        &mall,
        &json!({"login": "li.na", "role": "clerk", "store": "north"}),
    );
    invite(
        &mall.as_headquarters(),
        &json!({"login": "wang", "role": "clerk", "store": "north"}),
    )
    .assert(201);
    let wrong = log_in(&mall, "li.na", "correct horse battery stapel").expect(401);
    for (login, password) in [
        ("li.na2", PASSWORD),
        ("wang", PASSWORD),
        ("", ""),
        ("li.na", &"x".repeat(5_000)),
        ("LI.NA", PASSWORD),
        ("li.na\0", PASSWORD),
    ] {
        let answer = log_in(&mall, login, password).expect(401);
        assert_eq!(answer.text, wrong.text, "{login}");
    }
    // The operator sees that somebody tries, and neither a name nor a password.
    let lines = mall.platform().log_lines().join("\n");
    assert_eq!(lines.matches("was refused").count(), 7, "{lines}");
    for typed in ["li.na", "wang", "horse"] {
        assert!(!lines.contains(typed), "{lines}");
    }
}

#[test]
fn tries_are_few_however_many_are_wrong_and_the_pause_ends_by_itself() {
    let mall = mall();
    hired(
        &mall,
        &json!({"login": "li.na", "role": "clerk", "store": "north"}),
    );
    for _ in 0..FAILURES_FREE {
        log_in(&mall, "li.na", "something else entirely").assert(401);
    }
    // The right one does not count either.
    let paused = log_in(&mall, "li.na", PASSWORD).expect(429);
    assert_eq!(paused.code(), "too_many_tries");
    mall.platform().advance_ms(PAUSE_MS_MIN);
    log_in(&mall, "li.na", PASSWORD).assert(201);
    assert_eq!(count(&mall, "SELECT failures + paused_until_ms FROM staff"), 0);
}

#[test]
fn refresh_token_is_good_once_and_its_reuse_ends_the_session() {
    let mall = mall();
    hired(
        &mall,
        &json!({"login": "li.na", "role": "clerk", "store": "north"}),
    );
    let first = text(&log_in(&mall, "li.na", PASSWORD).expect(201), "refresh_token");
    let second = text(&refresh(&mall, &first).expect(200), "refresh_token");
    // For a moment the same answer again.
    assert_eq!(text(&refresh(&mall, &first).expect(200), "refresh_token"), second);
    mall.platform().advance_ms(60_000);
    refresh(&mall, &first).assert(401);
    refresh(&mall, &second).assert(401);
    for none in ["", "x", &format!("{second}x"), &"A".repeat(10_000)] {
        refresh(&mall, none).assert(401);
    }
}

#[test]
fn session_that_has_ended_shows_nothing_of_its_own() {
    let mall = mall();
    hired(
        &mall,
        &json!({"login": "li.na", "role": "clerk", "store": "north"}),
    );
    let here = log_in(&mall, "li.na", PASSWORD).expect(201);
    let there = log_in(&mall, "li.na", PASSWORD).expect(201);
    let clerk = bearing(&mall, &text(&here, "access_token"));
    let sessions = clerk.get("/v1/staff/sessions").expect(200);
    assert_eq!(sessions.json["items"].as_array().unwrap().len(), 2);
    clerk
        .delete(&format!("/v1/staff/sessions/{}", text(&there, "session")))
        .assert(200);
    clerk
        .delete(&format!("/v1/staff/sessions/{}", text(&there, "session")))
        .assert(404);
    refresh(&mall, &text(&there, "refresh_token")).assert(401);
    let ended = clerk.post_empty("/v1/staff/sessions/end-all").expect(200);
    assert_eq!(ended.json["ended"], 1);
    clerk.get("/v1/staff/me").assert(401);
    refresh(&mall, &text(&here, "refresh_token")).assert(401);
}

#[test]
fn password_is_changed_by_who_knows_it_and_that_ends_all_sessions() {
    let mall = mall();
    let clerk = at_work(
        &mall,
        &json!({"login": "li.na", "role": "clerk", "store": "north"}),
    );
    let next = "another pony, other crocodile";
    let put = |current: &str, password: &str| {
        clerk.put(
            "/v1/staff/me/password",
            &json!({"current": current, "password": password}),
        )
    };
    assert_eq!(put("wrong", next).expect(422).fields(), ["current"]);
    for bad in [
        "short",
        "li.na's own password",
        "aaaaaaaaaaaaaaaaaaaa",
        "Qwertyuiop12",
    ] {
        assert_eq!(put(PASSWORD, bad).expect(422).fields(), ["password"], "{bad}");
    }
    assert_eq!(put(PASSWORD, next).expect(200).json["ended"], 1);
    clerk.get("/v1/staff/me").assert(401);
    log_in(&mall, "li.na", PASSWORD).assert(401);
    log_in(&mall, "li.na", next).assert(201);
}

#[test]
fn whoever_has_no_log_in_here_has_no_sessions() {
    let mall = mall();
    // A token that was minted by whoever has the secret.
    for caller in [mall.as_headquarters(), mall.as_clerk("north")] {
        caller.get("/v1/staff/me").assert(404);
        caller.get("/v1/staff/sessions").assert(404);
        caller.post_empty("/v1/staff/me/codes").assert(404);
    }
    mall.as_shopper("alice").get("/v1/staff/me").assert(403);
    mall.anonymous().get("/v1/staff/me").assert(401);
}
