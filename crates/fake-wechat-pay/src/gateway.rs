//! The gateway, and the levers of a test.

use crate::authenticate::authenticate;
use crate::books::{Books, Delivery, Payment, Refund};
use crate::keys::{FORGER, PLATFORM};
use crate::message::{Answer, Request, Said, refuse};
use crate::{pay, platform, refund};
use std::sync::{Arc, Mutex, MutexGuard};

/// What the network and the gateway do to answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Network {
    /// They arrive.
    #[default]
    Sound,
    /// The request has its effect, and its answer is lost.
    LosesAnswers,
    /// The request does not arrive.
    LosesRequests,
    /// The request does not arrive, and the connection stays open; on a wire only.
    Hangs,
    /// Somebody else signs the answers.
    Forges,
    /// The gateway is busy.
    Busy,
}

/// What a test can set.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Levers {
    pub network: Network,
    /// What becomes of a new refund at once.
    pub refunds: Option<&'static str>,
    /// How old a payment must be to be closed, in seconds.
    pub close_age_s: i64,
    /// The platform of mini-programs wants fewer calls.
    pub limits: bool,
}

/// A gateway. Clones are the same one.
#[derive(Clone, Default)]
pub struct FakeWechatPay {
    books: Arc<Mutex<Books>>,
    levers: Arc<Mutex<Levers>>,
}

impl FakeWechatPay {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers a request at an instant, in seconds since 1970 UTC; `None` when nobody hears the answer.
    #[must_use]
    pub fn answer(&self, request: &Request, now_s: i64) -> Option<Answer> {
        let levers = *self.levers.lock().unwrap();
        if matches!(levers.network, Network::LosesRequests | Network::Hangs) {
            return None;
        }
        let mut books = self.books();
        let nonce = format!("FAKE{:028}", books.next());
        if let Some(answer) = platform::answer(&mut books, request, now_s, levers) {
            return (levers.network != Network::LosesAnswers).then_some(answer);
        }
        let said = match levers.network {
            Network::Busy => refuse(500, "SYSTEM_ERROR", "try again"),
            _ => said(&mut books, request, now_s, levers),
        };
        let key = if levers.network == Network::Forges {
            &FORGER
        } else {
            &PLATFORM
        };
        (levers.network != Network::LosesAnswers).then(|| Answer::sign(said, key, now_s, &nonce))
    }

    /// What the network does from now on.
    pub fn set_network(&self, network: Network) {
        self.levers.lock().unwrap().network = network;
    }

    pub(crate) fn hangs(&self) -> bool {
        self.levers.lock().unwrap().network == Network::Hangs
    }

    /// Where new refunds are at once: `SUCCESS` (as at first), `PROCESSING`, `ABNORMAL` or `CLOSED`.
    pub fn set_refunds(&self, state: &'static str) {
        self.levers.lock().unwrap().refunds = Some(state);
    }

    /// How old a payment must be before it can be closed, in seconds; 0 at first.
    pub fn set_close_age_s(&self, age_s: i64) {
        self.levers.lock().unwrap().close_age_s = age_s;
    }

    /// The payer pays. Says whether they could.
    #[must_use]
    pub fn pay(&self, number: &str) -> bool {
        self.try_pay(number, "SUCCESS", 0)
    }

    /// The payer pays so much more than was asked for, or less, which no real gateway lets them.
    #[must_use]
    pub fn pay_otherwise(&self, number: &str, more: i64) -> bool {
        self.try_pay(number, "SUCCESS", more)
    }

    /// The payer's bank refuses.
    #[must_use]
    pub fn refuse_payment(&self, number: &str) -> bool {
        self.try_pay(number, "PAYERROR", 0)
    }

    fn try_pay(&self, number: &str, state: &'static str, more: i64) -> bool {
        let mut books = self.books();
        let count = books.next();
        let Some(payment) = books.payments.get_mut(number) else {
            return false;
        };
        if !matches!(payment.state, "NOTPAY" | "PAYERROR") {
            return false;
        }
        payment.state = state;
        payment.total += more;
        if state == "SUCCESS" {
            payment.transaction_id = format!("4200002026{count:018}");
        }
        true
    }

    /// What is known of a payment.
    #[must_use]
    pub fn payment(&self, number: &str) -> Option<Payment> {
        self.books().payments.get(number).cloned()
    }

    /// All refunds, by their numbers.
    #[must_use]
    pub fn refunds(&self) -> Vec<Refund> {
        self.books().refunds.values().cloned().collect()
    }

    /// A refund comes to this state.
    pub fn move_refund(&self, number: &str, state: &'static str) {
        self.books().refunds.get_mut(number).unwrap().state = state;
    }

    /// All handovers that were reported.
    #[must_use]
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.books().deliveries.clone()
    }

    /// Every token ends at once.
    pub fn end_tokens(&self) {
        self.books().tokens.clear();
    }

    /// The platform of mini-programs wants fewer calls, or no longer.
    pub fn set_limits(&self, limits: bool) {
        self.levers.lock().unwrap().limits = limits;
    }

    /// How many different tokens were granted.
    #[must_use]
    pub fn tokens_granted(&self) -> usize {
        self.books().tokens_granted
    }

    pub(crate) fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap()
    }
}

fn said(books: &mut Books, request: &Request, now_s: i64, levers: Levers) -> Said {
    if let Err(refusal) = authenticate(books, request, now_s) {
        return refusal;
    }
    let (segments, query) = request.target();
    match (request.method.as_str(), segments.as_slice()) {
        ("POST", ["v3", "pay", "transactions", "jsapi"]) => pay::open(books, request, now_s),
        ("GET", ["v3", "pay", "transactions", "out-trade-no", number]) => pay::query(books, number, query),
        ("POST", ["v3", "pay", "transactions", "out-trade-no", number, "close"]) => {
            pay::close(books, number, request, now_s, levers.close_age_s)
        }
        ("POST", ["v3", "refund", "domestic", "refunds"]) => {
            refund::make(books, request, levers.refunds.unwrap_or("SUCCESS"))
        }
        ("GET", ["v3", "refund", "domestic", "refunds", number]) => refund::query(books, number),
        _ => refuse(404, "NOT_FOUND", "no such address"),
    }
}
