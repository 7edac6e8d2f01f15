//! `spin:sqlite`: databases in files, one connection for each `open`.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::types::{Value as SqlValue, ValueRef};
use rusqlite::{Row, params_from_iter};
use tokio::sync::{mpsc, oneshot};
use tokio::task::spawn_blocking;
use wasmtime::component::{Accessor, FutureReader, Resource, StreamReader};

use super::HostData;
use super::spin::sqlite::sqlite::{
    Error, Host, HostConnection, HostConnectionWithStore, QueryResult, RowResult, Value,
};
use super::streams::{CHANNEL_ITEMS, ChannelProducer};
use crate::call::Call;
use crate::faults::Effect;
use crate::instance::{ComponentContext, InstanceData, context};

/// How long a statement waits for another connection's lock.
pub const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The file of the SQLite database with this label in a state folder. The default one is named as Spin names it.
pub fn sqlite_file(state_dir: &Path, label: &str) -> PathBuf {
    match label {
        "default" => state_dir.join("sqlite_db.db"),
        label => state_dir.join(format!("sqlite_{label}.db")),
    }
}

/// Where the databases are.
#[derive(Debug, Clone)]
pub struct Databases {
    folder: PathBuf,
}

impl Databases {
    /// Databases in files in `folder`, which exists.
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    fn connect(&self, label: &str) -> rusqlite::Result<rusqlite::Connection> {
        let mut connection = rusqlite::Connection::open(sqlite_file(&self.folder, label))?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        // A component may not reach files of its choice; temporary and in-memory databases are harmless.
        connection.authorizer(Some(|context: AuthContext<'_>| match context.action {
            AuthAction::Attach { filename } if !matches!(filename, "" | ":memory:") => Authorization::Deny,
            _ => Authorization::Allow,
        }))?;
        Ok(connection)
    }
}

/// A component's open connection. Dropping it rolls an open transaction back.
#[derive(Clone)]
pub struct Connection(Arc<Mutex<rusqlite::Connection>>);

/// A statement that runs on a thread of its own.
struct Running {
    columns: Vec<String>,
    rows: mpsc::Receiver<RowResult>,
    outcome: oneshot::Receiver<Result<(), Error>>,
}

impl Connection {
    async fn open(context: &Arc<ComponentContext>, label: String) -> wasmtime::Result<Result<Self, Error>> {
        let opened = async {
            if !context.sqlite_databases.contains(&label) {
                return Err(Error::AccessDenied);
            }
            let (databases, label) = (context.sqlite.clone(), label.clone());
            let connection = spawn_blocking(move || databases.connect(&label))
                .await
                .map_err(io)?
                .map_err(io)?;
            Ok(Self(Arc::new(Mutex::new(connection))))
        };
        context.call(Call::SqliteOpen, &label, Error::Io, opened).await
    }

    /// Starts a statement, and returns when it has ended or its first rows fill the channel.
    ///
    /// An error of the statement shows only in the outcome, as on Spin.
    async fn start(&self, statement: String, parameters: Vec<Value>) -> Result<Running, Error> {
        let (columns, columns_ready) = oneshot::channel();
        let (rows, stream) = mpsc::channel(CHANNEL_ITEMS);
        let (done, outcome) = oneshot::channel();
        let connection = self.0.clone();
        spawn_blocking(move || {
            let mut columns = Some(columns);
            let connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            let result = run(&connection, &statement, parameters, &mut columns, &rows);
            drop(connection);
            _ = done.send(result);
            // Whatever failed before there were columns shows in the outcome.
            if let Some(columns) = columns {
                _ = columns.send(Vec::new());
            }
        });
        Ok(Running {
            columns: columns_ready.await.map_err(io)?,
            rows: stream,
            outcome,
        })
    }
}

impl Running {
    /// Reads to the end and forgets the rows.
    async fn finish(mut self) -> Result<(), Error> {
        while self.rows.recv().await.is_some() {}
        self.outcome.await.map_err(io)?
    }

    fn failed(error: Error) -> Self {
        let (done, outcome) = oneshot::channel();
        _ = done.send(Err(error));
        Self {
            columns: Vec::new(),
            rows: mpsc::channel(1).1,
            outcome,
        }
    }
}

fn run(
    connection: &rusqlite::Connection,
    statement: &str,
    parameters: Vec<Value>,
    columns: &mut Option<oneshot::Sender<Vec<String>>>,
    to: &mpsc::Sender<RowResult>,
) -> Result<(), Error> {
    let mut statement = connection.prepare_cached(statement).map_err(io)?;
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let width = names.len();
    let mut names = Some(names);
    let mut announce = || {
        if let (Some(columns), Some(names)) = (columns.take(), names.take()) {
            _ = columns.send(names);
        }
    };
    let mut rows = statement
        .query(params_from_iter(parameters.into_iter().map(to_sql)))
        .map_err(io)?;
    let outcome = loop {
        match rows.next() {
            Ok(None) => break Ok(()),
            Err(error) => break Err(io(error)),
            Ok(Some(row)) => {
                let mut row = to_row(row, width)?;
                if let Err(error) = to.try_send(row) {
                    row = error.into_inner();
                    announce();
                    if to.blocking_send(row).is_err() {
                        break Err(io("the rows are no longer read"));
                    }
                }
            }
        }
    };
    announce();
    outcome
}

fn to_sql(value: Value) -> SqlValue {
    match value {
        Value::Integer(integer) => SqlValue::Integer(integer),
        Value::Real(real) => SqlValue::Real(real),
        Value::Text(text) => SqlValue::Text(text),
        Value::Blob(bytes) => SqlValue::Blob(bytes),
        Value::Null => SqlValue::Null,
    }
}

fn to_row(row: &Row<'_>, width: usize) -> Result<RowResult, Error> {
    let value = |column| {
        Ok(match row.get_ref(column).map_err(io)? {
            ValueRef::Integer(integer) => Value::Integer(integer),
            ValueRef::Real(real) => Value::Real(real),
            ValueRef::Text(text) => Value::Text(String::from_utf8(text.to_vec()).map_err(io)?),
            ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
            ValueRef::Null => Value::Null,
        })
    };
    Ok(RowResult {
        values: (0..width).map(value).collect::<Result<_, Error>>()?,
    })
}

fn io(error: impl ToString) -> Error {
    Error::Io(error.to_string())
}

impl Host for InstanceData {}

/// The functions that are not asynchronous for the component.
impl HostConnection for InstanceData {
    async fn open(&mut self, database: String) -> wasmtime::Result<Result<Resource<Connection>, Error>> {
        let context = self.context.clone();
        let opened = Connection::open(&context, database).await?;
        Ok(opened.and_then(|connection| self.table.push(connection).map_err(io)))
    }

    async fn execute(
        &mut self,
        connection: Resource<Connection>,
        statement: String,
        parameters: Vec<Value>,
    ) -> wasmtime::Result<Result<QueryResult, Error>> {
        let connection = self.table.get(&connection)?.clone();
        let executed = async {
            let Running {
                columns,
                mut rows,
                outcome,
            } = connection.start(statement.clone(), parameters).await?;
            let mut all = Vec::new();
            while let Some(row) = rows.recv().await {
                all.push(row);
            }
            outcome.await.map_err(io)??;
            Ok(QueryResult { columns, rows: all })
        };
        self.context
            .clone()
            .call(Call::SqliteExecute, &statement, Error::Io, executed)
            .await
    }

    async fn last_insert_rowid(&mut self, connection: Resource<Connection>) -> wasmtime::Result<i64> {
        let connection = self.table.get(&connection)?;
        Ok(connection
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .last_insert_rowid())
    }

    async fn changes(&mut self, connection: Resource<Connection>) -> wasmtime::Result<u64> {
        let connection = self.table.get(&connection)?;
        Ok(connection
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .changes())
    }

    async fn drop(&mut self, connection: Resource<Connection>) -> wasmtime::Result<()> {
        self.table.delete(connection)?;
        Ok(())
    }
}

fn opened<T>(
    accessor: &Accessor<T, HostData>,
    connection: &Resource<Connection>,
) -> wasmtime::Result<Connection> {
    accessor.with(|mut access| Ok(access.get().table.get(connection)?.clone()))
}

type Rows = (
    Vec<String>,
    StreamReader<RowResult>,
    FutureReader<Result<(), Error>>,
);

impl<T: Send> HostConnectionWithStore<T> for HostData {
    async fn open_async(
        accessor: &Accessor<T, Self>,
        database: String,
    ) -> wasmtime::Result<Result<Resource<Connection>, Error>> {
        let opened = Connection::open(&context(accessor), database).await?;
        Ok(opened.and_then(|connection| {
            accessor
                .with(|mut access| access.get().table.push(connection))
                .map_err(io)
        }))
    }

    async fn execute_async(
        accessor: &Accessor<T, Self>,
        connection: Resource<Connection>,
        statement: String,
        parameters: Vec<Value>,
    ) -> wasmtime::Result<Result<Rows, Error>> {
        let connection = opened(accessor, &connection)?;
        let context = context(accessor);
        context.tally.call(Call::SqliteExecute);
        let effect = context
            .faults
            .strike(&context.id, Call::SqliteExecute, &statement);
        let running = match effect {
            Some(Effect::Fail) => Ok(Running::failed(io(context.injected(Call::SqliteExecute)))),
            Some(Effect::TrapBefore) => return Err(context.injected_trap(Call::SqliteExecute)),
            None => connection.start(statement, parameters).await,
            Some(Effect::Delay(pause)) => {
                tokio::time::sleep(pause).await;
                connection.start(statement, parameters).await
            }
            Some(effect @ (Effect::LoseAcknowledgement | Effect::TrapAfter)) => {
                if let Ok(running) = connection.start(statement, parameters).await {
                    // What the statement came to is exactly what the component must not learn.
                    _ = running.finish().await;
                }
                if effect == Effect::TrapAfter {
                    return Err(context.injected_trap(Call::SqliteExecute));
                }
                Ok(Running::failed(io(context.injected(Call::SqliteExecute))))
            }
        };
        let Running {
            columns,
            rows,
            outcome,
        } = match running {
            Ok(running) => running,
            Err(error) => return Ok(Err(error)),
        };
        accessor.with(|mut access| {
            let rows = StreamReader::new(&mut access, ChannelProducer(rows))?;
            Ok(Ok((columns, rows, FutureReader::new(&mut access, outcome)?)))
        })
    }

    async fn last_insert_rowid_async(
        accessor: &Accessor<T, Self>,
        connection: Resource<Connection>,
    ) -> wasmtime::Result<i64> {
        let connection = opened(accessor, &connection)?;
        Ok(connection
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .last_insert_rowid())
    }

    async fn changes_async(
        accessor: &Accessor<T, Self>,
        connection: Resource<Connection>,
    ) -> wasmtime::Result<u64> {
        let connection = opened(accessor, &connection)?;
        Ok(connection
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .changes())
    }
}
