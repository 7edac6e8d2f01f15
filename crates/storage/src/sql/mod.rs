//! The SQL port: statements and scripts are values; an adapter runs them on SQLite or on Postgres.
//!
//! One text serves both databases. Placeholders are `?1`, `?2`, …; integers are `BIGINT`, everything else is
//! `TEXT`; a dialect difference is a migration's business, never a query's.

mod error;
pub mod list;
#[cfg(feature = "native")]
pub mod native_postgres;
#[cfg(feature = "native")]
pub mod native_sqlite;
mod param;
mod postgres_script;
mod postgres_wire;
mod row;
mod script;
#[cfg(target_family = "wasm")]
pub mod spin;
#[cfg(target_family = "wasm")]
mod spin_postgres;
#[cfg(target_family = "wasm")]
mod spin_sqlite;

use futures_util::future::LocalBoxFuture;

pub use error::SqlError;
pub use param::Param;
pub use postgres_wire::{PostgresRead, PostgresWrite, RowForm};
pub use row::{Column, Row};
pub use script::{Expect, Script, Statement, Step};

/// A database that a function may read from and write to.
pub trait Sql {
    /// Runs one `SELECT` and returns all its rows.
    ///
    /// # Errors
    /// Any [`SqlError`] except [`SqlError::Refused`].
    fn read<'a>(&'a self, statement: Statement) -> LocalBoxFuture<'a, Result<Vec<Row>, SqlError>>;

    /// Runs all steps of a script in one transaction, or none of them. Returns the rows affected by each step.
    ///
    /// On Postgres the whole script is one statement on the wire. On SQLite it is `BEGIN IMMEDIATE … COMMIT`.
    ///
    /// # Errors
    /// [`SqlError::Refused`] names the first step whose [`Expect`] did not hold; nothing was written then.
    fn write<'a>(&'a self, script: Script) -> LocalBoxFuture<'a, Result<Vec<u64>, SqlError>>;
}
