//! Applies migrations, natively. Components run no DDL.

use crate::migrations::{Dialect, Migration, migrations};

/// A migration that could not be applied.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// SQLite refused.
    #[error("migrating SQLite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// Postgres refused.
    #[error("migrating Postgres: {0}")]
    Postgres(#[from] tokio_postgres::Error),
}

const LOG: &str = "CREATE TABLE IF NOT EXISTS schema_migration (name TEXT PRIMARY KEY)";

/// Brings an SQLite database up to date; returns the names of the migrations applied now.
///
/// # Errors
/// SQLite's error; the failed migration has left nothing behind.
pub fn migrate_sqlite(connection: &mut rusqlite::Connection) -> Result<Vec<&'static str>, MigrateError> {
    connection.execute_batch(LOG)?;
    let mut applied = Vec::new();
    for Migration { name, sql } in migrations(Dialect::Sqlite) {
        let known: bool = connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM schema_migration WHERE name = ?1)",
            [name],
            |row| row.get(0),
        )?;
        if known {
            continue;
        }
        if sql.contains("PRAGMA journal_mode") {
            // The journal mode cannot change inside a transaction.
            connection.execute_batch(&sql)?;
            connection.execute("INSERT INTO schema_migration (name) VALUES (?1)", [name])?;
        } else {
            let transaction = connection.transaction()?;
            transaction.execute_batch(&sql)?;
            transaction.execute("INSERT INTO schema_migration (name) VALUES (?1)", [name])?;
            transaction.commit()?;
        }
        applied.push(name);
    }
    Ok(applied)
}

/// Brings a Postgres database up to date; returns the names of the migrations applied now. Two runners at once wait
/// for each other.
///
/// # Errors
/// Postgres's error; the failed migration has left nothing behind.
pub async fn migrate_postgres(
    client: &mut tokio_postgres::Client,
) -> Result<Vec<&'static str>, MigrateError> {
    /// Any number that no other user of the database locks.
    const ADVISORY_LOCK: i64 = 0x006D_656E_6469_616E;
    let transaction = client.transaction().await?;
    transaction
        .execute("SELECT pg_advisory_xact_lock($1)", &[&ADVISORY_LOCK])
        .await?;
    transaction.batch_execute(LOG).await?;
    let mut applied = Vec::new();
    for Migration { name, sql } in migrations(Dialect::Postgres) {
        if transaction
            .query_opt("SELECT 1 FROM schema_migration WHERE name = $1", &[&name])
            .await?
            .is_some()
        {
            continue;
        }
        transaction.batch_execute(&sql).await?;
        transaction
            .execute("INSERT INTO schema_migration (name) VALUES ($1)", &[&name])
            .await?;
        applied.push(name);
    }
    transaction.commit().await?;
    Ok(applied)
}
