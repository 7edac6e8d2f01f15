//! `spin:postgres`: pooled connections, statements without preparation kept, as on Spin.
//!
//! A connection goes back to its pool with `DISCARD`-like clean-up but *without* `ROLLBACK`: what a component leaves
//! open, the next one inherits. That is Spin's behaviour, and applications must be tested against it.

#![expect(
    clippy::result_large_err,
    reason = "the interface's error is large, and errors here are rare"
)]

mod connect;
mod parameters;
mod pools;
mod statements;
mod values;
mod wire;

use std::sync::Arc;

use tokio::sync::oneshot;
use wasmtime::component::{Accessor, FutureReader, Resource, StreamReader};

pub use pools::Pools;

use super::HostData;
use super::spin::postgres::postgres::{
    Column, Error, Host, HostConnection, HostConnectionBuilder, HostConnectionBuilderWithStore,
    HostConnectionWithStore, ParameterValue, QueryError, Row, RowSet,
};
use super::streams::ChannelProducer;
use crate::call::Call;
use crate::faults::Effect;
use crate::instance::{ComponentContext, InstanceData, context};

/// A component's open connection. Dropping it gives it back to the pool.
#[derive(Clone)]
pub struct Connection(Arc<deadpool::managed::Object<connect::Connector>>);

/// What a connection is to be made of.
#[derive(Clone)]
pub struct ConnectionBuilder {
    address: String,
    /// PEM text of an authority to trust besides the usual ones.
    authority: Option<String>,
}

fn query_failed(text: String) -> Error {
    Error::QueryFailed(QueryError::Text(text))
}

impl ConnectionBuilder {
    async fn connect(self, context: &ComponentContext) -> wasmtime::Result<Result<Connection, Error>> {
        let opened = async {
            pools::check_allowed(&self.address, &context.allowed_hosts)?;
            let pool = context.postgres.pool(&self.address, self.authority.as_deref())?;
            let connection = pool
                .get()
                .await
                .map_err(|error| Error::ConnectionFailed(format!("{error:?}")))?;
            Ok(Connection(Arc::new(connection)))
        };
        context
            .call(Call::PostgresOpen, "", Error::ConnectionFailed, opened)
            .await
    }
}

impl Host for InstanceData {}

/// The functions that are not asynchronous for the component.
impl HostConnection for InstanceData {
    async fn open(&mut self, address: String) -> wasmtime::Result<Result<Resource<Connection>, Error>> {
        let connection = ConnectionBuilder {
            address,
            authority: None,
        }
        .connect(&self.context)
        .await?;
        Ok(connection.and_then(|connection| self.table.push(connection).map_err(no_more_connections)))
    }

    async fn query(
        &mut self,
        connection: Resource<Connection>,
        statement: String,
        parameters: Vec<ParameterValue>,
    ) -> wasmtime::Result<Result<RowSet, Error>> {
        let connection = self.table.get(&connection)?.clone();
        let rows = async { connection.query(&statement, parameters).await?.collect().await };
        self.context
            .call(Call::PostgresQuery, &statement, query_failed, rows)
            .await
    }

    async fn execute(
        &mut self,
        connection: Resource<Connection>,
        statement: String,
        parameters: Vec<ParameterValue>,
    ) -> wasmtime::Result<Result<u64, Error>> {
        let connection = self.table.get(&connection)?.clone();
        let executed = connection.execute(&statement, parameters);
        self.context
            .call(Call::PostgresExecute, &statement, query_failed, executed)
            .await
    }

    async fn drop(&mut self, connection: Resource<Connection>) -> wasmtime::Result<()> {
        self.table.delete(connection)?;
        Ok(())
    }
}

impl HostConnectionBuilder for InstanceData {
    async fn new(&mut self, address: String) -> wasmtime::Result<Resource<ConnectionBuilder>> {
        Ok(self.table.push(ConnectionBuilder {
            address,
            authority: None,
        })?)
    }

    async fn set_ca_root(
        &mut self,
        builder: Resource<ConnectionBuilder>,
        certificate: String,
    ) -> wasmtime::Result<Result<(), Error>> {
        if let Err(reason) = connect::trust(Some(&certificate)) {
            return Ok(Err(Error::Other(format!("invalid root certificate: {reason}"))));
        }
        self.table.get_mut(&builder)?.authority = Some(certificate);
        Ok(Ok(()))
    }

    async fn build(
        &mut self,
        builder: Resource<ConnectionBuilder>,
    ) -> wasmtime::Result<Result<Resource<Connection>, Error>> {
        let connection = self.table.get(&builder)?.clone().connect(&self.context).await?;
        Ok(connection.and_then(|connection| self.table.push(connection).map_err(no_more_connections)))
    }

    async fn drop(&mut self, builder: Resource<ConnectionBuilder>) -> wasmtime::Result<()> {
        self.table.delete(builder)?;
        Ok(())
    }
}

fn no_more_connections(_: wasmtime::component::ResourceTableError) -> Error {
    Error::ConnectionFailed("too many connections".into())
}

fn push<T>(accessor: &Accessor<T, HostData>, connection: Connection) -> Result<Resource<Connection>, Error> {
    accessor
        .with(|mut access| access.get().table.push(connection))
        .map_err(no_more_connections)
}

fn opened<T>(
    accessor: &Accessor<T, HostData>,
    connection: &Resource<Connection>,
) -> wasmtime::Result<Connection> {
    accessor.with(|mut access| Ok(access.get().table.get(connection)?.clone()))
}

impl<T: Send> HostConnectionBuilderWithStore<T> for HostData {
    async fn build_async(
        accessor: &Accessor<T, Self>,
        builder: Resource<ConnectionBuilder>,
    ) -> wasmtime::Result<Result<Resource<Connection>, Error>> {
        let builder = accessor.with(|mut access| access.get().table.get(&builder).cloned())?;
        let connection = builder.connect(&context(accessor)).await?;
        Ok(connection.and_then(|connection| push(accessor, connection)))
    }
}

type Rows = (Vec<Column>, StreamReader<Row>, FutureReader<Result<(), Error>>);

impl<T: Send> HostConnectionWithStore<T> for HostData {
    async fn open_async(
        accessor: &Accessor<T, Self>,
        address: String,
    ) -> wasmtime::Result<Result<Resource<Connection>, Error>> {
        let connection = ConnectionBuilder {
            address,
            authority: None,
        }
        .connect(&context(accessor))
        .await?;
        Ok(connection.and_then(|connection| push(accessor, connection)))
    }

    async fn query_async(
        accessor: &Accessor<T, Self>,
        connection: Resource<Connection>,
        statement: String,
        parameters: Vec<ParameterValue>,
    ) -> wasmtime::Result<Result<Rows, Error>> {
        let connection = opened(accessor, &connection)?;
        let context = context(accessor);
        let call = Call::PostgresQuery;
        context.tally.call(call);
        let effect = context.faults.strike(&context.id, call, &statement);
        let rows = match effect {
            Some(Effect::Fail) => Err(query_failed(context.injected(call))),
            Some(Effect::TrapBefore) => return Err(context.injected_trap(call)),
            None => connection.query(&statement, parameters).await,
            Some(Effect::Delay(pause)) => {
                tokio::time::sleep(pause).await;
                connection.query(&statement, parameters).await
            }
            Some(effect @ (Effect::LoseAcknowledgement | Effect::TrapAfter)) => {
                if let Ok(rows) = connection.query(&statement, parameters).await {
                    // What the statement came to is exactly what the component must not learn.
                    _ = rows.collect().await;
                }
                if effect == Effect::TrapAfter {
                    return Err(context.injected_trap(call));
                }
                Err(query_failed(context.injected(call)))
            }
        };
        let (columns, rows, outcome) = match rows {
            Ok(rows) => rows.into_channel().await,
            Err(error) => return Ok(Err(error)),
        };
        accessor.with(|mut access| {
            let rows = StreamReader::new(&mut access, ChannelProducer(rows))?;
            let outcome: oneshot::Receiver<_> = outcome;
            Ok(Ok((columns, rows, FutureReader::new(&mut access, outcome)?)))
        })
    }

    async fn execute_async(
        accessor: &Accessor<T, Self>,
        connection: Resource<Connection>,
        statement: String,
        parameters: Vec<ParameterValue>,
    ) -> wasmtime::Result<Result<u64, Error>> {
        let connection = opened(accessor, &connection)?;
        let executed = connection.execute(&statement, parameters);
        context(accessor)
            .call(Call::PostgresExecute, &statement, query_failed, executed)
            .await
    }
}
