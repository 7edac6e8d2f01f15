use crate::fixture::{campaign, mall, template};

#[test]
fn nobody_but_headquarters_keeps_templates_and_campaigns() {
    let mall = mall();
    mall.as_headquarters()
        .put("/v1/coupon-templates/spring", &template(10, 1))
        .assert(200);
    for caller in [mall.as_shopper("c1"), mall.as_clerk("s1"), mall.as_job()] {
        caller
            .put("/v1/coupon-templates/spring", &template(99, 9))
            .assert(403);
        caller.get("/v1/coupon-templates").assert(403);
        caller.get("/v1/coupon-templates/spring").assert(403);
        caller.put("/v1/campaigns/come-back", &campaign(30)).assert(403);
        caller.get("/v1/campaigns").assert(403);
    }
    mall.anonymous()
        .put("/v1/coupon-templates/spring", &template(99, 9))
        .assert(401);
}

#[test]
fn only_shoppers_claim_and_only_the_scheduler_and_headquarters_run_the_job() {
    let mall = mall();
    mall.as_headquarters()
        .put("/v1/coupon-templates/spring", &template(10, 1))
        .assert(200);
    for caller in [mall.as_headquarters(), mall.as_clerk("s1"), mall.as_job()] {
        caller
            .with_key("key-0001")
            .post_empty("/v1/coupon-templates/spring/claim")
            .assert(403);
    }
    mall.anonymous()
        .with_key("key-0001")
        .post_empty("/v1/coupon-templates/spring/claim")
        .assert(401);
    for caller in [mall.as_shopper("c1"), mall.as_clerk("s1")] {
        caller.post_empty("/jobs/recall").assert(403);
    }
    mall.as_job().post_empty("/jobs/recall").assert(200);
    mall.as_headquarters().post_empty("/jobs/recall").assert(200);
}
