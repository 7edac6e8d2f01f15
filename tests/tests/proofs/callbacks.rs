//! What payment gateways tell, in number: repeated, reordered, before the order's payment is written down, wrong in each field,
//! forged. Nobody pays twice, nothing is paid that was not paid, and what came too late goes back once.

mod sandbox;
mod wechat;

use crate::mart::{PRICE, UNITS, order, post, share, size, sku};
use end_to_end::{Answer, Caller, Mall, SplitMix64};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// Shoppers at once.
const SHOPPERS: usize = 16;
/// Orders after which everything is compared; each has some eight notifications.
const ROUND: u64 = 64;
/// Notifications that tell the same at most.
const REPEATED_MAX: u64 = 15;
/// Gateways' threads that send at once.
const SENDERS: u64 = 3;

/// How an order and its payment must have ended.
pub type End = (&'static str, &'static str);

const PAID: End = ("paid", "settled");
/// Cancelled after it was paid; the refund has a row of its own.
const CANCELLED_PAID: End = ("cancelled", "settled");
const CANCELLED: End = ("cancelled", "closed");
const CANCELLED_REFUNDED: End = ("cancelled", "refunded");
const EXPIRED: End = ("expired", "closed");
const EXPIRED_REFUNDED: End = ("expired", "refunded");

/// A gateway that tells of orders, and what must have become of them.
trait Gateway: Sync {
    /// Places the order of a number and has it paid, or not; how it must end once the jobs have run.
    fn order(&self, stage: &Stage, caller: &Caller, number: u64) -> (String, End);
    /// What must hold besides, once a round has ended.
    fn compare(&self, stage: &Stage);
}

/// Where it happens.
pub struct Stage {
    /// The application.
    pub mall: Mall,
    /// Notifications sent.
    sent: AtomicU64,
    /// How orders must have ended, by their ids.
    pub ends: Mutex<BTreeMap<String, End>>,
}

impl Stage {
    fn new(mall: Mall) -> Self {
        mall.stock("s1", &[(&sku(0), UNITS)]);
        Self {
            mall,
            sent: AtomicU64::new(0),
            ends: Mutex::default(),
        }
    }

    /// An order of one unit.
    fn place(&self, caller: &Caller, number: u64) -> String {
        let placed = post(
            caller,
            "/v1/orders",
            &format!("place-{number:08}"),
            &order(&[sku(0)]),
        );
        placed.expect(201).json["id"].as_str().unwrap().to_owned()
    }

    /// Where an order is now.
    fn state(&self, caller: &Caller, id: &str) -> String {
        let shown = caller.get(&format!("/v1/orders/{id}")).expect(200);
        shown.json["state"].as_str().unwrap().to_owned()
    }

    /// Sends a notification, once.
    fn send(&self, path: &str, headers: &[(String, String)], body: &[u8]) -> Answer {
        self.sent.fetch_add(1, Ordering::Relaxed);
        let mut gateway = self.mall.anonymous();
        for (name, value) in headers {
            if name != "content-type" {
                gateway = gateway.with_header(name, value);
            }
        }
        gateway.send("POST", path, Some("application/json"), body.to_vec())
    }

    /// Sends a notification as a gateway does: again, until it is acknowledged.
    fn tell(&self, path: &str, headers: &[(String, String)], body: &[u8]) {
        loop {
            let heard = self.send(path, headers, body);
            if heard.status != 503 {
                return heard.assert(200);
            }
        }
    }

    /// Fails unless a notification is refused as somebody else's.
    fn refuses(&self, what: &str, path: &str, headers: &[(String, String)], body: &[u8]) {
        let refused = self.send(path, headers, body);
        assert_eq!(
            (refused.status, refused.code()),
            (400, "notification_refused"),
            "{what}: {}",
            refused.text
        );
    }

    /// Lets the jobs run until they find nothing: what is unpaid expires, what came too late goes back.
    fn rest(&self) {
        self.mall
            .execute("UPDATE orders SET expires_ms = 1 WHERE state = 'awaiting_payment'");
        for (job, done) in [
            ("expire-orders", ["expired", "payments_ended"]),
            ("refund-payments", ["ended", "open"]),
        ] {
            loop {
                let run = self.mall.as_job().post_empty(&format!("/jobs/{job}")).expect(200);
                if done.iter().all(|field| run.json[field] == 0) {
                    break;
                }
            }
        }
    }

    fn compare(&self) {
        let rows = self.mall.rows(
            "SELECT o.id, o.state, COALESCE(p.state, 'none') FROM orders o LEFT JOIN payment p ON p.order_id = o.id",
        );
        let ends = self.ends.lock().unwrap();
        assert_eq!(rows.len(), ends.len());
        for row in rows {
            let (order, payment) = ends[&row[0]];
            assert_eq!((&*row[1], &*row[2]), (order, payment), "order {}", row[0]);
        }
        let count = |end: End| ends.values().filter(|is| **is == end).count() as i64;
        let (paid, refunded) = (count(PAID) + count(CANCELLED_PAID), count(CANCELLED_PAID));
        for (cause, orders) in [("sale", paid), ("payout", refunded)] {
            let sum =
                format!("SELECT COALESCE(SUM(amount_minor), 0) FROM ledger_transfer WHERE cause = '{cause}'");
            assert_eq!(self.mall.number(&sum), PRICE * orders, "{cause}");
        }
        let payments = "SELECT COUNT(*) FROM order_event WHERE event = 'pay'";
        assert_eq!(self.mall.number(payments), paid);
        assert_eq!(
            self.mall.number("SELECT on_hand FROM stock"),
            UNITS - paid + refunded
        );
        assert_eq!(self.mall.number("SELECT reserved FROM stock"), 0);
        self.mall.assert_adds_up();
        self.mall.assert_no_transaction_is_open();
    }
}

/// Has orders paid, until so many notifications were sent.
fn prove(stage: &Stage, gateway: &impl Gateway) {
    let notifications = size(600, 60_000, 60_000);
    let mut begun = 0;
    while stage.sent.load(Ordering::Relaxed) < notifications {
        let callers: Vec<Caller> = (0..SHOPPERS)
            .map(|caller| stage.mall.as_shopper(&format!("c{caller}")))
            .collect();
        share(SHOPPERS, begun, begun + ROUND, |thread, number| {
            let (id, end) = gateway.order(stage, &callers[thread], number);
            stage.ends.lock().unwrap().insert(id, end);
        });
        begun += ROUND;
        stage.rest();
        stage.compare();
        gateway.compare(stage);
    }
}

/// How often a notification of this order comes, by chance of its number.
fn repeated(number: u64) -> u64 {
    1 + SplitMix64::new(number).below(REPEATED_MAX)
}

/// Sends from several threads at once; `send` gets the number of the repetition.
fn at_once(times: u64, send: impl Fn(u64) + Sync) {
    thread::scope(|scope| {
        for sender in 0..SENDERS {
            let send = &send;
            scope.spawn(move || (sender..times).step_by(SENDERS as usize).for_each(send));
        }
    });
}
