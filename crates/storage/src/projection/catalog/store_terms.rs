//! What one store does otherwise than headquarters: by product, and by page of each shelf.

use super::page::{range, slot};
use super::stored::{self, StoredOffer, StoredStoreShelf};
use super::terms::{SkuTerms, Terms};
use crate::projection::keep::Keeper;
use crate::projection::{Ports, ProjectError, keys};
use crate::shelf::{Shelf, ShelfPage, page_of};
use crate::sql::list::{LIST_MAX, padded, placeholders};
use crate::sql::{Row, SqlError, Statement};
use commerce::ids::{ProductId, StoreId};
use commerce::money::Currency;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// What of a store is to be written.
#[derive(Debug)]
pub(super) enum StoreKeys {
    /// Everything for which the store has terms.
    All,
    /// The offers of some products, and the pages that they stand on.
    Of {
        products: BTreeSet<ProductId>,
        pages: BTreeSet<ShelfPage>,
    },
}

impl StoreKeys {
    /// The offers of `products` and the pages that they stand on.
    pub(super) fn of_products(
        products: BTreeSet<ProductId>,
        positions: &BTreeMap<ProductId, Vec<(Shelf, i64)>>,
    ) -> Self {
        let places = products
            .iter()
            .filter_map(|product| positions.get(product))
            .flatten();
        let pages = places.map(|(shelf, position)| page_at(shelf.clone(), *position));
        Self::Of {
            pages: pages.collect(),
            products,
        }
    }
}

/// The terms of one page, by the place on it.
type PageTerms<'a> = BTreeMap<u8, (ProductId, Terms<'a>)>;

/// Writes `keys` of `store`, which counts in `currency`; removes those for which it has no terms any more.
pub(super) async fn write(
    ports: Ports<'_>,
    keeper: &Keeper<'_>,
    (store, currency): (&StoreId, Currency),
    keys: StoreKeys,
) -> Result<(), ProjectError> {
    let (mut rows, pages, products) = match keys {
        StoreKeys::All => (read_store(ports, store).await?, BTreeSet::new(), None),
        StoreKeys::Of { products, pages } => {
            let mut rows = Vec::new();
            for page in &pages {
                rows.extend(read_page(ports, store, page).await?);
            }
            (rows, pages, Some(products))
        }
    };
    // Sorted here, because the databases sort texts in different ways.
    rows.sort_by(|left, right| {
        left.text(SKU)
            .unwrap_or_default()
            .cmp(right.text(SKU).unwrap_or_default())
    });
    let mut terms: BTreeMap<ShelfPage, PageTerms<'_>> =
        pages.into_iter().map(|page| (page, PageTerms::new())).collect();
    for row in &rows {
        add_row(&mut terms, row)?;
    }
    let mut offers: BTreeMap<ProductId, Vec<u8>> = BTreeMap::new();
    for (page, terms) in terms {
        if page.shelf == Shelf::All {
            offers.extend(terms.values().map(|(product, terms)| {
                let terms = terms.clone();
                (product.clone(), stored::write(&StoredOffer { currency, terms }))
            }));
        }
        let terms: Vec<_> = terms
            .into_iter()
            .map(|(slot, (_, terms))| (slot, terms))
            .collect();
        let value = (!terms.is_empty()).then(|| stored::write(&StoredStoreShelf { currency, terms }));
        let key = keys::store_shelf(store, &page.shelf, page.page);
        keeper.keep(key, value).await?;
    }
    let products = products.unwrap_or_else(|| offers.keys().cloned().collect());
    for product in products {
        let offer = offers.remove(&product);
        keeper.keep(keys::offer(store, &product), offer).await?;
    }
    Ok(())
}

/// The column of the SKU in the rows of terms.
const SKU: usize = 4;

/// The terms of a store for the products on a page, one row for each SKU.
async fn read_page(ports: Ports<'_>, store: &StoreId, page: &ShelfPage) -> Result<Vec<Row>, SqlError> {
    let mut params = range(page).to_vec();
    params.push(store.to_string().into());
    let statement = Statement::new(
        "SELECT s.category_id, s.position, s.product_id, a.carried, k.id, p.amount_minor, t.on_hand, t.reserved \
         FROM shelf s \
         JOIN sku k ON k.product_id = s.product_id \
         LEFT JOIN assortment a ON a.store_id = ?4 AND a.product_id = s.product_id \
         LEFT JOIN store_price p ON p.store_id = ?4 AND p.sku_id = k.id \
         LEFT JOIN stock t ON t.store_id = ?4 AND t.sku_id = k.id \
         WHERE s.category_id = ?1 AND s.position >= ?2 AND s.position < ?3 \
         AND (a.carried IS NOT NULL OR p.amount_minor IS NOT NULL OR t.on_hand IS NOT NULL)",
        params,
    );
    ports.sql.read(statement).await
}

/// All terms of a store, one row for each SKU and each shelf that its product stands on.
async fn read_store(ports: Ports<'_>, store: &StoreId) -> Result<Vec<Row>, SqlError> {
    let statement = Statement::new(
        "SELECT s.category_id, s.position, s.product_id, a.carried, k.id, p.amount_minor, t.on_hand, t.reserved \
         FROM (SELECT product_id FROM assortment WHERE store_id = ?1 \
             UNION SELECT k1.product_id FROM store_price p1 JOIN sku k1 ON k1.id = p1.sku_id WHERE p1.store_id = ?1 \
             UNION SELECT k2.product_id FROM stock t2 JOIN sku k2 ON k2.id = t2.sku_id WHERE t2.store_id = ?1 \
         ) own \
         JOIN shelf s ON s.product_id = own.product_id \
         JOIN sku k ON k.product_id = own.product_id \
         LEFT JOIN assortment a ON a.store_id = ?1 AND a.product_id = own.product_id \
         LEFT JOIN store_price p ON p.store_id = ?1 AND p.sku_id = k.id \
         LEFT JOIN stock t ON t.store_id = ?1 AND t.sku_id = k.id \
         WHERE a.carried IS NOT NULL OR p.amount_minor IS NOT NULL OR t.on_hand IS NOT NULL",
        vec![store.to_string().into()],
    );
    ports.sql.read(statement).await
}

fn page_at(shelf: Shelf, position: i64) -> ShelfPage {
    let page = page_of(position);
    ShelfPage { shelf, page }
}

fn add_row<'a>(terms: &mut BTreeMap<ShelfPage, PageTerms<'a>>, row: &'a Row) -> Result<(), SqlError> {
    let shelf = Shelf::named(row.text(0)?).ok_or(SqlError::Decode {
        column: 0,
        expected: "a shelf",
    })?;
    let page = page_at(shelf, row.int(1)?);
    let slot = u8::try_from(slot(&page, row.int(1)?)).unwrap_or(u8::MAX);
    let (_, terms) = match terms.entry(page).or_default().entry(slot) {
        Entry::Occupied(entry) => entry.into_mut(),
        Entry::Vacant(entry) => entry.insert((row.parse(2)?, Terms::default())),
    };
    terms.carried = row.opt_int(3)?.map(|carried| carried != 0);
    let price = row.opt_int(5)?;
    let on_hand = row.opt_int(6)?;
    if price.is_none() && on_hand.is_none() {
        return Ok(());
    }
    terms.skus.push(SkuTerms {
        variant: row.text(SKU)?.split_once('.').map_or("", |(_, variant)| variant),
        price,
        available: on_hand.unwrap_or(0) - row.opt_int(7)?.unwrap_or(0),
    });
    Ok(())
}

/// Those of `stores` that have terms for any product, with their currencies.
pub(super) async fn with_terms(
    ports: Ports<'_>,
    stores: &BTreeSet<StoreId>,
) -> Result<Vec<(StoreId, Currency)>, ProjectError> {
    static WITH_TERMS: LazyLock<String> = LazyLock::new(|| {
        format!(
            "SELECT s.id, s.currency FROM store s WHERE s.id IN ({}) AND {HAS_TERMS}",
            placeholders()
        )
    });
    let ids: Vec<String> = stores.iter().map(StoreId::to_string).collect();
    let mut found = Vec::new();
    for list in ids.chunks(LIST_MAX) {
        for row in ports.sql.read(Statement::new(&WITH_TERMS, padded(list))).await? {
            found.push((row.parse(0)?, row.parse(1)?));
        }
    }
    Ok(found)
}

/// The stores after `after` that have terms for any product, with their currencies, in the database's order, at most
/// `limit`.
pub(super) async fn all_with_terms(
    ports: Ports<'_>,
    after: &str,
    limit: u32,
) -> Result<Vec<(StoreId, Currency)>, ProjectError> {
    static ALL_WITH_TERMS: LazyLock<String> = LazyLock::new(|| {
        format!("SELECT s.id, s.currency FROM store s WHERE s.id > ?1 AND {HAS_TERMS} ORDER BY s.id LIMIT ?2")
    });
    let params = vec![after.to_owned().into(), limit.into()];
    let rows = ports.sql.read(Statement::new(&ALL_WITH_TERMS, params)).await?;
    let stores = rows.iter().map(|row| Ok((row.parse(0)?, row.parse(1)?)));
    stores.collect()
}

const HAS_TERMS: &str = "(EXISTS (SELECT 1 FROM stock t WHERE t.store_id = s.id) \
    OR EXISTS (SELECT 1 FROM store_price p WHERE p.store_id = s.id) \
    OR EXISTS (SELECT 1 FROM assortment a WHERE a.store_id = s.id))";
