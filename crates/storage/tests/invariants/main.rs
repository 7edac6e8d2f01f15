//! Every invariant holds of a sound database, and finds what breaks it: on SQLite, and on the Postgres that
//! `DATABASE_URL` names, if it does.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod damage;
mod sound;

use damage::Damage;
use sound::SOUND;
use std::collections::BTreeSet;
use storage::invariants;
use storage::migrate::{migrate_postgres, migrate_sqlite};
use storage::sql::native_postgres::NativePostgres;
use storage::sql::native_sqlite::NativeSqlite;
use storage::sql::{Script, Sql};
use tokio::runtime::{Builder, Runtime};

/// A sound database whose engine refuses nothing that a defect could write.
fn sqlite() -> NativeSqlite {
    let mut connection = rusqlite::Connection::open_in_memory().unwrap();
    migrate_sqlite(&mut connection).unwrap();
    connection
        .execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
        .unwrap();
    NativeSqlite::new(connection)
}

/// Takes away what writes the ledger of stock, and refuses to change stock without it; and what keeps the audit log as it is.
const UNGUARDED: &[&str] = &[
    "DROP TRIGGER stock_changes",
    "DROP TRIGGER stock_begins",
    "DROP TRIGGER audit_entry_stays",
    "DROP TRIGGER audit_entry_is_kept",
    "DROP TRIGGER audit_head_advances",
    "DROP TRIGGER audit_head_is_kept",
];

fn write(runtime: &Runtime, sql: &dyn Sql, statements: &[&'static str]) {
    let mut script = Script::new();
    for statement in statements {
        script.run(statement, Vec::new());
    }
    runtime.block_on(sql.write(script)).unwrap();
}

fn broken(runtime: &Runtime, sql: &dyn Sql) -> BTreeSet<&'static str> {
    let breaches = runtime.block_on(invariants::breaches(sql)).unwrap();
    breaches.iter().map(|breach| breach.invariant.name).collect()
}

#[test]
fn sound_database_breaks_nothing_and_every_damage_is_found() {
    let runtime = Builder::new_current_thread().build().unwrap();
    let sql = sqlite();
    write(&runtime, &sql, SOUND);
    assert_eq!(broken(&runtime, &sql), BTreeSet::new());
    for Damage { breaks, by } in damage::all() {
        let sql = sqlite();
        write(&runtime, &sql, SOUND);
        write(&runtime, &sql, UNGUARDED);
        write(&runtime, &sql, by);
        assert!(
            broken(&runtime, &sql).contains(breaks),
            "not found: {breaks}, broken by {by:?}"
        );
    }
}

#[test]
fn every_invariant_is_shown_to_find_something() {
    let shown: BTreeSet<_> = damage::all().map(|damage| damage.breaks).collect();
    let all: BTreeSet<_> = invariants::all().map(|invariant| invariant.name).collect();
    assert_eq!(shown, all);
}

#[test]
fn postgres_runs_the_same_text() {
    let Ok(url) = std::env::var("DATABASE_URL") else {
        eprintln!("skipped: DATABASE_URL names no Postgres server");
        return;
    };
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let sql = runtime.block_on(async {
        let mut client = connect(&url).await;
        client
            .batch_execute(&format!(
                "{DROP}; CREATE SCHEMA invariants; SET search_path TO invariants"
            ))
            .await
            .unwrap();
        migrate_postgres(&mut client).await.unwrap();
        NativePostgres::new(client)
    });
    write(&runtime, &sql, SOUND);
    assert_eq!(broken(&runtime, &sql), BTreeSet::new());
    // A damage that breaks no constraint.
    write(
        &runtime,
        &sql,
        &["UPDATE order_line SET unit_minor = 999 WHERE total_minor = 1000"],
    );
    assert_eq!(broken(&runtime, &sql).len(), 1);
    drop(sql);
    runtime
        .block_on(async { connect(&url).await.batch_execute(DROP).await })
        .unwrap();
}

const DROP: &str = "DROP SCHEMA IF EXISTS invariants CASCADE";

async fn connect(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}
