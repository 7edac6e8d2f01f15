//! Refresh tokens.

use crate::fixture::{Session, assert_sound, bearing, count, log_in, mall, refresh};
use commerce::account::session::{GRACE_MS, IDLE_MS, LIFE_MS};
use test_kit::Harness;

/// Refreshes, and looks at what came.
fn next(mall: &Harness, session: &Session) -> Session {
    let next = Session::of(&refresh(mall, &session.refresh).expect(200));
    assert_eq!((&next.id, &next.customer), (&session.id, &session.customer));
    assert_ne!(next.refresh, session.refresh);
    next
}

#[test]
fn refresh_gives_tokens_that_are_good_and_a_session_that_stays() {
    let (mall, _) = mall();
    let mut session = log_in(&mall, "alice");
    for _ in 0..5 {
        mall.platform().advance_ms(900_000);
        session.shopper(&mall).get("/v1/me").assert(401);
        session = next(&mall, &session);
        session.shopper(&mall).get("/v1/me").assert(200);
    }
    assert_eq!(count(&mall, "SELECT COUNT(*) FROM account_session"), 1);
    assert_sound(&mall);
}

#[test]
fn token_that_is_sent_again_at_once_gives_the_same_successor() {
    let (mall, _) = mall();
    let session = log_in(&mall, "alice");
    let first = next(&mall, &session);
    mall.platform().advance_ms(GRACE_MS);
    let again = next(&mall, &session);
    assert_eq!(again.refresh, first.refresh);
    assert_eq!(count(&mall, "SELECT rotations FROM account_session"), 1);
    next(&mall, &first);
}

#[test]
fn token_that_is_used_again_later_ends_the_session_for_thief_and_owner() {
    let (mall, _) = mall();
    let session = log_in(&mall, "alice");
    let other = log_in(&mall, "alice");
    let owner = next(&mall, &session);
    mall.platform().advance_ms(GRACE_MS + 1);
    refresh(&mall, &session.refresh).assert(401);
    refresh(&mall, &owner.refresh).assert(401);
    owner.shopper(&mall).get("/v1/me").assert(401);
    next(&mall, &other);
    let log = mall.platform().log_lines().join("\n");
    assert!(log.contains(&session.id), "{log}");
    assert!(!log.contains(&session.refresh) && !log.contains(&owner.refresh));
}

#[test]
fn grandparent_ends_the_session_even_at_once() {
    let (mall, _) = mall();
    let first = log_in(&mall, "alice");
    let second = next(&mall, &first);
    let third = next(&mall, &second);
    refresh(&mall, &first.refresh).assert(401);
    refresh(&mall, &third.refresh).assert(401);
}

#[test]
fn session_ends_when_it_is_not_used_and_at_its_end() {
    let (mall, _) = mall();
    let idle = log_in(&mall, "alice");
    mall.platform().advance_ms(IDLE_MS);
    refresh(&mall, &idle.refresh).assert(401);
    assert_eq!(count(&mall, "SELECT COUNT(*) FROM account_session"), 0);
    let mut used = log_in(&mall, "alice");
    let step = IDLE_MS - 1;
    for _ in 0..LIFE_MS / step {
        mall.platform().advance_ms(step);
        used = next(&mall, &used);
    }
    mall.platform().advance_ms(step);
    refresh(&mall, &used.refresh).assert(401);
}

#[test]
fn token_with_any_character_changed_is_refused_and_ends_nothing() {
    let (mall, _) = mall();
    let session = log_in(&mall, "alice");
    for at in 0..session.refresh.len() {
        let mut altered = session.refresh.clone().into_bytes();
        altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
        let altered = String::from_utf8(altered).unwrap();
        if altered != session.refresh {
            refresh(&mall, &altered).assert(401);
        }
    }
    next(&mall, &session);
}

#[test]
fn made_up_tokens_end_nobodys_session() {
    let (mall, _) = mall();
    let session = log_in(&mall, "alice");
    let secret = session.refresh.split('.').nth(1).unwrap();
    for made_up in [
        String::new(),
        session.id.clone(),
        format!("{}.{}.{}", session.id, "A".repeat(43), "A".repeat(43)),
        format!("{}.{secret}.", session.id),
        format!("{}.{secret}", session.id),
        format!("{}.", session.refresh),
        "A".repeat(100_000 / 8),
    ] {
        refresh(&mall, &made_up).assert(401);
    }
    next(&mall, &session);
}

#[test]
fn access_token_refreshes_nothing_and_a_refresh_token_opens_nothing() {
    let (mall, _) = mall();
    let session = log_in(&mall, "alice");
    refresh(&mall, &session.access).assert(401);
    bearing(&mall, &session.refresh).get("/v1/me").assert(401);
    next(&mall, &session);
}

#[test]
fn another_applications_tokens_are_none_here() {
    let (ours, _) = mall();
    let (theirs, _) = mall();
    theirs
        .platform()
        .set_variable("lookup_secret", "another look-up secret of many bytes");
    let session = log_in(&theirs, "alice");
    refresh(&ours, &session.refresh).assert(401);
}
