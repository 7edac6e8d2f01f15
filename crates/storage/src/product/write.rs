//! Writing products: only what differs from what was read, guarded by its version.

use super::{StoredProduct, barcodes};
use crate::outbox::{self, Change};
use crate::shelf::{self, Shelf};
use crate::sql::{Script, SqlError};
use commerce::ids::{ProductId, SkuId};
use commerce::money::{Currency, Minor};
use commerce::product::{BookableService, Product, PurchaseLimit, Variant};
use std::collections::{BTreeMap, BTreeSet};

/// A product to be written.
#[derive(Debug, Clone)]
pub struct ProductWrite {
    /// What was read; `None` when there was none.
    pub before: Option<StoredProduct>,
    /// What shall be.
    pub after: Product,
}

/// No store sells it.
const OFF: &str = "off";

type Prices<'a> = BTreeMap<(&'a SkuId, Currency), Minor>;

impl ProductWrite {
    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.before
            .as_ref()
            .is_some_and(|before| before.product == self.after)
    }

    /// The version that the product has once this is written.
    #[must_use]
    pub fn version(&self) -> i64 {
        let before = self.before.as_ref().map_or(0, |before| before.version);
        if self.is_unchanged() { before } else { before + 1 }
    }

    fn is_new(&self) -> bool {
        self.before.is_none()
    }

    /// The shelves where the product belongs and has no place yet.
    fn new_shelves(&self) -> BTreeSet<Shelf> {
        let wanted = self.after.categories.iter().cloned().map(Shelf::Category);
        let known = self.before.as_ref().map(|before| &before.shelves);
        std::iter::once(Shelf::All)
            .chain(wanted)
            .filter(|shelf| known.is_none_or(|known| !known.contains(shelf)))
            .collect()
    }
}

/// A script that writes all that differ, or nothing: the guard `version` refuses when one was changed meanwhile, and
/// [`BARCODE`](crate::barcode::BARCODE) when a barcode is another SKU's.
///
/// New products stand on their shelves in the order of `writes`.
///
/// # Errors
/// [`SqlError::Statement`] when a product cannot be written as JSON, which is a defect.
pub fn put_all(writes: &[ProductWrite], now_ms: i64) -> Result<Script, SqlError> {
    let mut script = Script::new();
    let mut changed: Vec<&ProductWrite> = writes.iter().filter(|write| !write.is_unchanged()).collect();
    let mut places: BTreeMap<Shelf, Vec<&ProductId>> = BTreeMap::new();
    for write in &changed {
        for shelf in write.new_shelves() {
            places.entry(shelf).or_default().push(&write.after.id);
        }
    }
    // Rows are touched in ascending order, so that two writers never wait for each other in a circle.
    changed.sort_by(|left, right| left.after.id.cmp(&right.after.id));
    for write in &changed {
        put_document(&mut script, write, now_ms)?;
        put_skus(&mut script, write);
        put_prices(&mut script, write);
        if !write.is_new() && !write.new_shelves().is_empty() {
            shelf::mark_offers(&mut script, &write.after.id, now_ms);
        }
        outbox::mark(&mut script, &Change::Product(write.after.id.clone()), now_ms);
    }
    barcodes::put(&mut script, &changed, now_ms);
    for (shelf, products) in places {
        for product in products {
            shelf::place(&mut script, &shelf, product);
        }
    }
    Ok(script)
}

fn put_document(script: &mut Script, write: &ProductWrite, now_ms: i64) -> Result<(), SqlError> {
    let mut document = write.after.clone();
    for variant in &mut document.variants {
        // Prices are rows of their own; one place is the truth.
        variant.prices.clear();
    }
    let document =
        serde_json::to_string(&document).map_err(|error| SqlError::Statement(error.to_string()))?;
    let id = write.after.id.to_string();
    match &write.before {
        None => script.expect(
            "version",
            "INSERT INTO product (id, version, document, created_ms, updated_ms) VALUES (?1, 1, ?2, ?3, ?3) \
             ON CONFLICT (id) DO NOTHING",
            vec![id.into(), document.into(), now_ms.into()],
        ),
        Some(before) => script.expect(
            "version",
            "UPDATE product SET version = version + 1, document = ?2, updated_ms = ?3 \
             WHERE id = ?1 AND version = ?4",
            vec![id.into(), document.into(), now_ms.into(), before.version.into()],
        ),
    };
    Ok(())
}

/// Who sells a SKU, as its row says.
fn sale(product: &Product, variant: &Variant) -> &'static str {
    match (product.active, variant.carried_by_default) {
        (false, _) => OFF,
        (true, true) => "carried",
        (true, false) => "listed",
    }
}

fn put_skus(script: &mut Script, write: &ProductWrite) {
    let known = write
        .before
        .as_ref()
        .map_or_else(BTreeMap::new, |before| skus(&before.product));
    let wanted = skus(&write.after);
    // A SKU that goes keeps its row, and one that comes back finds it: stock and orders may refer to it.
    for sku in known.keys().filter(|sku| !wanted.contains_key(*sku)) {
        script.run(
            "UPDATE sku SET sale = ?2 WHERE id = ?1",
            vec![sku.to_string().into(), OFF.into()],
        );
    }
    for (sku, row) in wanted.iter().filter(|(sku, row)| known.get(*sku) != Some(*row)) {
        let (limit_units, limit_days) = row.limit.map_or((0, 0), |limit| (limit.quantity, limit.days));
        script.run(
            "INSERT INTO sku (id, product_id, sale, limit_units, limit_days, service_minutes, service_resource) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
             ON CONFLICT (id) DO UPDATE SET sale = excluded.sale, limit_units = excluded.limit_units, \
             limit_days = excluded.limit_days, service_minutes = excluded.service_minutes, \
             service_resource = excluded.service_resource",
            vec![
                sku.to_string().into(),
                write.after.id.to_string().into(),
                row.sale.into(),
                limit_units.into(),
                limit_days.into(),
                row.service.map_or(0, |service| service.minutes).into(),
                row.service.map(|service| service.resource.to_string()).unwrap_or_default().into(),
            ],
        );
    }
}

fn put_prices(script: &mut Script, write: &ProductWrite) {
    let known = write
        .before
        .as_ref()
        .map_or_else(Prices::new, |before| prices(&before.product));
    let wanted = prices(&write.after);
    for (sku, currency) in known.keys().filter(|key| !wanted.contains_key(*key)) {
        script.run(
            "DELETE FROM sku_price WHERE sku_id = ?1 AND currency = ?2",
            vec![sku.to_string().into(), currency.to_string().into()],
        );
    }
    for (key, price) in wanted
        .iter()
        .filter(|(key, price)| known.get(*key) != Some(*price))
    {
        script.run(
            "INSERT INTO sku_price (sku_id, currency, amount_minor) VALUES (?1, ?2, ?3) \
             ON CONFLICT (sku_id, currency) DO UPDATE SET amount_minor = excluded.amount_minor",
            vec![
                key.0.to_string().into(),
                key.1.to_string().into(),
                price.get().into(),
            ],
        );
    }
}

/// What the row of a SKU says; the guards of an order compare it.
#[derive(PartialEq, Eq)]
struct SkuRow<'a> {
    sale: &'static str,
    limit: Option<PurchaseLimit>,
    service: Option<&'a BookableService>,
}

fn skus(product: &Product) -> BTreeMap<&SkuId, SkuRow<'_>> {
    let variants = product.variants.iter();
    variants
        .map(|variant| {
            let row = SkuRow {
                sale: sale(product, variant),
                limit: variant.purchase_limit,
                service: variant.service.as_ref(),
            };
            (&variant.sku, row)
        })
        .collect()
}

fn prices(product: &Product) -> Prices<'_> {
    product
        .variants
        .iter()
        .flat_map(|variant| {
            let prices = variant.prices.iter();
            prices.map(move |(currency, price)| ((&variant.sku, *currency), *price))
        })
        .collect()
}
