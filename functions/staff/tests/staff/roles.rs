//! Roles as data.

use crate::fixture::{PASSWORD, at_work, bearing, hired, log_in, mall, refresh, text};
use commerce::staff::Permissions;
use serde_json::{Value, json};

/// A role by its code.
fn role(roles: &Value, id: &str) -> Permissions {
    let items = roles["items"].as_array().unwrap();
    let found = items.iter().find(|role| role["id"] == id).unwrap();
    let names = found["permissions"].as_array().unwrap().iter();
    names
        .map(|name| name.as_str().unwrap().parse().unwrap())
        .collect()
}

#[test]
fn roles_from_the_start_are_those_of_the_documentation() {
    let mall = mall();
    let roles = mall.as_headquarters().get("/v1/roles").expect(200).json;
    assert_eq!(role(&roles, "admin"), Permissions::ALL);
    for narrow in [
        "merchandising",
        "marketing",
        "finance",
        "support",
        "manager",
        "clerk",
        "device",
        "partner",
    ] {
        assert!(role(&roles, "admin") != role(&roles, narrow), "{narrow}");
    }
    // Whoever is at the till is no manager.
    assert!(role(&roles, "manager").cover(role(&roles, "clerk")));
    assert_eq!(
        roles["permissions"].as_array().unwrap().len(),
        Permissions::ALL.iter().count()
    );
}

#[test]
fn edited_role_counts_from_the_next_refresh_on() {
    let mall = mall();
    let headquarters = mall.as_headquarters();
    hired(
        &mall,
        &json!({"login": "li.na", "role": "clerk", "store": "north"}),
    );
    let tokens = log_in(&mall, "li.na", PASSWORD).expect(201);
    bearing(&mall, &text(&tokens, "access_token"))
        .get("/v1/stores/north/stock")
        .assert(200);
    let narrower = json!({"name": "Clerk", "permissions": ["hand_over"], "version": 1});
    headquarters.put("/v1/roles/clerk", &narrower).assert(200);
    headquarters.put("/v1/roles/clerk", &narrower).assert(409);
    let tokens = refresh(&mall, &text(&tokens, "refresh_token")).expect(200);
    bearing(&mall, &text(&tokens, "access_token"))
        .get("/v1/stores/north/stock")
        .assert(403);
}

#[test]
fn nobody_gives_or_takes_what_they_do_not_have() {
    let mall = mall();
    let headquarters = mall.as_headquarters();
    let roles = json!({"name": "Roles", "permissions": ["manage_roles", "manage_staff", "read_stock"]});
    headquarters.put("/v1/roles/roles", &roles).assert(200);
    let editor = at_work(&mall, &json!({"login": "editor", "role": "roles"}));
    let put = |id: &str, permissions: &[&str]| {
        editor.put(
            &format!("/v1/roles/{id}"),
            &json!({"name": "x", "permissions": permissions}),
        )
    };
    put("new", &["read_stock"]).assert(200);
    put("more", &["edit_stock"]).assert(403);
    // Not what they have, but what others have.
    let stripped = json!({"name": "Admin", "permissions": ["read_stock"], "version": 1});
    editor.put("/v1/roles/admin", &stripped).assert(403);
    assert_eq!(put("bad", &["fly"]).expect(422).fields(), ["permissions[0]"]);
    assert_eq!(
        put("bad", &["read_stock"; 40]).expect(422).fields(),
        ["permissions"]
    );
    put("no%20code", &[]).assert(422);
}
