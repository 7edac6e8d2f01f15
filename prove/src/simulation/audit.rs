//! The reckoning: once all is quiet, everything must add up.

use super::bank::Account;
use super::database::rows;
use super::request::Request;
use super::scheduler::Scheduler;
use super::told::Told;
use super::world::{Weather, World};
use commerce::hours::{Day, Zone};
use futures_util::FutureExt;
use std::collections::BTreeMap;
use storage::audit;
use storage::invariants;
use storage::key_value::memory::MemoryKeyValue;
use storage::projection::{self, LEASE_MS, Ports};
use storage::sql::{Row, SqlError, Statement};

/// Runs of all jobs after which nothing may be left to do.
const RUNS_MAX: usize = 20;
/// What became overdue so short a time ago may have become so after the last run, in milliseconds.
const SLACK_MS: i64 = 60_000;

/// Lets everything come to rest, and compares all books.
pub fn audit(world: &World, scheduler: &mut Scheduler) {
    let weather = world.weather.replace(Weather::CALM);
    world.note(|| "the weather is calm".to_owned());
    scheduler.drain();
    come_to_rest(world, scheduler);
    invariants_hold(world);
    staff_are_on_record(world);
    world.books.audit(world);
    orders_are_as_told(world, &world.told.borrow());
    answers_are_kept(world, &world.told.borrow());
    money_is_where_it_belongs(world);
    sales_are_of_their_days(world);
    key_value_is_its_rebuild(world);
    world.note(|| "all was compared".to_owned());
    world.weather.set(weather);
}

/// Runs the jobs, as their schedules would, until they find nothing to do.
fn come_to_rest(world: &World, scheduler: &mut Scheduler) {
    // Whoever held the projector's lease and was ended holds it no more, though the clock was set back meanwhile.
    scheduler.pass(2 * LEASE_MS);
    if world.key_value_is_lost.replace(false) {
        scheduler.ask(Request::job("/jobs/rebuild"));
    }
    for _ in 0..RUNS_MAX {
        let ended = scheduler.ask(Request::job("/jobs/expire-orders")).json;
        let asked = scheduler.ask(Request::job("/jobs/reconcile-payments")).json;
        let refunded = scheduler.ask(Request::job("/jobs/refund-payments")).json;
        let completed = scheduler.ask(Request::job("/jobs/complete-orders")).json;
        let told = scheduler.ask(Request::job("/jobs/report-deliveries")).json;
        let recalled = scheduler.ask(Request::job("/jobs/recall")).json;
        let projected = scheduler.ask(Request::job("/jobs/project")).json;
        let counts = [
            &ended["expired"],
            &ended["settled"],
            &ended["failed"],
            &ended["payments_ended"],
            &asked["settled"],
            &asked["ended"],
            &asked["failed"],
            &refunded["ended"],
            &refunded["open"],
            &refunded["failed"],
            &completed["completed"],
            &told["reported"],
            &told["refused"],
            &told["failed"],
            &recalled["issued"],
            &projected["entries"],
        ];
        let is_quiet = counts.iter().all(|count| count.as_i64() == Some(0)) && projected["busy"] == false;
        if is_quiet {
            return left_undone(world);
        }
    }
    world.wrong(format!("the jobs find no end in {RUNS_MAX} runs"));
}

/// What the jobs should have done.
fn left_undone(world: &World) {
    let statement = Statement::new(
        "SELECT 'outbox', topic FROM outbox UNION ALL \
         SELECT 'closing', order_id FROM payment WHERE state = 'closing' UNION ALL \
         SELECT 'refund', id FROM refund WHERE state = 'due' UNION ALL \
         SELECT 'delivery', order_id FROM payment WHERE report_due_ms <= ?1 UNION ALL \
         SELECT 'overdue', id FROM orders WHERE state = 'awaiting_payment' AND expires_ms <= ?1",
        vec![(world.now_ms.get() - SLACK_MS).into()],
    );
    for row in rows(&*world.sql, statement) {
        world.wrong(format!("left undone: {:?}", row.0));
    }
}

fn invariants_hold(world: &World) {
    let breaches = invariants::breaches(&*world.sql).now_or_never();
    for breach in breaches.expect("adapters answer at once").unwrap() {
        world.wrong(breach.to_string());
    }
}

/// Every chain of the audit log is what was written.
fn staff_are_on_record(world: &World) {
    let verified = async {
        let mut after = String::new();
        while let Some(chain) = audit::next_chain(&*world.sql, &after).await? {
            if let Err(broken) = audit::verify(&*world.sql, &chain, &[]).await? {
                world.wrong(format!("the audit log of {chain}: {broken}"));
            }
            after = chain;
        }
        Ok::<(), SqlError>(())
    };
    verified.now_or_never().expect("adapters answer at once").unwrap();
}

/// Every order: its id, state, payment and so on.
fn orders(world: &World) -> Vec<Row> {
    let statement = Statement::new(
        "SELECT o.id, o.customer_id, o.state, o.payable_minor, o.currency, o.store_id, o.document, o.paid_ms, p.state, \
         CAST((SELECT COALESCE(SUM(r.amount_minor), 0) FROM refund r WHERE r.order_id = o.id AND r.state = 'done') AS BIGINT), \
         p.reported_ms FROM orders o LEFT JOIN payment p ON p.order_id = o.id",
        Vec::new(),
    );
    rows(&*world.sql, statement)
}

/// Who was told of an order, its payment or its end, was told the truth.
fn orders_are_as_told(world: &World, told: &Told) {
    let found: BTreeMap<String, Row> = orders(world)
        .into_iter()
        .map(|row| (row.text(0).unwrap().to_owned(), row))
        .collect();
    for (id, order) in &told.orders {
        let Some(row) = found.get(id) else {
            world.wrong(format!("acknowledged and not there: {id} {order:?}"));
            continue;
        };
        let state = row.text(2).unwrap();
        let is_paid = row.opt_int(7).unwrap().is_some();
        let is_true = row.text(1).unwrap() == order.customer
            && row.int(3).unwrap() == order.payable_minor
            && (order.paid.is_none() || is_paid)
            && (order.cancelled.is_none() || state == "cancelled");
        if !is_true {
            world.wrong(format!("told {order:?}, found {:?}", row.0));
        }
    }
    let statement = Statement::new("SELECT id, customer_id FROM coupon", Vec::new());
    let coupons: BTreeMap<String, String> = rows(&*world.sql, statement)
        .iter()
        .map(|row| (row.text(0).unwrap().to_owned(), row.text(1).unwrap().to_owned()))
        .collect();
    for (id, owner) in &told.coupons {
        if coupons.get(id) != Some(owner) {
            world.wrong(format!("coupon {id} was given to {owner} and is not theirs"));
        }
    }
}

/// What was answered under a key would be answered again, byte for byte.
fn answers_are_kept(world: &World, told: &Told) {
    let statement = Statement::new("SELECT principal, key, body FROM idempotency", Vec::new());
    let kept: BTreeMap<(String, String), Vec<String>> =
        rows(&*world.sql, statement)
            .iter()
            .fold(BTreeMap::new(), |mut kept, row| {
                let [principal, key, body] = [0, 1, 2].map(|column| row.text(column).unwrap().to_owned());
                kept.entry((principal, key)).or_insert_with(Vec::new).push(body);
                kept
            });
    for ((principal, path, key), promise) in &told.promises {
        let Some(answer) = &promise.kept else { continue };
        let found = kept.get(&(principal.clone(), key.clone()));
        if !found.is_some_and(|bodies| bodies.contains(&answer.text)) {
            world.wrong(format!(
                "{principal} {path} {key} was answered {}, and {found:?} is kept",
                answer.text
            ));
        }
    }
}

/// The bank has the money of paid orders, less what went back, and of no others.
fn money_is_where_it_belongs(world: &World) {
    for row in orders(world) {
        let (id, state) = (row.text(0).unwrap(), row.text(2).unwrap());
        let (payable, currency) = (row.int(3).unwrap(), row.text(4).unwrap());
        let account = world.bank.account(id);
        let was_told = account
            .as_ref()
            .is_some_and(|account| account.handed_over_ms.is_some());
        if row.opt_int(10).unwrap().is_some() && !was_told {
            world.wrong(format!(
                "told of the handover of {id}, and the bank has not heard"
            ));
        }
        let is_right = match (state, row.opt_text(8).unwrap(), &account) {
            ("awaiting_payment", _, None) => true,
            ("awaiting_payment", _, Some(account)) => account.refunded_minor == 0,
            ("cancelled" | "expired", None | Some("closed"), account) => account
                .as_ref()
                .is_none_or(|account| account.paid_minor.is_none()),
            ("cancelled" | "expired", Some("refunded"), Some(account)) => {
                account.paid_minor == Some(account.refunded_minor)
            }
            ("cancelled" | "expired", Some("disputed"), Some(account)) => account.refuses_refund,
            (_, Some("settled"), Some(account)) => account.holds(payable, currency, row.int(9).unwrap()),
            _ => false,
        };
        if !is_right {
            world.wrong(format!("order {:?}, bank {account:?}", row.0));
        }
    }
}

impl Account {
    /// Whether exactly so much was paid, and so much given back.
    fn holds(&self, payable: i64, currency: &str, refunded: i64) -> bool {
        self.paid_minor == Some(payable) && self.currency == currency && self.refunded_minor == refunded
    }
}

/// A sale counts on the day of its store's own calendar.
fn sales_are_of_their_days(world: &World) {
    let mut expected: BTreeMap<(String, String, String), (i64, i64)> = BTreeMap::new();
    for row in orders(world) {
        let Some(paid_ms) = row.opt_int(7).unwrap() else {
            continue;
        };
        let document: serde_json::Value = row.json(6).unwrap();
        let zone: Zone = serde_json::from_value(document["zone"].clone()).unwrap();
        let day = Day::of(&zone, paid_ms).unwrap();
        let key = (
            row.text(5).unwrap().to_owned(),
            day.to_string(),
            row.text(4).unwrap().to_owned(),
        );
        let sum = expected.entry(key).or_default();
        *sum = (sum.0 + 1, sum.1 + row.int(3).unwrap());
    }
    let statement = Statement::new(
        "SELECT store_id, day, currency, orders, net_minor FROM sales_day WHERE orders > 0",
        Vec::new(),
    );
    let found: BTreeMap<_, _> = rows(&*world.sql, statement)
        .iter()
        .map(|row| {
            let [store, day, currency] = [0, 1, 2].map(|column| row.text(column).unwrap().to_owned());
            ((store, day, currency), (row.int(3).unwrap(), row.int(4).unwrap()))
        })
        .collect();
    if found != expected {
        world.wrong(format!("sales by day: expected {expected:?}, found {found:?}"));
    }
}

/// Key-value is byte for byte what a rebuild makes of the database.
fn key_value_is_its_rebuild(world: &World) {
    let fresh = MemoryKeyValue::default();
    let ports = Ports {
        sql: &*world.sql,
        key_value: &fresh,
    };
    let clock = || world.now_ms.get();
    let rebuilt = projection::rebuild(ports, &clock, "audit").now_or_never();
    rebuilt.expect("adapters answer at once").unwrap();
    let (rebuilt, projected) = (fresh.entries.borrow(), world.key_value.entries.borrow());
    let keys = rebuilt.keys().chain(projected.keys());
    let other = keys.filter(|key| rebuilt.get(*key) != projected.get(*key));
    let words = |bytes: Option<&Vec<u8>>| bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    if let Some(key) = other.min() {
        let (is, should_be) = (words(projected.get(key)), words(rebuilt.get(key)));
        world.wrong(format!(
            "key-value {key}: is {is:?}, a rebuild makes {should_be:?}"
        ));
    }
}
