//! A schema of the test's own, and a port that takes the first wall down and raises the second.

use crate::reads::Ask;
use crate::writes::Write;
use futures_util::future::LocalBoxFuture;
use std::cell::Cell;
use storage::assortment::SellingStore;
use storage::migrate::migrate_postgres;
use storage::scope::{StoreScope, Wall};
use storage::sql::native_postgres::NativePostgres;
use storage::sql::{Row, Script, Sql, SqlError, Statement};
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{Client, NoTls};

/// A migrated schema with rows, gone when this is dropped.
pub struct Server {
    pub runtime: Runtime,
    pub url: String,
    pub schema: &'static str,
    pub sql: NativePostgres,
}

impl Server {
    /// `None` where no server is named.
    pub fn open(schema: &'static str, rows: &[&'static str]) -> Option<Self> {
        let Ok(url) = std::env::var("DATABASE_URL") else {
            eprintln!("skipped: DATABASE_URL names no Postgres server");
            return None;
        };
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let sql = runtime.block_on(async {
            let mut client = connect(&url).await;
            let make = format!(
                "DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}; SET search_path TO {schema}"
            );
            client.batch_execute(&make).await.unwrap();
            migrate_postgres(&mut client).await.unwrap();
            for row in rows {
                client.batch_execute(row).await.unwrap();
            }
            NativePostgres::new(client)
        });
        Some(Self {
            runtime,
            url,
            schema,
            sql,
        })
    }

    /// What a scoped query finds through a port.
    pub fn ask(&self, port: Port<'_>, scope: &StoreScope, ask: Ask) -> Found {
        match self.runtime.block_on(ask(&port, scope)) {
            // Documents of these rows are empty.
            Ok(()) | Err(SqlError::Decode { .. }) => Found {
                rows: port.found.get(),
                filters: port.stripped.get(),
            },
            Err(error) => panic!("{error}"),
        }
    }

    /// How many rows a statement finds whose one parameter is 0.
    pub fn rows(&self, port: Port<'_>, sql: &'static str) -> Result<usize, SqlError> {
        self.runtime.block_on(port.rows(sql))
    }

    /// Writes through a port to a store.
    pub fn write(&self, port: &Port<'_>, store: &SellingStore, write: Write) {
        self.runtime.block_on(write(port, store));
    }

    /// A store, found with headquarters' eyes.
    pub fn selling_store(&self, id: &str) -> SellingStore {
        let id = id.parse().unwrap();
        let found = self
            .runtime
            .block_on(SellingStore::find(&self.sql, &StoreScope::All, &id));
        found.unwrap().unwrap()
    }

    /// The name of a table's second column: the first one may be given by the database alone.
    pub fn second_column(&self, table: &'static str) -> String {
        let sql = "SELECT CAST(attname AS TEXT) FROM pg_attribute WHERE attrelid = CAST(CAST(?1 AS TEXT) AS regclass) AND attnum = 2";
        let rows = self
            .runtime
            .block_on(self.sql.read(Statement::new(sql, vec![table.into()])));
        rows.unwrap()[0].text(0).unwrap().to_owned()
    }

    /// Everything in the schema but what is waiting to be projected.
    pub fn state(&self) -> Vec<Row> {
        let names = "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() \
             AND tablename <> 'outbox' ORDER BY 1";
        let names = self
            .runtime
            .block_on(self.sql.read(Statement::new(names, vec![])))
            .unwrap();
        let digest = |name: &Row| {
            let table = name.text(0).unwrap();
            let sql = format!(
                "SELECT '{table}', md5(COALESCE(string_agg(t::text, ';' ORDER BY t::text), '')) FROM {table} t"
            );
            self.runtime
                .block_on(self.sql.read(Statement::new(sql.leak(), vec![])))
                .unwrap()
                .remove(0)
        };
        names.iter().map(digest).collect()
    }

    /// Whether a transaction is in its own role after a walled read inside it, and what its wall is.
    pub fn role_and_wall_after_a_walled_read_in_a_transaction(&self) -> (bool, String) {
        self.runtime.block_on(async {
            let client = self.client().await;
            let read = "BEGIN; SELECT * FROM mendian_walled_read('store:s1', 'SELECT 1', '[]')";
            client.batch_execute(read).await.unwrap();
            let asked =
                "SELECT current_user = session_user, COALESCE(current_setting('mendian.scope', true), '')";
            let row = client.query_one(asked, &[]).await.unwrap();
            (row.get(0), row.get(1))
        })
    }

    /// The application as a role that owns nothing, reads and writes everything, and may take the role of the wall.
    pub fn as_application(&self, role: &'static str) -> NativePostgres {
        self.runtime.block_on(async {
            let client = self.client().await;
            let schema = self.schema;
            // What a run before this one left, if it did.
            drop(client.batch_execute(&remove(role)).await);
            let make = format!(
                "CREATE ROLE {role} NOINHERIT; GRANT mendian_store TO {role}; GRANT USAGE ON SCHEMA {schema} TO {role}; \
                 GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}; \
                 SET SESSION AUTHORIZATION {role}"
            );
            client.batch_execute(&make).await.unwrap();
            NativePostgres::new(client)
        })
    }

    /// Removes that role.
    pub fn forget(&self, role: &'static str) {
        self.runtime
            .block_on(async { self.client().await.batch_execute(&remove(role)).await })
            .unwrap();
    }

    /// Another connection to the schema.
    pub async fn client(&self) -> Client {
        let client = connect(&self.url).await;
        client
            .batch_execute(&format!("SET search_path TO {}", self.schema))
            .await
            .unwrap();
        client
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let drop = format!("DROP SCHEMA IF EXISTS {} CASCADE", self.schema);
        // The next run begins with the same.
        _ = self
            .runtime
            .block_on(async { connect(&self.url).await.batch_execute(&drop).await });
    }
}

/// Removes a role, with what it was granted and what it made.
pub fn remove(role: &str) -> String {
    format!("DROP OWNED BY {role} CASCADE; DROP ROLE {role}")
}

/// A connection whose runtime drives it.
pub async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// The database, seen with a wall or without, by queries with their filter or without.
pub struct Port<'a> {
    inner: &'a NativePostgres,
    strips: bool,
    wall: Option<Wall>,
    /// Rows that came out.
    found: Cell<usize>,
    /// Filters that were taken out.
    stripped: Cell<usize>,
}

/// What a query found.
pub struct Found {
    pub rows: usize,
    pub filters: usize,
}

impl<'a> Port<'a> {
    /// As everybody sees it.
    pub fn plain(inner: &'a NativePostgres) -> Self {
        Self {
            inner,
            strips: false,
            wall: None,
            found: Cell::default(),
            stripped: Cell::default(),
        }
    }

    /// With the filter of the scope taken out of every text.
    pub fn without_filter(self) -> Self {
        Self { strips: true, ..self }
    }

    /// Behind the wall of a scope.
    pub fn behind(self, scope: &StoreScope) -> Self {
        Self {
            wall: scope.wall(),
            ..self
        }
    }

    /// How many rows a statement finds whose one parameter is 0.
    pub async fn rows(&self, sql: &'static str) -> Result<usize, SqlError> {
        let rows = self.read(Statement::new(sql, vec![0_i64.into()])).await?;
        Ok(rows.len())
    }
}

impl Sql for Port<'_> {
    fn read<'a>(&'a self, mut statement: Statement) -> LocalBoxFuture<'a, Result<Vec<Row>, SqlError>> {
        if self.strips
            && let Some(text) = without_filter(statement.sql)
        {
            statement.sql = text;
            self.stripped.set(self.stripped.get() + 1);
        }
        statement.wall = self.wall.clone();
        Box::pin(async move {
            let rows = self.inner.read(statement).await?;
            self.found.set(self.found.get() + rows.len());
            Ok(rows)
        })
    }

    fn write<'a>(&'a self, mut script: Script) -> LocalBoxFuture<'a, Result<Vec<u64>, SqlError>> {
        script.wall = self.wall.clone();
        self.inner.write(script)
    }
}

/// A text whose filter of the scope holds of every row; the placeholder stays, so that its type is known.
fn without_filter(text: &'static str) -> Option<&'static str> {
    const COLUMNS: [&str; 3] = ["store_id", "id", "column1"];
    const OPENING: &str = "(CAST(?";
    const MIDDLE: &str = " AS TEXT) IS NULL OR ";
    for (at, _) in text.match_indices(OPENING) {
        let number: String = text[at + OPENING.len()..]
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        let from = at + OPENING.len() + number.len() + MIDDLE.len();
        let (column, rest) = text[from..].split_once(&format!(" = ?{number})"))?;
        let bare = column.rsplit('.').next().unwrap();
        if COLUMNS.contains(&bare) {
            let always = format!("{}CAST(?{number} AS TEXT) IS NOT NULL{rest}", &text[..at]);
            return Some(always.leak());
        }
    }
    // Reports and lists have a text for one store alone.
    let (head, tail) = text.split_once("WHERE store_id = ?1 AND ")?;
    Some(format!("{head}WHERE CAST(?1 AS TEXT) IS NOT NULL AND {tail}").leak())
}
