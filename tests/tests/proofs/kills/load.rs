//! Callers who place, pay and cancel orders, what they were told, and whether it is true.

use crate::mart::{PRICE, UNITS, share, sku};
use end_to_end::{Answer, Caller, Mall};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::Duration;

const CALLERS: usize = 8;
const SKUS: u64 = 3;
/// Longest wait for an acknowledgement: an engine may have to start.
const HEARD_WITHIN: Duration = Duration::from_secs(60);
/// Tries of a request after everything works again. The first may still meet what was left of before.
const TRIES_MAX: u32 = 20;
const BETWEEN_TRIES: Duration = Duration::from_millis(50);

/// What becomes of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    Pay,
    Cancel,
    Leave,
}

/// What a caller was told of one order.
#[derive(Debug)]
struct Told {
    caller: usize,
    number: u64,
    /// The answer to its placing, if it was acknowledged.
    placed: Option<String>,
    /// That to its payment or its cancellation.
    ended: Option<String>,
    /// A request was sent and not answered.
    is_open: bool,
}

/// All orders so far.
pub struct Load {
    next: AtomicU64,
    /// Orders whose placing, and whose end, had an unknown outcome.
    open_places: u64,
    open_ends: u64,
}

impl Load {
    /// None yet, of goods that do not run out.
    pub fn new(mall: &Mall) -> Self {
        let names: Vec<String> = (0..SKUS).map(sku).collect();
        let stock: Vec<(&str, i64)> = names.iter().map(|name| (name.as_str(), UNITS)).collect();
        mall.stock("s1", &stock);
        Self {
            next: AtomicU64::new(0),
            open_places: 0,
            open_ends: 0,
        }
    }

    /// Places, pays and cancels orders while `strike` works, which may wait until something was acknowledged. Then everything that
    /// was told must be true, and what was not told is settled by the same keys.
    pub fn round(&mut self, mall: &mut Mall, strike: impl FnOnce(&mut Mall, &dyn Fn())) {
        let callers = callers(mall);
        let (told, stop) = (Mutex::new(Vec::new()), AtomicBool::new(false));
        let (say, hear) = mpsc::channel();
        thread::scope(|scope| {
            for (number, caller) in callers.iter().enumerate() {
                let (told, stop, next, say) = (&told, &stop, &self.next, say.clone());
                scope.spawn(move || {
                    while !stop.load(Ordering::Relaxed) {
                        let attempt = attempt(caller, number, next.fetch_add(1, Ordering::Relaxed));
                        let is_open = attempt.is_open;
                        if attempt.placed.is_some() {
                            // Nobody listens to the later ones.
                            _ = say.send(());
                        }
                        told.lock().unwrap().push(attempt);
                        if is_open {
                            // Whoever is not answered repeats that before anything else.
                            break;
                        }
                    }
                });
            }
            strike(mall, &|| {
                hear.recv_timeout(HEARD_WITHIN).expect("an order is acknowledged");
            });
            stop.store(true, Ordering::Relaxed);
        });
        mall.assert_no_transaction_is_open();
        mall.assert_adds_up();
        let told = told.into_inner().unwrap();
        for told in told.iter().filter(|told| told.is_open) {
            match told.placed {
                None => self.open_places += 1,
                Some(_) => self.open_ends += 1,
            }
        }
        settle(mall, &told);
        self.compare(mall);
    }

    /// Fails when no kill struck between a request and its answer: then nothing was shown.
    pub fn finish(&self, mall: &Mall) {
        assert!(
            self.open_places > 0 && self.open_ends > 0,
            "no kill struck between two answers: {} and {}",
            self.open_places,
            self.open_ends
        );
        mall.assert_adds_up();
    }

    /// Every order is there, once, and as it was wished.
    fn compare(&self, mall: &Mall) {
        let orders = self.next.load(Ordering::Relaxed);
        let wished = |wish| (0..orders).filter(|number| self::wish(*number) == wish).count() as i64;
        for (state, wish) in [
            ("paid", Wish::Pay),
            ("cancelled", Wish::Cancel),
            ("awaiting_payment", Wish::Leave),
        ] {
            let count = format!("SELECT COUNT(*) FROM orders WHERE state = '{state}'");
            assert_eq!(mall.number(&count), wished(wish), "{state}");
        }
        assert_eq!(mall.number("SELECT COUNT(*) FROM orders"), orders as i64);
        let sum = |column| mall.number(&format!("SELECT SUM({column}) FROM stock"));
        let units = SKUS as i64 * UNITS;
        assert_eq!(sum("on_hand"), units - wished(Wish::Pay));
        assert_eq!(sum("reserved"), wished(Wish::Leave));
        mall.assert_adds_up();
        mall.assert_no_transaction_is_open();
    }
}

fn callers(mall: &Mall) -> Vec<Caller> {
    (0..CALLERS)
        .map(|caller| mall.as_shopper(&format!("c{caller}")))
        .collect()
}

fn wish(number: u64) -> Wish {
    match number % 4 {
        0 | 1 => Wish::Pay,
        2 => Wish::Cancel,
        _ => Wish::Leave,
    }
}

/// Places an order and ends it, each once, and keeps what was acknowledged.
fn attempt(caller: &Caller, number: usize, order: u64) -> Told {
    let mut told = Told {
        caller: number,
        number: order,
        placed: None,
        ended: None,
        is_open: false,
    };
    let Some(placed) = acknowledged(place(caller, order)) else {
        told.is_open = true;
        return told;
    };
    let end = end(caller, order, &placed.json);
    told.placed = Some(placed.text);
    match end {
        None => {}
        Some(answer) => {
            told.ended = acknowledged(answer).map(|answer| answer.text);
            told.is_open = told.ended.is_none();
        }
    }
    told
}

/// Repeats every request with its key: what was acknowledged is answered byte for byte alike, and everything is answered.
fn settle(mall: &Mall, told: &[Told]) {
    let callers = callers(mall);
    share(CALLERS, 0, told.len() as u64, |_, index| {
        let told = &told[index as usize];
        let caller = &callers[told.caller];
        let placed = until_answered(|| Some(place(caller, told.number))).expect("an order is placed");
        placed.assert(201);
        if let Some(text) = &told.placed {
            assert_eq!(placed.text, *text, "order {}", told.number);
        }
        let Some(ended) = until_answered(|| end(caller, told.number, &placed.json)) else {
            return;
        };
        ended.assert(200);
        if let Some(text) = &told.ended {
            assert_eq!(ended.text, *text, "the end of order {}", told.number);
        }
    });
}

/// What a request came to; `Err` when there was no answer.
type Sent = Result<Answer, String>;

/// Whose order it is: a quarter of them stays unpaid, and a customer may have 20 of those.
fn customer(caller: &Caller, number: u64) -> Caller {
    caller.as_shopper(&format!("k{}", number / 40))
}

fn place(caller: &Caller, number: u64) -> Sent {
    let caller = &customer(caller, number);
    let lines = json!([{"sku": sku(number % SKUS), "quantity": 1}]);
    let order = json!({"store": "s1", "mode": "pickup", "lines": lines, "seen_payable_minor": PRICE});
    send(caller, "/v1/orders", &format!("place-{number:08}"), &order)
}

/// Pays or cancels it; `None` when it is left as it is.
fn end(caller: &Caller, number: u64, order: &Value) -> Option<Sent> {
    let how = match wish(number) {
        Wish::Pay => "pay",
        Wish::Cancel => "cancel",
        Wish::Leave => return None,
    };
    let caller = &customer(caller, number);
    let path = format!("/v1/orders/{}/{how}", order["id"].as_str().unwrap());
    Some(send(caller, &path, &format!("end-{number:08}"), &json!({})))
}

fn send(caller: &Caller, path: &str, key: &str, body: &Value) -> Sent {
    let caller = caller.clone().with_key(key);
    let sent = caller.try_send("POST", path, Some("application/json"), body.to_string());
    sent.map_err(|error| error.to_string())
}

/// An answer that says yes. No answer, or one that says that something broke, leaves the outcome open; any other is wrong here.
fn acknowledged(sent: Sent) -> Option<Answer> {
    let answer = sent.ok().filter(|answer| answer.status < 500)?;
    assert!(answer.status < 300, "{}", answer.text);
    Some(answer)
}

/// Sends again until something is answered that does not say that it broke.
fn until_answered(send: impl Fn() -> Option<Sent>) -> Option<Answer> {
    for _ in 0..TRIES_MAX {
        match send()? {
            Ok(answer) if answer.status < 500 => return Some(answer),
            _ => thread::sleep(BETWEEN_TRIES),
        }
    }
    panic!("it does not answer again")
}
