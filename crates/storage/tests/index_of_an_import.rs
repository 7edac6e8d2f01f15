//! An import of many chunks makes the index of places anew once, not once for each chunk.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use std::cell::Cell;
use storage::key_value::memory::MemoryKeyValue;
use storage::key_value::{KeyValue, KeyValueError};
use storage::migrate::migrate_sqlite;
use storage::outbox::{self, Change};
use storage::projection::{self, Ports, keys};
use storage::sql::native_sqlite::NativeSqlite;
use storage::sql::{Script, Sql};

/// Chunks of the import; more entries than one batch of the projector holds.
const CHUNKS: u64 = 8;
const STORES_OF_A_CHUNK: u64 = 200;

/// Key-value that counts how often the directory of places is written.
#[derive(Default)]
struct Counted {
    inner: MemoryKeyValue,
    directories: Cell<usize>,
}

impl KeyValue for Counted {
    fn get<'a>(&'a self, key: &'a str) -> LocalBoxFuture<'a, Result<Option<Vec<u8>>, KeyValueError>> {
        self.inner.get(key)
    }

    fn set<'a>(&'a self, key: &'a str, value: &'a [u8]) -> LocalBoxFuture<'a, Result<(), KeyValueError>> {
        if key == keys::GEO_TREE {
            self.directories.set(self.directories.get() + 1);
        }
        self.inner.set(key, value)
    }

    fn delete<'a>(&'a self, key: &'a str) -> LocalBoxFuture<'a, Result<(), KeyValueError>> {
        self.inner.delete(key)
    }
}

#[test]
fn index_is_made_anew_once_for_all_chunks_of_an_import() {
    let mut connection = rusqlite::Connection::open_in_memory().unwrap();
    migrate_sqlite(&mut connection).unwrap();
    let sql = NativeSqlite::new(connection);
    for chunk in 0..CHUNKS {
        let mut script = Script::new();
        for store in 0..STORES_OF_A_CHUNK {
            let store = format!("s-{chunk}-{store}").parse().unwrap();
            outbox::mark(&mut script, &Change::Store(store), 0);
        }
        outbox::mark(&mut script, &Change::AllPlaces, 0);
        sql.write(script).now_or_never().unwrap().unwrap();
    }
    let key_value = Counted::default();
    let ports = Ports {
        sql: &sql,
        key_value: &key_value,
    };
    let run = projection::run(ports, &|| 0, "import", i64::MAX);
    let progress = run.now_or_never().unwrap().unwrap();
    assert_eq!(progress.entries, CHUNKS * (STORES_OF_A_CHUNK + 1));
    assert_eq!(key_value.directories.get(), 1);
}
