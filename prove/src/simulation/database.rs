//! The database below a simulation: one connection, so that what happens is what the seed says.

use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, ready};
use rusqlite::Connection;
use storage::migrate::{migrate_postgres, migrate_sqlite};
use storage::sql::native_postgres::NativePostgres;
use storage::sql::native_sqlite::NativeSqlite;
use storage::sql::{Row, Script, Sql, SqlError, Statement};
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::NoTls;

/// Which database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// In memory.
    Sqlite,
    /// A schema of its own on the server of this URL.
    Postgres(String),
}

impl Database {
    /// A new, migrated one; `name` tells those apart that are there at the same time.
    pub(super) fn open(&self, name: &str) -> Box<dyn Sql> {
        match self {
            Self::Sqlite => {
                let mut connection = Connection::open_in_memory().unwrap();
                migrate_sqlite(&mut connection).unwrap();
                Box::new(NativeSqlite::new(connection))
            }
            Self::Postgres(url) => Box::new(Blocking::open(url, name)),
        }
    }

    /// Its name in reports.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres(_) => "Postgres",
        }
    }
}

/// Postgres, waited for: a statement takes no time in the simulation.
struct Blocking {
    runtime: Runtime,
    sql: Option<NativePostgres>,
    schema: String,
    url: String,
}

impl Blocking {
    fn open(url: &str, name: &str) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let schema = format!("simulation_{}_{name}", std::process::id());
        let client = runtime.block_on(async {
            let mut client = connect(url).await;
            let make = format!(
                "DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}; SET search_path TO {schema}; \
                 SET synchronous_commit TO off"
            );
            client.batch_execute(&make).await.unwrap();
            migrate_postgres(&mut client).await.unwrap();
            client
        });
        Self {
            runtime,
            sql: Some(NativePostgres::new(client)),
            schema,
            url: url.to_owned(),
        }
    }

    fn sql(&self) -> &NativePostgres {
        self.sql.as_ref().expect("connected until it is dropped")
    }
}

async fn connect(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

impl Sql for Blocking {
    fn read<'a>(&'a self, statement: Statement) -> LocalBoxFuture<'a, Result<Vec<Row>, SqlError>> {
        Box::pin(ready(self.runtime.block_on(self.sql().read(statement))))
    }

    fn write<'a>(&'a self, script: Script) -> LocalBoxFuture<'a, Result<Vec<u64>, SqlError>> {
        Box::pin(ready(self.runtime.block_on(self.sql().write(script))))
    }
}

impl Drop for Blocking {
    fn drop(&mut self) {
        self.sql = None;
        let drop = format!("DROP SCHEMA IF EXISTS {} CASCADE", self.schema);
        // A leftover names the process that left it.
        _ = self
            .runtime
            .block_on(async { connect(&self.url).await.batch_execute(&drop).await });
    }
}

/// What a database under a simulation answers, without accidents.
pub fn rows(sql: &dyn Sql, statement: Statement) -> Vec<Row> {
    let answered = sql.read(statement).now_or_never();
    answered.expect("adapters answer at once").unwrap()
}
