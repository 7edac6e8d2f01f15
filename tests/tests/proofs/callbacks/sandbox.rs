//! The sandbox's notifications. Whoever has its key is the gateway: so this proof can say in its name what is true, and what is not.

use super::{
    CANCELLED, CANCELLED_PAID, CANCELLED_REFUNDED, EXPIRED, EXPIRED_REFUNDED, End, Gateway, PAID, Stage,
    at_once, prove, repeated,
};
use crate::mart::{PRICE, post};
use end_to_end::{Answer, Caller, Mall, SANDBOX_COURIER_KEY, SANDBOX_PAY_KEY};
use sandbox_seal::Key;
use serde_json::json;
use std::thread;
use std::time::{Duration, Instant};

const PATH: &str = "/v1/payments/notifications/sandbox-pay";
const HEADER: &str = "sandbox-signature";
/// How late money is, counted from when the order was placed. A slow machine may find it there at once.
const DELAY: Duration = Duration::from_secs(2);
/// Longest wait for what comes late.
const LATE_MAX: Duration = Duration::from_secs(60);
/// Between two looks whether it came.
const POLL: Duration = Duration::from_millis(50);

struct Sandbox(Key);

#[test]
fn notifications_of_the_sandbox_pay_once_what_was_paid_and_nothing_else() {
    let delay = DELAY.as_millis().to_string();
    let stage = Stage::new(Mall::with_variables(&[("sandbox_pay_delay_ms", &delay)]));
    prove(&stage, &Sandbox::new(SANDBOX_PAY_KEY));
}

impl Sandbox {
    fn new(key: &str) -> Self {
        Self(Key::new(key.to_owned()).unwrap())
    }

    /// A payment as the sandbox writes it down.
    fn reference(&self, id: &str, amount_minor: i64, currency: &str, behaviour: &str) -> String {
        let text = format!("{id}.{amount_minor}.{currency}.{behaviour}");
        format!("{text}.{}", self.0.sign("reference", text.as_bytes()).unwrap())
    }

    fn signed(&self, purpose: &str, body: &str) -> Vec<(String, String)> {
        vec![(HEADER.to_owned(), self.0.sign(purpose, body.as_bytes()).unwrap())]
    }

    /// Says something in the gateway's name, until it is acknowledged.
    fn say(&self, stage: &Stage, body: &str) {
        stage.tell(PATH, &self.signed("notification", body), body.as_bytes());
    }

    /// Paid while the gateway already tells of it, and before there is anything to pay.
    fn before_it_is_written_down(&self, stage: &Stage, caller: &Caller, number: u64, id: &str) -> End {
        let paid = format!("paid.{}", self.reference(id, PRICE, "CNY", "paid"));
        let early = stage.send(PATH, &self.signed("notification", &paid), paid.as_bytes());
        assert_eq!((early.status, early.code()), (503, "busy"));
        thread::scope(|scope| {
            scope.spawn(|| at_once(repeated(number), |_| self.say(stage, &paid)));
            let answer = pay(caller, id, number, "paid").expect(200);
            assert_eq!(answer.json["payment"], "paid");
        });
        PAID
    }

    /// Told many times at once, from before the money came until the order is paid, and once more; with older words between.
    fn repeated_and_reordered(&self, stage: &Stage, caller: &Caller, number: u64, id: &str) -> End {
        let behaviour = if number.is_multiple_of(2) {
            "repeated"
        } else {
            "reordered"
        };
        let opened = pay(caller, id, number, behaviour).expect(200);
        let reference = self.reference(id, PRICE, "CNY", behaviour);
        let words = [format!("paid.{reference}"), format!("pending.{reference}")];
        if opened.json["payment"] == "pending" {
            let of_the_client = opened.json["client_action"]["notifications"][0]["body"].as_str();
            assert_eq!(
                of_the_client,
                Some(&*words[0]),
                "the sandbox speaks as this proof does"
            );
        }
        let tell = || {
            at_once(repeated(number), |time| {
                self.say(stage, &words[time as usize % 2])
            })
        };
        tell();
        until(|| {
            self.say(stage, &words[0]);
            stage.state(caller, id) == "paid"
        });
        tell();
        PAID
    }

    /// The gateway itself tells something else than what is owed.
    fn wrong_words(&self, stage: &Stage, caller: &Caller, number: u64, id: &str) -> End {
        pay(caller, id, number, "pending").assert(200);
        for (number, amount, currency) in [
            (id, PRICE - 1, "CNY"),
            (id, PRICE + 1, "CNY"),
            (id, PRICE * 100, "CNY"),
            (id, PRICE, "USD"),
            ("01ARZ3NDEKTSV4RRFFQ69G5FAV", PRICE, "CNY"),
            ("none-of-ours", PRICE, "CNY"),
        ] {
            self.say(
                stage,
                &format!("paid.{}", self.reference(number, amount, currency, "paid")),
            );
        }
        assert_eq!(stage.state(caller, id), "awaiting_payment");
        EXPIRED
    }

    /// The bank took another amount than was asked for.
    fn wrong_money(&self, stage: &Stage, caller: &Caller, number: u64, id: &str) -> End {
        assert_eq!(pay(caller, id, number, "wrong-amount").code(), "payment_refused");
        let paid = format!("paid.{}", self.reference(id, PRICE, "CNY", "wrong-amount"));
        at_once(repeated(number), |_| self.say(stage, &paid));
        assert_eq!(stage.state(caller, id), "awaiting_payment");
        EXPIRED_REFUNDED
    }

    /// Somebody else tells that it was paid.
    fn forged(&self, stage: &Stage, caller: &Caller, number: u64, id: &str) -> End {
        pay(caller, id, number, "pending").assert(200);
        let paid = format!("paid.{}", self.reference(id, PRICE, "CNY", "paid"));
        let sound = self.signed("notification", &paid);
        let other = Self::new("another payment key of thirty-two bytes");
        let altered = paid.replace(&format!(".{PRICE}."), &format!(".{}.", PRICE - 1));
        let of_nobody = format!("paid.{}", other.reference(id, PRICE, "CNY", "paid"));
        let garbage = vec![(HEADER.to_owned(), "forged".to_owned())];
        for (what, path, headers, body) in [
            ("without a signature", PATH, &vec![], &paid),
            ("no signature", PATH, &garbage, &paid),
            ("another key", PATH, &other.signed("notification", &paid), &paid),
            ("another purpose", PATH, &self.signed("reference", &paid), &paid),
            (
                "another body's signature",
                PATH,
                &self.signed("notification", "paid.x"),
                &paid,
            ),
            ("an altered body", PATH, &sound, &altered),
            (
                "a reference that is not ours",
                PATH,
                &self.signed("notification", &of_nobody),
                &of_nobody,
            ),
            (
                "another provider's path",
                "/v1/payments/notifications/wechat-pay",
                &sound,
                &paid,
            ),
            (
                "a path of nobody's",
                "/v1/payments/notifications/sandbox",
                &sound,
                &paid,
            ),
            (
                "the courier's path",
                "/v1/couriers/notifications/sandbox-courier",
                &sound,
                &paid,
            ),
            (
                "the courier's key",
                PATH,
                &Self::new(SANDBOX_COURIER_KEY).signed("notification", &paid),
                &paid,
            ),
        ] {
            stage.refuses(what, path, headers, body.as_bytes());
        }
        assert_eq!(stage.state(caller, id), "awaiting_payment");
        cancel(caller, id, number).assert(200);
        CANCELLED
    }

    /// The money comes after the order was cancelled.
    fn too_late(&self, stage: &Stage, caller: &Caller, number: u64, id: &str) -> End {
        pay(caller, id, number, "late").assert(200);
        let cancelled = cancel(caller, id, number);
        let paid = format!("paid.{}", self.reference(id, PRICE, "CNY", "late"));
        if cancelled.status == 409 {
            // The money was faster.
            return PAID;
        }
        cancelled.assert(200);
        if stage.mall.number(&refunds_of(id)) == 1 {
            return CANCELLED_PAID;
        }
        at_once(repeated(number), |_| self.say(stage, &paid));
        let refunded = format!("SELECT state FROM payment WHERE order_id = '{id}'");
        until(|| {
            self.say(stage, &paid);
            stage.mall.rows(&refunded) == [["refunded"]]
        });
        at_once(repeated(number), |_| self.say(stage, &paid));
        CANCELLED_REFUNDED
    }

    /// Refunds are told of before there are any, and often; the one of an order that was cancelled is made once.
    fn refunds(&self, stage: &Stage, caller: &Caller, number: u64, id: &str) -> End {
        let refund = format!("refund.{}", self.reference(id, PRICE, "CNY", "refund-pending"));
        self.say(stage, &refund);
        pay(caller, id, number, "refund-pending").assert(200);
        at_once(repeated(number), |_| self.say(stage, &refund));
        assert_eq!(stage.state(caller, id), "paid");
        if number.is_multiple_of(16) {
            return PAID;
        }
        thread::scope(|scope| {
            scope.spawn(|| at_once(repeated(number), |_| self.say(stage, &refund)));
            cancel(caller, id, number).assert(200);
        });
        CANCELLED_PAID
    }
}

impl Gateway for Sandbox {
    fn order(&self, stage: &Stage, caller: &Caller, number: u64) -> (String, End) {
        let id = stage.place(caller, number);
        let end = match number % 8 {
            0 => self.refunds(stage, caller, number, &id),
            1 => self.wrong_words(stage, caller, number, &id),
            2 => self.wrong_money(stage, caller, number, &id),
            3 => self.forged(stage, caller, number, &id),
            4 => self.too_late(stage, caller, number, &id),
            5 | 6 => self.repeated_and_reordered(stage, caller, number, &id),
            _ => self.before_it_is_written_down(stage, caller, number, &id),
        };
        (id, end)
    }

    fn compare(&self, stage: &Stage) {
        let ends = stage.ends.lock().unwrap();
        // Else the machine is too slow to show anything.
        assert!(ends.values().any(|end| *end == CANCELLED_REFUNDED));
        let refunds = ends.values().filter(|end| **end == CANCELLED_PAID).count() as i64;
        let done = "SELECT COUNT(*) FROM refund WHERE state = 'done'";
        assert_eq!(stage.mall.number(done), refunds);
    }
}

fn pay(caller: &Caller, id: &str, number: u64, payer: &str) -> Answer {
    let (path, key) = (format!("/v1/orders/{id}/pay"), format!("pay-{number:08}"));
    post(caller, &path, &key, &json!({"payer": payer}))
}

fn cancel(caller: &Caller, id: &str, number: u64) -> Answer {
    let (path, key) = (format!("/v1/orders/{id}/cancel"), format!("cancel-{number:08}"));
    post(caller, &path, &key, &json!({}))
}

fn refunds_of(id: &str) -> String {
    format!("SELECT COUNT(*) FROM refund WHERE order_id = '{id}'")
}

fn until(mut come: impl FnMut() -> bool) {
    let end = Instant::now() + LATE_MAX;
    while !come() {
        assert!(Instant::now() < end, "it does not come");
        thread::sleep(POLL);
    }
}
