//! SQLite without a host, for tools and tests: the same statements, scripts and guards.

use super::error::sqlite_failure;
use super::{Column, Expect, Param, Row, Script, Sql, SqlError, Statement};
use futures_util::future::{LocalBoxFuture, ready};
use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use std::cell::RefCell;

/// A database file or memory.
pub struct NativeSqlite(RefCell<Connection>);

impl NativeSqlite {
    /// Access through an open connection; migrations are the caller's business.
    #[must_use]
    pub fn new(connection: Connection) -> Self {
        Self(RefCell::new(connection))
    }
}

impl rusqlite::ToSql for Param {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Int(Some(value)) => ToSqlOutput::Owned(Value::Integer(*value)),
            Self::Text(Some(value)) => ToSqlOutput::Borrowed(ValueRef::Text(value.as_bytes())),
            Self::Int(None) | Self::Text(None) => ToSqlOutput::Owned(Value::Null),
        })
    }
}

fn failed(error: rusqlite::Error) -> SqlError {
    sqlite_failure(error.to_string())
}

fn read(connection: &Connection, statement: &Statement) -> Result<Vec<Row>, SqlError> {
    let mut prepared = connection.prepare_cached(statement.sql).map_err(failed)?;
    let columns = prepared.column_count();
    let mut rows = prepared
        .query(rusqlite::params_from_iter(&statement.params))
        .map_err(failed)?;
    let mut out = Vec::new();
    while let Some(row) = rows.next().map_err(failed)? {
        let cells: Result<Vec<Column>, SqlError> = (0..columns)
            .map(|column| match row.get_ref(column).map_err(failed)? {
                ValueRef::Null => Ok(Column::Null),
                ValueRef::Integer(value) => Ok(Column::Int(value)),
                ValueRef::Text(value) => Ok(Column::Text(String::from_utf8_lossy(value).into_owned())),
                ValueRef::Real(_) | ValueRef::Blob(_) => Err(SqlError::Decode {
                    column,
                    expected: "an integer or a text",
                }),
            })
            .collect();
        out.push(Row(cells?));
    }
    Ok(out)
}

fn write(connection: &mut Connection, script: &Script) -> Result<Vec<u64>, SqlError> {
    let transaction = connection
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .map_err(failed)?;
    let mut affected = Vec::with_capacity(script.steps.len());
    for (index, step) in script.steps.iter().enumerate() {
        let changes = transaction
            .prepare_cached(step.statement.sql)
            .and_then(|mut prepared| prepared.execute(rusqlite::params_from_iter(&step.statement.params)))
            .map_err(failed)? as u64;
        if let Expect::Rows(wanted, _) = step.expect
            && changes != wanted
        {
            return Err(script.refusal(index, changes));
        }
        affected.push(changes);
    }
    transaction.commit().map_err(failed)?;
    Ok(affected)
}

impl Sql for NativeSqlite {
    fn read<'a>(&'a self, statement: Statement) -> LocalBoxFuture<'a, Result<Vec<Row>, SqlError>> {
        Box::pin(ready(read(&self.0.borrow(), &statement)))
    }

    fn write<'a>(&'a self, script: Script) -> LocalBoxFuture<'a, Result<Vec<u64>, SqlError>> {
        Box::pin(ready(write(&mut self.0.borrow_mut(), &script)))
    }
}
