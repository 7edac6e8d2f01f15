//! Telephone numbers, and the credential that they need.

use crate::mini_program::Place;
use fake_wechat_pay::{APPID, Network};
use wechat_mini_program::Failure;

const NUMBER: &str = "+8613800138000";

#[test]
fn number_is_exchanged_once_with_a_credential_that_is_kept() {
    let place = Place::new();
    let code = place.phone_code();
    assert_eq!(place.phone(&code, None), Err(Failure::CredentialRefused));
    assert_eq!(place.requests(), 0, "nobody is asked in vain");
    let kept = place.renew().unwrap().kept;
    assert_eq!(place.phone(&code, Some(&kept)).as_deref(), Ok(NUMBER));
    assert_eq!(place.phone(&code, Some(&kept)), Err(Failure::CodeRefused));
    let another = place.phone_code();
    place.requests();
    assert_eq!(place.phone(&another, Some(&kept)).as_deref(), Ok(NUMBER));
    assert_eq!(place.requests(), 1, "no token besides");
}

#[test]
fn credential_is_the_same_for_everybody_until_it_is_to_be_renewed() {
    let place = Place::new();
    let first = place.renew().unwrap();
    let second = place.renew().unwrap();
    assert_eq!(place.platform.tokens_granted(), 1);
    assert_ne!(first.kept, second.kept, "sealed anew");
    assert_eq!(first.renew_ms, second.renew_ms);
    place.advance_s(7_200 - 299);
    place.renew().unwrap();
    assert_eq!(place.platform.tokens_granted(), 2);
    let late = place.phone(&place.phone_code(), Some(&first.kept));
    assert_eq!(
        late.as_deref(),
        Ok(NUMBER),
        "the old one is good while it is renewed"
    );
}

#[test]
fn credential_that_has_ended_leaves_the_code_good_for_another() {
    let place = Place::new();
    let kept = place.renew().unwrap().kept;
    place.advance_s(7_200);
    let code = place.phone_code();
    place.requests();
    assert_eq!(place.phone(&code, Some(&kept)), Err(Failure::CredentialRefused));
    assert_eq!(place.requests(), 0, "it says itself when it ends");
    let renewed = place.renew().unwrap().kept;
    place.platform.end_tokens();
    assert_eq!(
        place.phone(&code, Some(&renewed)),
        Err(Failure::CredentialRefused)
    );
    let renewed = place.renew().unwrap().kept;
    assert_eq!(place.phone(&code, Some(&renewed)).as_deref(), Ok(NUMBER));
}

#[test]
fn what_is_kept_shows_no_token_and_opens_for_its_mini_program_alone() {
    let place = Place::new();
    let kept = place.renew().unwrap().kept;
    assert!(!kept.contains("TOKEN"), "{kept}");
    assert!(kept.len() <= 2_048 && kept.bytes().all(|byte| byte.is_ascii_graphic()));
    let stranger = Place::with_secret("another0secret");
    place.requests();
    for kept in [&*kept, "", "x1.", "TOKEN-1"] {
        let refused = stranger.phone("code", Some(kept));
        assert_eq!(refused, Err(Failure::CredentialRefused), "{kept}");
    }
    assert_eq!(stranger.requests(), 0);
}

#[test]
fn limits_a_lost_answer_and_another_mini_programs_number_are_told_apart() {
    let place = Place::new();
    let kept = place.renew().unwrap().kept;
    place.platform.set_limits(true);
    assert_eq!(
        place.phone(&place.phone_code(), Some(&kept)),
        Err(Failure::RateLimited)
    );
    place.platform.set_limits(false);
    place.platform.set_network(Network::LosesRequests);
    let lost = place.phone(&place.phone_code(), Some(&kept));
    assert!(matches!(lost, Err(Failure::Unavailable(_))), "{lost:?}");
    assert!(matches!(place.renew(), Err(Failure::Unavailable(_))));
    let of = |appid: &str| {
        let info = format!(
            r#"{{"purePhoneNumber":"13800138000","countryCode":86,"watermark":{{"timestamp":1,"appid":"{appid}"}}}}"#
        );
        place.says(
            200,
            &format!(r#"{{"errcode":0,"errmsg":"ok","phone_info":{info}}}"#),
        );
        place.phone("code", Some(&kept))
    };
    assert_eq!(of(APPID).as_deref(), Ok(NUMBER));
    assert_eq!(of("wxanother"), Err(Failure::CodeRefused));
}

#[test]
fn token_that_would_change_an_address_is_none() {
    let place = Place::new();
    for token in ["", "a&b", "a#b", "a b", "令"] {
        place.says(200, &format!(r#"{{"access_token":"{token}","expires_in":7200}}"#));
        assert!(matches!(place.renew(), Err(Failure::Unavailable(_))), "{token}");
    }
}
