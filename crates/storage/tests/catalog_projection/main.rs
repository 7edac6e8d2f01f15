//! Key-value after any history of writes, failures and repeats is what a rebuild makes of the database: on SQLite, and
//! on the Postgres that `DATABASE_URL` names, if it does.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod event;
mod goods;

use commerce::ids::SkuId;
use commerce::money::Minor;
use event::{Event, history};
use goods::{category_id, draft, product_id, sku, store_id, texts};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeSet;
use storage::assortment::{self, SellingStore};
use storage::barcode::BARCODE;
use storage::key_value::memory::MemoryKeyValue;
use storage::migrate::{migrate_postgres, migrate_sqlite};
use storage::outbox::{self, Change};
use storage::product::ProductWrite;
use storage::projection::{self, Ports, catalog};
use storage::scope::StoreScope;
use storage::sql::native_postgres::NativePostgres;
use storage::sql::native_sqlite::NativeSqlite;
use storage::sql::{Script, Sql, SqlError};
use storage::stock::{StockChange, Why};
use storage::stock_import::StockWrite;
use storage::{category, price, product, stock, stock_import};
use tokio::runtime::{Builder, Runtime};

const COUNTED: Why<'_> = Why {
    by: "test",
    reason: "",
};
const NOW_MS: i64 = 1_767_240_000_000;
const STORES: usize = 3;
const CATEGORIES: usize = 3;
/// Products there from the beginning: one fewer than a page holds, so that histories cross its edge.
const SEEDED: usize = 49;
const PRODUCTS: usize = 54;
const POSTGRES_HISTORIES: usize = 20;
/// So few that products want the same, and each in two forms.
const BARCODES: [&str; 4] = ["96385074", "00000096385074", "036000291452", "0036000291452"];
const CURRENCIES: [&str; 2] = ["CNY", "JPY"];

struct Mall {
    /// Drives the connection to Postgres; SQLite does without.
    runtime: Runtime,
    sql: Box<dyn Sql>,
    key_value: MemoryKeyValue,
    runs: u32,
}

impl Mall {
    fn new() -> Self {
        let mut connection = rusqlite::Connection::open_in_memory().unwrap();
        migrate_sqlite(&mut connection).unwrap();
        let runtime = Builder::new_current_thread().build().unwrap();
        Self::on(runtime, Box::new(NativeSqlite::new(connection)))
    }

    /// A mall in a schema of its own.
    fn on_postgres(url: &str, schema: usize) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let client = runtime.block_on(async {
            let (mut client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(connection);
            let schema = format!(
                "DROP SCHEMA IF EXISTS projection_{schema} CASCADE; CREATE SCHEMA projection_{schema}; \
                 SET search_path TO projection_{schema}"
            );
            client.batch_execute(&schema).await.unwrap();
            migrate_postgres(&mut client).await.unwrap();
            client
        });
        Self::on(runtime, Box::new(NativePostgres::new(client)))
    }

    fn on(runtime: Runtime, sql: Box<dyn Sql>) -> Self {
        let mall = Self {
            runtime,
            sql,
            key_value: MemoryKeyValue::default(),
            runs: 0,
        };
        for store in 0..STORES {
            let mut script = Script::new();
            script.run(
                "INSERT INTO store (id, version, document, cell, lat_e7, lng_e7, country, city_folded, \
                 name_folded, currency, created_ms, updated_ms) \
                 VALUES (?1, 1, '{}', 0, 0, 0, 'CN', '', '', 'CNY', 0, 0)",
                vec![store_id(store).to_string().into()],
            );
            mall.write(script);
        }
        let seeded = (0..SEEDED).map(|product| ProductWrite {
            before: None,
            after: draft(product, &[0], &[0], 1, true, None),
        });
        let seeded: Vec<ProductWrite> = seeded.collect();
        mall.write(product::put_all(&seeded, NOW_MS).unwrap());
        mall
    }

    fn wait<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }

    fn sql(&self) -> &dyn Sql {
        &*self.sql
    }

    fn ports(&self) -> Ports<'_> {
        Ports {
            sql: self.sql(),
            key_value: &self.key_value,
        }
    }

    fn write(&self, script: Script) {
        self.wait(self.sql().write(script)).unwrap();
    }

    fn store(&self, store: usize) -> SellingStore {
        let id = store_id(store);
        let found = self.wait(SellingStore::find(self.sql(), &StoreScope::All, &id));
        found.unwrap().unwrap()
    }

    fn knows(&self, sku: &SkuId) -> bool {
        let wanted = BTreeSet::from([sku.clone()]);
        !self
            .wait(product::known_skus(self.sql(), &wanted))
            .unwrap()
            .is_empty()
    }

    fn happen(&mut self, event: &Event) {
        match event {
            Event::PutProduct {
                product,
                categories,
                variants,
                price,
                active,
                barcode,
            } => {
                let before = self
                    .wait(product::load(self.sql(), &product_id(*product)))
                    .unwrap();
                let after = draft(*product, categories, variants, *price, *active, *barcode);
                let script = product::put_all(&[ProductWrite { before, after }], NOW_MS).unwrap();
                match self.wait(self.sql().write(script)) {
                    // Another product's, which keeps it.
                    Err(SqlError::Refused { label: BARCODE, .. }) => {}
                    written => drop(written.unwrap()),
                }
            }
            Event::PutCategory(category) => self.put_category(*category),
            Event::Assort(store, product, carried) if self.knows(&sku(*product, 0)) => {
                let (store, product) = (self.store(*store), product_id(*product));
                self.write(assortment::put(&store, &product, *carried, NOW_MS));
            }
            Event::OwnPrice(store, product, variant, own) if self.knows(&sku(*product, *variant)) => {
                let (store, sku) = (self.store(*store), sku(*product, *variant));
                self.write(price::put_own(&store, &sku, own.map(Minor), NOW_MS));
            }
            Event::Count(store, product, variant, units) if self.knows(&sku(*product, *variant)) => {
                let lines = [(sku(*product, *variant), StockChange::Count(*units))];
                self.wait(stock::put(
                    self.sql(),
                    &self.store(*store),
                    &lines,
                    COUNTED,
                    NOW_MS,
                ))
                .unwrap();
            }
            Event::Import(store, products, units) => self.import(*store, products, *units),
            Event::Currency(store, currency) => {
                let mut script = Script::new();
                let id = store_id(*store);
                script.run(
                    "UPDATE store SET currency = ?2 WHERE id = ?1",
                    vec![id.to_string().into(), CURRENCIES[*currency].into()],
                );
                outbox::mark(&mut script, &Change::Offers(id), NOW_MS);
                self.write(script);
            }
            Event::Repeat(store, product) => {
                let mut script = Script::new();
                let (store, product) = (store_id(*store), product_id(*product));
                outbox::mark(&mut script, &Change::Product(product.clone()), NOW_MS);
                outbox::mark(&mut script, &Change::Offer(store, product), NOW_MS);
                self.write(script);
            }
            Event::Run(writes) => self.run(*writes),
            Event::Assort(..) | Event::OwnPrice(..) | Event::Count(..) => {}
        }
    }

    fn put_category(&self, category: usize) {
        let id = category_id(category);
        let known = self.wait(category::load_all(self.sql())).unwrap();
        let draft = commerce::product::CategoryDraft {
            id: id.to_string(),
            name: texts("Category"),
            sort: known.len() as i32,
            parent: None,
        };
        let mut script = Script::new();
        let before = known.get(&id).map(|stored| stored.version);
        category::put(&mut script, &draft.validate().unwrap(), before, NOW_MS).unwrap();
        self.write(script);
    }

    fn import(&self, store: usize, products: &[usize], units: i64) {
        let rows = products.iter().map(|product| StockWrite {
            store: store_id(store),
            sku: sku(*product, 0),
            on_hand: units,
            price: (product % 2 == 0).then_some(Minor(7)),
        });
        let rows: Vec<StockWrite> = rows.filter(|row| self.knows(&row.sku)).collect();
        self.write(stock_import::put_all(&rows, COUNTED.by, NOW_MS));
        let pairs: Vec<_> = rows.iter().map(|row| (&row.store, &row.sku)).collect();
        let facts = self.wait(stock_import::facts(self.sql(), &StoreScope::All, &pairs));
        let facts = facts.unwrap();
        for row in rows {
            let kept = facts[&(row.store, row.sku)];
            assert_eq!(kept.on_hand, Some(row.on_hand));
            assert!(row.price.is_none() || row.price == kept.price);
        }
    }

    fn run(&mut self, writes: Option<u32>) {
        self.runs += 1;
        self.key_value.writes_until_failure.set(writes);
        let holder = self.runs.to_string();
        let run = projection::run(self.ports(), &|| NOW_MS, &holder, i64::MAX);
        let outcome = self.wait(run);
        self.key_value.writes_until_failure.set(None);
        assert!(outcome.is_ok() || writes.is_some(), "{outcome:?}");
    }
}

#[test]
fn every_change_reaches_the_pages_that_it_concerns() {
    // What the histories below rely on: the projections are not empty.
    let mut mall = Mall::new();
    mall.happen(&Event::Count(0, 3, 0, 5));
    mall.happen(&Event::Run(None));
    let keys: Vec<String> = mall.key_value.entries.borrow().keys().cloned().collect();
    for key in [
        "mendian/offer/s0/p3",
        "mendian/product/p3/zh-CN",
        "mendian/shelf/all/0/en",
        "mendian/shelf/c0/0/zh-CN",
        "mendian/store-shelf/s0/all/0",
        "mendian/store-shelf/s0/c0/0",
    ] {
        assert!(keys.iter().any(|known| known == key), "{key} of {keys:?}");
    }
    assert_eq!(keys.len(), SEEDED * 2 + 2 * 2 + 3);
}

#[test]
fn price_change_costs_the_same_writes_with_any_number_of_stores_that_have_stock() {
    let writes = |stores: usize| {
        let mut mall = Mall::new();
        for store in 0..stores {
            mall.happen(&Event::Count(store, 0, 0, 5));
        }
        mall.happen(&Event::Run(None));
        mall.happen(&Event::PutProduct {
            product: 0,
            categories: vec![0],
            variants: vec![0],
            price: 2,
            active: true,
            barcode: None,
        });
        mall.key_value.writes_until_failure.set(Some(1_000));
        let run = projection::run(mall.ports(), &|| NOW_MS, "price", i64::MAX);
        assert_eq!(mall.wait(run).unwrap().entries, 1);
        1_000 - mall.key_value.writes_until_failure.get().unwrap()
    };
    // The product and a page of two shelves, each in two languages.
    assert_eq!((writes(0), writes(STORES)), (6, 6));
}

#[test]
fn barcode_that_moves_to_another_product_takes_its_key_along() {
    let mut mall = Mall::new();
    let put = |product, barcode| Event::PutProduct {
        product,
        categories: vec![0],
        variants: vec![0],
        price: 2,
        active: true,
        barcode,
    };
    let key = "mendian/barcode/00000096385074";
    let is_of = |mall: &Mall, product: &str| {
        let entries = mall.key_value.entries.borrow();
        let value = entries
            .get(key)
            .map(|value| String::from_utf8_lossy(value).into_owned());
        value.is_some_and(|value| value.contains(&format!("\"id\":\"{product}\"")))
    };
    mall.happen(&put(0, Some(0)));
    mall.happen(&Event::Run(None));
    assert!(is_of(&mall, "p0"));
    // Refused, and its owner keeps it.
    mall.happen(&put(1, Some(1)));
    mall.happen(&Event::Run(None));
    assert!(is_of(&mall, "p0"));
    mall.happen(&put(0, None));
    mall.happen(&put(1, Some(1)));
    mall.happen(&Event::Run(None));
    assert!(is_of(&mall, "p1"));
    mall.happen(&put(1, Some(2)));
    mall.happen(&Event::Run(None));
    assert!(!mall.key_value.entries.borrow().contains_key(key));
}

/// The keys that differ between what a history left and what a rebuild makes.
fn differing(mut mall: Mall, events: &[Event]) -> Vec<String> {
    for event in events {
        mall.happen(event);
    }
    mall.happen(&Event::Run(None));
    let fresh = MemoryKeyValue::default();
    let ports = Ports {
        sql: mall.sql(),
        key_value: &fresh,
    };
    mall.wait(catalog::rebuild(ports)).unwrap();
    let (kept, rebuilt) = (mall.key_value.entries.borrow(), fresh.entries.borrow());
    kept.keys()
        .chain(rebuilt.keys())
        .filter(|key| kept.get(*key) != rebuilt.get(*key))
        .cloned()
        .collect()
}

proptest! {
    #![proptest_config(Config { cases: 200, failure_persistence: None, ..Config::default() })]

    #[test]
    fn any_history_ends_in_what_a_rebuild_makes(events in history()) {
        prop_assert_eq!(differing(Mall::new(), &events), Vec::<String>::new());
    }
}

#[test]
fn history_on_postgres_ends_in_what_a_rebuild_makes() {
    let Ok(url) = std::env::var("DATABASE_URL") else {
        return;
    };
    let mut runner = TestRunner::deterministic();
    for schema in 0..POSTGRES_HISTORIES {
        let events = history().new_tree(&mut runner).unwrap().current();
        let mall = Mall::on_postgres(&url, schema);
        assert_eq!(differing(mall, &events), Vec::<String>::new(), "{events:?}");
    }
}
