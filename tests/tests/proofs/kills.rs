//! The host, the database or a component is killed while orders are placed, paid and cancelled: what was acknowledged is there,
//! whoever repeats a request with its key hears how it ended, and nobody inherits a transaction.

mod load;

use crate::mart::size;
use end_to_end::{Mall, SplitMix64};
use load::Load;
use local_edge::{Call, Fault, FaultPoint};
use postgres_server::{PROGRAMS_VARIABLE, Server};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Longest time from an acknowledgement to the kill, in milliseconds.
const BEFORE_KILL_MS_MAX: u64 = 150;
/// How long a trap is waited for at a call that may not come.
const TRAP_WITHIN: Duration = Duration::from_secs(2);
/// A component may trap at any of so many calls of a kind.
const CALLS_MAX: u64 = 24;

#[test]
fn host_killed_during_load_loses_and_doubles_nothing() {
    let kills = size(4, 250, 200);
    let mut mall = Mall::in_a_process();
    let mut load = Load::new(&mall);
    for kill in 0..kills {
        load.round(&mut mall, |mall, heard| {
            wait(kill, heard);
            mall.kill_and_restart();
        });
    }
    load.finish(&mall);
}

#[test]
fn database_killed_during_load_loses_and_doubles_nothing() {
    let kills = size(4, 0, 300);
    if std::env::var("MENDIAN_DATABASE").as_deref() != Ok("postgres") {
        // SQLite lives in the host, and dies with it.
        return;
    }
    let Some(programs) = std::env::var_os(PROGRAMS_VARIABLE).map(PathBuf::from) else {
        eprintln!(
            "skipped: {PROGRAMS_VARIABLE} names no folder with the programs of a Postgres server that can be killed"
        );
        return;
    };
    let mut server = Server::start(&programs).unwrap();
    let mut mall = Mall::on_server(&server.url());
    let mut load = Load::new(&mall);
    for kill in 0..kills {
        load.round(&mut mall, |_, heard| {
            wait(kill, heard);
            server.crash_and_restart().unwrap();
        });
    }
    load.finish(&mall);
}

#[test]
fn component_that_traps_during_load_loses_and_doubles_nothing() {
    let traps = size(24, 150, 100);
    let mut mall = Mall::start();
    if mall.faults().is_none() {
        return;
    }
    let mut load = Load::new(&mall);
    let mut random = SplitMix64::new(11);
    let mut trapped = 0;
    while trapped < traps {
        let fault = trap(&mut random);
        load.round(&mut mall, |mall, _| {
            let faults = mall.faults().expect("the embedded host");
            let injected = faults.inject(fault);
            let end = Instant::now() + TRAP_WITHIN;
            while injected.strikes() == 0 && Instant::now() < end {
                std::thread::sleep(Duration::from_millis(1));
            }
            trapped += injected.strikes();
            faults.clear();
        });
    }
    load.finish(&mall);
}

/// Where a component is to trap: before or after any of its calls.
fn trap(random: &mut SplitMix64) -> Fault {
    let on_postgres = std::env::var("MENDIAN_DATABASE").is_ok_and(|database| database == "postgres");
    let [open, execute] = match on_postgres {
        true => [Call::PostgresOpen, Call::PostgresQuery],
        false => [Call::SqliteOpen, Call::SqliteExecute],
    };
    let points = [
        ("checkout", Call::KeyValueGet),
        ("checkout", open),
        ("checkout", execute),
        ("checkout", execute),
        ("orders", open),
        ("orders", execute),
        ("orders", execute),
        ("orders", Call::HttpSend),
        ("payments", Call::VariablesGet),
    ];
    let (component, call) = points[random.below(points.len() as u64) as usize];
    let point = Fault::on(call)
        .component(component)
        .nth(1 + random.below(CALLS_MAX));
    match random.below(2) {
        0 => FaultPoint::trap_before(point),
        _ => FaultPoint::trap_after(point),
    }
}

/// Waits until something was acknowledged, and then for a time by chance.
fn wait(kill: u64, heard: &dyn Fn()) {
    heard();
    let pause = SplitMix64::new(kill).below(BEFORE_KILL_MS_MAX);
    std::thread::sleep(Duration::from_millis(pause));
}
