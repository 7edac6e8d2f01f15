//! Many callers at once, each with a connection of its own: on an SQLite file, and on the Postgres that `DATABASE_URL` names, if it
//! does.

use crate::crowd::{Request, each, with_status};
use serde_json::{Value, json};

const CALLERS: usize = 64;

#[test]
fn sixty_four_callers_refresh_one_token_and_get_one_successor() {
    each("refresh", |mall| {
        let (_, session) = mall.send(1, &Request::log_in("alice"));
        let refresh = |token: &Value| Request::post("/v1/sessions/refresh", json!({"refresh_token": token}));
        let answers = mall.race(&vec![refresh(&session["refresh_token"]); CALLERS]);
        assert_eq!(with_status(&answers, 200), CALLERS, "{answers:?}");
        let successor = &answers[0].1["refresh_token"];
        assert_ne!(*successor, session["refresh_token"]);
        assert!(
            answers
                .iter()
                .all(|answer| answer.1["refresh_token"] == *successor)
        );
        assert_eq!(mall.database.count("SELECT rotations FROM account_session"), 1);
        let (status, next) = mall.send(2, &refresh(successor));
        assert_eq!(status, 200);
        assert_ne!(next["refresh_token"], *successor);
        assert_eq!(mall.database.count("SELECT rotations FROM account_session"), 2);
    });
}

#[test]
fn sixty_four_first_log_ins_of_one_person_make_one_account() {
    each("log_in", |mall| {
        let answers = mall.race(&vec![Request::log_in("alice"); CALLERS]);
        assert_eq!(with_status(&answers, 201), CALLERS, "{answers:?}");
        let new = answers.iter().filter(|answer| answer.1["new_customer"] == true);
        assert_eq!(new.count(), 1);
        assert!(
            answers
                .iter()
                .all(|answer| answer.1["customer"] == answers[0].1["customer"])
        );
        assert_eq!(mall.database.count("SELECT COUNT(*) FROM account"), 1);
        assert_eq!(mall.database.count("SELECT COUNT(*) FROM account_session"), 20);
    });
}

#[test]
fn sixty_four_callers_without_a_credential_have_it_renewed_once() {
    each("credential", |mall| {
        let requests: Vec<_> = (0..CALLERS)
            .map(|number| {
                let (_, session) = mall.send(number as u64, &Request::log_in(&format!("c{number}")));
                let code = format!("dev-861380013{number:04}");
                Request {
                    token: session["access_token"].as_str().map(str::to_owned),
                    ..Request::post("/v1/me/phone", json!({"code": code}))
                }
            })
            .collect();
        let answers = mall.race(&requests);
        assert_eq!(with_status(&answers, 200), CALLERS, "{answers:?}");
        assert_eq!(mall.asked.times("/renew"), 1);
        assert_eq!(mall.asked.times("/phone"), CALLERS);
    });
}

#[test]
fn one_number_that_sixty_four_callers_prove_is_one_account_s() {
    each("number", |mall| {
        let requests: Vec<_> = (0..CALLERS)
            .map(|number| {
                let (_, session) = mall.send(number as u64, &Request::log_in(&format!("c{number}")));
                Request {
                    token: session["access_token"].as_str().map(str::to_owned),
                    ..Request::post("/v1/me/phone", json!({"code": "dev-8613800138000"}))
                }
            })
            .collect();
        let answers = mall.race(&requests);
        assert_eq!(with_status(&answers, 500), 0, "{answers:?}");
        let sql = "SELECT COUNT(*) FROM account WHERE phone_lookup IS NOT NULL";
        assert_eq!(mall.database.count(sql), 1);
    });
}

#[test]
fn twenty_of_sixty_four_addresses_find_room() {
    each("addresses", |mall| {
        let (_, session) = mall.send(1, &Request::log_in("alice"));
        let requests: Vec<_> = (0..CALLERS)
            .map(|number| Request {
                method: "PUT",
                path: format!("/v1/me/addresses/a{number}"),
                token: session["access_token"].as_str().map(str::to_owned),
                body: json!({"recipient": "R", "phone": "12345", "region": "G", "detail": "D"}),
            })
            .collect();
        let answers = mall.race(&requests);
        assert_eq!(
            (with_status(&answers, 200), with_status(&answers, 422)),
            (20, CALLERS - 20),
            "{answers:?}"
        );
    });
}

#[test]
fn whatever_meets_the_end_of_an_account_leaves_nothing_of_it() {
    each("end", |mall| {
        let (_, session) = mall.send(1, &Request::log_in("alice"));
        let own = |method: &'static str, path: String, body: Value| Request {
            method,
            path,
            token: session["access_token"].as_str().map(str::to_owned),
            body,
        };
        let address = json!({"recipient": "R", "phone": "12345", "region": "G", "detail": "D"});
        let requests: Vec<_> = (0..CALLERS)
            .map(|number| match number % 4 {
                0 => own("DELETE", "/v1/me".to_owned(), Value::Null),
                1 => own("PUT", format!("/v1/me/addresses/a{number}"), address.clone()),
                2 => own(
                    "PUT",
                    "/v1/me".to_owned(),
                    json!({"name": "N", "consents": ["marketing"]}),
                ),
                _ => Request::post(
                    "/v1/sessions/refresh",
                    json!({"refresh_token": session["refresh_token"]}),
                ),
            })
            .collect();
        let answers = mall.race(&requests);
        assert_eq!(with_status(&answers, 500), 0, "{answers:?}");
        for sql in [
            "SELECT COUNT(*) FROM account",
            "SELECT COUNT(*) FROM account_session",
            "SELECT COUNT(*) FROM account_address",
            "SELECT COUNT(*) FROM account_consent",
            "SELECT COUNT(*) FROM account_identity",
        ] {
            assert_eq!(mall.database.count(sql), 0, "{sql}");
        }
    });
}
