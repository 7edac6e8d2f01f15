//! Bad input, for every operation of the contract: a problem that names the field, in the caller's language, and never
//! a server error.

use crate::order::{cart, order};
use end_to_end::{Answer, Caller, Mall};
use serde_json::{Value, json};

/// One byte more than most operations take.
const TOO_LONG: usize = 256 * 1024 + 1;

struct Operation {
    method: String,
    path: String,
    media_type: Option<String>,
    roles: Vec<String>,
}

/// Every operation of the served contract, its parameters filled with names that nothing has.
fn operations(mall: &Mall) -> Vec<Operation> {
    let contract = mall.anonymous().get("/openapi.json").expect(200).json;
    let mut operations = Vec::new();
    for (path, methods) in contract["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let filled = path
                .replace("{order}", "01K0000000000000000000000A")
                .replace("{sku}", "nothing.here")
                .split('/')
                .map(|segment| {
                    if segment.starts_with('{') {
                        "nothing"
                    } else {
                        segment
                    }
                })
                .collect::<Vec<_>>()
                .join("/");
            let content = operation["requestBody"]["content"].as_object();
            let roles = operation["description"]
                .as_str()
                .unwrap()
                .rsplit_once("Roles: ")
                .unwrap()
                .1;
            let roles = roles.split(". Permission: ").next().unwrap_or_default();
            operations.push(Operation {
                method: method.to_ascii_uppercase(),
                path: filled,
                media_type: content.and_then(|content| content.keys().next().cloned()),
                roles: roles
                    .trim_end_matches('.')
                    .split(", ")
                    .map(str::to_owned)
                    .collect(),
            });
        }
    }
    assert!(
        operations.len() > 35,
        "the contract has {} operations",
        operations.len()
    );
    operations
}

impl Operation {
    fn caller(&self, mall: &Mall) -> Caller {
        let caller = match self.roles[0].as_str() {
            "public" => mall.anonymous(),
            "shopper" => mall.as_shopper("c1"),
            "store" => mall.as_clerk("nothing"),
            "headquarters" => mall.as_headquarters(),
            _ => mall.as_job(),
        };
        caller.with_key("bad-input-0001")
    }

    fn send(&self, caller: &Caller, media_type: Option<&str>, body: impl Into<Vec<u8>>) -> Answer {
        caller.send(&self.method, &self.path, media_type, body)
    }
}

/// Fails unless the answer is a problem of one of these statuses.
fn assert_problem(answer: &Answer, statuses: &[u16], what: &str) {
    assert!(
        statuses.contains(&answer.status),
        "{what}: {} {}",
        answer.status,
        answer.text
    );
    assert_eq!(
        answer.header("content-type"),
        "application/problem+json",
        "{what}"
    );
    assert!(
        !answer.code().is_empty() && answer.json["title"].is_string(),
        "{what}: {}",
        answer.text
    );
}

#[test]
fn malformed_unknown_mistyped_and_overlong_bodies_are_refused_by_every_operation() {
    let mall = Mall::start();
    for operation in operations(&mall)
        .iter()
        .filter(|operation| operation.media_type.is_some())
    {
        let what = format!("{} {}", operation.method, operation.path);
        let caller = operation.caller(&mall);
        if operation.media_type.as_deref() == Some("text/csv") {
            assert_problem(
                &operation.send(&caller, Some("text/csv"), "no,such,columns\n1,2,3\n"),
                &[422],
                &what,
            );
            assert_problem(
                &operation.send(&caller, Some("text/csv"), [0xFF, 0xFE, b'\n']),
                &[422],
                &what,
            );
            assert_problem(
                &operation.send(&caller, Some("application/json"), "{}"),
                &[415],
                &what,
            );
            continue;
        }
        let json = Some("application/json");
        for (body, statuses) in [
            ("{", &[400, 404][..]),
            ("", &[400, 404]),
            ("\u{0}", &[400, 404]),
            ("[]", &[422, 404]),
            ("null", &[422, 404]),
            ("\"text\"", &[422, 404]),
            (r#"{"no_such_field": 1}"#, &[422, 404]),
        ] {
            let answer = operation.send(&caller, json, body);
            assert_problem(&answer, statuses, &format!("{what} {body:?}"));
            if answer.status == 422 {
                assert!(
                    !answer.fields().is_empty(),
                    "{what} {body:?} names no field: {}",
                    answer.text
                );
            }
        }
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        // 413 where less is taken.
        assert_problem(&operation.send(&caller, json, deep), &[400, 413, 422, 404], &what);
        assert_problem(
            &operation.send(&caller, json, vec![b' '; TOO_LONG]),
            &[413],
            &what,
        );
        assert_problem(
            &operation.send(&caller, Some("text/plain"), "{}"),
            &[415, 404],
            &what,
        );
    }
}

#[test]
fn callers_without_the_role_are_turned_away_from_every_operation() {
    let mall = Mall::start();
    for operation in operations(&mall)
        .iter()
        .filter(|operation| operation.roles[0] != "public")
    {
        let what = format!("{} {}", operation.method, operation.path);
        assert_problem(&operation.send(&mall.anonymous(), None, ""), &[401], &what);
        let forged = mall
            .anonymous()
            .with_header("authorization", "Bearer eyJhbGciOiJub25lIn0.e30.");
        assert_problem(&operation.send(&forged, None, ""), &[401], &what);
        for (role, caller) in [
            ("shopper", mall.as_shopper("c1")),
            ("store", mall.as_clerk("nothing")),
            ("headquarters", mall.as_headquarters()),
            ("job", mall.as_job()),
        ] {
            if !operation.roles.iter().any(|known| known == role) {
                assert_problem(
                    &operation.send(&caller, None, ""),
                    &[403],
                    &format!("{what} as {role}"),
                );
            }
        }
    }
}

#[test]
fn another_method_is_refused_with_those_that_there_are() {
    let mall = Mall::start();
    for operation in operations(&mall) {
        let answer = mall.as_headquarters().send("PATCH", &operation.path, None, "");
        assert_problem(&answer, &[405], &operation.path);
        assert!(
            answer.header("allow").contains(operation.method.as_str()),
            "{}",
            operation.path
        );
    }
}

#[test]
fn wrong_query_parameters_are_named() {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 1)]);
    let nearby = "/v1/stores/nearby";
    for (path, field) in [
        (nearby.to_owned(), "lat"),
        (format!("{nearby}?lat=91&lng=0"), "lat"),
        (format!("{nearby}?lat=NaN&lng=0"), "lat"),
        (format!("{nearby}?lat=0&lng=1e999"), "lng"),
        (format!("{nearby}?lat=0%27%20OR%201=1&lng=0"), "lat"),
        (format!("{nearby}?lat=0&lng=0&coord=bd09"), "coord"),
        (format!("{nearby}?lat=0&lng=0&mode=drone"), "mode"),
        (format!("{nearby}?lat=0&lng=0&sku=tea.m:0"), "sku"),
        (format!("{nearby}?lat=0&lng=0&sku=tea.m:-1"), "sku"),
        (
            format!("{nearby}?lat=0&lng=0&sku=tea.m:99999999999999999999"),
            "sku",
        ),
        (format!("{nearby}?lat=0&lng=0&limit=0"), "limit"),
        (format!("{nearby}?lat=0&lng=0&latt=1"), "latt"),
        ("/v1/stores?limit=101".to_owned(), "limit"),
        ("/v1/stores?cursor=%00%FF".to_owned(), "cursor"),
        ("/v1/stores/s1/products?limit=x".to_owned(), "limit"),
        ("/v1/stores/s1/products?cursor=-1".to_owned(), "cursor"),
    ] {
        for language in ["zh-CN", "en"] {
            let answer = mall.anonymous().reading(language).get(&path);
            assert_problem(&answer, &[422], &path);
            assert!(
                answer.fields().iter().any(|named| named.starts_with(field)),
                "{path}: {}",
                answer.text
            );
            assert_eq!(answer.header("content-language"), language, "{path}");
            let is_chinese = answer.json["title"]
                .as_str()
                .unwrap()
                .chars()
                .any(|char| char > '\u{2FFF}');
            assert_eq!(is_chinese, language == "zh-CN", "{}", answer.text);
        }
    }
}

#[test]
fn wrong_carts_are_named_line_by_line_and_take_nothing_from_the_client() {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 5)]);
    let shopper = mall.as_shopper("c1").with_key("bad-input-0002");
    let check = |change: &dyn Fn(&mut Value), statuses: &[u16], field: &str| {
        let (mut quote, mut order) = (cart("s1", &[("tea.m", 1)]), order("s1", &[("tea.m", 1)], 1_800));
        change(&mut quote);
        change(&mut order);
        for (path, body) in [("/v1/quotes", &quote), ("/v1/orders", &order)] {
            let answer = shopper.post(path, body);
            assert_problem(&answer, statuses, &body.to_string());
            assert!(
                answer.fields().iter().any(|named| named.starts_with(field)),
                "{body}: {}",
                answer.text
            );
        }
    };
    for quantity in [
        json!(0),
        json!(-1),
        json!(-9_223_372_036_854_775_808_i64),
        json!(1_000),
        json!(i64::MAX),
    ] {
        check(
            &|body| body["lines"][0]["quantity"] = quantity.clone(),
            &[422],
            "lines[0].quantity",
        );
    }
    for quantity in [json!("1"), json!(1.5), json!(null), json!(true), json!(1e30)] {
        check(
            &|body| body["lines"][0]["quantity"] = quantity.clone(),
            &[422],
            "lines[0].quantity",
        );
    }
    check(
        &|body| body["lines"][0]["quantity"] = 6.into(),
        &[409],
        "lines[0]",
    );
    check(&|body| body["lines"] = json!([]), &[422], "lines");
    check(
        &|body| body["lines"][0]["unit_price"] = 1.into(),
        &[422],
        "lines[0]",
    );
    check(&|body| body["paid"] = true.into(), &[422], "paid");
    check(&|body| body["mode"] = "drone".into(), &[422], "mode");
    check(
        &|body| body["store"] = "'; DROP TABLE orders; --".into(),
        &[422],
        "store",
    );
    check(&|body| body["store"] = "nowhere".into(), &[404, 409, 422], "");
    check(
        &|body| body["lines"][0]["sku"] = "nothing.here".into(),
        &[409, 422],
        "lines[0]",
    );
    check(&|body| body["coupon"] = "x".into(), &[422], "coupon");
    check(
        &|body| body["coupon"] = "01K0000000000000000000000A".into(),
        &[409],
        "coupon",
    );
    assert_eq!(mall.number("SELECT COUNT(*) FROM orders"), 0);
    assert_eq!(mall.number("SELECT SUM(reserved) FROM stock"), 0);
}

#[test]
fn overlong_import_is_refused() {
    let mall = Mall::start();
    let answer = mall
        .as_headquarters()
        .post_csv("/v1/stores/import", vec![b'x'; 8 * 1024 * 1024 + 1]);
    assert_problem(&answer, &[413], "import");
}
