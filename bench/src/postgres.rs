//! A database of its own on the server that was named.

use crate::application::Database;
use anyhow::{Context, Result};
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::runtime::Runtime;
use tokio_postgres::{Client, NoTls};
use url::Url;

const PORT: u16 = 5_432;

/// A migrated database that is gone when this is dropped.
pub struct Temporary {
    runtime: Runtime,
    server: Client,
    name: String,
    database: Database,
}

impl Temporary {
    /// Creates it on the server of `address`.
    pub fn create(address: &str) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("mendian_bench_{}_{count}", std::process::id());
        let mut url = Url::parse(address).context("the address of Postgres")?;
        let host = url.host_str().context("the address of Postgres names no host")?;
        let host = format!("{host}:{}", url.port().unwrap_or(PORT));
        url.set_path(&name);
        let server = runtime.block_on(connect(address))?;
        runtime.block_on(async {
            server.batch_execute(&format!("CREATE DATABASE {name}")).await?;
            let mut client = connect(url.as_str()).await?;
            storage::migrate::migrate_postgres(&mut client).await?;
            anyhow::Ok(())
        })?;
        let url = url.to_string();
        Ok(Self {
            runtime,
            server,
            name,
            database: Database::Postgres { url, host },
        })
    }

    /// Runs SQL there, past the application.
    pub fn execute(&self, sql: &str) -> Result<()> {
        self.runtime.block_on(async {
            let client = connect(self.url()).await?;
            Ok(client.batch_execute(sql).await?)
        })
    }

    /// The one number that a query there gives.
    pub fn number(&self, sql: &str) -> Result<i64> {
        self.runtime.block_on(async {
            let row = connect(self.url()).await?.query_one(sql, &[]).await?;
            Ok(row.try_get(0)?)
        })
    }

    fn url(&self) -> &str {
        match &self.database {
            Database::Postgres { url, .. } => url,
            Database::Sqlite => "",
        }
    }

    /// Where it is.
    pub fn database(&self) -> Database {
        self.database.clone()
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        // The server may be gone, and the database with it.
        _ = self.runtime.block_on(self.server.batch_execute(&drop));
    }
}

async fn connect(url: &str) -> Result<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls)
        .await
        .context("connecting to Postgres")?;
    // It ends with the client; an error reaches whoever waits for a statement.
    tokio::spawn(connection);
    Ok(client)
}
