//! Requests that are sent again, later or at the same time, with the same body or another: one effect, one answer.

use crate::mart::{UNITS, end, mall, order, post, share, size, sku};
use end_to_end::{Answer, Caller};
use serde_json::Value;
use std::thread;

/// Callers at once.
const CALLERS: usize = 16;
/// Requests after which everything is compared; new callers come then.
const ROUND: u64 = 20_000;
/// Numbers of one customer: a third of them is an order that stays unpaid, and there may be 20 of those.
const OF_ONE: u64 = 30;

#[test]
fn retried_requests_have_one_effect_and_one_answer() {
    let requests = size(600, 100_000, 100_000);
    let mall = mall(3, UNITS);
    let mut begun = 0;
    while begun < requests {
        let round_end = requests.min(begun + ROUND);
        let callers: Vec<Caller> = (0..CALLERS)
            .map(|caller| mall.as_shopper(&format!("c{caller}")))
            .collect();
        share(CALLERS, begun, round_end, |thread, number| {
            let caller = callers[thread].as_shopper(&format!("r{}", number / OF_ONE));
            retried(&caller, number);
        });
        mall.assert_adds_up();
        begun = round_end;
    }
    let orders = i64::try_from(requests).unwrap();
    assert_eq!(mall.number("SELECT COUNT(*) FROM orders"), orders);
    let ended = mall.number("SELECT COUNT(*) FROM orders WHERE state <> 'awaiting_payment'");
    assert_eq!(
        ended,
        (0..requests).filter(|number| number % 3 != 0).count() as i64
    );
}

/// One order, and in two of three cases its end; the last of the two requests is the one that is sent again.
fn retried(caller: &Caller, number: u64) {
    let (body, other) = (
        order(&[sku(number % 3)]),
        order(&[sku((number + 1) % 3), sku(number % 3)]),
    );
    let key = format!("place-{number:08}");
    let place = |body: &Value| post(caller, "/v1/orders", &key, body);
    if number.is_multiple_of(3) {
        return repeat(number, || place(&body), || place(&other), 201);
    }
    let placed = place(&body).expect(201);
    let how = if number % 3 == 1 { "pay" } else { "cancel" };
    let key = format!("end-{number:08}");
    let id = placed.json["id"].as_str().unwrap();
    // A body that says the same in other bytes is another body.
    let with_another_body = || {
        let caller = caller.clone().with_key(&key);
        loop {
            let path = format!("/v1/orders/{id}/{how}");
            let answer = caller.send("POST", &path, Some("application/json"), "{ }");
            if answer.status != 503 {
                return answer;
            }
        }
    };
    repeat(number, || end(caller, &placed, how, &key), with_another_body, 200);
}

/// Sends a request again: a tenth of them at the same time, a tenth with another body.
fn repeat(number: u64, send: impl Fn() -> Answer + Sync, other: impl Fn() -> Answer, status: u16) {
    let first = match number % 10 {
        0 => {
            let answers: Vec<Answer> = thread::scope(|scope| {
                let senders: Vec<_> = (0..3).map(|_| scope.spawn(&send)).collect();
                senders.into_iter().map(|sender| sender.join().unwrap()).collect()
            });
            assert!(
                answers.iter().all(|answer| answer.text == answers[0].text),
                "{answers:?}"
            );
            answers.into_iter().next().unwrap()
        }
        _ => send(),
    };
    first.assert(status);
    if number % 10 == 1 {
        let refused = other();
        assert_eq!(
            (refused.status, refused.code()),
            (422, "idempotency_key_reused"),
            "{}",
            refused.text
        );
    }
    let again = send();
    assert_eq!(
        (again.status, &again.text),
        (first.status, &first.text),
        "request {number}"
    );
}
