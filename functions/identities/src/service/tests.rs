use super::*;
use api::identities::{Credential, Identity, PhoneNumber};
use futures_util::future::ready;
use serde_json::{Value, json};
use std::cell::RefCell;

/// Answers at once, and remembers what reached it.
#[derive(Default)]
struct Remembering {
    calls: RefCell<Vec<String>>,
    fails: Option<Failure>,
}

impl Remembering {
    fn done<T: 'static>(&self, call: String, answer: T) -> crate::provider::Answer<'_, T> {
        self.calls.borrow_mut().push(call);
        Box::pin(ready(match &self.fails {
            Some(failure) => Err(failure.clone()),
            None => Ok(answer),
        }))
    }
}

impl Provider for Remembering {
    fn name(&self) -> String {
        "remembering".to_owned()
    }

    fn exchange_code(&self, code: String) -> crate::provider::Answer<'_, Identity> {
        let subject = "s".to_owned();
        self.done(format!("exchange {code}"), Identity { subject })
    }

    fn phone_number(&self, code: String, kept: Option<String>) -> crate::provider::Answer<'_, PhoneNumber> {
        let number = "+8613800138000".to_owned();
        self.done(format!("phone {code} {kept:?}"), PhoneNumber { number })
    }

    fn renew_credential(&self) -> crate::provider::Answer<'_, Credential> {
        let kept = "k".to_owned();
        self.done("renew".to_owned(), Credential { kept, renew_ms: 7 })
    }
}

fn post(provider: &Remembering, path: &str, body: &Value) -> (u16, Value) {
    let body = body.to_string();
    let (status, json) = pollster::block_on(answer(provider, &Method::POST, path, body.as_bytes()));
    (status.as_u16(), serde_json::from_slice(&json).unwrap_or_default())
}

fn requests(provider: &str) -> [(&'static str, Value); 4] {
    [
        (EXCHANGE, json!({"provider": provider, "code": "c"})),
        (PHONE, json!({"provider": provider, "code": "p"})),
        (PHONE, json!({"provider": provider, "code": "p", "kept": "k"})),
        (RENEW, json!({"provider": provider})),
    ]
}

#[test]
fn each_path_calls_the_provider_with_what_was_sent() {
    let provider = Remembering::default();
    let answers = [
        json!({"subject": "s"}),
        json!({"number": "+8613800138000"}),
        json!({"number": "+8613800138000"}),
        json!({"kept": "k", "renew_ms": 7}),
    ];
    for ((path, body), found) in requests("remembering").into_iter().zip(answers) {
        assert_eq!(
            post(&provider, path, &body),
            (200, json!({"done": {"found": found}}))
        );
    }
    assert_eq!(
        *provider.calls.borrow(),
        ["exchange c", "phone p None", "phone p Some(\"k\")", "renew"]
    );
}

#[test]
fn shopper_hears_of_refusals_and_the_operator_of_the_rest() {
    for (failure, expected) in [
        (
            Failure::Refused(Refusal::Code),
            json!({"done": {"refused": "code"}}),
        ),
        (
            Failure::Refused(Refusal::RateLimited),
            json!({"done": {"refused": "rate_limited"}}),
        ),
        (
            Failure::Refused(Refusal::Blocked),
            json!({"done": {"refused": "blocked"}}),
        ),
        (
            Failure::Refused(Refusal::Credential),
            json!({"done": {"refused": "credential"}}),
        ),
        (
            Failure::Misconfigured("secret".to_owned()),
            json!({"rejected": "secret"}),
        ),
        (
            Failure::Unavailable("away\nfrom".to_owned()),
            json!({"unavailable": "away from"}),
        ),
    ] {
        let provider = Remembering {
            fails: Some(failure),
            ..Remembering::default()
        };
        for (path, body) in requests("remembering") {
            assert_eq!(post(&provider, path, &body), (200, expected.clone()), "{path}");
        }
    }
}

#[test]
fn provider_of_another_name_is_not_asked() {
    let provider = Remembering::default();
    for (path, body) in requests("other") {
        let refused = json!({"done": {"refused": "provider"}});
        assert_eq!(post(&provider, path, &body), (200, refused), "{path}");
    }
    assert!(provider.calls.borrow().is_empty());
}

#[test]
fn what_accounts_would_not_send_never_looks_like_an_answer() {
    let provider = Remembering::default();
    for (path, body, status) in [
        ("/elsewhere", json!({}), 404),
        (EXCHANGE, json!({"code": "c"}), 400),
        (PHONE, json!({"provider": "remembering", "code": 7}), 400),
        (RENEW, json!({"provider": "remembering", "more": 1}), 400),
    ] {
        assert_eq!(post(&provider, path, &body), (status, Value::Null), "{path}");
    }
    let (status, _) = pollster::block_on(answer(&provider, &Method::GET, RENEW, b"{}"));
    assert_eq!(status, 405);
    assert!(provider.calls.borrow().is_empty());
}
