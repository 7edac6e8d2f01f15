//! Running statements and carrying their rows to the component.

use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use tokio::sync::{mpsc, oneshot};
use tokio_postgres::error::DbError as ServerError;

use super::parameters::to_sql;
use super::values::{data_type, to_row};
use super::{Connection, query_failed};
use crate::host::spin::postgres::postgres::{
    Column, DbError, Error, ParameterValue, QueryError, Row, RowSet,
};
use crate::host::streams::CHANNEL_ITEMS;

/// A statement that was accepted and whose rows arrive.
pub struct Rows {
    stream: BoxStream<'static, Result<(Vec<Column>, Row), Error>>,
    /// Keeps the connection from its pool until the last row was read.
    _connection: Connection,
}

impl Connection {
    /// Prepares and runs a statement: two round trips. An error while it runs shows among the rows.
    pub async fn query(&self, statement: &str, parameters: Vec<ParameterValue>) -> Result<Rows, Error> {
        let bad = |reason: String| Error::BadParameter(reason);
        let parameters = parameters
            .into_iter()
            .map(to_sql)
            .collect::<Result<Vec<_>, _>>()
            .map_err(bad)?;
        let rows = self.0.query_raw(statement, parameters).await.map_err(failed)?;
        let mut first = true;
        let stream = Box::pin(rows).map(move |row| {
            let row = row.map_err(failed)?;
            // Spin learns the columns from the first row too, so that no rows give no columns.
            let columns = if std::mem::take(&mut first) {
                row.columns()
            } else {
                &[]
            };
            let column = |column: &tokio_postgres::Column| Column {
                name: column.name().to_owned(),
                data_type: data_type(column.type_()),
            };
            Ok((
                columns.iter().map(column).collect(),
                to_row(&row).map_err(query_failed)?,
            ))
        });
        Ok(Rows {
            stream: stream.boxed(),
            _connection: self.clone(),
        })
    }

    /// Prepares and runs a statement; gives the number of rows that it changed.
    pub async fn execute(&self, statement: &str, parameters: Vec<ParameterValue>) -> Result<u64, Error> {
        let bad = |reason: String| Error::ValueConversionFailed(reason);
        let parameters = parameters
            .into_iter()
            .map(to_sql)
            .collect::<Result<Vec<_>, _>>()
            .map_err(bad)?;
        self.0.execute_raw(statement, parameters).await.map_err(failed)
    }
}

impl Rows {
    /// Reads to the end.
    pub async fn collect(mut self) -> Result<RowSet, Error> {
        let mut set = RowSet {
            columns: Vec::new(),
            rows: Vec::new(),
        };
        while let Some(row) = self.stream.next().await {
            let (columns, row) = row?;
            if set.rows.is_empty() {
                set.columns = columns;
            }
            set.rows.push(row);
        }
        Ok(set)
    }

    /// Returns when the statement has ended or its first rows fill the channel; the rest follows in a task.
    pub async fn into_channel(
        mut self,
    ) -> (
        Vec<Column>,
        mpsc::Receiver<Row>,
        oneshot::Receiver<Result<(), Error>>,
    ) {
        let (rows, stream) = mpsc::channel(CHANNEL_ITEMS);
        let (done, outcome) = oneshot::channel();
        let mut columns = Vec::new();
        for position in 0..CHANNEL_ITEMS {
            let ended = match self.stream.next().await {
                None => Ok(()),
                Some(Err(error)) => Err(error),
                Some(Ok((names, row))) => {
                    if position == 0 {
                        columns = names;
                    }
                    // There is room, and the receiver is here.
                    _ = rows.try_send(row);
                    continue;
                }
            };
            _ = done.send(ended);
            return (columns, stream, outcome);
        }
        tokio::spawn(async move {
            let ended = loop {
                // A component that no longer reads must not hold the connection.
                let next = tokio::select! {
                    () = rows.closed() => break Ok(()),
                    next = self.stream.next() => next,
                };
                match next {
                    None => break Ok(()),
                    Some(Err(error)) => break Err(error),
                    Some(Ok((_, row))) => _ = rows.send(row).await,
                }
            };
            _ = done.send(ended);
        });
        (columns, stream, outcome)
    }
}

fn failed(error: tokio_postgres::Error) -> Error {
    let as_text = format!("{error:?}");
    let Some(server) = error.as_db_error() else {
        return query_failed(as_text);
    };
    Error::QueryFailed(QueryError::DbError(DbError {
        as_text,
        severity: server.severity().to_owned(),
        code: server.code().code().to_owned(),
        message: server.message().to_owned(),
        detail: server.detail().map(str::to_owned),
        extras: extras(server),
    }))
}

fn extras(error: &ServerError) -> Vec<(String, String)> {
    let line = error.line().map(|line| line.to_string());
    [
        ("column", error.column()),
        ("constraint", error.constraint()),
        ("routine", error.routine()),
        ("hint", error.hint()),
        ("table", error.table()),
        ("datatype", error.datatype()),
        ("schema", error.schema()),
        ("file", error.file()),
        ("line", line.as_deref()),
        ("where_", error.where_()),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())))
    .collect()
}
