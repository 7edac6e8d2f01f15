//! A database for each test.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};
use storage::audit;
use storage::invariants::{self, Breach};
use storage::migrate::{migrate_postgres, migrate_sqlite};
use storage::migrations::{Dialect, migrations};
use storage::sql::native_postgres::NativePostgres;
use storage::sql::native_sqlite::NativeSqlite;
use storage::sql::{Sql, SqlError};
use test_kit::block_on;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{Client, NoTls, SimpleQueryMessage};

/// Guards the making of the template against tests that run at the same time.
const TEMPLATE_LOCK: &str = "SELECT pg_advisory_lock(7236826)";

/// An empty, migrated database.
pub enum Database {
    /// A file, where the engine looks for its default database.
    Sqlite(PathBuf),
    /// A database on a server.
    Postgres(Postgres),
}

/// A database on a server; dropped with this.
pub struct Postgres {
    runtime: Runtime,
    admin_url: String,
    name: String,
}

impl Database {
    /// A new one, of the kind that the environment names.
    pub fn fresh(state: &Path) -> Self {
        match std::env::var("MENDIAN_DATABASE").as_deref() {
            Err(_) | Ok("sqlite") => {
                let file = state.join("sqlite_db.db");
                migrate_sqlite(&mut rusqlite::Connection::open(&file).unwrap()).unwrap();
                Self::Sqlite(file)
            }
            Ok("postgres") => {
                Self::on_server(&std::env::var("DATABASE_URL").expect("DATABASE_URL names a server"))
            }
            Ok(other) => panic!("MENDIAN_DATABASE is {other:?}, neither sqlite nor postgres"),
        }
    }

    /// A new one on the server of a URL.
    pub fn on_server(url: &str) -> Self {
        Self::Postgres(Postgres::fresh(url))
    }

    /// Variables that point the application to it.
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Sqlite(_) => Vec::new(),
            Self::Postgres(postgres) => {
                let url = postgres.url();
                let authority = url
                    .split('@')
                    .nth(1)
                    .and_then(|rest| rest.split('/').next())
                    .unwrap();
                vec![
                    ("database_url", url.clone()),
                    ("database_host", authority.to_owned()),
                ]
            }
        }
    }

    /// Reads with plain SQL, past the application; every value as text, NULL as an empty one.
    pub fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        match self {
            Self::Sqlite(file) => sqlite_rows(file, sql),
            Self::Postgres(postgres) => postgres.rows(sql),
        }
    }

    /// The names of all tables, sorted.
    pub fn tables(&self) -> Vec<String> {
        let sql = match self {
            Self::Sqlite(_) => {
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
            }
            Self::Postgres(_) => {
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name"
            }
        };
        self.rows(sql).into_iter().flatten().collect()
    }

    /// Every invariant that does not hold now.
    pub fn breaches(&self) -> Vec<Breach> {
        self.ask(async |sql| invariants::breaches(sql).await)
    }

    /// Every chain of the audit log that is not what was written, with what is wrong.
    pub fn broken_chains(&self) -> Vec<String> {
        self.ask(async |sql| {
            let (mut broken, mut after) = (Vec::new(), String::new());
            while let Some(chain) = audit::next_chain(sql, &after).await? {
                if let Err(what) = audit::verify(sql, &chain, &[]).await? {
                    broken.push(format!("the audit log of {chain}: {what}"));
                }
                after = chain;
            }
            Ok(broken)
        })
    }

    fn ask<T>(&self, question: impl AsyncFnOnce(&dyn Sql) -> Result<T, SqlError>) -> T {
        let answer = match self {
            Self::Sqlite(file) => {
                let sql = NativeSqlite::new(rusqlite::Connection::open(file).unwrap());
                block_on(question(&sql))
            }
            Self::Postgres(postgres) => postgres.runtime.block_on(async {
                let sql = NativePostgres::new(connect(&postgres.url()).await);
                question(&sql).await
            }),
        };
        answer.unwrap()
    }

    /// Writes with plain SQL, past the application: what time would have done.
    pub fn execute(&self, sql: &str) {
        match self {
            Self::Sqlite(file) => rusqlite::Connection::open(file)
                .unwrap()
                .execute_batch(sql)
                .unwrap(),
            Self::Postgres(postgres) => drop(postgres.rows(sql)),
        }
    }

    /// Sessions that hold a transaction open while nothing is going on: there must be none.
    pub fn transactions_left_open(&self) -> Vec<Vec<String>> {
        match self {
            // SQLite ends a transaction with its connection, and every request has its own; a writer that was left
            // behind would refuse this lock.
            Self::Sqlite(file) => {
                let lock = rusqlite::Connection::open(file)
                    .unwrap()
                    .execute_batch("BEGIN IMMEDIATE; ROLLBACK");
                lock.err()
                    .map(|error| vec![error.to_string()])
                    .into_iter()
                    .collect()
            }
            Self::Postgres(postgres) => postgres.rows(
                "SELECT pid, state, query FROM pg_stat_activity \
                 WHERE datname = current_database() AND state LIKE 'idle in transaction%'",
            ),
        }
    }
}

fn sqlite_rows(file: &Path, sql: &str) -> Vec<Vec<String>> {
    let connection = rusqlite::Connection::open(file).unwrap();
    let mut statement = connection.prepare(sql).unwrap();
    let columns = statement.column_count();
    let text = |row: &rusqlite::Row<'_>, column| {
        use rusqlite::types::Value::{Blob, Integer, Null, Real, Text};
        Ok(match row.get(column)? {
            Null => String::new(),
            Integer(value) => value.to_string(),
            Real(value) => value.to_string(),
            Text(value) => value,
            Blob(_) => "blob".to_owned(),
        })
    };
    let rows = statement
        .query_map([], |row| (0..columns).map(|column| text(row, column)).collect())
        .unwrap();
    rows.collect::<rusqlite::Result<_>>().unwrap()
}

impl Postgres {
    fn fresh(url: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let admin_url = url.to_owned();
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let nanos = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap()
            .subsec_nanos();
        let name = format!("mendian_test_{}_{count}_{nanos}", std::process::id());
        runtime.block_on(async {
            let admin = connect(&admin_url).await;
            let template = template(&admin, &admin_url).await;
            admin
                .batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}"))
                .await
                .unwrap();
        });
        Self {
            runtime,
            admin_url,
            name,
        }
    }

    fn url(&self) -> String {
        with_database(&self.admin_url, &self.name)
    }

    fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        self.runtime.block_on(async {
            let messages = connect(&self.url()).await.simple_query(sql).await.unwrap();
            let rows = messages.iter().filter_map(|message| match message {
                SimpleQueryMessage::Row(row) => Some(
                    (0..row.len())
                        .map(|column| row.get(column).unwrap_or("").to_owned())
                        .collect(),
                ),
                _ => None,
            });
            rows.collect()
        })
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        self.runtime.block_on(async {
            // The server of `cargo xtask test` goes away as a whole; on another one, a leftover names itself.
            _ = connect(&self.admin_url).await.batch_execute(&drop).await;
        });
    }
}

/// The name of a migrated database that nobody is connected to; made by whoever needs it first.
async fn template(admin: &Client, admin_url: &str) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut schema = DefaultHasher::new();
    migrations(Dialect::Postgres)
        .iter()
        .for_each(|migration| (migration.name, &migration.sql).hash(&mut schema));
    let name = format!("mendian_template_{:016x}", schema.finish());
    admin.batch_execute(TEMPLATE_LOCK).await.unwrap();
    let known = admin
        .query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&name])
        .await
        .unwrap();
    if known.is_none() {
        let unfinished = format!("{name}_unfinished");
        admin
            .batch_execute(&format!("DROP DATABASE IF EXISTS {unfinished}"))
            .await
            .unwrap();
        admin
            .batch_execute(&format!("CREATE DATABASE {unfinished}"))
            .await
            .unwrap();
        migrate_postgres(&mut connect(&with_database(admin_url, &unfinished)).await)
            .await
            .unwrap();
        rename_when_left(admin, &unfinished, &name).await;
    }
    admin
        .batch_execute("SELECT pg_advisory_unlock_all()")
        .await
        .unwrap();
    name
}

/// The server notices a moment later that the migrating session has ended.
async fn rename_when_left(admin: &Client, from: &str, to: &str) {
    for _ in 0..100 {
        if admin
            .batch_execute(&format!("ALTER DATABASE {from} RENAME TO {to}"))
            .await
            .is_ok()
        {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("somebody stays connected to {from}");
}

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

fn with_database(url: &str, name: &str) -> String {
    let (base, query) = url
        .split_once('?')
        .map_or((url, String::new()), |(base, query)| (base, format!("?{query}")));
    let server = base.rsplit_once('/').expect("the URL names a database").0;
    format!("{server}/{name}{query}")
}
