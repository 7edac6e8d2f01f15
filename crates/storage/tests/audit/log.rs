//! A log on a database.

use storage::audit::{Broken, Deed, Entry, Filter, Head, Position, append, head, list, verify};
use storage::migrate::{migrate_postgres, migrate_sqlite};
use storage::sql::native_postgres::NativePostgres;
use storage::sql::native_sqlite::NativeSqlite;
use storage::sql::{Script, Sql, SqlError};
use tokio::runtime::{Builder, Runtime};

pub const CHAIN: &str = "store:s1";
/// Entries of the chain that is tampered with.
pub const ENTRIES: i64 = 5;

/// What stands between a caller with a connection and the log.
const UNGUARD_SQLITE: &[&str] = &[
    "DROP TRIGGER audit_entry_stays",
    "DROP TRIGGER audit_entry_is_kept",
    "DROP TRIGGER audit_head_advances",
    "DROP TRIGGER audit_head_is_kept",
];
pub const UNGUARD_POSTGRES: &[&str] = &[
    "ALTER TABLE audit_entry DISABLE TRIGGER USER",
    "ALTER TABLE audit_head DISABLE TRIGGER USER",
];

/// A database with its runtime.
pub struct Log {
    pub runtime: Runtime,
    pub sql: Box<dyn Sql>,
    pub unguard: &'static [&'static str],
}

impl Log {
    pub fn sqlite() -> Self {
        let mut connection = rusqlite::Connection::open_in_memory().unwrap();
        migrate_sqlite(&mut connection).unwrap();
        Self {
            runtime: runtime(),
            sql: Box::new(NativeSqlite::new(connection)),
            unguard: UNGUARD_SQLITE,
        }
    }

    pub fn postgres(url: &str, schema: &str) -> Self {
        let runtime = runtime();
        let sql = runtime.block_on(async {
            let (mut client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(connection);
            // Gone with its connection.
            let new = format!(
                "DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}; SET search_path TO {schema}"
            );
            client.batch_execute(&new).await.unwrap();
            migrate_postgres(&mut client).await.unwrap();
            Box::new(NativePostgres::new(client))
        });
        Self {
            runtime,
            sql,
            unguard: UNGUARD_POSTGRES,
        }
    }

    pub fn try_write(&self, statements: &[&'static str]) -> Result<Vec<u64>, SqlError> {
        let mut script = Script::new();
        for statement in statements {
            script.run(statement, Vec::new());
        }
        self.runtime.block_on(self.sql.write(script))
    }

    pub fn add(&self, chain: &str, at_ms: i64, operation: &str) {
        self.runtime.block_on(async {
            let mut script = Script::new();
            let head = head(&*self.sql, chain).await.unwrap();
            append(&mut script, &head, deed(chain, at_ms, operation));
            self.sql.write(script).await.unwrap();
        });
    }

    pub fn verify(&self, expected: &[Head]) -> Result<Head, Broken> {
        self.runtime
            .block_on(verify(&*self.sql, CHAIN, expected))
            .unwrap()
    }

    pub fn list(&self, filter: &Filter, after: Option<&Position>, limit: u32) -> Vec<Entry> {
        self.runtime
            .block_on(list(&*self.sql, filter, after, limit))
            .unwrap()
    }

    /// The log with a chain of [`ENTRIES`], and its head.
    pub fn filled(self) -> (Self, Head) {
        for number in 1..=ENTRIES {
            self.add(CHAIN, number, "put_stock");
        }
        let head = self.verify(&[]).unwrap();
        assert_eq!(head.seq, ENTRIES);
        (self, head)
    }
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

pub fn deed(chain: &str, at_ms: i64, operation: &str) -> Deed {
    Deed {
        chain: chain.to_owned(),
        at_ms,
        principal: "clerk:s1:li".to_owned(),
        operation: operation.to_owned(),
        target: "/v1/stores/s1/stock".to_owned(),
        body_sha256: "00".to_owned(),
    }
}

/// A log on every database that there is.
pub fn each(name: &str, test: impl Fn(Log)) {
    test(Log::sqlite());
    match std::env::var("DATABASE_URL") {
        Ok(url) => test(Log::postgres(&url, &format!("audit_{name}"))),
        Err(_) => eprintln!("skipped on Postgres: DATABASE_URL names no server"),
    }
}
