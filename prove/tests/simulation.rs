//! A few seeds, with all others' tests: `cargo xtask prove` has many more.

#![allow(clippy::panic, reason = "a test that cannot go on says so by failing")]

use prove::simulation::{Database, Plan, Tally, run};

const SEEDS: std::ops::Range<u64> = 1..13;

fn plan() -> Plan {
    Plan {
        database: Database::Sqlite,
        operations: 250,
        is_told: false,
    }
}

#[test]
fn everything_adds_up_whatever_goes_wrong() {
    let mut all = Tally::default();
    for seed in SEEDS {
        match run(seed, &plan()) {
            Ok(tally) => all.add(&tally),
            Err(failure) => panic!("seed {seed}: {}", failure.wrongs.join("\n")),
        }
    }
    // A simulation in which nothing succeeds, or nothing goes wrong, would prove nothing.
    assert!(all.orders > 100 && all.accidents > 300, "{all:?}");
    for status in [200, 201, 409, 422, 502, 503] {
        assert!(all.statuses.contains_key(&status), "no {status}: {all:?}");
    }
}

#[test]
fn seed_is_the_same_whenever_it_is_run() {
    let tallies = [run(7, &plan()), run(7, &plan())].map(Result::ok);
    assert!(tallies[0].is_some());
    assert_eq!(tallies[0], tallies[1]);
}
