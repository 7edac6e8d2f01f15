//! SQLite on Spin's interface.
//!
//! An `execute` there returns before the statement ran, so every result is drained; each write has a connection
//! of its own, which dies with the request: a trap between `BEGIN` and `COMMIT` leaves nothing open.

use super::{Column, Expect, Param, Row, Script, SqlError, Statement};
use spin_sdk::sqlite::{Connection, Error, Value};

/// One request's SQLite access.
#[derive(Default)]
pub struct SpinSqlite;

impl SpinSqlite {
    /// See [`super::Sql::read`].
    pub async fn read(&self, statement: Statement) -> Result<Vec<Row>, SqlError> {
        let connection = Connection::open_default().await.map_err(failed)?;
        execute(&connection, &statement).await
    }

    /// See [`super::Sql::write`].
    pub async fn write(&self, script: Script) -> Result<Vec<u64>, SqlError> {
        let connection = Connection::open_default().await.map_err(failed)?;
        execute(&connection, &Statement::new("BEGIN IMMEDIATE", vec![])).await?;
        match run_steps(&connection, &script).await {
            Ok(affected) => {
                execute(&connection, &Statement::new("COMMIT", vec![])).await?;
                Ok(affected)
            }
            Err(error) => {
                // Best effort: dropping the connection rolls back as well.
                drop(execute(&connection, &Statement::new("ROLLBACK", vec![])).await);
                Err(error)
            }
        }
    }
}

async fn run_steps(connection: &Connection, script: &Script) -> Result<Vec<u64>, SqlError> {
    let mut affected = Vec::with_capacity(script.steps.len());
    for (index, step) in script.steps.iter().enumerate() {
        execute(connection, &step.statement).await?;
        let changes = connection.changes().await;
        if let Expect::Rows(wanted, _) = step.expect
            && changes != wanted
        {
            return Err(script.refusal(index, changes));
        }
        affected.push(changes);
    }
    Ok(affected)
}

async fn execute(connection: &Connection, statement: &Statement) -> Result<Vec<Row>, SqlError> {
    let params = statement.params.iter().map(|param| match param {
        Param::Int(Some(value)) => Value::Integer(*value),
        Param::Text(Some(value)) => Value::Text(value.clone().into_owned()),
        Param::Int(None) | Param::Text(None) => Value::Null,
    });
    let result = connection.execute(statement.sql, params).await.map_err(failed)?;
    let rows = result.collect().await.map_err(failed)?;
    rows.into_iter()
        .map(|row| {
            let columns: Result<Vec<Column>, SqlError> = row
                .values
                .into_iter()
                .enumerate()
                .map(|(column, value)| match value {
                    Value::Integer(value) => Ok(Column::Int(value)),
                    Value::Text(value) => Ok(Column::Text(value)),
                    Value::Null => Ok(Column::Null),
                    Value::Real(_) | Value::Blob(_) => Err(SqlError::Decode {
                        column,
                        expected: "an integer or a text",
                    }),
                })
                .collect();
            columns.map(Row)
        })
        .collect()
}

fn failed(error: Error) -> SqlError {
    let text = match error {
        Error::Io(text) => text,
        Error::DatabaseFull => return SqlError::Busy("full".to_owned()),
        other => return SqlError::Statement(other.to_string()),
    };
    super::error::sqlite_failure(text)
}
