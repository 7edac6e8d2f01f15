//! The products on one page of a shelf, read with one query each for texts and prices.

use crate::product::add_price;
use crate::shelf::ShelfPage;
use crate::sql::{Param, Sql, SqlError, Statement};
use commerce::product::Product;
use std::collections::BTreeMap;

/// The products that have a place on `page`, by their position on the page.
pub(super) async fn products(sql: &dyn Sql, page: &ShelfPage) -> Result<BTreeMap<usize, Product>, SqlError> {
    let mut products = BTreeMap::new();
    let documents = sql
        .read(Statement::new(
            "SELECT s.position, p.document FROM shelf s JOIN product p ON p.id = s.product_id \
             WHERE s.category_id = ?1 AND s.position >= ?2 AND s.position < ?3",
            range(page).into(),
        ))
        .await?;
    for row in documents {
        products.insert(slot(page, row.int(0)?), row.json::<Product>(1)?);
    }
    let prices = sql
        .read(Statement::new(
            "SELECT s.position, x.sku_id, x.currency, x.amount_minor FROM shelf s \
             JOIN sku k ON k.product_id = s.product_id JOIN sku_price x ON x.sku_id = k.id \
             WHERE s.category_id = ?1 AND s.position >= ?2 AND s.position < ?3",
            range(page).into(),
        ))
        .await?;
    for row in prices {
        if let Some(product) = products.get_mut(&slot(page, row.int(0)?)) {
            add_price(product, &row, 1)?;
        }
    }
    Ok(products)
}

/// The parameters that name a page: its shelf, its first position, and the first one after it.
pub(super) fn range(page: &ShelfPage) -> [Param; 3] {
    [
        page.shelf.to_string().into(),
        page.first().into(),
        page.end().into(),
    ]
}

/// The place on `page` of a position that is on it.
pub(super) fn slot(page: &ShelfPage, position: i64) -> usize {
    usize::try_from(position - page.first()).unwrap_or(0)
}
