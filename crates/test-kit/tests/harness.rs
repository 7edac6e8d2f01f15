//! The harness against a function of one operation.

use api::operation::checkout;
use serde_json::json;
use test_kit::{START_MS, harness};
use web::{App, Call, Reply};

async fn echo(call: Call) -> Result<Reply, api::problem::Problem> {
    let body: serde_json::Value = call.json()?;
    Ok(Reply::ok(
        &json!({"who": call.principal.name(), "body": body, "now_ms": call.now_ms}),
    ))
}

fn app() -> App {
    App::new().paced().route(&checkout::CREATE_QUOTE, echo)
}

#[test]
fn caller_reaches_the_handler_with_role_body_and_clock() {
    let mall = harness([app()]);
    mall.platform().advance_ms(5);
    let answer = mall
        .as_shopper("c1")
        .post("/v1/quotes", &json!({"a": 1}))
        .expect(200);
    assert_eq!(
        answer.json,
        json!({"who": "shopper:c1", "body": {"a": 1}, "now_ms": START_MS + 5})
    );
}

#[test]
fn caller_who_may_not_is_refused_in_their_language() {
    let mall = harness([app()]);
    let anonymous = mall.anonymous().post("/v1/quotes", &json!({}));
    assert_eq!((anonymous.status, anonymous.code()), (401, "unauthenticated"));
    let clerk = mall
        .as_clerk("s1")
        .reading("zh-CN")
        .post("/v1/quotes", &json!({}));
    clerk.assert(403);
    assert_eq!(clerk.header("content-language"), "zh-CN");
}

#[test]
fn path_of_no_function_is_not_found() {
    harness([app()]).as_job().get("/nowhere").assert(404);
}
