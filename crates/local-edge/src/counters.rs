//! What each component did, in numbers.

use std::collections::BTreeMap;
use std::ops::AddAssign;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::call::Call;

/// Counts of one component, or of several added up, since the start or the last reset.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// HTTP requests that the component was given.
    pub requests: u64,
    /// Instances made.
    pub instances: u64,
    /// Times that Postgres was waited for, measured on the wire. Connecting counts too.
    pub postgres_round_trips: u64,
    /// WebAssembly instructions of instances that have ended, where [they are counted](crate::Builder::count_instructions).
    pub instructions: u64,
    calls: [u64; Call::COUNT],
}

impl Counts {
    /// Number of calls of this kind, failed ones included.
    pub fn calls(&self, call: Call) -> u64 {
        self.calls[call as usize]
    }

    /// Calls that were made at least once.
    pub fn made(&self) -> impl Iterator<Item = (Call, u64)> {
        Call::all()
            .map(|call| (call, self.calls(call)))
            .filter(|(_, count)| *count > 0)
    }

    /// Key-value reads: `get`, `exists` and `get-keys`.
    pub fn key_value_reads(&self) -> u64 {
        [Call::KeyValueGet, Call::KeyValueExists, Call::KeyValueGetKeys]
            .map(|call| self.calls(call))
            .iter()
            .sum()
    }

    /// Key-value writes: `set` and `delete`.
    pub fn key_value_writes(&self) -> u64 {
        self.calls(Call::KeyValueSet) + self.calls(Call::KeyValueDelete)
    }

    /// SQL statements, whichever the database.
    pub fn sql_statements(&self) -> u64 {
        [Call::SqliteExecute, Call::PostgresQuery, Call::PostgresExecute]
            .map(|call| self.calls(call))
            .iter()
            .sum()
    }
}

impl AddAssign<&Counts> for Counts {
    fn add_assign(&mut self, other: &Counts) {
        self.requests += other.requests;
        self.instances += other.instances;
        self.postgres_round_trips += other.postgres_round_trips;
        self.instructions += other.instructions;
        self.calls
            .iter_mut()
            .zip(&other.calls)
            .for_each(|(mine, theirs)| *mine += theirs);
    }
}

/// Counts by component id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counters(pub BTreeMap<String, Counts>);

impl Counters {
    /// The counts of one component; zeros for an unknown one.
    pub fn of(&self, component: &str) -> Counts {
        self.0.get(component).cloned().unwrap_or_default()
    }

    /// All components added up.
    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        self.0.values().for_each(|counts| total += counts);
        total
    }
}

/// One component's live counters.
#[derive(Debug, Default)]
pub struct Tally {
    pub requests: AtomicU64,
    pub instances: AtomicU64,
    pub postgres_round_trips: Arc<AtomicU64>,
    pub instructions: AtomicU64,
    calls: [AtomicU64; Call::COUNT],
}

impl Tally {
    pub fn call(&self, call: Call) {
        self.calls[call as usize].fetch_add(1, Relaxed);
    }

    pub fn read(&self) -> Counts {
        Counts {
            requests: self.requests.load(Relaxed),
            instances: self.instances.load(Relaxed),
            postgres_round_trips: self.postgres_round_trips.load(Relaxed),
            instructions: self.instructions.load(Relaxed),
            calls: std::array::from_fn(|call| self.calls[call].load(Relaxed)),
        }
    }

    pub fn reset(&self) {
        let counters = [
            &self.requests,
            &self.instances,
            &*self.postgres_round_trips,
            &self.instructions,
        ];
        counters
            .into_iter()
            .chain(&self.calls)
            .for_each(|counter| counter.store(0, Relaxed));
    }
}
