//! Staff, over HTTP: what happens at once, and what the components cost.

use crate::order::{id, order, place};
use end_to_end::{Caller, Mall};
use serde_json::{Value, json};
use std::thread;
use storage::scope::StoreScope;
use web::Principal;

const PASSWORD: &str = "correct horse battery staple";

fn log_in(caller: &Caller, password: &str) -> (u16, Value) {
    let body = json!({"login": "li.na", "password": password});
    let answer = caller.post("/v1/staff/sessions", &body);
    (answer.status, answer.json)
}

fn hired(mall: &Mall) -> String {
    let body = json!({"login": "li.na", "role": "support"});
    let invited = mall.as_headquarters().post("/v1/staff", &body).expect(201).json;
    let body = json!({"invitation": invited["invitation"], "password": PASSWORD});
    let accept = "/v1/staff/invitations/accept";
    mall.anonymous().post(accept, &body).assert(200);
    invited["staff"].as_str().unwrap().to_owned()
}

#[test]
fn guesses_that_come_at_once_are_no_more_than_such_that_come_one_by_one() {
    let mall = Mall::start();
    hired(&mall);
    let statuses: Vec<u16> = thread::scope(|scope| {
        let guesses: Vec<_> = (0..32)
            .map(|number| {
                let caller = mall.anonymous();
                scope.spawn(move || log_in(&caller, &format!("a guess with the number {number}")).0)
            })
            .collect();
        guesses.into_iter().map(|guess| guess.join().unwrap()).collect()
    });
    let looked_at = statuses.iter().filter(|status| **status == 401).count();
    assert!(looked_at <= 5, "{statuses:?}");
    assert!(
        statuses.iter().all(|status| [401, 429, 503].contains(status)),
        "{statuses:?}"
    );
    // Nobody gets in during the pause, not even with the password.
    if looked_at == 5 {
        assert_eq!(log_in(&mall.anonymous(), PASSWORD).0, 429);
    }
    mall.assert_adds_up();
}

#[test]
fn invitation_is_accepted_once_however_many_come_at_once() {
    let mall = Mall::start();
    let body = json!({"login": "li.na", "role": "support"});
    let invited = mall.as_headquarters().post("/v1/staff", &body).expect(201).json;
    let invitation = &invited["invitation"];
    let accepted: Vec<u16> = thread::scope(|scope| {
        let tries: Vec<_> = (0..8)
            .map(|number| {
                let (caller, password) = (mall.anonymous(), format!("password of the try number {number}"));
                let body = json!({"invitation": invitation, "password": password});
                scope.spawn(move || caller.post("/v1/staff/invitations/accept", &body).status)
            })
            .collect();
        tries.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(
        accepted.iter().filter(|status| **status == 200).count(),
        1,
        "{accepted:?}"
    );
    mall.assert_adds_up();
}

#[test]
fn whoever_logs_in_works_in_every_function_until_they_are_shown_out() {
    let mall = Mall::start();
    let id = hired(&mall);
    let (status, tokens) = log_in(&mall.anonymous(), PASSWORD);
    assert_eq!(status, 201);
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    let support = mall.anonymous().with_header("authorization", &bearer);
    support.get("/v1/staff/me").assert(200);
    support.get("/v1/stores/nothing/orders").assert(200);
    support.get("/v1/analytics/customers/nobody").assert(404);
    support.get("/v1/analytics/ledger").assert(403);
    support.get("/v1/promotions").assert(403);
    support
        .put("/v1/categories/tea", &json!({"name": {"en": "Tea"}}))
        .assert(403);
    let out = json!({"role": "support", "enabled": false, "version": 1});
    mall.as_headquarters()
        .put(&format!("/v1/staff/{id}"), &out)
        .assert(200);
    support.get("/v1/staff/me").assert(401);
    let refresh = json!({"refresh_token": tokens["refresh_token"]});
    mall.anonymous()
        .post("/v1/staff/sessions/refresh", &refresh)
        .assert(401);
}

#[test]
fn customer_is_shown_masked_unless_permission_and_the_orders_state_need_more() {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 5)]);
    let body = json!({"provider": "sandbox-identity", "code": "dev-alice"});
    let tokens = mall.anonymous().post("/v1/sessions", &body).expect(201).json;
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    let alice = mall.anonymous().with_header("authorization", &bearer);
    alice.put("/v1/me", &json!({"name": "Canary Wren"})).assert(200);
    alice
        .post("/v1/me/phone", &json!({"code": "dev-8613912345678"}))
        .assert(200);
    let placed = place(&alice, "order-one", &order("s1", &[("tea.m", 1)], 1_800)).expect(201);
    let path = format!("/v1/stores/s1/orders/{}/contact", id(&placed));
    let of_role = |permissions: &str, store: &str| {
        let scope = StoreScope::One(store.parse().unwrap());
        mall.as_principal(&Principal::person("p", scope, permissions.parse().unwrap()))
    };
    let desk = of_role("read_orders read_contacts", "s1");
    let shown = |caller: &Caller| caller.get(&path).expect(200).json;
    let masked =
        json!({"order": id(&placed), "name": "C**********", "phone": "**********5678", "masked": true});
    // Not paid yet.
    assert_eq!(shown(&desk), masked);
    let pay = format!("/v1/orders/{}/pay", id(&placed));
    alice.clone().with_key("pay-for-it").post_empty(&pay).assert(200);
    assert_eq!(
        shown(&desk),
        json!({"order": id(&placed), "name": "Canary Wren", "phone": "+8613912345678", "masked": false})
    );
    assert_eq!(shown(&of_role("read_orders", "s1")), masked);
    of_role("read_contacts", "s1").get(&path).assert(403);
    of_role("read_orders read_contacts", "s2").get(&path).assert(404);
    alice.get(&path).assert(403);
    // Over.
    let events = format!("/v1/stores/s1/orders/{}/events", id(&placed));
    let reject = json!({"event": "reject", "reason": "sold out"});
    mall.as_clerk("s1")
        .with_key("reject-it")
        .post(&events, &reject)
        .assert(200);
    assert_eq!(shown(&desk), masked);
    alice.delete("/v1/me").assert(200);
    assert_eq!(shown(&desk), json!({"order": id(&placed), "masked": true}));
}
