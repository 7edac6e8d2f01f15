//! The host is killed while orders are placed and paid: what was acknowledged is there, and whoever repeats a request
//! with its key hears how it ended.

use crate::order::{id, order, place};
use end_to_end::{Caller, Mall, SplitMix64};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, mpsc};
use std::time::Duration;

const KILLS: u64 = 6;
const CALLERS: usize = 8;
/// Longest time to the kill, in milliseconds: from the first request in odd rounds, from the first payment that was
/// acknowledged in even ones, since an engine may take longer than that to answer at all.
const BEFORE_KILL_MS_MAX: u64 = 400;
/// Longest wait for a payment that is acknowledged.
const FIRST_PAYMENT_WITHIN: Duration = Duration::from_secs(60);
const UNITS: i64 = 1_000_000;

/// What a caller was told about a key: the order, once it was acknowledged, and its payment likewise.
#[derive(Debug, Default)]
struct Told {
    placed: Option<String>,
    paid: Option<String>,
    /// The host went away before it answered.
    was_cut_off: bool,
}

#[test]
fn host_killed_while_orders_are_placed_and_paid_loses_and_doubles_nothing() {
    let mut mall = Mall::in_a_process();
    mall.stock("s1", &[("cake.one", UNITS), ("tea.m", UNITS)]);
    let body = order("s1", &[("tea.m", 2), ("cake.one", 1)], 5_400);
    let told = Mutex::new(BTreeMap::new());
    let next = AtomicU32::new(0);
    let mut random = SplitMix64::new(7);
    for round in 0..KILLS {
        let stop = AtomicBool::new(false);
        let (say_paid, hear_paid) = mpsc::channel();
        let callers: Vec<Caller> = (0..CALLERS)
            .map(|caller| mall.as_shopper(&format!("c{caller}")))
            .collect();
        std::thread::scope(|scope| {
            for (number, caller) in callers.iter().enumerate() {
                let (told, next, stop, body, say_paid) = (&told, &next, &stop, &body, say_paid.clone());
                scope.spawn(move || {
                    while !stop.load(Ordering::Relaxed) {
                        let key = format!("attempt-{:06}", next.fetch_add(1, Ordering::Relaxed));
                        let answer = attempt(caller, &key, body);
                        let was_cut_off = answer.was_cut_off;
                        if answer.paid.is_some() {
                            let _ = say_paid.send(());
                        }
                        told.lock().unwrap().insert((number, key), answer);
                        if was_cut_off {
                            break;
                        }
                    }
                });
            }
            if round % 2 == 0 {
                hear_paid
                    .recv_timeout(FIRST_PAYMENT_WITHIN)
                    .expect("a payment is acknowledged");
            }
            std::thread::sleep(Duration::from_millis(random.next_u64() % BEFORE_KILL_MS_MAX));
            mall.kill_and_restart();
            stop.store(true, Ordering::Relaxed);
        });
        mall.assert_no_transaction_is_open();
        mall.assert_adds_up();
    }
    let told = told.into_inner().unwrap();
    assert!(
        told.values().any(|told| told.paid.is_some()) && told.values().any(|told| told.placed.is_none()),
        "no kill struck between two answers"
    );
    for ((number, key), told) in &told {
        let caller = mall.as_shopper(&format!("c{number}"));
        let placed = place(&caller, key, &body).expect(201);
        if let Some(text) = &told.placed {
            assert_eq!(placed.text, *text, "{key}");
        }
        let paid = pay(&caller, key, &placed.json).expect(200);
        if let Some(text) = &told.paid {
            assert_eq!(paid.text, *text, "{key}");
        }
    }
    let orders = told.len() as i64;
    assert_eq!(mall.number("SELECT COUNT(*) FROM orders"), orders);
    assert_eq!(
        mall.number("SELECT COUNT(*) FROM orders WHERE state = 'paid'"),
        orders
    );
    assert_eq!(
        mall.number("SELECT on_hand FROM stock WHERE sku_id = 'tea.m'"),
        UNITS - 2 * orders
    );
    mall.assert_adds_up();
}

/// Places and pays an order, once, and keeps what was acknowledged.
fn attempt(caller: &Caller, key: &str, body: &Value) -> Told {
    let caller = caller.clone().with_key(key);
    let mut told = Told::default();
    let mut send = |path: &str, body: &Value| match caller.try_send(
        "POST",
        path,
        Some("application/json"),
        body.to_string(),
    ) {
        Ok(answer) => Some(answer).filter(|answer| answer.status < 300),
        Err(_) => {
            told.was_cut_off = true;
            None
        }
    };
    let placed = send("/v1/orders", body);
    let paid = placed.as_ref().and_then(|placed| {
        let path = format!("/v1/orders/{}/pay", id(placed));
        send(&path, &serde_json::json!({}))
    });
    told.placed = placed.map(|answer| answer.text);
    told.paid = paid.map(|answer| answer.text);
    told
}

fn pay(caller: &Caller, key: &str, order: &Value) -> end_to_end::Answer {
    let path = format!("/v1/orders/{}/pay", order["id"].as_str().unwrap());
    caller.clone().with_key(key).post(&path, &serde_json::json!({}))
}
