//! The database that the deployment chose: Postgres where the variable `database_url` is set, else SQLite.

use super::spin_postgres::SpinPostgres;
use super::spin_sqlite::SpinSqlite;
use super::{Row, Script, Sql, SqlError, Statement};
use futures_util::future::LocalBoxFuture;

/// One request's database access. Connections are opened at the first use.
pub enum SpinSql {
    /// Embedded.
    Sqlite(SpinSqlite),
    /// Managed.
    Postgres(SpinPostgres),
}

impl SpinSql {
    /// Access for one request; an empty address means SQLite.
    #[must_use]
    pub fn new(database_url: &str) -> Self {
        if database_url.is_empty() {
            Self::Sqlite(SpinSqlite::default())
        } else {
            Self::Postgres(SpinPostgres::new(database_url.to_owned()))
        }
    }
}

impl Sql for SpinSql {
    fn read<'a>(&'a self, statement: Statement) -> LocalBoxFuture<'a, Result<Vec<Row>, SqlError>> {
        match self {
            Self::Sqlite(sqlite) => Box::pin(sqlite.read(statement)),
            Self::Postgres(postgres) => Box::pin(postgres.read(statement)),
        }
    }

    fn write<'a>(&'a self, script: Script) -> LocalBoxFuture<'a, Result<Vec<u64>, SqlError>> {
        match self {
            Self::Sqlite(sqlite) => Box::pin(sqlite.write(script)),
            Self::Postgres(postgres) => Box::pin(postgres.write(script)),
        }
    }
}
