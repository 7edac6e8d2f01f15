//! Which SKU a barcode is of. A barcode is of one SKU at most, and a SKU has one at most; [products](crate::product) are written
//! with theirs.

use crate::sql::list::{LIST_MAX, padded, placeholders};
use crate::sql::{Sql, SqlError, Statement};
use commerce::ids::{ProductId, SkuId};
use commerce::product::Gtin;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The guard that a barcode is of no other SKU.
pub const BARCODE: &str = "barcode";

/// The SKUs of those of the barcodes that are any's.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn owners(sql: &dyn Sql, gtins: &BTreeSet<Gtin>) -> Result<BTreeMap<Gtin, SkuId>, SqlError> {
    static OWNERS: LazyLock<String> = LazyLock::new(|| {
        format!(
            "SELECT gtin, sku_id FROM barcode WHERE gtin IN ({})",
            placeholders()
        )
    });
    let texts: Vec<String> = gtins.iter().map(Gtin::to_string).collect();
    let mut found = BTreeMap::new();
    for list in texts.chunks(LIST_MAX) {
        for row in sql.read(Statement::new(&OWNERS, padded(list))).await? {
            found.insert(row.parse(0)?, row.parse(1)?);
        }
    }
    Ok(found)
}

/// The barcodes of the products' SKUs.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn of_products(sql: &dyn Sql, products: &BTreeSet<ProductId>) -> Result<BTreeSet<Gtin>, SqlError> {
    static OF_PRODUCTS: LazyLock<String> = LazyLock::new(|| {
        format!(
            "SELECT b.gtin FROM sku k JOIN barcode b ON b.sku_id = k.id WHERE k.product_id IN ({})",
            placeholders()
        )
    });
    let texts: Vec<String> = products.iter().map(ProductId::to_string).collect();
    let mut found = BTreeSet::new();
    for list in texts.chunks(LIST_MAX) {
        for row in sql.read(Statement::new(&OF_PRODUCTS, padded(list))).await? {
            found.insert(row.parse(0)?);
        }
    }
    Ok(found)
}
