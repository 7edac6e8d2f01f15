//! Migrations of a database that is in use: what it holds is carried over, on SQLite, and on the Postgres that
//! `DATABASE_URL` names, if it does.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

use storage::migrate::{migrate_postgres, migrate_sqlite};
use storage::migrations::{Dialect, Migration, migrations};

/// Everything up to this migration, as an older release left it.
fn up_to(dialect: Dialect, last: &str) -> Vec<Migration> {
    let all = migrations(dialect);
    let end = all.iter().position(|migration| migration.name == last).unwrap();
    all.into_iter().take(end + 1).collect()
}

const LOG: &str = "CREATE TABLE schema_migration (name TEXT PRIMARY KEY)";

/// Products as they were stored before a SKU's row said who sells it.
const PRODUCTS: &str = r#"
    INSERT INTO product (id, version, document, created_ms, updated_ms) VALUES
        ('tea', 1, '{"active": true, "variants": [{"sku": "tea.l", "carried_by_default": true, "barcode": "96385074"},
                                                  {"sku": "tea.m", "carried_by_default": false, "barcode": "6291041500213"}]}', 1, 1),
        ('cup', 1, '{"active": false, "variants": [{"sku": "cup.a", "carried_by_default": true, "barcode": "00000096385074"}]}', 1, 1);
    INSERT INTO sku (id, product_id) VALUES ('tea.l', 'tea'), ('tea.m', 'tea'), ('tea.gone', 'tea'), ('cup.a', 'cup');
"#;
const SALES: &str = "SELECT id || ' ' || sale FROM sku ORDER BY id";
/// Two SKUs were given one barcode; the least has it.
const BARCODES: &str = "SELECT gtin || ' ' || sku_id FROM barcode ORDER BY gtin";
const EXPECTED_BARCODES: [&str; 2] = ["00000096385074 cup.a", "06291041500213 tea.m"];
const EXPECTED: [&str; 4] = ["cup.a off", "tea.gone off", "tea.l carried", "tea.m listed"];

#[test]
fn sqlite_learns_who_sells_a_sku_and_what_its_barcode_is_from_its_products() {
    let mut connection = rusqlite::Connection::open_in_memory().unwrap();
    connection.execute_batch(LOG).unwrap();
    for Migration { name, sql } in up_to(Dialect::Sqlite, "0002_tables") {
        connection.execute_batch(&sql).unwrap();
        let log = "INSERT INTO schema_migration (name) VALUES (?1)";
        connection.execute(log, [name]).unwrap();
    }
    connection.execute_batch(PRODUCTS).unwrap();
    migrate_sqlite(&mut connection).unwrap();
    assert_eq!(
        migrate_sqlite(&mut connection).unwrap(),
        Vec::<&str>::new(),
        "applied twice"
    );
    let mut sales = connection.prepare(SALES).unwrap();
    let sales = sales.query_map([], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(sales.map(Result::unwrap).collect::<Vec<_>>(), EXPECTED);
    let mut barcodes = connection.prepare(BARCODES).unwrap();
    let barcodes = barcodes.query_map([], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(
        barcodes.map(Result::unwrap).collect::<Vec<_>>(),
        EXPECTED_BARCODES
    );
}

#[test]
fn postgres_learns_who_sells_a_sku_and_what_its_barcode_is_from_its_products() {
    let Ok(url) = std::env::var("DATABASE_URL") else {
        return;
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let (mut client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls)
            .await
            .unwrap();
        tokio::spawn(connection);
        let schema = "DROP SCHEMA IF EXISTS migrations_test CASCADE; CREATE SCHEMA migrations_test; \
                      SET search_path TO migrations_test";
        client.batch_execute(schema).await.unwrap();
        client.batch_execute(LOG).await.unwrap();
        for Migration { name, sql } in up_to(Dialect::Postgres, "0002_tables") {
            client.batch_execute(&sql).await.unwrap();
            let log = "INSERT INTO schema_migration (name) VALUES ($1)";
            client.execute(log, &[&name]).await.unwrap();
        }
        client.batch_execute(PRODUCTS).await.unwrap();
        migrate_postgres(&mut client).await.unwrap();
        let sales = client.query(SALES, &[]).await.unwrap();
        let sales: Vec<String> = sales.iter().map(|row| row.get(0)).collect();
        assert_eq!(sales, EXPECTED);
        let barcodes = client.query(BARCODES, &[]).await.unwrap();
        let barcodes: Vec<String> = barcodes.iter().map(|row| row.get(0)).collect();
        assert_eq!(barcodes, EXPECTED_BARCODES);
        assert_eq!(
            migrate_postgres(&mut client).await.unwrap(),
            Vec::<&str>::new(),
            "applied twice"
        );
        client
            .batch_execute("DROP SCHEMA migrations_test CASCADE")
            .await
            .unwrap();
    });
}
