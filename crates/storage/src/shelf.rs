//! Shelves: in what order products stand in a category, and among all.
//!
//! A product is given the next position of a shelf once and never moves, so a change of it touches one page of each
//! shelf that it stands on. A product that leaves a category keeps its place, empty, in case it comes back.

use crate::sql::list::{LIST_MAX, padded, placeholders};
use crate::sql::{Script, Sql, SqlError, Statement};
use commerce::ids::{CategoryId, ProductId};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::LazyLock;

/// Products of one page of a shelf.
pub const SHELF_PAGE_PRODUCTS: u32 = 50;

/// The name of the shelf of all products; no category may be called so.
pub const ALL: &str = "all";

/// A shelf.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shelf {
    /// All products.
    All,
    /// The products of a category.
    Category(CategoryId),
}

impl Shelf {
    /// Its name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::All => ALL,
            Self::Category(category) => category.as_str(),
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            ALL => Some(Self::All),
            _ => name.parse().ok().map(Self::Category),
        }
    }
}

impl fmt::Display for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One page of a shelf.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ShelfPage {
    /// Which shelf.
    pub shelf: Shelf,
    /// Which page, from 0.
    pub page: u32,
}

impl ShelfPage {
    /// The first position on this page.
    #[must_use]
    pub fn first(&self) -> i64 {
        i64::from(self.page) * i64::from(SHELF_PAGE_PRODUCTS)
    }

    /// The first position that is not on this page any more.
    #[must_use]
    pub fn end(&self) -> i64 {
        self.first() + i64::from(SHELF_PAGE_PRODUCTS)
    }
}

/// The page on which `position` is.
pub(crate) fn page_of(position: i64) -> u32 {
    u32::try_from(position / i64::from(SHELF_PAGE_PRODUCTS)).unwrap_or(u32::MAX)
}

/// Gives `product`, which does not stand on `shelf`, the next position there. Callers that place several go shelf by
/// shelf, in ascending order, since each waits for the shelf's end.
pub(crate) fn place(script: &mut Script, shelf: &Shelf, product: &ProductId) {
    let shelf = shelf.to_string();
    script.run(
        "INSERT INTO shelf_end (category_id, positions) VALUES (?1, 1) \
         ON CONFLICT (category_id) DO UPDATE SET positions = shelf_end.positions + 1",
        vec![shelf.clone().into()],
    );
    script.expect(
        "shelf",
        "INSERT INTO shelf (category_id, position, product_id) \
         SELECT category_id, positions - 1, ?2 FROM shelf_end WHERE category_id = ?1",
        vec![shelf.into(), product.to_string().into()],
    );
}

/// Marks what every store does with `product`, for a page that did not hold the product before.
pub(crate) fn mark_offers(script: &mut Script, product: &ProductId, now_ms: i64) {
    script.run(
        "INSERT INTO outbox (topic, subject, created_ms) \
         SELECT 'offer', t.store_id || '/' || ?1, ?2 FROM ( \
             SELECT a.store_id FROM assortment a WHERE a.product_id = ?1 \
             UNION SELECT p.store_id FROM sku k JOIN store_price p ON p.sku_id = k.id WHERE k.product_id = ?1 \
             UNION SELECT s.store_id FROM sku k JOIN stock s ON s.sku_id = k.id WHERE k.product_id = ?1 \
         ) t ORDER BY t.store_id",
        vec![product.to_string().into(), now_ms.into()],
    );
}

/// Where each of the products stands.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn positions(
    sql: &dyn Sql,
    products: &BTreeSet<ProductId>,
) -> Result<BTreeMap<ProductId, Vec<(Shelf, i64)>>, SqlError> {
    static POSITIONS: LazyLock<String> = LazyLock::new(|| {
        let list = placeholders();
        format!("SELECT product_id, category_id, position FROM shelf WHERE product_id IN ({list})")
    });
    let ids: Vec<String> = products.iter().map(ProductId::to_string).collect();
    let mut found: BTreeMap<ProductId, Vec<(Shelf, i64)>> = BTreeMap::new();
    for ids in ids.chunks(LIST_MAX) {
        for row in sql.read(Statement::new(&POSITIONS, padded(ids))).await? {
            let shelf = Shelf::named(row.text(1)?).ok_or(SqlError::Decode {
                column: 1,
                expected: "a shelf",
            })?;
            found.entry(row.parse(0)?).or_default().push((shelf, row.int(2)?));
        }
    }
    Ok(found)
}

/// Every shelf with the number of its positions; a category without products has none.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn lengths(sql: &dyn Sql) -> Result<BTreeMap<Shelf, i64>, SqlError> {
    let rows = sql
        .read(Statement::new(
            "SELECT id, 0 FROM category UNION ALL SELECT category_id, positions FROM shelf_end",
            vec![],
        ))
        .await?;
    let mut lengths = BTreeMap::from([(Shelf::All, 0)]);
    for row in rows {
        let shelf = Shelf::named(row.text(0)?).ok_or(SqlError::Decode {
            column: 0,
            expected: "a shelf",
        })?;
        let length = lengths.entry(shelf).or_insert(0);
        *length = row.int(1)?.max(*length);
    }
    Ok(lengths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_holds_the_positions_from_its_first_to_before_its_end() {
        let page = |page| ShelfPage {
            shelf: Shelf::All,
            page,
        };
        assert_eq!((page(0).first(), page(0).end()), (0, 50));
        assert_eq!((page_of(49), page_of(50), page(1).first()), (0, 1, 50));
    }
}
