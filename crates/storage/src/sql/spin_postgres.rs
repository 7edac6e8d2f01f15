//! Postgres on Spin's interface: every read and every write is one statement, so that no transaction outlives it.

use super::{Column, Param, PostgresRead, PostgresWrite, Row, Script, SqlError, Statement};
use spin_sdk::pg::{Connection, DbError, DbValue, Error, ParameterValue, PgError, QueryError};
use std::cell::RefCell;
use std::rc::Rc;

/// Tries of one script that loses to a deadlock or a serialization failure.
const TRIES_MAX: u32 = 5;
/// SQLSTATE that `mendian_write` raises for a refused step.
const REFUSED: &str = "MD001";

/// One request's Postgres access; its connection is taken from the host's pool at the first use.
pub struct SpinPostgres {
    address: String,
    connection: RefCell<Option<Rc<Connection>>>,
}

impl SpinPostgres {
    /// Access to the database at `address` (`postgres://…`).
    pub fn new(address: String) -> Self {
        Self {
            address,
            connection: RefCell::new(None),
        }
    }

    async fn connection(&self) -> Result<Rc<Connection>, SqlError> {
        if let Some(connection) = self.connection.borrow().clone() {
            return Ok(connection);
        }
        let opened = Connection::open(self.address.clone())
            .await
            .map(Rc::new)
            .map_err(|error| SqlError::Busy(error.to_string()))?;
        *self.connection.borrow_mut() = Some(opened.clone());
        Ok(opened)
    }

    /// See [`super::Sql::read`].
    pub async fn read(&self, statement: Statement) -> Result<Vec<Row>, SqlError> {
        let PostgresRead { text, params, form } = PostgresRead::of(statement);
        let answer = self.query(text, params).await;
        form.rows(answer.map_err(|failure| failure.error)?)
    }

    /// See [`super::Sql::write`].
    pub async fn write(&self, script: Script) -> Result<Vec<u64>, SqlError> {
        let write = PostgresWrite::of(&script);
        let mut tries = 1;
        loop {
            match self.query(write.text.to_owned(), write.params.clone()).await {
                Ok(rows) => {
                    let text = rows.first().map(|row| row.text(0)).transpose()?.unwrap_or("[]");
                    return serde_json::from_str(text).map_err(|_| SqlError::Decode {
                        column: 0,
                        expected: "affected rows",
                    });
                }
                Err(failure) => match failure.code.as_str() {
                    REFUSED => return Err(refused(&script, &failure.message)),
                    "40001" | "40P01" if tries < TRIES_MAX => tries += 1,
                    _ => return Err(failure.error),
                },
            }
        }
    }

    async fn query(&self, sql: String, params: Vec<Param>) -> Result<Vec<Row>, Failure> {
        let connection = self.connection().await?;
        let params: Vec<ParameterValue> = params.into_iter().map(parameter).collect();
        let mut result = connection.query(sql, params).await?;
        let mut rows = Vec::new();
        while let Some(values) = result.rows().next().await {
            let columns: Result<Vec<Column>, SqlError> = values
                .into_iter()
                .enumerate()
                .map(|(column, value)| decode(column, value))
                .collect();
            rows.push(Row(columns?));
        }
        result.result().await?;
        Ok(rows)
    }
}

fn parameter(param: Param) -> ParameterValue {
    match param {
        Param::Int(Some(value)) => ParameterValue::Int64(value),
        Param::Text(Some(value)) => ParameterValue::Str(value.into_owned()),
        Param::Int(None) | Param::Text(None) => ParameterValue::DbNull,
    }
}

fn decode(column: usize, value: DbValue) -> Result<Column, SqlError> {
    match value {
        DbValue::Int64(value) => Ok(Column::Int(value)),
        DbValue::Int32(value) => Ok(Column::Int(i64::from(value))),
        DbValue::Str(value) => Ok(Column::Text(value)),
        DbValue::DbNull => Ok(Column::Null),
        _ => Err(SqlError::Decode {
            column,
            expected: "a bigint or a text",
        }),
    }
}

/// `step:affected`, as the function raises it.
fn refused(script: &Script, message: &str) -> SqlError {
    let (step, affected) = message.split_once(':').unwrap_or((message, "0"));
    script.refusal(step.parse().unwrap_or(usize::MAX), affected.parse().unwrap_or(0))
}

/// An error with what Postgres said of it.
struct Failure {
    code: String,
    message: String,
    error: SqlError,
}

impl From<SqlError> for Failure {
    fn from(error: SqlError) -> Self {
        Self {
            code: String::new(),
            message: String::new(),
            error,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::PgError(PgError::QueryFailed(QueryError::DbError(db))) => sort(db),
            Error::PgError(PgError::ConnectionFailed(text)) => SqlError::Busy(text).into(),
            Error::PgError(PgError::QueryFailed(QueryError::Text(text))) => SqlError::Unknown(text).into(),
            Error::PgError(PgError::Other(text)) => SqlError::Unknown(text).into(),
            other => SqlError::Statement(other.to_string()).into(),
        }
    }
}

impl From<PgError> for Failure {
    fn from(error: PgError) -> Self {
        Error::PgError(error).into()
    }
}

/// By SQLSTATE class: <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
fn sort(db: DbError) -> Failure {
    let text = format!("{} {}", db.code, db.message);
    let error = match db.code.get(..2) {
        Some("23") => SqlError::Constraint(text),
        Some("40" | "53" | "55") => SqlError::Busy(text),
        Some("08" | "57") => SqlError::Unknown(text),
        _ => SqlError::Statement(text),
    };
    Failure {
        code: db.code,
        message: db.message,
        error,
    }
}
