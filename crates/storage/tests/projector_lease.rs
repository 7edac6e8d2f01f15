//! A projector that works on without its lease would leave older values over newer ones.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

use commerce::product::CategoryDraft;
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use std::cell::Cell;
use std::collections::BTreeMap;
use storage::category;
use storage::key_value::memory::MemoryKeyValue;
use storage::key_value::{KeyValue, KeyValueError};
use storage::migrate::migrate_sqlite;
use storage::outbox;
use storage::projection::{self, LEASE_MS, Ports};
use storage::sql::native_sqlite::NativeSqlite;
use storage::sql::{Script, Sql, Statement};

const CATEGORIES: usize = 30;
/// How long one write to key-value takes here.
const WRITE_MS: i64 = LEASE_MS / 10;

/// Key-value so slow that a run outlives its lease many times over; at the fifth write `during` happens.
struct Slow<'a> {
    inner: MemoryKeyValue,
    now_ms: &'a Cell<i64>,
    writes: Cell<usize>,
    during: &'a dyn Fn(),
}

impl KeyValue for Slow<'_> {
    fn get<'a>(&'a self, key: &'a str) -> LocalBoxFuture<'a, Result<Option<Vec<u8>>, KeyValueError>> {
        self.inner.get(key)
    }

    fn set<'a>(&'a self, key: &'a str, value: &'a [u8]) -> LocalBoxFuture<'a, Result<(), KeyValueError>> {
        self.now_ms.set(self.now_ms.get() + WRITE_MS);
        self.writes.set(self.writes.get() + 1);
        if self.writes.get() == 5 {
            (self.during)();
        }
        self.inner.set(key, value)
    }

    fn delete<'a>(&'a self, key: &'a str) -> LocalBoxFuture<'a, Result<(), KeyValueError>> {
        self.inner.delete(key)
    }
}

fn database() -> NativeSqlite {
    let mut connection = rusqlite::Connection::open_in_memory().unwrap();
    migrate_sqlite(&mut connection).unwrap();
    let sql = NativeSqlite::new(connection);
    let mut script = Script::new();
    for number in 0..CATEGORIES {
        let draft = CategoryDraft {
            id: format!("c{number}"),
            name: BTreeMap::from([("en".to_owned(), "Category".to_owned())]),
            ..CategoryDraft::default()
        };
        category::put(&mut script, &draft.validate().unwrap(), None, 0).unwrap();
    }
    now(sql.write(script)).unwrap();
    sql
}

/// Native adapters answer at once.
fn now<F: Future>(future: F) -> F::Output {
    future.now_or_never().unwrap()
}

fn waiting(sql: &dyn Sql) -> usize {
    now(outbox::oldest(sql, 1_000)).unwrap().len()
}

#[test]
fn long_run_keeps_its_lease_so_that_nobody_else_begins() {
    let sql = database();
    let now_ms = Cell::new(0);
    let others = Cell::new(0);
    let other = || {
        let ports = Ports {
            sql: &sql,
            key_value: &MemoryKeyValue::default(),
        };
        let run = now(projection::run(ports, &|| now_ms.get(), "other", i64::MAX)).unwrap();
        assert!(run.busy);
        others.set(others.get() + 1);
    };
    let slow = Slow {
        inner: MemoryKeyValue::default(),
        now_ms: &now_ms,
        writes: Cell::new(0),
        during: &other,
    };
    let ports = Ports {
        sql: &sql,
        key_value: &slow,
    };
    now(projection::run(ports, &|| now_ms.get(), "long", i64::MAX)).unwrap();
    assert!(now_ms.get() > 5 * LEASE_MS);
    assert_eq!((others.get(), waiting(&sql)), (1, 0));
}

#[test]
fn projector_that_lost_its_lease_stops_and_leaves_the_work_to_its_successor() {
    let sql = database();
    let now_ms = Cell::new(0);
    let steal = || {
        let mut script = Script::new();
        script.run("UPDATE lease SET holder = 'successor'", vec![]);
        now(sql.write(script)).unwrap();
    };
    let slow = Slow {
        inner: MemoryKeyValue::default(),
        now_ms: &now_ms,
        writes: Cell::new(0),
        during: &steal,
    };
    let ports = Ports {
        sql: &sql,
        key_value: &slow,
    };
    now(projection::run(ports, &|| now_ms.get(), "long", i64::MAX)).unwrap_err();
    assert!(slow.writes.get() < 10, "{}", slow.writes.get());
    assert_eq!(waiting(&sql), CATEGORIES);
    let lease = now(sql.read(Statement::new("SELECT holder FROM lease", vec![]))).unwrap();
    assert_eq!(lease[0].text(0).unwrap(), "successor");
}
