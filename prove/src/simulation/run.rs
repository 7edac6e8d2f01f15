//! One seed from beginning to end.

use super::act::{self, Accident, Act};
use super::audit::audit;
use super::database::Database;
use super::mall;
use super::scheduler::Scheduler;
use super::world::{Weather, World};
use std::any::Any;
use std::collections::BTreeMap;

/// Operations after which everything is compared.
const AUDIT_EVERY: u64 = 60;
/// Requests under way at once, at most.
const WIDTH_MAX: u64 = 8;
/// Turns between two operations, at most.
const TURNS_MAX: u64 = 24;
/// In the end, longer than any order waits for its payment and for a provider that is silent, and until goods that were scanned
/// and paid have left the store, in milliseconds.
const AFTER_ALL_MS: i64 = 13 * 60 * 60_000;

/// What is run.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Below the functions.
    pub database: Database,
    /// Operations of one seed.
    pub operations: u64,
    /// Print what happens, line by line.
    pub is_told: bool,
}

/// What a seed did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Requests sent.
    pub requests: u64,
    /// Accidents.
    pub accidents: u64,
    /// Orders that were acknowledged.
    pub orders: u64,
    /// Answers by status.
    pub statuses: BTreeMap<u16, u64>,
}

impl Tally {
    /// Adds another seed's.
    pub fn add(&mut self, other: &Self) {
        self.requests += other.requests;
        self.accidents += other.accidents;
        self.orders += other.orders;
        for (status, count) in &other.statuses {
            *self.statuses.entry(*status).or_default() += count;
        }
    }
}

/// A seed in which something happened that must not.
#[derive(Debug, Clone)]
pub struct Failure {
    /// The seed.
    pub seed: u64,
    /// What happened, the first thing first.
    pub wrongs: Vec<String>,
}

/// Runs a seed, on a thread of its own, since an instance may remember things for its thread.
///
/// # Errors
/// What must not have happened. A panic is that too: in a component it would be a trap.
pub fn run(seed: u64, plan: &Plan) -> Result<Tally, Failure> {
    std::thread::scope(|scope| {
        let ended = scope.spawn(|| run_here(seed, plan)).join();
        ended.unwrap_or_else(|panic| {
            let wrongs = vec![format!("a panic: {}", text(&*panic))];
            Err(Failure { seed, wrongs })
        })
    })
}

fn text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default()
}

fn run_here(seed: u64, plan: &Plan) -> Result<Tally, Failure> {
    let sql = plan.database.open(&seed.to_string());
    let world = World::new(seed, sql, plan.is_told);
    let mut scheduler = Scheduler::new(&world);
    mall::open(&mut scheduler);
    let weather = Weather::of(&world.chance);
    world.weather.set(weather);
    world.note(|| format!("{weather:?}"));
    let width = 1 + world.chance.below(WIDTH_MAX);
    for operation in 1..=plan.operations {
        while scheduler.under_way() as u64 >= width {
            scheduler.turn();
        }
        for _ in 0..world.chance.below(TURNS_MAX) {
            scheduler.turn();
        }
        suffer(&world, &mut scheduler);
        match act::next(&world, scheduler.sent()) {
            Act::Send(request) => scheduler.send(*request),
            Act::PayAtTheBank(number) => {
                let is_paid = world.bank.pay(&number);
                world.note(|| format!("{number} is paid at the bank: {is_paid}"));
            }
            Act::Nothing => {}
        }
        if operation % AUDIT_EVERY == 0 {
            audit(&world, &mut scheduler);
        }
        if !world.wrongs.borrow().is_empty() {
            break;
        }
    }
    if world.wrongs.borrow().is_empty() {
        world.weather.set(Weather::CALM);
        scheduler.drain();
        scheduler.pass(AFTER_ALL_MS);
        audit(&world, &mut scheduler);
    }
    let wrongs = world.wrongs.take();
    if !wrongs.is_empty() {
        return Err(Failure { seed, wrongs });
    }
    let told = world.told.borrow();
    Ok(Tally {
        requests: scheduler.sent(),
        accidents: world.strikes.get(),
        orders: told.orders.len() as u64,
        statuses: told.statuses.clone(),
    })
}

/// What happens to all of it now and then.
fn suffer(world: &World, scheduler: &mut Scheduler) {
    let accident = act::accident(world);
    if accident != Accident::None {
        world.note(|| format!("{accident:?}"));
    }
    match accident {
        Accident::Pass(milliseconds) => scheduler.pass(milliseconds),
        Accident::ClockJumps(by_ms) => world.now_ms.set(world.now_ms.get() + by_ms),
        Accident::ProjectionsGrowOld => {
            let now = world.key_value.entries.borrow().clone();
            world.old_key_value.replace(now);
        }
        Accident::KeyValueIsLost => {
            world.key_value.entries.borrow_mut().clear();
            world.key_value_is_lost.set(true);
        }
        Accident::HostIsKilled => scheduler.kill(),
        Accident::None => {}
    }
}
