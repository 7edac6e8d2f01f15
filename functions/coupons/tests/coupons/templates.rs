use crate::fixture::{mall, template, with};
use serde_json::json;
use test_kit::START_MS;

const SPRING: &str = "/v1/coupon-templates/spring";

#[test]
fn template_is_created_read_and_replaced() {
    let mall = mall();
    let headquarters = mall.as_headquarters();
    let created = headquarters.put(SPRING, &template(10, 1)).expect(200);
    assert_eq!(
        (created.json["version"].as_i64(), created.json["issued"].as_i64()),
        (Some(1), Some(0))
    );
    assert_eq!(headquarters.get(SPRING).expect(200).text, created.text);

    mall.platform().advance_ms(5);
    let percent =
        json!({"kind": {"type": "percent", "rate_bp": 1_250, "cap_minor": 2_000}, "state": "draft"});
    let replaced = headquarters
        .put(SPRING, &with(template(20, 2), percent))
        .expect(200);
    assert_eq!(replaced.json["version"], 2);
    assert_eq!(
        replaced.json["kind"],
        json!({"type": "percent", "rate_bp": 1_250, "cap_minor": 2_000})
    );
    assert_eq!(
        (
            replaced.json["created_ms"].as_i64(),
            replaced.json["updated_ms"].as_i64()
        ),
        (Some(START_MS), Some(START_MS + 5))
    );
}

#[test]
fn writing_what_stands_there_is_no_edit() {
    let mall = mall();
    mall.as_headquarters().put(SPRING, &template(10, 1)).assert(200);
    let again = mall.as_headquarters().put(SPRING, &template(10, 1)).expect(200);
    assert_eq!(again.json["version"], 1);
}

#[test]
fn version_that_does_not_stand_is_a_conflict() {
    let mall = mall();
    let put = |version: i64, limit: i64| {
        let body = with(template(limit, 1), json!({"version": version}));
        mall.as_headquarters().put(SPRING, &body)
    };
    assert_eq!(put(1, 10).expect(409).code(), "version_conflict");
    put(0, 10).assert(200);
    assert_eq!(put(0, 11).expect(409).code(), "version_conflict");
    put(1, 11).assert(200);
}

#[test]
fn every_wrong_field_is_named_as_it_was_sent() {
    let mall = mall();
    let wrong = json!({
        "name": {},
        "kind": {"type": "percent", "rate_bp": 10_001, "cap_minor": 0},
        "currency": "RMB",
        "threshold_minor": -1,
        "valid_until_ms": START_MS,
        "valid_days": 0,
        "total_limit": i64::MAX,
        "per_customer_limit": 0,
        "stores": ["s 1"],
    });
    let answer = mall
        .as_headquarters()
        .put(SPRING, &with(template(1, 1), wrong))
        .expect(422);
    assert_eq!(
        answer.fields(),
        [
            "name",
            "kind.rate_bp",
            "kind.cap_minor",
            "currency",
            "threshold_minor",
            "valid_until_ms",
            "valid_days",
            "total_limit",
            "per_customer_limit",
            "stores[0]",
        ]
    );
}

#[test]
fn value_of_another_type_or_name_is_refused_where_it_stands() {
    let mall = mall();
    let check = |change, field: &str| {
        let answer = mall
            .as_headquarters()
            .put(SPRING, &with(template(1, 1), change))
            .expect(422);
        assert_eq!(answer.fields(), [field]);
    };
    check(json!({"total_limit": "many"}), "total_limit");
    check(json!({"state": "open"}), "state");
    check(json!({"kind": {"type": "gift"}}), "kind.type");
    check(json!({"limit": 1}), "limit");
    let bad_id = mall
        .as_headquarters()
        .put("/v1/coupon-templates/a.b", &template(1, 1))
        .expect(422);
    assert_eq!(bad_id.fields(), ["template"]);
}

#[test]
fn store_that_does_not_exist_is_named() {
    let mall = mall();
    let scope = json!({"stores": ["nowhere"]});
    let answer = mall
        .as_headquarters()
        .put(SPRING, &with(template(1, 1), scope))
        .expect(422);
    assert_eq!(answer.fields(), ["stores[0]"]);
}

#[test]
fn issued_coupons_keep_their_worth_and_the_limit_never_goes_below_them() {
    let mall = mall();
    let headquarters = mall.as_headquarters();
    headquarters.put(SPRING, &template(10, 1)).assert(200);
    for customer in ["c1", "c2"] {
        let claim = mall.as_shopper(customer).with_key("claim-0001");
        claim.post_empty("/v1/coupon-templates/spring/claim").assert(201);
    }
    let worse =
        json!({"kind": {"type": "amount", "amount_minor": 999}, "threshold_minor": 3_001, "total_limit": 1});
    let refused = headquarters
        .clone()
        .reading("zh-CN")
        .put(SPRING, &with(template(1, 1), worse))
        .expect(422);
    assert_eq!(refused.fields(), ["kind", "threshold_minor", "total_limit"]);
    assert!(
        refused.json["errors"][0]["message"]
            .as_str()
            .unwrap()
            .contains("持券人"),
        "{}",
        refused.text
    );
    assert_eq!(
        refused.json["errors"][2]["message"],
        "必须在 2 与 1000000000 之间"
    );

    let better = json!({"threshold_minor": 0, "state": "closed"});
    headquarters
        .put(SPRING, &with(template(2, 1), better))
        .assert(200);
}

#[test]
fn list_goes_on_where_the_page_before_ended() {
    let mall = mall();
    let headquarters = mall.as_headquarters();
    for id in ["a", "b", "c"] {
        let state = if id == "b" { "draft" } else { "active" };
        let body = with(template(1, 1), json!({"state": state}));
        headquarters
            .put(&format!("/v1/coupon-templates/{id}"), &body)
            .assert(200);
    }
    let ids = |path: &str| {
        let page = headquarters.get(path).expect(200).json;
        let ids: Vec<String> = page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["id"].as_str().unwrap().to_owned())
            .collect();
        (ids.join(" "), page["next_cursor"].as_str().map(str::to_owned))
    };
    assert_eq!(
        ids("/v1/coupon-templates?limit=2"),
        ("a b".to_owned(), Some("b".to_owned()))
    );
    assert_eq!(
        ids("/v1/coupon-templates?limit=2&cursor=b"),
        ("c".to_owned(), None)
    );
    assert_eq!(ids("/v1/coupon-templates?state=active"), ("a c".to_owned(), None));
    for bad in ["limit=0", "limit=101", "state=open", "cursor=a.b", "page=2"] {
        headquarters
            .get(&format!("/v1/coupon-templates?{bad}"))
            .assert(422);
    }
    headquarters.get("/v1/coupon-templates/d").assert(404);
}
