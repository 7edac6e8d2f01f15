//! What becomes of a paid order, over HTTP.

use crate::order::{id, order, place};
use end_to_end::Mall;
use serde_json::{Value, json};
use std::sync::Barrier;
use std::thread;

const DESKS: usize = 16;

/// An order that was paid and made ready.
fn ready(mall: &Mall) -> String {
    mall.stock("s1", &[("tea.m", 5)]);
    let shopper = mall.as_shopper("alice");
    let placed = place(&shopper, "place-0001", &order("s1", &[("tea.m", 2)], 3_600)).expect(201);
    let id = id(&placed).to_owned();
    let paid = shopper
        .with_key("pay-000001")
        .post_empty(&format!("/v1/orders/{id}/pay"));
    assert_eq!(paid.expect(200).json["payment"], "paid");
    for event in ["accept", "prepare", "make_ready"] {
        let staff = mall.as_clerk("s1").with_key(&format!("event-{event}"));
        let path = format!("/v1/stores/s1/orders/{id}/events");
        staff.post(&path, &json!({"event": event})).assert(200);
    }
    id
}

fn shown(mall: &Mall, id: &str) -> Value {
    let path = format!("/v1/orders/{id}/handover-code");
    mall.as_shopper("alice").get(&path).expect(200).json
}

#[test]
fn order_is_handed_over_once_however_many_desks_confirm_it_at_the_same_time() {
    let mall = Mall::start();
    let id = ready(&mall);
    let path = "/v1/stores/s1/handovers";
    let staff = mall.as_clerk("s1");
    let preview = staff.post(
        &format!("{path}/preview"),
        &json!({"code": shown(&mall, &id)["payload"]}),
    );
    let preview = preview.expect(200).json;
    assert_eq!(preview["order"]["id"], id.as_str());
    let body = json!({"confirmation": preview["confirmation"]});
    let barrier = Barrier::new(DESKS);
    let statuses: Vec<u16> = thread::scope(|scope| {
        let desks: Vec<_> = (0..DESKS)
            .map(|desk| {
                let (barrier, body) = (&barrier, &body);
                let staff = mall.as_clerk("s1").with_key(&format!("handover-{desk:03}"));
                scope.spawn(move || {
                    barrier.wait();
                    let mut answer = staff.post(path, body);
                    while answer.status == 503 {
                        answer = staff.post(path, body);
                    }
                    answer.status
                })
            })
            .collect();
        desks.into_iter().map(|desk| desk.join().unwrap()).collect()
    });
    assert_eq!(
        statuses.iter().filter(|status| **status == 200).count(),
        1,
        "{statuses:?}"
    );
    assert_eq!(
        statuses.iter().filter(|status| **status == 409).count(),
        DESKS - 1
    );
    assert_eq!(
        mall.number("SELECT COUNT(*) FROM handover_check WHERE outcome = 'handed_over'"),
        1
    );
    let seen = mall
        .as_shopper("alice")
        .get(&format!("/v1/orders/{id}"))
        .expect(200);
    assert_eq!(seen.json["state"], "completed");
    mall.assert_adds_up();
}

#[test]
fn code_that_is_read_out_works_at_the_orders_store_alone() {
    let mall = Mall::start();
    let id = ready(&mall);
    mall.stock("s2", &[("tea.m", 5)]);
    let code = json!({"code": shown(&mall, &id)["code"]});
    let elsewhere = mall.as_clerk("s2").post("/v1/stores/s2/handovers/preview", &code);
    assert_eq!(elsewhere.expect(409).code(), "handover_refused");
    let here = mall.as_clerk("s1").post("/v1/stores/s1/handovers/preview", &code);
    assert_eq!(here.expect(200).json["order"]["id"], id.as_str());
    mall.assert_adds_up();
}
