//! Rotating the root key.

use crate::fixture::{ROOT_A, ROOT_B, Session, assert_sound, count, log_in, mall};
use serde_json::json;
use test_kit::Harness;

fn members(mall: &Harness, kind: &str, count: usize) -> Vec<Session> {
    let sessions: Vec<_> = (0..count)
        .map(|number| log_in(mall, &format!("{kind}{number}")))
        .collect();
    for session in &sessions {
        let name = json!({"name": format!("Member {}", session.customer)});
        session.shopper(mall).put("/v1/me", &name).assert(200);
    }
    sessions
}

fn assert_readable(mall: &Harness, sessions: &[Session]) {
    for session in sessions {
        let me = session.shopper(mall).get("/v1/me").expect(200);
        assert_eq!(me.json["name"], format!("Member {}", session.customer));
    }
}

#[test]
fn everything_is_readable_before_during_and_after() {
    let (mall, _) = mall();
    let sessions = members(&mall, "old", 250);
    mall.platform()
        .set_variable("root_keys", &format!("{ROOT_B} {ROOT_A}"));
    assert_readable(&mall, &sessions);
    let newcomers = members(&mall, "new", 3);
    let job = mall.as_job();
    assert_eq!(
        job.post_empty("/jobs/rotate-keys").expect(200).json,
        json!({"rotated": 250, "unreadable": 0, "more": false})
    );
    assert_eq!(
        job.post_empty("/jobs/rotate-keys").expect(200).json,
        json!({"rotated": 0, "unreadable": 0, "more": false})
    );
    assert_readable(&mall, &sessions);
    mall.platform().set_variable("root_keys", ROOT_B);
    assert_readable(&mall, &sessions);
    assert_readable(&mall, &newcomers);
    assert_sound(&mall);
}

#[test]
fn half_way_customers_of_both_keys_are_readable() {
    let (mall, _) = mall();
    let old = members(&mall, "old", 5);
    mall.platform()
        .set_variable("root_keys", &format!("{ROOT_B},{ROOT_A}"));
    let new = members(&mall, "new", 5);
    assert_eq!(count(&mall, "SELECT COUNT(DISTINCT root_key) FROM account"), 2);
    assert_readable(&mall, &old);
    assert_readable(&mall, &new);
}

#[test]
fn customer_whose_root_key_is_gone_is_counted_and_left_alone() {
    let (mall, _) = mall();
    let lost = members(&mall, "lost", 2);
    mall.platform().set_variable("root_keys", ROOT_B);
    let report = mall.as_headquarters().post_empty("/jobs/rotate-keys").expect(200);
    assert_eq!(report.json, json!({"rotated": 0, "unreadable": 2, "more": false}));
    mall.platform()
        .set_variable("root_keys", &format!("{ROOT_B} {ROOT_A}"));
    assert_readable(&mall, &lost);
}

#[test]
fn only_the_scheduler_and_headquarters_rotate() {
    let (mall, _) = mall();
    for caller in [mall.as_shopper("c1"), mall.as_clerk("s1")] {
        caller.post_empty("/jobs/rotate-keys").assert(403);
    }
    mall.anonymous().post_empty("/jobs/rotate-keys").assert(401);
}
