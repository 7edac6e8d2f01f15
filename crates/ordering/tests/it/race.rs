//! Many callers at once, each on a connection of its own to one database file.

use crate::booking::{SLOT_MS, booked, offer_service};
use crate::fake_provider::FakeProvider;
use crate::mall::{TEA_MINOR, edit_product, issue_coupon, order_of, project, seed, stock_of};
use crate::own_platform::{OwnPlatform, Sent, send};
use commerce::ids::OrderId;
use commerce::order::OrderState;
use commerce::product::PurchaseLimit;
use ordering::routes::app;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Barrier;
use storage::invariants;
use storage::key_value::memory::MemoryKeyValue;
use storage::order;
use storage::projection::{self, Ports};
use test_kit::{START_MS, block_on};
use web::App;

const CALLERS: usize = 64;

/// A mall in a file, removed at the end.
struct File(PathBuf);

impl File {
    fn seeded(name: &str, units: i64) -> Self {
        let directory = std::env::temp_dir().join(format!("mendian-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let file = Self(directory);
        let platform = file.platform(1);
        seed(&platform.sql, units);
        file
    }

    fn platform(&self, seed: u64) -> Rc<OwnPlatform> {
        let connection = rusqlite::Connection::open(self.0.join("mall.db")).unwrap();
        Rc::new(OwnPlatform::new(connection, MemoryKeyValue::default(), seed))
    }

    /// Runs `act` on [`CALLERS`] threads that begin together, each with its number and a platform of its own.
    fn race<T: Send>(&self, act: impl Fn(usize, &App, &Rc<OwnPlatform>) -> T + Sync) -> Vec<T> {
        let barrier = Barrier::new(CALLERS);
        std::thread::scope(|scope| {
            let callers: Vec<_> = (0..CALLERS)
                .map(|number| {
                    let (act, barrier) = (&act, &barrier);
                    scope.spawn(move || {
                        let platform = self.platform(number as u64 + 2);
                        project_into(&platform);
                        let app = app(FakeProvider::new());
                        barrier.wait();
                        act(number, &app, &platform)
                    })
                })
                .collect();
            callers.into_iter().map(|caller| caller.join().unwrap()).collect()
        })
    }
}

impl Drop for File {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// Fills the caller's own key-value, as if it had been there before everybody else.
fn project_into(platform: &Rc<OwnPlatform>) {
    let ports = Ports {
        sql: &platform.sql,
        key_value: &platform.key_value,
    };
    let holder = platform.name();
    loop {
        let progress = block_on(projection::rebuild(ports, &|| START_MS, &holder)).unwrap();
        if !progress.busy {
            return;
        }
        std::thread::yield_now();
    }
}

fn count(answers: &[Sent], status: u16) -> usize {
    answers.iter().filter(|answer| answer.status == status).count()
}

#[test]
fn sixty_four_callers_for_twenty_units_make_exactly_twenty_orders() {
    let file = File::seeded("oversell", 20);
    let body = order_of(&[("tea.l", 1)], TEA_MINOR);
    let answers = file.race(|number, app, platform| {
        send(
            app,
            platform,
            &format!("c{number}"),
            "order-0001",
            "/v1/orders",
            &body,
        )
    });
    assert_eq!((count(&answers, 201), count(&answers, 409)), (20, CALLERS - 20));
    let platform = file.platform(1);
    let level = stock_of(&platform.sql, "s1", "tea.l");
    assert_eq!((level.on_hand, level.reserved), (20, 20));
}

#[test]
fn carts_of_several_lines_reserve_all_or_nothing() {
    let file = File::seeded("all-or-nothing", 20);
    // Every cart wants both kinds of tea, in either order, and one of them runs out at different times.
    let answers = file.race(|number, app, platform| {
        let (large, medium) = if number % 2 == 0 { (1, 2) } else { (2, 1) };
        let body = order_of(&[("tea.m", medium), ("tea.l", large)], 3 * TEA_MINOR);
        send(
            app,
            platform,
            &format!("c{number}"),
            "order-0001",
            "/v1/orders",
            &body,
        )
    });
    let reserved = |sku: &str| {
        let wanted = answers.iter().filter(|answer| answer.status == 201);
        wanted
            .flat_map(|answer| answer.json()["lines"].as_array().unwrap().clone())
            .filter(|line| line["sku"] == sku)
            .map(|line| line["quantity"].as_i64().unwrap())
            .sum::<i64>()
    };
    let platform = file.platform(1);
    let [large, medium] = ["tea.l", "tea.m"].map(|sku| {
        let level = stock_of(&platform.sql, "s1", sku);
        assert_eq!(level.reserved, reserved(sku), "{sku}");
        level.available()
    });
    // Both kinds of cart were refused, so neither fits any more, and nothing is left by a cart of which only half did.
    assert!(large.min(medium) < 1 || large.max(medium) < 2, "{large} {medium}");
}

#[test]
fn one_key_sent_by_many_at_once_is_one_order_and_one_answer() {
    let file = File::seeded("one-key", 20);
    let body = order_of(&[("tea.l", 1)], TEA_MINOR);
    let answers =
        file.race(|_, app, platform| send(app, platform, "alice", "order-0001", "/v1/orders", &body));
    assert_eq!(count(&answers, 201), CALLERS);
    assert!(answers.iter().all(|answer| answer.text == answers[0].text));
    let platform = file.platform(1);
    assert_eq!(stock_of(&platform.sql, "s1", "tea.l").reserved, 1);
}

#[test]
fn one_coupon_used_by_many_at_once_is_used_once() {
    let file = File::seeded("one-coupon", 1_000);
    let coupon = issue_coupon(&file.platform(1).sql, "alice", 1);
    let mut body = order_of(&[("tea.l", 2)], 2 * TEA_MINOR - 1_000);
    body["coupon"] = coupon.into();
    let answers = file.race(|number, app, platform| {
        send(
            app,
            platform,
            "alice",
            &format!("order-{number:04}"),
            "/v1/orders",
            &body,
        )
    });
    assert_eq!((count(&answers, 201), count(&answers, 409)), (1, CALLERS - 1));
}

#[test]
fn paying_cancelling_and_expiring_at_once_end_an_order_one_way() {
    let file = File::seeded("one-end", 20);
    let platform = file.platform(1);
    project(&platform.sql, &platform.key_value);
    let provider = FakeProvider::new();
    let placed = send(
        &app(provider),
        &platform,
        "alice",
        "order-0001",
        "/v1/orders",
        &order_of(&[("tea.l", 2)], 2 * TEA_MINOR),
    );
    let id: OrderId = placed.json()["id"].as_str().unwrap().parse().unwrap();
    let answers = file.race(|number, app, platform| {
        platform.now_ms.set(START_MS + 900_000);
        let key = format!("key-{number:06}");
        let nothing = serde_json::json!({});
        match number % 3 {
            0 => send(
                app,
                platform,
                "alice",
                &key,
                &format!("/v1/orders/{id}/pay"),
                &nothing,
            ),
            1 => send(
                app,
                platform,
                "alice",
                &key,
                &format!("/v1/orders/{id}/cancel"),
                &nothing,
            ),
            _ => send(app, platform, "", &key, "/jobs/expire-orders", &nothing),
        }
    });
    assert_eq!(answers.iter().filter(|answer| answer.status >= 500).count(), 0);
    let level = stock_of(&platform.sql, "s1", "tea.l");
    // What was paid is cancelled still, as long as the store has not accepted it.
    let stored = block_on(order::load(&platform.sql, id)).unwrap().unwrap();
    let expected = match stored.order.state {
        OrderState::Paid => (18, 0),
        OrderState::Cancelled | OrderState::Expired => (20, 0),
        state => unreachable!("{state}"),
    };
    let was_paid = answers
        .iter()
        .any(|answer| answer.text.contains(r#""payment":"paid""#));
    assert!(!was_paid || stored.order.paid_ms.is_some());
    assert_eq!(block_on(invariants::breaches(&platform.sql)).unwrap(), []);
    assert_eq!((level.on_hand, level.reserved), expected);
}

#[test]
fn customer_who_orders_sixty_four_times_at_once_gets_no_more_than_the_limit() {
    let file = File::seeded("purchase-limit", 1_000);
    edit_product(&file.platform(1).sql, "tea", |tea| {
        tea.variants[0].purchase_limit = Some(PurchaseLimit { quantity: 5, days: 7 });
    });
    let answers = file.race(|number, app, platform| {
        let quantity = 1 + number as i64 % 2;
        let body = order_of(&[("tea.l", quantity)], quantity * TEA_MINOR);
        let key = format!("order-{number:04}");
        send(app, platform, "alice", &key, "/v1/orders", &body)
    });
    let ordered: i64 = answers
        .iter()
        .filter(|answer| answer.status == 201)
        .map(|answer| answer.json()["lines"][0]["quantity"].as_i64().unwrap())
        .sum();
    assert_eq!(ordered, 5);
    let refused = answers.iter().filter(|answer| answer.status == 409);
    assert!(
        refused
            .clone()
            .all(|answer| answer.text.contains("purchase_limit"))
    );
    assert_eq!(refused.count() + count(&answers, 201), CALLERS);
    let platform = file.platform(1);
    assert_eq!(stock_of(&platform.sql, "s1", "tea.l").reserved, 5);
    assert_eq!(block_on(invariants::breaches(&platform.sql)).unwrap(), []);
}

#[test]
fn customer_who_orders_sixty_four_times_at_once_has_no_more_unpaid_orders_than_may_be() {
    let file = File::seeded("unpaid-orders", 1_000);
    let body = order_of(&[("tea.l", 1)], TEA_MINOR);
    let order = |number: usize, app: &App, platform: &Rc<OwnPlatform>| {
        let key = format!("order-{number:04}");
        send(app, platform, "alice", &key, "/v1/orders", &body)
    };
    let answers = file.race(order);
    let refused: Vec<&Sent> = answers.iter().filter(|answer| answer.status == 409).collect();
    assert_eq!((count(&answers, 201), refused.len()), (20, CALLERS - 20));
    for answer in refused {
        let json = answer.json();
        assert_eq!(
            (&json["code"], &json["unpaid_orders_max"]),
            (&"too_many_unpaid_orders".into(), &20.into())
        );
    }
    let platform = file.platform(1);
    project_into(&platform);
    assert_eq!(stock_of(&platform.sql, "s1", "tea.l").reserved, 20);
    assert_eq!(block_on(invariants::breaches(&platform.sql)).unwrap(), []);
    // Another customer is not concerned, and who cancels or pays one may place another.
    let app = app(FakeProvider::new());
    send(&app, &platform, "bob", "order-0001", "/v1/orders", &body).assert(201);
    for (how, key) in [("cancel", 100), ("pay", 101)] {
        order(key, &app, &platform).assert(409);
        let placed: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
        let id = placed[key - 100].json()["id"].as_str().unwrap().to_owned();
        let path = format!("/v1/orders/{id}/{how}");
        send(
            &app,
            &platform,
            "alice",
            "end-000001",
            &path,
            &serde_json::json!({}),
        )
        .assert(200);
        order(key, &app, &platform).assert(201);
    }
    assert_eq!(block_on(invariants::breaches(&platform.sql)).unwrap(), []);
}

#[test]
fn sixty_four_callers_for_five_stylists_make_exactly_five_bookings() {
    let file = File::seeded("double-booking", 1);
    offer_service(&file.platform(1).sql, 5);
    // Some begin a quarter of an hour later, in the midst of the others.
    let answers = file.race(|number, app, platform| {
        let slot_ms = SLOT_MS + (number as i64 % 3) * 900_000;
        let body = booked(order_of(&[("tea.m", 1)], TEA_MINOR), slot_ms);
        send(
            app,
            platform,
            &format!("c{number}"),
            "order-0001",
            "/v1/orders",
            &body,
        )
    });
    let full = answers.iter().filter(|answer| answer.text.contains("slot_full"));
    assert_eq!((count(&answers, 201), full.count()), (5, CALLERS - 5));
    let platform = file.platform(1);
    assert_eq!(block_on(invariants::breaches(&platform.sql)).unwrap(), []);
}
