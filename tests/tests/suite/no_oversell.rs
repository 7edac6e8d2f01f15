//! Nobody is sold what is not there.

use crate::order::{order, place, stock};
use end_to_end::Mall;
use serde_json::json;
use std::sync::Barrier;
use std::thread;

const CALLERS: usize = 64;
const UNITS: i64 = 20;

#[test]
fn sixty_four_callers_for_twenty_units_get_exactly_twenty_orders() {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", UNITS)]);
    let body = order("s1", &[("tea.m", 1)], 1_800);
    let statuses = all_at_once(|caller| {
        let shopper = mall.as_shopper(&format!("c{caller}"));
        let mut answer = place(&shopper, "the-one-order", &body);
        // "Busy" is an answer to be tried again, with the same key.
        while answer.status == 503 {
            answer = place(&shopper, "the-one-order", &body);
        }
        if answer.status == 409 {
            assert_eq!(answer.code(), "out_of_stock");
        }
        answer.status
    });
    assert_eq!(
        statuses.iter().filter(|status| **status == 201).count(),
        UNITS as usize
    );
    assert_eq!(
        statuses.iter().filter(|status| **status == 409).count(),
        CALLERS - UNITS as usize
    );
    assert_eq!(mall.number("SELECT COUNT(*) FROM orders"), UNITS);
    assert_eq!(stock(&mall, "s1", "tea.m"), (UNITS, UNITS));
    mall.assert_adds_up();
    mall.assert_no_transaction_is_open();
}

#[test]
fn cart_of_several_lines_reserves_all_or_nothing() {
    let mall = Mall::start();
    mall.stock("s1", &[("cake.one", 3), ("tea.m", 50)]);
    // In both orders of the lines, so that a deadlock or a half reservation would show.
    let bodies = [
        order("s1", &[("tea.m", 2), ("cake.one", 1)], 5_400),
        order("s1", &[("cake.one", 1), ("tea.m", 2)], 5_400),
    ];
    let statuses = all_at_once(|caller| {
        let shopper = mall.as_shopper(&format!("c{caller}"));
        let mut answer = place(&shopper, "the-one-order", &bodies[caller % 2]);
        while answer.status == 503 {
            answer = place(&shopper, "the-one-order", &bodies[caller % 2]);
        }
        answer.status
    });
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 3);
    assert_eq!(
        (stock(&mall, "s1", "cake.one"), stock(&mall, "s1", "tea.m")),
        ((3, 3), (50, 6))
    );
    mall.assert_adds_up();
}

#[test]
fn one_request_sent_sixty_four_times_at_once_is_one_order() {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", UNITS)]);
    let shopper = mall.as_shopper("c1");
    let body = order("s1", &[("tea.m", 1)], 1_800);
    let answers = all_at_once(|_| {
        let mut answer = place(&shopper, "one-and-the-same", &body);
        while answer.status == 503 {
            answer = place(&shopper, "one-and-the-same", &body);
        }
        answer.expect(201).text
    });
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert_eq!(stock(&mall, "s1", "tea.m"), (UNITS, 1));
}

fn all_at_once<T: Send>(call: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let barrier = Barrier::new(CALLERS);
    thread::scope(|scope| {
        let callers: Vec<_> = (0..CALLERS)
            .map(|caller| {
                let (call, barrier) = (&call, &barrier);
                scope.spawn(move || {
                    barrier.wait();
                    call(caller)
                })
            })
            .collect();
        callers.into_iter().map(|caller| caller.join().unwrap()).collect()
    })
}

#[test]
fn sixty_four_callers_for_a_slot_of_five_get_exactly_five_orders() {
    const ORDERS: i64 = 5;
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 500)]);
    let headquarters = mall.as_headquarters();
    let mut store = headquarters.get("/v1/stores/s1").expect(200).json;
    store.as_object_mut().expect("a store").remove("id");
    store["promises"] = json!({
        "preparation_minutes": 10,
        "slots": [{"mode": "pickup", "minutes": 60, "orders": ORDERS, "days_ahead": 1}],
    });
    headquarters.put("/v1/stores/s1", &store).assert(200);
    mall.project().assert(200);
    let free = |mall: &Mall| {
        let slots = mall.anonymous().get("/v1/stores/s1/slots?mode=pickup");
        slots.expect(200).json["slots"][1].clone()
    };
    let slot = free(&mall);
    assert_eq!(slot["left"], ORDERS);
    let mut body = order("s1", &[("tea.m", 1)], 1_800);
    body["slot_ms"] = slot["start_ms"].clone();
    let statuses = all_at_once(|caller| {
        let shopper = mall.as_shopper(&format!("c{caller}"));
        let mut answer = place(&shopper, "the-one-order", &body);
        while answer.status == 503 {
            answer = place(&shopper, "the-one-order", &body);
        }
        if answer.status != 201 {
            assert_eq!(answer.code(), "store_unavailable", "{}", answer.text);
        }
        answer.status
    });
    assert_eq!(
        statuses.iter().filter(|status| **status == 201).count(),
        ORDERS as usize
    );
    assert_eq!(stock(&mall, "s1", "tea.m"), (500, ORDERS));
    mall.assert_adds_up();
    mall.assert_no_transaction_is_open();
}

#[test]
fn sixty_four_callers_for_three_stylists_get_exactly_three_bookings() {
    const STYLISTS: usize = 3;
    const QUARTER_MS: i64 = 900_000;
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 1)]);
    let headquarters = mall.as_headquarters();
    let mut store = headquarters.get("/v1/stores/s1").expect(200).json;
    store.as_object_mut().expect("a store").remove("id");
    let resource =
        |number| json!({"id": format!("r{number}"), "kind": "stylist", "name": {"en": "A stylist"}});
    store["promises"] = json!({"preparation_minutes": 0, "bookings": {
        "days_ahead": 1, "resources": (0..STYLISTS).map(resource).collect::<Vec<_>>(),
    }});
    headquarters.put("/v1/stores/s1", &store).assert(200);
    let hair = json!({
        "name": {"en": "Haircut"}, "categories": ["tea"],
        "variants": [{"code": "cut", "prices": {"CNY": 4_500}, "service": {"minutes": 45, "resource": "stylist"}}],
    });
    headquarters.put("/v1/products/hair", &hair).assert(200);
    mall.project().assert(200);
    let times = |day: &str| {
        let path = format!("/v1/stores/s1/slots?mode=booking&sku=hair.cut:1{day}");
        mall.anonymous().get(&path).expect(200).json
    };
    let tomorrow = times("")["last_day"].as_str().expect("a day").to_owned();
    let first = times(&format!("&day={tomorrow}"))["slots"][0].clone();
    assert_eq!(first["left"], STYLISTS);
    let first_ms = first["start_ms"].as_i64().expect("an instant");
    let statuses = all_at_once(|caller| {
        // Three times that overlap, so that nobody can serve two of them.
        let mut body = order("s1", &[("hair.cut", 1)], 4_500);
        body["mode"] = json!("booking");
        body["slot_ms"] = json!(first_ms + (caller % 3) as i64 * QUARTER_MS);
        let shopper = mall.as_shopper(&format!("c{caller}"));
        let mut answer = place(&shopper, "the-one-order", &body);
        while answer.status == 503 {
            answer = place(&shopper, "the-one-order", &body);
        }
        if answer.status != 201 {
            assert_eq!(answer.code(), "store_unavailable", "{}", answer.text);
        }
        answer.status
    });
    let booked = statuses.iter().filter(|status| **status == 201);
    assert_eq!(booked.count(), STYLISTS);
    let agenda = format!("/v1/stores/s1/agenda?day={tomorrow}");
    let agenda = mall.as_headquarters().get(&agenda).expect(200).json;
    assert_eq!(agenda["items"].as_array().map(Vec::len), Some(STYLISTS));
    mall.assert_adds_up();
    mall.assert_no_transaction_is_open();
}
