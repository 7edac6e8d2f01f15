//! Keys of devices, partners and jobs.

use crate::fixture::{at_work, bearing, count, mall, text};
use commerce::staff::KEY_GRACE_MS;
use serde_json::{Value, json};
use test_kit::{Answer, Client, Harness};

fn exchange(mall: &Harness, key: &str) -> Answer {
    mall.anonymous()
        .post("/v1/access-keys/token", &json!({"key": key}))
}

fn machine<'a>(mall: &'a Harness, key: &str) -> Client<'a> {
    bearing(mall, &text(&exchange(mall, key).expect(200), "access_token"))
}

fn gate() -> Value {
    json!({"kind": "device", "name": "Gate 2", "role": "device", "store": "north", "days": 90})
}

#[test]
fn device_does_what_its_role_lets_it_do_at_its_store() {
    let mall = mall();
    let headquarters = mall.as_headquarters();
    let role = json!({"name": "Shelf", "permissions": ["read_stock"]});
    headquarters.put("/v1/roles/shelf", &role).assert(200);
    let body = json!({"kind": "device", "name": "Shelf 1", "role": "shelf", "store": "north", "days": 1});
    let key = text(&headquarters.post("/v1/access-keys", &body).expect(201), "key");
    assert!(key.starts_with("mdk_"));
    let shelf = machine(&mall, &key);
    shelf.get("/v1/stores/north/stock").assert(200);
    shelf.get("/v1/stores/south/stock").assert(404);
    shelf.get("/v1/stores/north/orders").assert(404);
    shelf.get("/v1/staff").assert(403);
    shelf.get("/v1/staff/me").assert(404);
    mall.platform().advance_ms(24 * 60 * 60 * 1_000);
    exchange(&mall, &key).assert(401);
}

#[test]
fn job_key_is_the_schedulers_and_given_out_by_who_may_run_jobs() {
    let mall = mall();
    let body = json!({"kind": "job", "name": "cron", "days": 30});
    let key = text(
        &mall.as_headquarters().post("/v1/access-keys", &body).expect(201),
        "key",
    );
    machine(&mall, &key).get("/v1/stores/north/stock").assert(403);
    mall.as_clerk("north").post("/v1/access-keys", &body).assert(403);
    for (name, value) in [("role", "device"), ("store", "north"), ("region", "east")] {
        let mut body = body.clone();
        body[name] = json!(value);
        assert_eq!(
            mall.as_headquarters()
                .post("/v1/access-keys", &body)
                .expect(422)
                .fields(),
            [name]
        );
    }
}

#[test]
fn rotated_key_is_good_for_a_day_more_and_revoked_one_for_nothing() {
    let mall = mall();
    let headquarters = mall.as_headquarters();
    let made = headquarters.post("/v1/access-keys", &gate()).expect(201);
    let (id, first) = (text(&made, "id"), text(&made, "key"));
    let second = text(
        &headquarters
            .post_empty(&format!("/v1/access-keys/{id}/rotate"))
            .expect(201),
        "key",
    );
    exchange(&mall, &first).assert(200);
    exchange(&mall, &second).assert(200);
    mall.platform().advance_ms(KEY_GRACE_MS);
    exchange(&mall, &first).assert(401);
    let revoked = headquarters.delete(&format!("/v1/access-keys/{id}")).expect(200);
    assert!(revoked.json["revoked_ms"].is_i64());
    exchange(&mall, &second).assert(401);
    headquarters.delete(&format!("/v1/access-keys/{id}")).assert(409);
    headquarters
        .post_empty(&format!("/v1/access-keys/{id}/rotate"))
        .assert(409);
}

#[test]
fn no_other_text_is_a_key() {
    let mall = mall();
    let made = mall
        .as_headquarters()
        .post("/v1/access-keys", &gate())
        .expect(201);
    let other = mall
        .as_headquarters()
        .post("/v1/access-keys", &gate())
        .expect(201);
    let (id, key) = (text(&made, "id"), text(&made, "key"));
    let secret = key.rsplit_once(&format!("{id}_")).unwrap().1;
    let lookup = "SELECT COUNT(*) FROM access_key WHERE lookup LIKE '%mdk_%'";
    assert_eq!(count(&mall, lookup), 0);
    for none in [
        String::new(),
        "mdk_".to_owned(),
        id.clone(),
        secret.to_owned(),
        format!("mdk_{id}_"),
        format!("{key}x"),
        key[..key.len() - 1].to_owned(),
        key.replace("mdk_", "mdk-"),
        format!("mdk_{}_{secret}", text(&other, "id")),
        "A".repeat(10_000),
    ] {
        exchange(&mall, &none).assert(401);
    }
    exchange(&mall, &key).assert(200);
}

#[test]
fn keys_of_other_stores_do_not_exist_and_none_does_more_than_its_giver() {
    let mall = mall();
    let role = json!({"name": "Keys", "permissions": ["manage_keys", "hand_over"]});
    mall.as_headquarters().put("/v1/roles/keys", &role).assert(200);
    let north = at_work(
        &mall,
        &json!({"login": "north", "role": "keys", "store": "north"}),
    );
    let south = at_work(
        &mall,
        &json!({"login": "south", "role": "keys", "store": "south"}),
    );
    let made = north
        .post(
            "/v1/access-keys",
            &json!({"kind": "device", "name": "Gate", "role": "device", "days": 9}),
        )
        .expect(201);
    let path = format!("/v1/access-keys/{}", text(&made, "id"));
    assert_eq!(
        north.get("/v1/access-keys").expect(200).json["items"][0]["store"],
        "north"
    );
    assert_eq!(south.get("/v1/access-keys").expect(200).json["items"], json!([]));
    south.delete(&path).assert(404);
    south.post_empty(&format!("{path}/rotate")).assert(404);
    assert_eq!(
        south.post("/v1/access-keys", &gate()).expect(422).fields(),
        ["store"]
    );
    let partner = json!({"kind": "partner", "name": "Neighbour", "role": "partner", "days": 9});
    assert_eq!(
        north.post("/v1/access-keys", &partner).expect(403).fields(),
        ["role"]
    );
    for (name, value) in [
        ("days", json!(0)),
        ("days", json!(401)),
        ("kind", json!("x")),
        ("name", json!("")),
        ("role", json!(null)),
    ] {
        let mut body = gate();
        body[name] = value;
        assert_eq!(
            north.post("/v1/access-keys", &body).expect(422).fields(),
            [name],
            "{body}"
        );
    }
}
