//! WeChat Pay's notifications, from a gateway that speaks its protocol with real keys and keeps books of its own: they say what was
//! paid in truth.

use super::{
    CANCELLED, CANCELLED_PAID, CANCELLED_REFUNDED, EXPIRED, EXPIRED_REFUNDED, End, Gateway, PAID, Stage,
    at_once, prove, repeated,
};
use crate::mart::{PRICE, post};
use end_to_end::{Answer, Caller, Mall, now_ms};
use fake_wechat_pay::{FakeWechatPay, Notification, Server, Trick};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

const PATH: &str = "/v1/payments/notifications/wechat-pay";
const OPENID: &str = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
/// Further from now than a timestamp may be, in seconds.
const STALE_S: i64 = 330;

struct WechatPay {
    gateway: FakeWechatPay,
    /// An order that was paid, whose notifications somebody has kept.
    overheard: Mutex<Option<String>>,
}

#[test]
fn notifications_of_wechat_pay_pay_once_what_was_paid_and_nothing_else() {
    let gateway = FakeWechatPay::new();
    let server = Server::start(&gateway);
    let stage = Stage::new(Mall::taking_wechat_pay(&server.url()));
    let wechat_pay = WechatPay {
        gateway,
        overheard: Mutex::default(),
    };
    prove(&stage, &wechat_pay);
}

impl WechatPay {
    fn told(&self, id: &str, trick: Trick) -> Notification {
        self.told_at(id, 0, trick)
    }

    fn told_at(&self, id: &str, seconds_off: i64, trick: Trick) -> Notification {
        self.gateway
            .notify_of_payment(id, now_ms() / 1_000 + seconds_off, trick)
    }

    /// Tells that an order was paid, until it is acknowledged.
    fn tell(&self, stage: &Stage, id: &str, trick: Trick) {
        // The gateway signs each time anew.
        let Notification { headers, body } = self.told(id, trick);
        stage.tell(PATH, &headers, &body);
    }

    /// Tells it many times at once: half of them signed anew, the others byte for byte the same.
    fn tell_often(&self, stage: &Stage, number: u64, id: &str) {
        let Notification { headers, body } = self.told(id, Trick::None);
        at_once(repeated(number), |time| match time % 2 {
            0 => stage.tell(PATH, &headers, &body),
            _ => self.tell(stage, id, Trick::None),
        });
    }

    fn paid(&self, stage: &Stage, caller: &Caller, number: u64, id: &str) -> End {
        open(caller, id, number);
        assert!(self.gateway.pay(id));
        self.tell_often(stage, number, id);
        assert_eq!(stage.state(caller, id), "paid");
        self.overheard.lock().unwrap().replace(id.to_owned());
        PAID
    }

    /// The payer is faster than the write that remembers the payment.
    fn before_it_is_written_down(&self, stage: &Stage, caller: &Caller, number: u64, id: &str) -> End {
        thread::scope(|scope| {
            scope.spawn(|| {
                while !self.gateway.pay(id) {
                    thread::sleep(Duration::from_millis(1));
                }
                self.tell_often(stage, number, id);
            });
            pay(caller, id, number).assert(200);
        });
        assert_eq!(pay(caller, id, number).expect(200).json["payment"], "paid");
        PAID
    }

    /// It was paid, and somebody else tells of it, or the gateway tells it to somebody else.
    fn forged(&self, stage: &Stage, caller: &Caller, number: u64, id: &str) -> End {
        open(caller, id, number);
        assert!(self.gateway.pay(id));
        for trick in [
            Trick::ForgedSignature,
            Trick::UnknownSerial,
            Trick::SignatureProbe,
            Trick::OtherApiKey,
            Trick::OtherMerchant,
            Trick::OtherApp,
            Trick::AlteredBody,
        ] {
            let Notification { headers, body } = self.told(id, trick);
            stage.refuses(&format!("{trick:?}"), PATH, &headers, &body);
        }
        for off in [-STALE_S, STALE_S] {
            let Notification { headers, body } = self.told_at(id, off, Trick::None);
            stage.refuses("stale", PATH, &headers, &body);
        }
        let Notification { headers, body } = self.told(id, Trick::None);
        for path in [
            "/v1/payments/notifications/sandbox-pay",
            "/v1/payments/notifications/wechat-pay-2",
            "/v1/couriers/notifications/sandbox-courier",
        ] {
            stage.refuses(path, path, &headers, &body);
        }
        for missing in [
            "wechatpay-serial",
            "wechatpay-timestamp",
            "wechatpay-nonce",
            "wechatpay-signature",
        ] {
            let mut headers = headers.clone();
            headers.retain(|(name, _)| name != missing);
            stage.refuses(missing, PATH, &headers, &body);
        }
        assert_eq!(stage.state(caller, id), "awaiting_payment");
        self.tell(stage, id, Trick::None);
        assert_eq!(stage.state(caller, id), "paid");
        PAID
    }

    /// The gateway itself tells something else than what is owed; what is true comes later.
    fn wrong_words(&self, stage: &Stage, caller: &Caller, number: u64, id: &str) -> End {
        open(caller, id, number);
        assert!(self.gateway.pay(id));
        let wrong = [Trick::OtherAmount, Trick::OtherCurrency, Trick::OtherOrder];
        at_once(repeated(number).max(3), |time| {
            self.tell(stage, id, wrong[time as usize % 3]);
        });
        assert_eq!(stage.state(caller, id), "awaiting_payment");
        self.tell_often(stage, number, id);
        assert_eq!(stage.state(caller, id), "paid");
        PAID
    }

    /// The payer paid another amount than was asked for.
    fn wrong_money(&self, stage: &Stage, caller: &Caller, number: u64, id: &str) -> End {
        open(caller, id, number);
        let more = if number.is_multiple_of(16) { 1 } else { -1 };
        assert!(self.gateway.pay_otherwise(id, more));
        self.tell_often(stage, number, id);
        assert_eq!(stage.state(caller, id), "awaiting_payment");
        EXPIRED_REFUNDED
    }

    /// Nobody paid, whatever is overheard of others' payments.
    fn replayed(&self, stage: &Stage, caller: &Caller, number: u64, id: &str) -> End {
        open(caller, id, number);
        let unpaid = self.told(id, Trick::None);
        stage.tell(PATH, &unpaid.headers, &unpaid.body);
        let overheard = self.overheard.lock().unwrap().clone();
        if let Some(other) = overheard {
            let paid = self.told(&other, Trick::None);
            stage.refuses("another's headers", PATH, &paid.headers, &unpaid.body);
            stage.refuses("another's body", PATH, &unpaid.headers, &paid.body);
            at_once(repeated(number), |_| {
                stage.tell(PATH, &paid.headers, &paid.body);
            });
        }
        assert_eq!(stage.state(caller, id), "awaiting_payment");
        EXPIRED
    }

    /// The payer pays in the moment in which the order is cancelled: one of both is first, and money that is late goes back.
    fn in_the_same_moment(&self, stage: &Stage, caller: &Caller, number: u64, id: &str) -> End {
        open(caller, id, number);
        let (is_paid, cancelled) = thread::scope(|scope| {
            let payer = scope.spawn(|| {
                let is_paid = self.gateway.pay(id);
                if is_paid {
                    self.tell_often(stage, number, id);
                }
                is_paid
            });
            let cancelled = cancel(caller, id, number);
            (payer.join().unwrap(), cancelled)
        });
        let was_paid_first = cancelled.status == 200 && stage.mall.number(&refunds_of(id)) == 1;
        match (is_paid, cancelled.status) {
            (true, 200) if was_paid_first => CANCELLED_PAID,
            (true, 200) => CANCELLED_REFUNDED,
            (false, 200) => CANCELLED,
            (true, 409) => PAID,
            other => panic!("{other:?}: {}", cancelled.text),
        }
    }

    /// A paid order is cancelled, and the gateway tells of the refund, and so does somebody else.
    fn refunded(&self, stage: &Stage, caller: &Caller, number: u64, id: &str) -> End {
        open(caller, id, number);
        assert!(self.gateway.pay(id));
        self.tell(stage, id, Trick::None);
        cancel(caller, id, number).assert(200);
        let refunds = self.gateway.refunds();
        let refund = refunds.iter().find(|refund| refund.payment == id).unwrap();
        let told = |trick| {
            self.gateway
                .notify_of_refund(&refund.number, now_ms() / 1_000, trick)
        };
        for trick in [Trick::ForgedSignature, Trick::OtherMerchant, Trick::AlteredBody] {
            let Notification { headers, body } = told(trick);
            stage.refuses(&format!("{trick:?}"), PATH, &headers, &body);
        }
        let Notification { headers, body } = told(Trick::None);
        at_once(repeated(number), |_| stage.tell(PATH, &headers, &body));
        // What was told before the refund comes once more after it.
        self.tell(stage, id, Trick::None);
        CANCELLED_PAID
    }
}

impl Gateway for WechatPay {
    fn order(&self, stage: &Stage, caller: &Caller, number: u64) -> (String, End) {
        let id = stage.place(caller, number);
        let end = match number % 8 {
            0 => self.wrong_money(stage, caller, number, &id),
            1 => self.paid(stage, caller, number, &id),
            2 => self.forged(stage, caller, number, &id),
            3 => self.wrong_words(stage, caller, number, &id),
            4 => self.replayed(stage, caller, number, &id),
            5 => self.in_the_same_moment(stage, caller, number, &id),
            6 => self.refunded(stage, caller, number, &id),
            _ => self.before_it_is_written_down(stage, caller, number, &id),
        };
        (id, end)
    }

    /// The gateway's books: every refund is of all that came, and was made once, for the orders that must have one.
    fn compare(&self, stage: &Stage) {
        let mut refunds = BTreeMap::<String, Vec<i64>>::new();
        for refund in self.gateway.refunds() {
            refunds.entry(refund.payment).or_default().push(refund.refund);
        }
        let ends = stage.ends.lock().unwrap();
        for (id, end) in &*ends {
            let paid = self.gateway.payment(id).unwrap();
            let back = refunds.remove(id).unwrap_or_default();
            match *end {
                PAID => assert_eq!(
                    (paid.state, paid.total, back.len()),
                    ("SUCCESS", PRICE, 0),
                    "{id}"
                ),
                CANCELLED_PAID | CANCELLED_REFUNDED | EXPIRED_REFUNDED => {
                    assert_eq!((paid.state, back), ("REFUND", vec![paid.total]), "{id}");
                }
                _ => assert_eq!((paid.state, back.len()), ("CLOSED", 0), "{id}"),
            }
        }
        assert!(refunds.is_empty(), "{refunds:?}");
    }
}

fn refunds_of(id: &str) -> String {
    format!("SELECT COUNT(*) FROM refund WHERE order_id = '{id}'")
}

fn pay(caller: &Caller, id: &str, number: u64) -> Answer {
    let (path, key) = (format!("/v1/orders/{id}/pay"), format!("pay-{number:08}"));
    post(caller, &path, &key, &json!({"payer": OPENID}))
}

/// Opens the payment; nobody has paid yet.
fn open(caller: &Caller, id: &str, number: u64) {
    assert_eq!(pay(caller, id, number).expect(200).json["payment"], "pending");
}

fn cancel(caller: &Caller, id: &str, number: u64) -> Answer {
    let (path, key) = (format!("/v1/orders/{id}/cancel"), format!("cancel-{number:08}"));
    post(caller, &path, &key, &json!({}))
}
