//! Inviting, changing and showing out.

use crate::fixture::{PASSWORD, accept, at_work, bearing, hired, invite, log_in, mall, refresh, text};
use commerce::staff::INVITATION_MS;
use serde_json::json;

#[test]
fn invitation_is_good_once_and_for_three_days() {
    let mall = mall();
    let headquarters = mall.as_headquarters();
    let body = json!({"login": "li.na", "role": "clerk", "store": "north"});
    let first = text(&invite(&headquarters, &body).expect(201), "invitation");
    assert_eq!(invite(&headquarters, &body).expect(409).code(), "login_taken");
    assert_eq!(accept(&mall, &first, "short").expect(422).fields(), ["password"]);
    for none in ["", "x", &first.to_lowercase(), &"A".repeat(10_000)] {
        assert_eq!(accept(&mall, none, PASSWORD).expect(409).code(), "code_refused");
    }
    accept(&mall, &first, PASSWORD).assert(200);
    accept(&mall, &first, "somebody else's password").assert(409);
    log_in(&mall, "li.na", PASSWORD).assert(201);

    let body = json!({"login": "wang", "role": "clerk", "store": "north"});
    let late = text(&invite(&headquarters, &body).expect(201), "invitation");
    mall.platform().advance_ms(INVITATION_MS);
    accept(&mall, &late, PASSWORD).assert(409);
}

#[test]
fn manager_invites_for_their_store_and_no_higher_than_they_are() {
    let mall = mall();
    let manager = at_work(
        &mall,
        &json!({"login": "boss", "role": "manager", "store": "north"}),
    );
    let invited = invite(&manager, &json!({"login": "li.na", "role": "clerk"})).expect(201);
    let listed = manager.get("/v1/staff").expect(200);
    assert_eq!(listed.json["items"].as_array().unwrap().len(), 2);
    let clerk = manager
        .get(&format!("/v1/staff/{}", text(&invited, "staff")))
        .expect(200);
    assert_eq!(
        (&clerk.json["store"], &clerk.json["state"]),
        (&json!("north"), &json!("invited"))
    );

    let admin = invite(&manager, &json!({"login": "evil", "role": "admin"})).expect(403);
    assert_eq!(admin.fields(), ["role"]);
    for (body, field) in [
        (
            json!({"login": "evil", "role": "clerk", "store": "south"}),
            "store",
        ),
        (
            json!({"login": "evil", "role": "clerk", "store": "nowhere"}),
            "store",
        ),
        (
            json!({"login": "evil", "role": "clerk", "region": "east"}),
            "region",
        ),
        (
            json!({"login": "evil", "role": "clerk", "store": "north", "region": "east"}),
            "region",
        ),
        (json!({"login": "evil", "role": "nothing"}), "role"),
        (json!({"login": "E", "role": "clerk"}), "login"),
    ] {
        assert_eq!(invite(&manager, &body).expect(422).fields(), [field], "{body}");
    }
    // One of another store, and one of headquarters, do not exist here.
    let south = hired(
        &mall,
        &json!({"login": "south", "role": "clerk", "store": "south"}),
    );
    let all = hired(&mall, &json!({"login": "all", "role": "support"}));
    for id in [south, all] {
        manager.get(&format!("/v1/staff/{id}")).assert(404);
        manager
            .post_empty(&format!("/v1/staff/{id}/invitation"))
            .assert(404);
        manager
            .post_empty(&format!("/v1/staff/{id}/end-sessions"))
            .assert(404);
        let body = json!({"role": "clerk", "enabled": false, "version": 1});
        manager.put(&format!("/v1/staff/{id}"), &body).assert(404);
    }
    let clerk = at_work(
        &mall,
        &json!({"login": "clerk", "role": "clerk", "store": "north"}),
    );
    clerk.get("/v1/staff").assert(403);
    invite(&clerk, &json!({"login": "friend", "role": "clerk"})).assert(403);
}

#[test]
fn whoever_is_changed_or_shown_out_is_logged_out() {
    let mall = mall();
    let headquarters = mall.as_headquarters();
    let id = hired(
        &mall,
        &json!({"login": "li.na", "role": "clerk", "store": "north"}),
    );
    let path = format!("/v1/staff/{id}");
    let token = || text(&log_in(&mall, "li.na", PASSWORD).expect(201), "refresh_token");

    let before = token();
    let moved = json!({"role": "manager", "store": "south", "enabled": true, "version": 1});
    assert_eq!(headquarters.put(&path, &moved).expect(200).json["version"], 2);
    headquarters.put(&path, &moved).assert(409);
    refresh(&mall, &before).assert(401);
    let tokens = log_in(&mall, "li.na", PASSWORD).expect(201);
    let manager = bearing(&mall, &text(&tokens, "access_token"));
    manager.get("/v1/stores/south/stock").assert(200);
    manager.get("/v1/stores/north/stock").assert(404);

    let before = token();
    let out = json!({"role": "manager", "store": "south", "enabled": false, "version": 2});
    assert_eq!(
        headquarters.put(&path, &out).expect(200).json["state"],
        "disabled"
    );
    refresh(&mall, &before).assert(401);
    log_in(&mall, "li.na", PASSWORD).assert(401);
    let back = json!({"role": "manager", "store": "south", "enabled": true, "version": 3});
    assert_eq!(headquarters.put(&path, &back).expect(200).json["state"], "active");

    let before = token();
    assert_eq!(
        headquarters
            .post_empty(&format!("{path}/end-sessions"))
            .expect(200)
            .json["ended"],
        1
    );
    refresh(&mall, &before).assert(401);

    let before = token();
    let again = text(
        &headquarters.post_empty(&format!("{path}/invitation")).expect(201),
        "invitation",
    );
    refresh(&mall, &before).assert(401);
    log_in(&mall, "li.na", PASSWORD).assert(401);
    accept(&mall, &again, "a wholly different password").assert(200);
    log_in(&mall, "li.na", "a wholly different password").assert(201);
}

#[test]
fn nobody_changes_themselves_or_somebody_who_may_more() {
    let mall = mall();
    let id = hired(&mall, &json!({"login": "boss", "role": "admin"}));
    let tokens = log_in(&mall, "boss", PASSWORD).expect(201);
    let admin = bearing(&mall, &text(&tokens, "access_token"));
    let body = json!({"role": "clerk", "store": "north", "enabled": false, "version": 1});
    admin.put(&format!("/v1/staff/{id}"), &body).assert(403);
    admin
        .post_empty(&format!("/v1/staff/{id}/invitation"))
        .assert(403);

    // A person of the store who may more than its manager.
    let role = json!({"name": "Owner", "permissions": ["edit_stores", "read_stock"]});
    admin.put("/v1/roles/owner", &role).assert(200);
    let owner = hired(
        &mall,
        &json!({"login": "owner", "role": "owner", "store": "north"}),
    );
    let manager = at_work(
        &mall,
        &json!({"login": "manager", "role": "manager", "store": "north"}),
    );
    manager.get(&format!("/v1/staff/{owner}")).assert(200);
    manager.put(&format!("/v1/staff/{owner}"), &body).assert(403);
    manager
        .post_empty(&format!("/v1/staff/{owner}/invitation"))
        .assert(403);
    manager
        .post_empty(&format!("/v1/staff/{owner}/end-sessions"))
        .assert(403);
}
