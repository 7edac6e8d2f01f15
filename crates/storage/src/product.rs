//! Products, as headquarters keeps them: texts and variants as a document, the brand's prices as rows.

mod barcodes;
mod write;

pub use write::{ProductWrite, put_all};

use crate::shelf::{self, Shelf};
use crate::sql::list::{LIST_MAX, padded, placeholders};
use crate::sql::{Row, Sql, SqlError, Statement};
use commerce::ids::{ProductId, SkuId};
use commerce::money::Minor;
use commerce::product::Product;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// A product as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredProduct {
    /// The product with its prices.
    pub product: Product,
    /// Counts its edits, those of its prices included, from 1.
    pub version: i64,
    /// Where it has a place, be it empty.
    pub shelves: BTreeSet<Shelf>,
}

/// One product.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load(sql: &dyn Sql, id: &ProductId) -> Result<Option<StoredProduct>, SqlError> {
    let mut found = load_many(sql, &BTreeSet::from([id.clone()])).await?;
    Ok(found.remove(id))
}

/// Those of the products that there are.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load_many(
    sql: &dyn Sql,
    ids: &BTreeSet<ProductId>,
) -> Result<BTreeMap<ProductId, StoredProduct>, SqlError> {
    static DOCUMENTS: LazyLock<String> = LazyLock::new(|| {
        let list = placeholders();
        format!("SELECT id, document, version FROM product WHERE id IN ({list})")
    });
    static PRICES: LazyLock<String> = LazyLock::new(|| {
        let list = placeholders();
        format!(
            "SELECT k.product_id, p.sku_id, p.currency, p.amount_minor FROM sku k \
             JOIN sku_price p ON p.sku_id = k.id WHERE k.product_id IN ({list})"
        )
    });
    let mut found = BTreeMap::new();
    let texts: Vec<String> = ids.iter().map(ProductId::to_string).collect();
    for list in texts.chunks(LIST_MAX) {
        for row in sql.read(Statement::new(&DOCUMENTS, padded(list))).await? {
            let stored = StoredProduct {
                product: row.json(1)?,
                version: row.int(2)?,
                shelves: BTreeSet::new(),
            };
            found.insert(row.parse::<ProductId>(0)?, stored);
        }
        for row in sql.read(Statement::new(&PRICES, padded(list))).await? {
            if let Some(stored) = found.get_mut(&row.parse(0)?) {
                add_price(&mut stored.product, &row, 1)?;
            }
        }
    }
    for (product, places) in shelf::positions(sql, ids).await? {
        if let Some(stored) = found.get_mut(&product) {
            stored.shelves = places.into_iter().map(|(shelf, _)| shelf).collect();
        }
    }
    Ok(found)
}

/// Reads a price (SKU, currency, amount from `column` on) into the product that has it.
pub(crate) fn add_price(product: &mut Product, row: &Row, column: usize) -> Result<(), SqlError> {
    let sku = row.text(column)?;
    if let Some(variant) = product
        .variants
        .iter_mut()
        .find(|variant| variant.sku.as_str() == sku)
    {
        let price = Minor(row.int(column + 2)?);
        variant.prices.insert(row.parse(column + 1)?, price);
    }
    Ok(())
}

/// Those of the SKUs that there ever were; one that its product does not have any more is among them, because stores may
/// still hold it.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn known_skus(sql: &dyn Sql, skus: &BTreeSet<SkuId>) -> Result<BTreeSet<SkuId>, SqlError> {
    static KNOWN: LazyLock<String> =
        LazyLock::new(|| format!("SELECT id FROM sku WHERE id IN ({})", placeholders()));
    let texts: Vec<String> = skus.iter().map(SkuId::to_string).collect();
    let mut known = BTreeSet::new();
    for list in texts.chunks(LIST_MAX) {
        for row in sql.read(Statement::new(&KNOWN, padded(list))).await? {
            known.insert(row.parse(0)?);
        }
    }
    Ok(known)
}
