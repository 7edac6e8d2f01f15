use crate::fixture::{campaign, mall, template, with};
use serde_json::json;
use test_kit::Harness;

fn with_template() -> Harness {
    let mall = mall();
    mall.as_headquarters()
        .put("/v1/coupon-templates/spring", &template(10, 1))
        .assert(200);
    mall
}

#[test]
fn campaign_is_created_replaced_and_listed() {
    let mall = with_template();
    let headquarters = mall.as_headquarters();
    let put = |days: i64, version: i64| {
        let body = with(campaign(days), json!({"version": version}));
        headquarters.put("/v1/campaigns/come-back", &body)
    };
    assert_eq!(put(30, 0).expect(200).json["version"], 1);
    assert_eq!(put(60, 0).expect(409).code(), "version_conflict");
    assert_eq!(put(60, 1).expect(200).json["sleeping_days"], 60);
    headquarters
        .put(
            "/v1/campaigns/another",
            &with(campaign(9), json!({"state": "paused"})),
        )
        .assert(200);
    let ids = |path: &str| {
        headquarters.get(path).expect(200).json["items"]
            .as_array()
            .map(Vec::len)
    };
    assert_eq!(ids("/v1/campaigns"), Some(2));
    assert_eq!(ids("/v1/campaigns?state=paused"), Some(1));
    assert_eq!(
        headquarters.get("/v1/campaigns?limit=1").json["next_cursor"],
        "another"
    );
}

#[test]
fn every_wrong_field_is_named() {
    let mall = with_template();
    let check = |change, fields: &[&str]| {
        let answer = mall
            .as_headquarters()
            .put("/v1/campaigns/come-back", &with(campaign(30), change))
            .expect(422);
        assert_eq!(answer.fields(), fields);
    };
    check(
        json!({"sleeping_days": 0, "template": "a b"}),
        &["template", "sleeping_days"],
    );
    check(json!({"template": "none"}), &["template"]);
    check(json!({"sleeping_days": 1.5}), &["sleeping_days"]);
    check(json!({"state": "on"}), &["state"]);
}
