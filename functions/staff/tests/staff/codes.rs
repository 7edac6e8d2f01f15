//! One-time codes.

use crate::fixture::{PASSWORD, at_work, bearing, hired, log_in, mall, text};
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha1::Sha1;
use test_kit::{Answer, Harness};
use web::Platform as _;

/// What an authenticator shows `steps` from now, written once more.
fn shown(mall: &Harness, secret: &str, steps: i64) -> String {
    let key = BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
    let step = mall.platform().now_ms() / 30_000 + steps;
    let mac = Hmac::<Sha1>::new_from_slice(&key).unwrap();
    let hash = mac.chain_update(step.to_be_bytes()).finalize().into_bytes();
    let at = usize::from(hash[19] % 16);
    let word = u32::from_be_bytes(hash[at..at + 4].try_into().unwrap()) % 0x8000_0000;
    format!("{:06}", word % 1_000_000)
}

fn log_in_with(mall: &Harness, code: &str) -> Answer {
    let body = json!({"login": "li.na", "password": PASSWORD, "code": code});
    mall.anonymous().post("/v1/staff/sessions", &body)
}

#[test]
fn codes_are_asked_for_once_confirmed_and_none_is_good_twice() {
    let mall = mall();
    let clerk = at_work(
        &mall,
        &json!({"login": "li.na", "role": "clerk", "store": "north"}),
    );
    let before = clerk.post_empty("/v1/staff/me/codes").expect(201);
    let given = clerk.post_empty("/v1/staff/me/codes").expect(201);
    let secret = text(&given, "secret");
    assert_ne!(text(&before, "secret"), secret);
    assert!(text(&given, "uri").contains(&secret));
    let confirm = |code: &str| clerk.post("/v1/staff/me/codes/confirm", &json!({"code": code}));
    // Of the secret before; of none.
    confirm(&shown(&mall, &text(&before, "secret"), 0)).assert(422);
    confirm("").assert(422);
    // Codes are not asked for yet.
    log_in(&mall, "li.na", PASSWORD).assert(201);
    assert_eq!(confirm(&shown(&mall, &secret, 0)).expect(200).json["codes"], true);

    assert_eq!(
        log_in(&mall, "li.na", PASSWORD).expect(401).code(),
        "code_required"
    );
    assert_eq!(
        log_in(&mall, "li.na", "wrong wrong wrong").expect(401).code(),
        "unauthenticated"
    );
    // The one that confirmed was taken.
    log_in_with(&mall, &shown(&mall, &secret, 0)).assert(401);
    let next = shown(&mall, &secret, 1);
    log_in_with(&mall, &next).assert(201);
    log_in_with(&mall, &next).assert(401);
    mall.platform().advance_ms(90_000);
    log_in_with(&mall, &shown(&mall, &secret, -2)).assert(401);
    log_in_with(&mall, &shown(&mall, &secret, 2)).assert(401);
    log_in_with(&mall, &shown(&mall, &secret, 0)).assert(201);
    // They are asked for already.
    clerk.post_empty("/v1/staff/me/codes").assert(409);

    let give_up = |password: &str| {
        let body = json!({"password": password}).to_string();
        clerk.send(
            http::Method::DELETE,
            "/v1/staff/me/codes",
            Some("application/json"),
            body,
        )
    };
    give_up("wrong").assert(422);
    assert_eq!(give_up(PASSWORD).expect(200).json["codes"], false);
    log_in(&mall, "li.na", PASSWORD).assert(201);
}

#[test]
fn codes_cannot_be_guessed() {
    let mall = mall();
    let clerk = at_work(
        &mall,
        &json!({"login": "li.na", "role": "clerk", "store": "north"}),
    );
    let secret = text(&clerk.post_empty("/v1/staff/me/codes").expect(201), "secret");
    let body = json!({"code": shown(&mall, &secret, 0)});
    clerk.post("/v1/staff/me/codes/confirm", &body).assert(200);
    let right = shown(&mall, &secret, 1);
    let guesses = (0..)
        .map(|number| format!("{number:06}"))
        .filter(|guess| *guess != right);
    let answers: Vec<u16> = guesses
        .take(8)
        .map(|guess| log_in_with(&mall, &guess).status)
        .collect();
    assert_eq!(answers, [401, 401, 401, 401, 401, 429, 429, 429]);
    log_in_with(&mall, &right).assert(429);
}

#[test]
fn where_the_brand_wants_codes_a_token_without_them_sets_them_up_and_does_nothing_else() {
    let mall = mall();
    mall.platform().set_variable("staff_codes", "required");
    hired(
        &mall,
        &json!({"login": "li.na", "role": "clerk", "store": "north"}),
    );
    let tokens = log_in(&mall, "li.na", PASSWORD).expect(201);
    assert_eq!(tokens.json["codes_required"], true);
    let clerk = bearing(&mall, &text(&tokens, "access_token"));
    clerk.get("/v1/stores/north/stock").assert(403);
    let secret = text(&clerk.post_empty("/v1/staff/me/codes").expect(201), "secret");
    let body = json!({"code": shown(&mall, &secret, 0)});
    clerk.post("/v1/staff/me/codes/confirm", &body).assert(200);
    let tokens = log_in_with(&mall, &shown(&mall, &secret, 1)).expect(201);
    assert_eq!(tokens.json["codes_required"], false);
    let clerk = bearing(&mall, &text(&tokens, "access_token"));
    clerk.get("/v1/stores/north/stock").assert(200);
}
