//! What all proofs need: sizes, goods, and callers who try again.

use end_to_end::{Answer, Caller, Mall};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// More units than any proof sells.
pub const UNITS: i64 = 1_000_000;
/// Price of everything, in minor units.
pub const PRICE: i64 = 1_800;

/// The size of a proof: the small one, or in full the one of the database below.
pub fn size(small: u64, full_on_sqlite: u64, full_on_postgres: u64) -> u64 {
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|is| is == value);
    match (is("MENDIAN_PROOFS", "full"), is("MENDIAN_DATABASE", "postgres")) {
        (false, _) => small,
        (true, false) => full_on_sqlite,
        (true, true) => full_on_postgres,
    }
}

/// The SKU of a number.
pub fn sku(number: u64) -> String {
    format!("hot-{number}.m")
}

/// A mall with one store, and so many units of each of so many SKUs.
pub fn mall(skus: u64, units: i64) -> Mall {
    let mall = Mall::start();
    let names: Vec<String> = (0..skus).map(sku).collect();
    let stock: Vec<(&str, i64)> = names.iter().map(|name| (name.as_str(), units)).collect();
    mall.stock("s1", &stock);
    mall
}

/// An order of one unit of each SKU.
pub fn order(skus: &[String]) -> Value {
    let lines: Vec<Value> = skus
        .iter()
        .map(|sku| json!({"sku": sku, "quantity": 1}))
        .collect();
    let payable = PRICE * i64::try_from(skus.len()).unwrap();
    json!({"store": "s1", "mode": "pickup", "lines": lines, "seen_payable_minor": payable})
}

/// Posts under a key until there is an answer that is not "busy".
pub fn post(caller: &Caller, path: &str, key: &str, body: &Value) -> Answer {
    let caller = caller.clone().with_key(key);
    loop {
        let answer = caller.post(path, body);
        if answer.status != 503 {
            return answer;
        }
    }
}

/// Pays or cancels an order.
pub fn end(caller: &Caller, order: &Answer, how: &str, key: &str) -> Answer {
    let id = order.json["id"].as_str().expect("an order has an id");
    post(caller, &format!("/v1/orders/{id}/{how}"), key, &json!({}))
}

/// Calls `work` with every number of `from..to`, on so many threads, each with its number.
pub fn share(threads: usize, from: u64, to: u64, work: impl Fn(usize, u64) + Sync) {
    let next = AtomicU64::new(from);
    thread::scope(|scope| {
        for thread in 0..threads {
            let (next, work) = (&next, &work);
            scope.spawn(move || {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= to {
                        return;
                    }
                    work(thread, number);
                }
            });
        }
    });
}
