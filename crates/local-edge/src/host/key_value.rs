//! `spin:key-value`: stores in one SQLite file, laid out as Spin lays out its own.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension, Row, params};
use tokio::sync::{mpsc, oneshot};
use wasmtime::component::{Accessor, FutureReader, Resource, StreamReader};

use super::HostData;
use super::spin::key_value::key_value::{Error, Host, HostStore, HostStoreWithStore};
use super::streams::{CHANNEL_ITEMS, ChannelProducer};
use crate::call::Call;
use crate::instance::{InstanceData, context};

/// Of a larger file only so much is mapped into memory.
const MAPPED_BYTES_MAX: i64 = 1 << 30;
/// Writes committed together at most.
const BATCH_WRITES_MAX: usize = 256;

/// The file that holds every store.
///
/// Reads run on the calling thread: in WAL mode a reader waits for nobody, and a read of cached pages is quicker
/// than handing it to another thread. Writes go through one thread, which commits those that wait together.
pub struct KeyValueFile {
    path: Box<Path>,
    readers: Mutex<Vec<Connection>>,
    writes: std::sync::mpsc::Sender<Write>,
}

struct Write {
    store: Arc<str>,
    key: String,
    /// None deletes the key.
    value: Option<Vec<u8>>,
    done: oneshot::Sender<Result<(), String>>,
}

impl KeyValueFile {
    /// Opens the file, and creates it when it does not exist.
    pub fn open(path: &Path) -> rusqlite::Result<Self> {
        let writer = connect(path)?;
        writer.pragma_update(None, "journal_mode", "wal")?;
        writer.execute_batch(
            "CREATE TABLE IF NOT EXISTS spin_key_value (
                store TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (store, key))",
        )?;
        let (writes, queue) = std::sync::mpsc::channel();
        std::thread::spawn(move || write_until_closed(writer, queue));
        Ok(Self {
            path: path.into(),
            readers: Mutex::default(),
            writes,
        })
    }

    fn read<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => reader(&self.path).map_err(other)?,
        };
        let result = read(&connection).map_err(other);
        self.readers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(connection);
        result
    }

    fn select<T>(
        &self,
        statement: &str,
        store: &str,
        key: &str,
        column: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Error> {
        self.read(|connection| {
            connection
                .prepare_cached(statement)?
                .query_row([store, key], column)
                .optional()
        })
    }

    fn get(&self, store: &str, key: &str) -> Result<Option<Vec<u8>>, Error> {
        self.select(
            "SELECT value FROM spin_key_value WHERE store = ? AND key = ?",
            store,
            key,
            |row| row.get(0),
        )
    }

    fn exists(&self, store: &str, key: &str) -> Result<bool, Error> {
        let found = self.select(
            "SELECT 1 FROM spin_key_value WHERE store = ? AND key = ?",
            store,
            key,
            |_| Ok(()),
        )?;
        Ok(found.is_some())
    }

    async fn write(&self, store: &Arc<str>, key: &str, value: Option<Vec<u8>>) -> Result<(), Error> {
        let (done, outcome) = oneshot::channel();
        let write = Write {
            store: store.clone(),
            key: key.into(),
            value,
            done,
        };
        self.writes
            .send(write)
            .map_err(|_| other("the store is closed"))?;
        outcome.await.map_err(other)?.map_err(Error::Other)
    }

    fn send_keys(&self, store: &str, keys: &mpsc::Sender<String>) -> Result<(), Error> {
        self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT key FROM spin_key_value WHERE store = ?")?;
            let mut rows = statement.query([store])?;
            while let Some(row) = rows.next()? {
                if keys.blocking_send(row.get(0)?).is_err() {
                    break; // The component has heard enough.
                }
            }
            Ok(())
        })
    }
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(super::sqlite::BUSY_TIMEOUT)?;
    Ok(connection)
}

/// A connection that reads from memory: values are larger than SQLite's own pages, and each page would be a system call.
fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let connection = connect(path)?;
    connection.pragma_update(None, "mmap_size", MAPPED_BYTES_MAX)?;
    Ok(connection)
}

fn write_until_closed(mut writer: Connection, queue: std::sync::mpsc::Receiver<Write>) {
    while let Ok(first) = queue.recv() {
        let batch: Vec<_> = std::iter::once(first)
            .chain(queue.try_iter().take(BATCH_WRITES_MAX - 1))
            .collect();
        let outcome = commit(&mut writer, &batch).map_err(|error| error.to_string());
        for write in batch {
            // A component that trapped no longer waits for its outcome.
            _ = write.done.send(outcome.clone());
        }
    }
}

fn commit(writer: &mut Connection, batch: &[Write]) -> rusqlite::Result<()> {
    let transaction = writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    for Write {
        store, key, value, ..
    } in batch
    {
        match value {
            Some(value) => transaction
                .prepare_cached(
                    "INSERT INTO spin_key_value (store, key, value) VALUES (?1, ?2, ?3)
                     ON CONFLICT (store, key) DO UPDATE SET value = ?3",
                )?
                .execute(params![store, key, value])?,
            None => transaction
                .prepare_cached("DELETE FROM spin_key_value WHERE store = ?1 AND key = ?2")?
                .execute(params![store, key])?,
        };
    }
    transaction.commit()
}

fn other(error: impl ToString) -> Error {
    Error::Other(error.to_string())
}

/// A component's open store.
#[derive(Clone)]
pub struct Store {
    file: Arc<KeyValueFile>,
    label: Arc<str>,
}

impl Host for InstanceData {}

impl HostStore for InstanceData {
    async fn drop(&mut self, store: Resource<Store>) -> wasmtime::Result<()> {
        self.table.delete(store)?;
        Ok(())
    }
}

fn opened<T>(accessor: &Accessor<T, HostData>, store: &Resource<Store>) -> wasmtime::Result<Store> {
    accessor.with(|mut access| Ok(access.get().table.get(store)?.clone()))
}

impl<T: Send> HostStoreWithStore<T> for HostData {
    async fn open(
        accessor: &Accessor<T, Self>,
        label: String,
    ) -> wasmtime::Result<Result<Resource<Store>, Error>> {
        let context = context(accessor);
        let file = async {
            match &context.key_value {
                _ if !context.key_value_stores.contains(&label) => Err(Error::AccessDenied),
                Some(file) => Ok(file.clone()),
                None => Err(Error::NoSuchStore),
            }
        };
        let file = context
            .call(Call::KeyValueOpen, &label, Error::Other, file)
            .await?;
        let push = |file| {
            let store = Store {
                file,
                label: label.into(),
            };
            accessor
                .with(|mut access| access.get().table.push(store))
                .map_err(|_| Error::StoreTableFull)
        };
        Ok(file.and_then(push))
    }

    async fn get(
        accessor: &Accessor<T, Self>,
        store: Resource<Store>,
        key: String,
    ) -> wasmtime::Result<Result<Option<Vec<u8>>, Error>> {
        let Store { file, label } = opened(accessor, &store)?;
        let value = async { file.get(&label, &key) };
        context(accessor)
            .call(Call::KeyValueGet, &key, Error::Other, value)
            .await
    }

    async fn set(
        accessor: &Accessor<T, Self>,
        store: Resource<Store>,
        key: String,
        value: Vec<u8>,
    ) -> wasmtime::Result<Result<(), Error>> {
        let Store { file, label } = opened(accessor, &store)?;
        let written = file.write(&label, &key, Some(value));
        context(accessor)
            .call(Call::KeyValueSet, &key, Error::Other, written)
            .await
    }

    async fn delete(
        accessor: &Accessor<T, Self>,
        store: Resource<Store>,
        key: String,
    ) -> wasmtime::Result<Result<(), Error>> {
        let Store { file, label } = opened(accessor, &store)?;
        let written = file.write(&label, &key, None);
        context(accessor)
            .call(Call::KeyValueDelete, &key, Error::Other, written)
            .await
    }

    async fn exists(
        accessor: &Accessor<T, Self>,
        store: Resource<Store>,
        key: String,
    ) -> wasmtime::Result<Result<bool, Error>> {
        let Store { file, label } = opened(accessor, &store)?;
        let found = async { file.exists(&label, &key) };
        context(accessor)
            .call(Call::KeyValueExists, &key, Error::Other, found)
            .await
    }

    async fn get_keys(
        accessor: &Accessor<T, Self>,
        store: Resource<Store>,
    ) -> wasmtime::Result<(StreamReader<String>, FutureReader<Result<(), Error>>)> {
        let Store { file, label } = opened(accessor, &store)?;
        let (keys, stream) = mpsc::channel(CHANNEL_ITEMS);
        let (done, outcome) = oneshot::channel();
        let started = async {
            tokio::task::spawn_blocking(move || _ = done.send(file.send_keys(&label, &keys)));
            Ok(outcome)
        };
        // The function itself cannot fail, so an injected failure shows where a real one would: in the outcome.
        let outcome = context(accessor)
            .call(Call::KeyValueGetKeys, "", Error::Other, started)
            .await?;
        accessor.with(|mut access| {
            let stream = StreamReader::new(&mut access, ChannelProducer(stream))?;
            let outcome = async {
                match outcome {
                    Ok(outcome) => outcome.await,
                    Err(error) => Ok(Err(error)),
                }
            };
            Ok((stream, FutureReader::new(&mut access, outcome)?))
        })
    }
}
