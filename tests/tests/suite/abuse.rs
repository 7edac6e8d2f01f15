//! What a hostile caller sends too much of, over HTTP.

use crate::order::{cart, order, place};
use end_to_end::{Answer, Caller, Mall, store};
use serde_json::{Value, json};
use std::sync::Barrier;
use std::thread;

/// More than any bucket holds together with what it gets meanwhile, also when the instance is replaced by another in the middle.
const MANY: usize = 200;

fn limited(values: &[(&'static str, &str)]) -> Mall {
    Mall::with_variables(&[&[("rate_limits", "on")], values].concat())
}

/// Asserts that it is told when to come again.
fn assert_too_many(answer: &Answer) {
    answer.assert(429);
    assert_eq!(answer.code(), "too_many_requests");
    let seconds: u64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
}

/// The answers to [`MANY`] requests, one after the other, of which the first passes and not all do.
fn hammer(send: impl FnMut(usize) -> Answer) -> Vec<Answer> {
    let answers: Vec<Answer> = (0..MANY).map(send).collect();
    assert_ne!(answers[0].status, 429);
    let refused = answers.iter().filter(|answer| answer.status == 429);
    assert!(refused.clone().count() > 0, "nothing of {MANY} was refused");
    refused.for_each(assert_too_many);
    answers
}

#[test]
fn shopper_who_asks_too_often_is_told_when_to_come_again_and_others_do_not_notice() {
    let mall = limited(&[]);
    mall.stock("s1", &[("tea.m", 1_000)]);
    let (alice, bob) = (mall.as_shopper("alice"), mall.as_shopper("bob"));
    let quote = cart("s1", &[("tea.m", 1)]);
    hammer(|_| alice.post("/v1/quotes", &quote));
    bob.post("/v1/quotes", &quote).assert(200);
    let claim = |number| {
        let alice = alice.clone().with_key(&format!("claim-{number:04}"));
        alice.post_empty("/v1/coupon-templates/none/claim")
    };
    hammer(claim);
    let one = order("s1", &[("tea.m", 1)], 1_800);
    let key = |number: usize| format!("order-{number:04}");
    let answers = hammer(|number| place(&alice, &key(number), &one));
    // Every order that was placed counts, whatever the instances let pass.
    let placed = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(mall.number("SELECT COUNT(*) FROM orders"), placed as i64);
    assert!(placed <= 20, "{placed}");
    place(&bob, "order-0001", &one).assert(201);
    mall.assert_adds_up();
}

fn log_in(caller: &Caller) -> Answer {
    let body = json!({"provider": "sandbox-identity", "code": "used-x"});
    caller.post("/v1/sessions", &body)
}

#[test]
fn address_that_logs_in_too_often_is_refused_whatever_it_says_of_itself() {
    let mall = limited(&[]);
    let told = |number: usize| format!("10.9.{}.{}", number / 250, number % 250);
    let as_if_proxied = |number| {
        let caller = mall.anonymous().with_header("x-forwarded-for", &told(number));
        log_in(&caller.with_header("spin-client-addr", &format!("{}:1", told(number))))
    };
    hammer(as_if_proxied);
}

#[test]
fn callers_behind_a_known_proxy_are_told_apart() {
    let mall = limited(&[("client_address_header", "x-forwarded-for")]);
    let from = |address: &str| log_in(&mall.anonymous().with_header("x-forwarded-for", address));
    hammer(|_| from("203.0.113.7"));
    // What the proxy added is its own word; what is before it is the caller's.
    hammer(|number| from(&format!("198.51.100.{}, 203.0.113.8", number % 250)));
    for number in 0..MANY {
        from(&format!("198.51.100.7, 203.0.{number}.1")).assert(409);
    }
}

#[test]
fn caller_who_places_orders_at_once_holds_no_more_than_may_wait_for_payment() {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 1_000)]);
    let one = order("s1", &[("tea.m", 1)], 1_800);
    let barrier = Barrier::new(32);
    let answers: Vec<Answer> = thread::scope(|scope| {
        let callers: Vec<_> = (0..32)
            .map(|number| {
                let (barrier, one, alice) = (&barrier, &one, mall.as_shopper("alice"));
                scope.spawn(move || {
                    barrier.wait();
                    loop {
                        let answer = place(&alice, &format!("order-{number:04}"), one);
                        if answer.status != 503 {
                            return answer;
                        }
                    }
                })
            })
            .collect();
        callers.into_iter().map(|caller| caller.join().unwrap()).collect()
    });
    let placed = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!((placed, mall.number("SELECT reserved FROM stock")), (20, 20));
    for refused in answers.iter().filter(|answer| answer.status != 201) {
        refused.assert(409);
        assert_eq!(refused.code(), "too_many_unpaid_orders");
    }
    mall.assert_adds_up();
}

/// Every operation of the contract that takes a body in JSON, as its method and path, with who may call it.
fn operations(mall: &Mall) -> Vec<(String, String, Caller, bool)> {
    let contract = mall.anonymous().get("/openapi.json").expect(200).json;
    let mut operations = Vec::new();
    for (path, methods) in contract["paths"].as_object().unwrap() {
        for (method, described) in methods.as_object().unwrap() {
            let words = described["description"].as_str().unwrap();
            let caller = match words.rsplit_once("Roles: ").unwrap().1 {
                role if role.starts_with("public") => mall.anonymous(),
                role if role.starts_with("shopper") => mall.as_shopper("c1"),
                role if role.starts_with("clerk") => mall.as_clerk("nothing"),
                _ => mall.as_headquarters(),
            };
            let filled = path.replace("{store}", "nothing").replace(['{', '}'], "");
            let takes_json = described["requestBody"]["content"]["application/json"].is_object();
            operations.push((
                method.to_ascii_uppercase(),
                filled,
                caller.with_key("abuse-0001"),
                takes_json,
            ));
        }
    }
    operations
}

#[test]
fn coded_bodies_and_overlong_headers_are_refused_by_every_operation() {
    let mall = Mall::start();
    for (method, path, caller, _) in operations(&mall) {
        let what = format!("{method} {path}");
        if method != "GET" {
            let coded = caller.clone().with_header("content-encoding", "gzip");
            let answer = coded.send(&method, &path, Some("application/json"), [0x1f, 0x8b, 8, 0]);
            assert_eq!(
                (answer.status, answer.code()),
                (415, "unsupported_media_type"),
                "{what}"
            );
            assert_eq!(answer.fields(), ["content-encoding"], "{what}");
        }
        let long = caller.clone().with_header("x-long", &"x".repeat(16 * 1024));
        let answer = long.send(&method, &path, None, "");
        assert_eq!(
            (answer.status, answer.code()),
            (431, "headers_too_large"),
            "{what}"
        );
        let many = (0..70).fold(caller, |caller, number| {
            caller.with_header(&format!("x-{number}"), "x")
        });
        let answer = many.send(&method, &path, None, "");
        assert_eq!(
            (answer.status, answer.code()),
            (431, "headers_too_large"),
            "{what}"
        );
    }
}

#[test]
fn json_that_is_too_deep_or_too_wide_is_refused_before_it_is_read() {
    let mall = Mall::start();
    let deep = format!("{}{}", "{\"a\":[".repeat(17), "]}".repeat(17));
    let wide = format!("{{\"lines\": [{}]}}", vec!["{}"; 1_001].join(","));
    for (method, path, caller, _) in operations(&mall).into_iter().filter(|(.., json)| *json) {
        for (body, rule) in [(&deep, "too_deep"), (&wide, "too_many")] {
            let answer = caller.send(&method, &path, Some("application/json"), body.as_str());
            // A store or an order that there is not is told of before its body is read.
            if answer.status == 404 {
                continue;
            }
            answer.assert(422);
            assert_eq!(answer.fields(), ["body"], "{method} {path}: {}", answer.text);
            assert_eq!(answer.json["errors"][0]["rule"], rule, "{method} {path}");
        }
    }
    // The deepest that the contract has is not near it.
    let home = mall.as_headquarters();
    home.put("/v1/stores/s1", &store(31.2, 121.4)).assert(200);
}

#[test]
fn every_answer_tells_browsers_to_keep_to_themselves() {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 1)]);
    let mut answers: Vec<(String, Answer)> = Vec::new();
    for (method, path, caller, _) in operations(&mall) {
        let path = path.replace("nothing", "s1");
        for caller in [caller, mall.anonymous()] {
            // Nobody reads the body of a GET, and a connection on which something was not read is closed.
            let body = if method == "GET" { "" } else { "{}" };
            let answer = caller.send(&method, &path, Some("application/json"), body);
            answers.push((format!("{method} {path}"), answer));
        }
    }
    answers.push(("nowhere".to_owned(), mall.anonymous().get("/v1/nowhere")));
    answers.push((
        "PATCH".to_owned(),
        mall.anonymous().send("PATCH", "/v1/stores/s1", None, ""),
    ));
    let mut kept = 0;
    for (what, answer) in &answers {
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
        let cache = answer.header("cache-control");
        assert!(
            cache == "no-store" || cache.contains("max-age"),
            "{what}: {cache}"
        );
        kept += usize::from(cache != "no-store");
        // Public data, which no browser runs.
        if cache != "no-store" && answer.header("content-type") == "application/json" {
            continue;
        }
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{what}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{what}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{what}: {policy}");
    }
    // Reads that are public for everybody, and nothing that is somebody's.
    assert!(kept > 5);
    for (path, caller) in [
        ("/v1/orders", mall.as_shopper("c1")),
        ("/v1/stores/s1/stock", mall.as_clerk("s1")),
        ("/v1/audit/entries", mall.as_headquarters()),
    ] {
        let answer: Answer = caller.get(path).expect(200);
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_ne!(answer.json, Value::Null);
    }
}
