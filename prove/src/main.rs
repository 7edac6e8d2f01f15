//! `prove`: runs seed after seed, and says which one failed and how to see it again.

use clap::Parser;
use prove::simulation::{Database, Failure, Plan, Tally, run};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Operations of one seed, whatever the size of a run: a seed is always the same.
const OPERATIONS: u64 = 500;
/// Seeds on SQLite and on Postgres.
const SEEDS: (u64, u64) = (150, 10);
/// The same in full.
const SEEDS_IN_FULL: (u64, u64) = (10_000, 200);
/// Failures after which no more seeds are begun.
const FAILURES_MAX: u64 = 5;

/// Simulate the functions on SQLite in memory, and on the Postgres server of DATABASE_URL when it names one.
#[derive(Parser)]
#[command(name = "prove")]
struct Arguments {
    /// Replay this seed alone, and say what happens.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Replay it on the Postgres server of DATABASE_URL.
    #[arg(long, requires = "seed")]
    postgres: bool,
    /// 10,000 seeds on SQLite and 200 on Postgres.
    #[arg(long, conflicts_with = "seed")]
    full: bool,
    /// The first seed.
    #[arg(long, value_name = "N", default_value_t = 1)]
    from: u64,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let postgres = std::env::var("DATABASE_URL").ok().map(Database::Postgres);
    let is_proved = match arguments.seed {
        Some(seed) => replay(seed, arguments.postgres, postgres),
        None => {
            let (on_sqlite, on_postgres) = if arguments.full { SEEDS_IN_FULL } else { SEEDS };
            let mut is_proved = simulate(&Database::Sqlite, arguments.from, on_sqlite);
            match postgres {
                Some(postgres) => is_proved &= simulate(&postgres, arguments.from, on_postgres),
                None => eprintln!("  skipped on Postgres: DATABASE_URL names no server"),
            }
            is_proved
        }
    };
    if is_proved {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn plan(database: &Database, is_told: bool) -> Plan {
    Plan {
        database: database.clone(),
        operations: OPERATIONS,
        is_told,
    }
}

/// Runs one seed and prints all that happens; whether all was well.
fn replay(seed: u64, on_postgres: bool, postgres: Option<Database>) -> bool {
    let database = match (on_postgres, postgres) {
        (false, _) => Database::Sqlite,
        (true, Some(postgres)) => postgres,
        (true, None) => {
            eprintln!("error: DATABASE_URL names no Postgres server");
            return false;
        }
    };
    match run(seed, &plan(&database, true)) {
        Ok(tally) => {
            println!("seed {seed}: {}", words(&tally));
            true
        }
        Err(failure) => {
            print(&failure);
            false
        }
    }
}

/// Runs so many seeds, as many at once as there are processors, and prints a failure when it comes; whether all was well.
fn simulate(database: &Database, from: u64, seeds: u64) -> bool {
    let start = Instant::now();
    let plan = plan(database, false);
    let next = AtomicU64::new(from);
    let failed = AtomicU64::new(0);
    let tally = Mutex::new(Tally::default());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while failed.load(Ordering::Relaxed) < FAILURES_MAX {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= from + seeds {
                        return;
                    }
                    match run(seed, &plan) {
                        Ok(of_seed) => tally.lock().unwrap_or_else(PoisonError::into_inner).add(&of_seed),
                        Err(failure) => {
                            failed.fetch_add(1, Ordering::Relaxed);
                            print(&failure);
                            print_replay(database, seed);
                        }
                    }
                }
            });
        }
    });
    let failed = failed.into_inner();
    println!(
        "simulation on {}: {seeds} seeds of {OPERATIONS} operations, {failed} failed; {}; {:.1} s",
        database.name(),
        words(&tally.into_inner().unwrap_or_else(PoisonError::into_inner)),
        start.elapsed().as_secs_f64()
    );
    failed == 0
}

/// The one command that shows a seed again.
fn print_replay(database: &Database, seed: u64) {
    let flag = match database {
        Database::Sqlite => "",
        Database::Postgres(_) => " --postgres",
    };
    println!("  replay: cargo xtask prove --seed {seed}{flag}");
}

fn words(tally: &Tally) -> String {
    let statuses = tally
        .statuses
        .iter()
        .map(|(status, count)| format!("{count} × {status}"));
    format!(
        "{} requests, {} accidents, {} orders; {}",
        tally.requests,
        tally.accidents,
        tally.orders,
        statuses.collect::<Vec<_>>().join(", ")
    )
}

fn print(failure: &Failure) {
    println!("seed {} failed:", failure.seed);
    for wrong in &failure.wrongs {
        println!("  {wrong}");
    }
}
