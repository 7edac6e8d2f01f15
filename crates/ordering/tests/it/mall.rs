//! A small mall: two stores in Shanghai, one in Tokyo, tea and cups, a coupon.

use crate::fake_provider::FakeProvider;
use commerce::coupon::{Kind, Scope, Template, TemplateState};
use commerce::hours::OpeningHoursDraft;
use commerce::ids::{CouponId, CustomerId, SkuId, StoreId};
use commerce::money::{Currency, Minor};
use commerce::product::{Product, ProductDraft, VariantDraft};
use commerce::store::{PointDraft, Store, StoreDraft};
use commerce::text::{Locale, Texts};
use ordering::routes::app;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::rc::Rc;
use storage::assortment::SellingStore;
use storage::coupon::{self, Issue};
use storage::key_value::KeyValue;
use storage::product::{ProductWrite, put_all};
use storage::projection::{self, Ports};
use storage::scope::StoreScope;
use storage::sql::{Script, Sql};
use storage::stock::{self, StockChange, StockLevel, Why};
use storage::{coupon_template, store};
use test_kit::{Harness, START_MS, block_on, harness};
use web::Platform;

const COUNTED: Why<'_> = Why {
    by: "test",
    reason: "",
};
pub const TEA_MINOR: i64 = 1_800;
pub const CUP_MINOR: i64 = 500;
/// 10.00 CNY off from 30.00 CNY.
pub const COUPON_MINOR: i64 = 1_000;
pub const HOUR_MS: i64 = 3_600_000;
/// How long an order waits for its payment.
pub const PAY_MS: i64 = 900_000;

pub struct Mall {
    pub harness: Harness,
    pub provider: Rc<FakeProvider>,
}

impl Mall {
    /// A mall with `units` of each article at each store.
    pub fn with_units(units: i64) -> Self {
        let provider = FakeProvider::new();
        let harness = harness([app(provider.clone())]);
        let platform = harness.platform();
        seed(platform.sql(), units);
        project(platform.sql(), platform.key_value());
        Self { harness, provider }
    }

    pub fn new() -> Self {
        Self::with_units(20)
    }

    pub fn sql(&self) -> &dyn Sql {
        self.harness.platform().sql()
    }

    /// Brings key-value up to date, as the scheduled run does.
    pub fn project(&self) {
        project(self.sql(), self.harness.platform().key_value());
    }

    pub fn stock(&self, store: &str, sku: &str) -> (i64, i64) {
        let level = stock_of(self.sql(), store, sku);
        (level.on_hand, level.reserved)
    }

    /// Gives `customer` the coupon of number `number`.
    pub fn issue_coupon(&self, customer: &str, number: u8) -> String {
        issue_coupon(self.sql(), customer, number)
    }

    /// Places an order for one SKU; returns its id.
    pub fn order(&self, customer: &str, key: &str, sku: &str, quantity: i64, payable: i64) -> String {
        let placed = self
            .harness
            .as_shopper(customer)
            .with_key(key)
            .post("/v1/orders", &order_of(&[(sku, quantity)], payable))
            .expect(201);
        placed.json["id"].as_str().unwrap().to_owned()
    }
}

/// An order at the first store, to be picked up.
pub fn order_of(lines: &[(&str, i64)], payable: i64) -> Value {
    json!({"store": "s1", "mode": "pickup", "lines": lines_of(lines), "seen_payable_minor": payable})
}

/// A quote at the first store, to be picked up.
pub fn quote_of(lines: &[(&str, i64)]) -> Value {
    json!({"store": "s1", "mode": "pickup", "lines": lines_of(lines)})
}

fn lines_of(lines: &[(&str, i64)]) -> Vec<Value> {
    lines
        .iter()
        .map(|(sku, quantity)| json!({"sku": sku, "quantity": quantity}))
        .collect()
}

pub fn seed(sql: &dyn Sql, units: i64) {
    for (id, country, zone) in [
        ("s1", "CN", "Asia/Shanghai"),
        ("s2", "CN", "Asia/Shanghai"),
        ("tokyo", "JP", "Asia/Tokyo"),
    ] {
        put_store(sql, id, country, zone);
    }
    put_product(sql, "tea", &["l", "m"], TEA_MINOR);
    put_product(sql, "cup", &["a"], CUP_MINOR);
    for id in ["s1", "s2"] {
        for sku in ["tea.l", "tea.m", "cup.a"] {
            put_stock(sql, id, sku, StockChange::Count(units));
        }
    }
    block_on(coupon_template::insert(sql, &template(), START_MS)).unwrap();
}

fn put_store(sql: &dyn Sql, id: &str, country: &str, zone: &str) {
    let store: Store = StoreDraft {
        id: id.to_owned(),
        name: BTreeMap::from([("en".to_owned(), id.to_owned())]),
        city: "Somewhere".to_owned(),
        country: country.to_owned(),
        point: Some(PointDraft {
            lat: 31.2,
            lng: 121.4,
        }),
        zone: zone.to_owned(),
        modes: vec!["pickup".to_owned(), "in_store".to_owned()],
        hours: OpeningHoursDraft {
            weekly: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
                .map(|day| (day.to_owned(), vec![["08:00".to_owned(), "22:00".to_owned()]]))
                .into(),
            ..OpeningHoursDraft::default()
        },
        ..StoreDraft::default()
    }
    .validate()
    .unwrap();
    save_store(sql, &store);
}

/// Writes a store, new or changed.
pub fn save_store(sql: &dyn Sql, changed: &Store) {
    let before = block_on(store::load(sql, &changed.id)).unwrap();
    let mut script = Script::new();
    store::save(&mut script, before.as_ref(), changed, START_MS).unwrap();
    block_on(sql.write(script)).unwrap();
}

/// Changes the first store.
pub fn edit_store(sql: &dyn Sql, change: impl FnOnce(&mut StoreDraft)) {
    let stored = block_on(store::load(sql, &"s1".parse().unwrap())).unwrap();
    let mut draft = StoreDraft::from(stored.unwrap().store);
    change(&mut draft);
    save_store(sql, &draft.validate().unwrap());
}

/// Writes a product whose variants all have one price, new or changed.
pub fn put_product(sql: &dyn Sql, id: &str, variants: &[&str], price: i64) {
    let variants = variants.iter().map(|code| VariantDraft {
        code: (*code).to_owned(),
        prices: BTreeMap::from([("CNY".to_owned(), price)]),
        carried_by_default: true,
        ..VariantDraft::default()
    });
    let after = ProductDraft {
        id: id.to_owned(),
        name: BTreeMap::from([("en".to_owned(), id.to_owned())]),
        categories: vec!["drinks".to_owned()],
        variants: variants.collect(),
        active: true,
        ..ProductDraft::default()
    }
    .validate()
    .unwrap();
    let before = block_on(storage::product::load(sql, &after.id)).unwrap();
    write_product(sql, ProductWrite { before, after });
}

/// Changes a product that there is.
pub fn edit_product(sql: &dyn Sql, id: &str, change: impl FnOnce(&mut Product)) {
    let before = block_on(storage::product::load(sql, &id.parse().unwrap())).unwrap();
    let mut after = before.clone().unwrap().product;
    change(&mut after);
    write_product(sql, ProductWrite { before, after });
}

fn write_product(sql: &dyn Sql, write: ProductWrite) {
    let script = put_all(&[write], START_MS).unwrap();
    block_on(sql.write(script)).unwrap();
}

pub fn selling_store(sql: &dyn Sql, store: &str) -> SellingStore {
    let id: StoreId = store.parse().unwrap();
    block_on(SellingStore::find(sql, &StoreScope::All, &id))
        .unwrap()
        .unwrap()
}

pub fn put_stock(sql: &dyn Sql, store: &str, sku: &str, change: StockChange) {
    let line: (SkuId, StockChange) = (sku.parse().unwrap(), change);
    block_on(stock::put(
        sql,
        &selling_store(sql, store),
        &[line],
        COUNTED,
        START_MS,
    ))
    .unwrap();
}

pub fn stock_of(sql: &dyn Sql, store: &str, sku: &str) -> StockLevel {
    let store = store.parse().unwrap();
    let levels = stock::list(sql, &StoreScope::All, &store, None, 100);
    let mut levels = block_on(levels).unwrap().into_iter();
    levels.find(|level| level.sku.as_str() == sku).unwrap()
}

fn template() -> Template {
    Template {
        id: "welcome".parse().unwrap(),
        name: Texts::single(Locale::En.into(), "Welcome".to_owned()),
        description: Texts::default(),
        kind: Kind::Amount {
            amount: Minor(COUPON_MINOR),
        },
        currency: Currency::CNY,
        threshold: Minor(3_000),
        valid_from_ms: 0,
        valid_until_ms: START_MS + 30 * 24 * HOUR_MS,
        valid_days: None,
        total_limit: 100,
        per_customer_limit: 10,
        scope: Scope::All,
        state: TemplateState::Active,
    }
}

pub fn issue_coupon(sql: &dyn Sql, customer: &str, number: u8) -> String {
    let id = CouponId::new(START_MS, [number; 10]);
    let customer: CustomerId = customer.parse().unwrap();
    let template = template();
    let mut script = Script::new();
    coupon::issue(
        &mut script,
        &Issue {
            id,
            template: &template.id,
            per_customer_limit: template.per_customer_limit,
            customer: &customer,
            campaign: None,
            issued_ms: START_MS,
            expires_ms: START_MS + HOUR_MS,
        },
    );
    block_on(sql.write(script)).unwrap();
    id.to_string()
}

pub fn project(sql: &dyn Sql, key_value: &dyn KeyValue) {
    let ports = Ports { sql, key_value };
    block_on(projection::run(ports, &|| START_MS, "test", i64::MAX)).unwrap();
}
