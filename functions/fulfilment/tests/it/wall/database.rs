//! A schema on a server, waited for, in which a wall can be raised around whoever has none.

use futures_util::future::LocalBoxFuture;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use storage::migrate::migrate_postgres;
use storage::scope::Wall;
use storage::sql::native_postgres::NativePostgres;
use storage::sql::{Row, Script, Sql, SqlError, Statement};
use test_kit::block_on;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{Client, NoTls};

/// The database, shared by a test and its platform.
#[derive(Clone)]
pub struct Database(Rc<Schema>);

struct Schema {
    sql: NativePostgres,
    raised: RefCell<Option<Wall>>,
    name: &'static str,
    url: String,
    /// Drives the connections.
    runtime: Runtime,
}

impl Database {
    /// A new, migrated one; `None` where no server is named.
    pub fn open(name: &'static str) -> Option<Self> {
        let Ok(url) = std::env::var("DATABASE_URL") else {
            eprintln!("skipped: DATABASE_URL names no Postgres server");
            return None;
        };
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let client = runtime.block_on(async {
            let mut client = connect(&url).await;
            let make = format!(
                "DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}; SET search_path TO {name}"
            );
            client.batch_execute(&make).await.unwrap();
            migrate_postgres(&mut client).await.unwrap();
            client
        });
        Some(Self(Rc::new(Schema {
            sql: NativePostgres::new(client),
            raised: RefCell::default(),
            name,
            url,
            runtime,
        })))
    }

    /// What stands from now on around statements that have no wall of their own.
    pub fn raise(&self, wall: Option<Wall>) {
        self.0.raised.replace(wall);
    }

    /// Everything in it, table by table.
    pub fn state(&self) -> Vec<Row> {
        let tables =
            "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1";
        let digest = |table: &Row| {
            let table = table.text(0).unwrap();
            let sql = format!(
                "SELECT '{table}', md5(COALESCE(string_agg(t::text, ';' ORDER BY t::text), '')) FROM {table} t"
            );
            self.rows(sql.leak()).remove(0)
        };
        self.rows(tables).iter().map(digest).collect()
    }

    /// Units of tea by store.
    pub fn stocks(&self) -> BTreeMap<String, i64> {
        let rows = self.rows("SELECT store_id, on_hand FROM stock WHERE sku_id = 'tea.l'");
        let stock = |row: &Row| (row.text(0).unwrap().to_owned(), row.int(1).unwrap());
        rows.iter().map(stock).collect()
    }

    fn rows(&self, sql: &'static str) -> Vec<Row> {
        block_on(self.0.sql.read(Statement::new(sql, vec![]))).unwrap()
    }
}

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

impl Sql for Database {
    fn read<'a>(&'a self, mut statement: Statement) -> LocalBoxFuture<'a, Result<Vec<Row>, SqlError>> {
        statement.wall = statement.wall.or_else(|| self.0.raised.borrow().clone());
        self.0.sql.read(statement)
    }

    fn write<'a>(&'a self, mut script: Script) -> LocalBoxFuture<'a, Result<Vec<u64>, SqlError>> {
        script.wall = script.wall.or_else(|| self.0.raised.borrow().clone());
        self.0.sql.write(script)
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        let drop = format!("DROP SCHEMA IF EXISTS {} CASCADE", self.name);
        // The next run begins with the same.
        _ = self
            .runtime
            .block_on(async { connect(&self.url).await.batch_execute(&drop).await });
    }
}
