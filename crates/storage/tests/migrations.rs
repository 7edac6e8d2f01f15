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

/// Orders as they were stored before a gateway was told of handovers: one on its way, since 110, and delivered; one on its way;
/// one fetched; one fetched and given back; one paid.
const ORDERS: &str = r#"
    INSERT INTO store (id, version, document, cell, lat_e7, lng_e7, country, city_folded, name_folded, currency, created_ms,
        updated_ms) VALUES ('s1', 1, '{}', 0, 0, 0, 'CN', '', '', 'CNY', 0, 0);
    INSERT INTO orders (id, store_id, customer_id, state, mode, currency, payable_minor, refunded_minor, document, placed_ms,
        expires_ms, moved_ms, paid_ms, closed_ms) VALUES
        ('brought', 's1', 'a', 'completed', 'delivery', 'CNY', 9, 0, '{}', 90, 900, 120, 100, 120),
        ('leaving', 's1', 'a', 'dispatched', 'delivery', 'CNY', 9, 8, '{}', 90, 900, 130, 100, NULL),
        ('fetched', 's1', 'a', 'completed', 'pickup', 'CNY', 9, 0, '{}', 90, 900, 140, 100, 140),
        ('given', 's1', 'a', 'completed', 'pickup', 'CNY', 9, 9, '{}', 90, 900, 150, 100, 150),
        ('paid', 's1', 'a', 'paid', 'pickup', 'CNY', 9, 0, '{}', 90, 900, 100, 100, NULL);
    INSERT INTO order_event (order_id, to_state, event, actor, reason, at_ms) VALUES
        ('brought', 'dispatched', 'dispatch', '', '', 110), ('brought', 'completed', 'deliver', '', '', 120),
        ('leaving', 'dispatched', 'dispatch', '', '', 130), ('fetched', 'completed', 'hand_over', '', '', 140),
        ('given', 'completed', 'hand_over', '', '', 150), ('paid', 'paid', 'pay', '', '', 100);
    INSERT INTO payment (order_id, reference, state, amount_minor, currency, created_ms, ended_ms)
    SELECT id, 'r', 'settled', 9, 'CNY', 95, 100 FROM orders;
"#;
const DUE: &str =
    "SELECT order_id || ' ' || report_due_ms FROM payment WHERE report_due_ms IS NOT NULL ORDER BY order_id";
const EXPECTED_DUE: [&str; 3] = ["brought 110", "fetched 140", "leaving 130"];

/// A database as the release before left it.
fn sqlite_of(last: &str, rows: &str) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    connection.execute_batch(LOG).unwrap();
    for Migration { name, sql } in up_to(Dialect::Sqlite, last) {
        connection.execute_batch(&sql).unwrap();
        let log = "INSERT INTO schema_migration (name) VALUES (?1)";
        connection.execute(log, [name]).unwrap();
    }
    connection.execute_batch(rows).unwrap();
    connection
}

#[test]
fn sqlite_is_to_tell_of_what_was_handed_over_before_unless_it_was_given_back() {
    let mut connection = sqlite_of("0013_refunds", ORDERS);
    migrate_sqlite(&mut connection).unwrap();
    let mut due = connection.prepare(DUE).unwrap();
    let due = due.query_map([], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(due.map(Result::unwrap).collect::<Vec<_>>(), EXPECTED_DUE);
}

#[test]
fn sqlite_learns_who_sells_a_sku_and_what_its_barcode_is_from_its_products() {
    let mut connection = sqlite_of("0002_tables", PRODUCTS);
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

/// The same on the Postgres of `DATABASE_URL`, in a schema of its own; what `asked` answers after the migration.
fn postgres_of(schema: &str, last: &str, rows: &str, asked: &[&str]) -> Option<Vec<Vec<String>>> {
    let url = std::env::var("DATABASE_URL").ok()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    Some(runtime.block_on(async {
        let (mut client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls)
            .await
            .unwrap();
        tokio::spawn(connection);
        let drop_it = format!("DROP SCHEMA IF EXISTS {schema} CASCADE");
        let begin = format!("{drop_it}; CREATE SCHEMA {schema}; SET search_path TO {schema}");
        client.batch_execute(&begin).await.unwrap();
        client.batch_execute(LOG).await.unwrap();
        for Migration { name, sql } in up_to(Dialect::Postgres, last) {
            client.batch_execute(&sql).await.unwrap();
            let log = "INSERT INTO schema_migration (name) VALUES ($1)";
            client.execute(log, &[&name]).await.unwrap();
        }
        client.batch_execute(rows).await.unwrap();
        migrate_postgres(&mut client).await.unwrap();
        let mut answers = Vec::new();
        for question in asked {
            let rows = client.query(*question, &[]).await.unwrap();
            answers.push(rows.iter().map(|row| row.get(0)).collect());
        }
        assert_eq!(
            migrate_postgres(&mut client).await.unwrap(),
            Vec::<&str>::new(),
            "applied twice"
        );
        client.batch_execute(&drop_it).await.unwrap();
        answers
    }))
}

#[test]
fn postgres_learns_who_sells_a_sku_and_what_its_barcode_is_from_its_products() {
    let asked = [SALES, BARCODES];
    if let Some(answers) = postgres_of("migrations_products", "0002_tables", PRODUCTS, &asked) {
        assert_eq!(answers, [&EXPECTED[..], &EXPECTED_BARCODES[..]]);
    }
}

#[test]
fn postgres_is_to_tell_of_what_was_handed_over_before_unless_it_was_given_back() {
    if let Some(answers) = postgres_of("migrations_orders", "0013_refunds", ORDERS, &[DUE]) {
        assert_eq!(answers, [EXPECTED_DUE]);
    }
}
