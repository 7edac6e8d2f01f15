//! Codes of log-ins.

use crate::mini_program::{OPENID, Place};
use fake_wechat_pay::Network;
use wechat_mini_program::Failure;

#[test]
fn code_is_exchanged_once() {
    let place = Place::new();
    let code = place.code();
    assert_eq!(place.log_in(&code).as_deref(), Ok(OPENID));
    assert_eq!(place.log_in(&code), Err(Failure::CodeRefused));
}

#[test]
fn code_that_is_old_or_nobodys_or_of_something_else_is_refused() {
    let place = Place::new();
    let old = place.code();
    place.advance_s(300);
    assert_eq!(place.log_in(&old), Err(Failure::CodeRefused));
    assert_eq!(place.log_in("nobodys"), Err(Failure::CodeRefused));
    assert_eq!(place.log_in(&place.phone_code()), Err(Failure::CodeRefused));
}

#[test]
fn code_that_would_change_the_request_is_refused_without_one() {
    let place = Place::new();
    for code in ["", "x&appid=another", "x#", "x y", "码", &"x".repeat(300)] {
        assert_eq!(place.log_in(code), Err(Failure::CodeRefused), "{code}");
    }
    assert_eq!(place.requests(), 0);
}

#[test]
fn limits_and_blocked_people_are_told_apart() {
    let place = Place::new();
    let code = place.code();
    place.platform.set_limits(true);
    assert_eq!(place.log_in(&code), Err(Failure::RateLimited));
    place.platform.set_limits(false);
    assert_eq!(
        place.log_in(&code).as_deref(),
        Ok(OPENID),
        "the code is still good"
    );
    place.platform.block(OPENID);
    assert_eq!(place.log_in(&place.code()), Err(Failure::Blocked));
}

#[test]
fn wrong_secret_is_the_operators_to_mend() {
    let place = Place::with_secret("another0secret");
    let Err(Failure::Misconfigured(words)) = place.log_in(&place.code()) else {
        panic!("another failure");
    };
    assert_eq!(words, "the platform says 40125");
    assert!(matches!(place.renew(), Err(Failure::Misconfigured(_))));
}

#[test]
fn lost_answer_tells_nothing_of_the_secret_in_its_address() {
    let place = Place::new();
    place.platform.set_network(Network::LosesAnswers);
    let lost = place.log_in(&place.code());
    assert_eq!(
        lost,
        Err(Failure::Unavailable("the platform does not answer".to_owned()))
    );
}

#[test]
fn answer_that_makes_no_sense_is_none() {
    let place = Place::new();
    for (status, body) in [
        (502, "<html>"),
        (200, ""),
        (200, "[]"),
        (200, "{}"),
        (200, r#"{"openid":""}"#),
        (200, r#"{"openid":"o\u0000"}"#),
        (200, r#"{"openid":7}"#),
        (200, r#"{"errcode":-1,"errmsg":"system error"}"#),
        (200, r#"{"errcode":"0","openid":"o"}"#),
    ] {
        place.says(status, body);
        let answer = place.log_in("code");
        assert!(
            matches!(answer, Err(Failure::Unavailable(_))),
            "{body}: {answer:?}"
        );
    }
}
