//! What must hold of the whole database, after everything.

use crate::fixture::{PASSWORD, at_work, count, log_in, mall};
use serde_json::json;
use storage::invariants;
use test_kit::block_on;
use web::Platform as _;

#[test]
fn all_invariants_hold_of_what_the_function_writes_and_none_of_it_is_secret() {
    let mall = mall();
    let headquarters = mall.as_headquarters();
    headquarters
        .put("/v1/regions/east", &json!({"name": "East", "stores": ["north"]}))
        .assert(200);
    at_work(
        &mall,
        &json!({"login": "li.na", "role": "clerk", "store": "north"}),
    );
    for _ in 0..30 {
        log_in(&mall, "li.na", PASSWORD).assert(201);
    }
    assert_eq!(count(&mall, "SELECT COUNT(*) FROM staff_session"), 20);
    let body = json!({"kind": "device", "name": "Gate", "role": "device", "region": "east", "days": 9});
    headquarters.post("/v1/access-keys", &body).assert(201);
    let breaches = block_on(invariants::breaches(mall.platform().sql())).unwrap();
    assert!(breaches.is_empty(), "{breaches:?}");
}
