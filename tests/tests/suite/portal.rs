//! `/`, `/openapi.json`, `/docs`.

use end_to_end::Mall;

#[test]
fn newcomer_finds_the_contract_and_its_readable_form() {
    let mall = Mall::start();
    let anonymous = mall.anonymous();
    assert!(
        anonymous
            .get("/")
            .expect(200)
            .header("content-type")
            .starts_with("text/html")
    );
    let contract = anonymous.get("/openapi.json").expect(200);
    assert_eq!(contract.json["openapi"], "3.1.0");
    anonymous.get("/docs").assert(200);
    anonymous.get("/healthz").assert(200);
    let again = anonymous
        .with_header("if-none-match", contract.header("etag"))
        .get("/openapi.json");
    assert_eq!((again.status, again.text.as_str()), (304, ""));
}

#[test]
fn address_that_nobody_has_is_a_problem_and_not_a_page() {
    let answer = Mall::start().anonymous().reading("zh-CN").get("/v1/nothing");
    answer.assert(404);
    assert_eq!(
        (answer.code(), answer.header("content-type")),
        ("not_found", "application/problem+json")
    );
}
