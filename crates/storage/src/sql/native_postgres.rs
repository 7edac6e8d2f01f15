//! Postgres without a host, for tests: the same statements, scripts and guards.

use super::{Column, Param, PostgresRead, PostgresWrite, Row, Script, Sql, SqlError, Statement};
use futures_util::future::LocalBoxFuture;
use std::error::Error as _;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Error, error::SqlState};

/// A connected client, whose connection its runtime drives; migrations are the caller's business.
pub struct NativePostgres(Client);

/// What `mendian_write` raises for a refused step.
const REFUSED: &str = "MD001";

impl NativePostgres {
    /// Access through a connected client.
    #[must_use]
    pub fn new(client: Client) -> Self {
        Self(client)
    }

    async fn query(&self, sql: &str, params: &[Param]) -> Result<Vec<Row>, Error> {
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(value).collect();
        let rows = self.0.query(sql, &params).await?;
        rows.iter()
            .map(|row| {
                let columns = row.columns().iter().enumerate();
                columns
                    .map(|(at, column)| {
                        Ok(if *column.type_() == Type::INT8 {
                            row.try_get::<_, Option<i64>>(at)?
                                .map_or(Column::Null, Column::Int)
                        } else {
                            row.try_get::<_, Option<String>>(at)?
                                .map_or(Column::Null, Column::Text)
                        })
                    })
                    .collect::<Result<_, _>>()
                    .map(Row)
            })
            .collect()
    }
}

fn value(param: &Param) -> &(dyn ToSql + Sync) {
    match param {
        Param::Int(value) => value,
        Param::Text(value) => value,
    }
}

impl Sql for NativePostgres {
    fn read<'a>(&'a self, statement: Statement) -> LocalBoxFuture<'a, Result<Vec<Row>, SqlError>> {
        Box::pin(async move {
            let read = PostgresRead::of(statement);
            let answer = self.query(&read.text, &read.params).await;
            read.form.rows(answer.map_err(|error| failure(&error))?)
        })
    }

    fn write<'a>(&'a self, script: Script) -> LocalBoxFuture<'a, Result<Vec<u64>, SqlError>> {
        Box::pin(async move {
            let write = PostgresWrite::of(&script);
            match self.query(write.text, &write.params).await {
                Ok(rows) => rows.first().map_or(Ok(Vec::new()), |row| row.json(0)),
                Err(error) => Err(refusal(&script, &error).unwrap_or_else(|| failure(&error))),
            }
        })
    }
}

/// `step:affected`, as the function raises it.
fn refusal(script: &Script, error: &Error) -> Option<SqlError> {
    let error = error
        .as_db_error()
        .filter(|error| error.code().code() == REFUSED)?;
    let (step, affected) = error.message().split_once(':')?;
    Some(script.refusal(step.parse().ok()?, affected.parse().ok()?))
}

fn failure(error: &Error) -> SqlError {
    let words = error
        .source()
        .map_or_else(|| error.to_string(), ToString::to_string);
    match error.code().map(SqlState::code).and_then(|code| code.get(..2)) {
        Some("23") => SqlError::Constraint(words),
        Some("40" | "53" | "55") => SqlError::Busy(words),
        Some(_) => SqlError::Statement(words),
        None => SqlError::Unknown(words),
    }
}
