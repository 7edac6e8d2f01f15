//! What one store does otherwise than headquarters: by product, and by page of each shelf.

use super::page::{range, slot};
use super::stored::{self, StoredOffer, StoredStoreShelf};
use super::terms::{SkuTerms, Terms};
use crate::assortment;
use crate::projection::keep::Keeper;
use crate::projection::{Ports, ProjectError, keys};
use crate::scope::StoreScope;
use crate::shelf::{Shelf, ShelfPage, page_of};
use crate::sql::list::{LIST_MAX, padded, placeholders};
use crate::sql::{Row, SqlError, Statement};
use commerce::ids::{ProductId, StoreId};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// What of a store is to be written.
#[derive(Debug, Default)]
pub(super) struct StoreKeys {
    /// Pages of shelves. Those of [`Shelf::All`] give the offers too.
    pages: BTreeSet<ShelfPage>,
    /// Offers of these products; `None` is of all that stand on the pages and have terms.
    products: Option<BTreeSet<ProductId>>,
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
        let pages = places.map(|(shelf, position)| ShelfPage {
            shelf: shelf.clone(),
            page: page_of(*position),
        });
        Self {
            pages: pages.collect(),
            products: Some(products),
        }
    }

    /// Everything for which the store has terms.
    pub(super) async fn of_store(ports: Ports<'_>, store: &StoreId) -> Result<Self, ProjectError> {
        let rows = ports
            .sql
            .read(Statement::new(
                "SELECT DISTINCT s.product_id, s.category_id, s.position FROM shelf s JOIN ( \
                     SELECT a.product_id FROM assortment a WHERE a.store_id = ?1 \
                     UNION SELECT k.product_id FROM store_price p JOIN sku k ON k.id = p.sku_id \
                         WHERE p.store_id = ?1 \
                     UNION SELECT k.product_id FROM stock t JOIN sku k ON k.id = t.sku_id WHERE t.store_id = ?1 \
                 ) own ON own.product_id = s.product_id",
                vec![store.to_string().into()],
            ))
            .await?;
        let mut pages = BTreeSet::new();
        for row in rows {
            let shelf = Shelf::named(row.text(1)?).ok_or(SqlError::Decode {
                column: 1,
                expected: "a shelf",
            })?;
            let page = page_of(row.int(2)?);
            pages.insert(ShelfPage { shelf, page });
        }
        Ok(Self {
            pages,
            products: None,
        })
    }
}

/// Writes `keys` of `store`; removes those for which it has no terms any more.
pub(super) async fn write(
    ports: Ports<'_>,
    keeper: &Keeper<'_>,
    store: &StoreId,
    keys: &StoreKeys,
) -> Result<(), ProjectError> {
    let ids = BTreeSet::from([store.clone()]);
    let known = assortment::currencies(ports.sql, &StoreScope::All, &ids).await?;
    let Some(currency) = known.get(store).copied() else {
        return Ok(());
    };
    let mut offers: BTreeMap<ProductId, Vec<u8>> = BTreeMap::new();
    for page in &keys.pages {
        let rows = read_page(ports, store, page).await?;
        let mut page_terms: BTreeMap<u8, (ProductId, Terms<'_>)> = BTreeMap::new();
        for row in &rows {
            add_row(&mut page_terms, page, row)?;
        }
        if page.shelf == Shelf::All {
            offers.extend(page_terms.values().map(|(product, terms)| {
                let terms = terms.clone();
                (product.clone(), stored::write(&StoredOffer { currency, terms }))
            }));
        }
        let terms: Vec<_> = page_terms
            .into_iter()
            .map(|(slot, (_, terms))| (slot, terms))
            .collect();
        let value = (!terms.is_empty()).then(|| stored::write(&StoredStoreShelf { currency, terms }));
        let key = keys::store_shelf(store, &page.shelf, page.page);
        keeper.keep(key, value).await?;
    }
    let wanted = keys
        .products
        .clone()
        .unwrap_or_else(|| offers.keys().cloned().collect());
    for product in wanted {
        let offer = offers.remove(&product);
        keeper.keep(keys::offer(store, &product), offer).await?;
    }
    Ok(())
}

/// The terms of a store for the products on a page, one row for each SKU, by SKU.
async fn read_page(ports: Ports<'_>, store: &StoreId, page: &ShelfPage) -> Result<Vec<Row>, SqlError> {
    let mut params = range(page).to_vec();
    params.push(store.to_string().into());
    let mut rows = ports
        .sql
        .read(Statement::new(
            "SELECT s.position, s.product_id, a.carried, k.id, p.amount_minor, t.on_hand, t.reserved FROM shelf s \
             JOIN sku k ON k.product_id = s.product_id \
             LEFT JOIN assortment a ON a.store_id = ?4 AND a.product_id = s.product_id \
             LEFT JOIN store_price p ON p.store_id = ?4 AND p.sku_id = k.id \
             LEFT JOIN stock t ON t.store_id = ?4 AND t.sku_id = k.id \
             WHERE s.category_id = ?1 AND s.position >= ?2 AND s.position < ?3 \
             AND (a.carried IS NOT NULL OR p.amount_minor IS NOT NULL OR t.on_hand IS NOT NULL)",
            params,
        ))
        .await?;
    // Sorted here, because the databases sort texts in different ways.
    rows.sort_by(|left, right| {
        left.text(3)
            .unwrap_or_default()
            .cmp(right.text(3).unwrap_or_default())
    });
    Ok(rows)
}

fn add_row<'a>(
    terms: &mut BTreeMap<u8, (ProductId, Terms<'a>)>,
    page: &ShelfPage,
    row: &'a Row,
) -> Result<(), SqlError> {
    let slot = u8::try_from(slot(page, row.int(0)?)).unwrap_or(u8::MAX);
    let (_, terms) = match terms.entry(slot) {
        Entry::Occupied(entry) => entry.into_mut(),
        Entry::Vacant(entry) => entry.insert((row.parse(1)?, Terms::default())),
    };
    terms.carried = row.opt_int(2)?.map(|carried| carried != 0);
    let price = row.opt_int(4)?;
    let on_hand = row.opt_int(5)?;
    if price.is_none() && on_hand.is_none() {
        return Ok(());
    }
    terms.skus.push(SkuTerms {
        variant: row.text(3)?.split_once('.').map_or("", |(_, variant)| variant),
        price,
        available: on_hand.unwrap_or(0) - row.opt_int(6)?.unwrap_or(0),
    });
    Ok(())
}

/// Those of `stores` that have terms for any product.
pub(super) async fn with_terms(
    ports: Ports<'_>,
    stores: &BTreeSet<StoreId>,
) -> Result<Vec<StoreId>, ProjectError> {
    static WITH_TERMS: LazyLock<String> = LazyLock::new(|| {
        format!(
            "SELECT s.id FROM store s WHERE s.id IN ({}) AND {HAS_TERMS}",
            placeholders()
        )
    });
    let ids: Vec<String> = stores.iter().map(StoreId::to_string).collect();
    let mut found = Vec::new();
    for list in ids.chunks(LIST_MAX) {
        for row in ports.sql.read(Statement::new(&WITH_TERMS, padded(list))).await? {
            found.push(row.parse(0)?);
        }
    }
    Ok(found)
}

/// The stores after `after` that have terms for any product, in the database's order, at most `limit`.
pub(super) async fn all_with_terms(
    ports: Ports<'_>,
    after: &str,
    limit: u32,
) -> Result<Vec<StoreId>, ProjectError> {
    static ALL_WITH_TERMS: LazyLock<String> = LazyLock::new(|| {
        format!("SELECT s.id FROM store s WHERE s.id > ?1 AND {HAS_TERMS} ORDER BY s.id LIMIT ?2")
    });
    let params = vec![after.to_owned().into(), limit.into()];
    let rows = ports.sql.read(Statement::new(&ALL_WITH_TERMS, params)).await?;
    Ok(rows.iter().map(|row| row.parse(0)).collect::<Result<_, _>>()?)
}

const HAS_TERMS: &str = "(EXISTS (SELECT 1 FROM stock t WHERE t.store_id = s.id) \
    OR EXISTS (SELECT 1 FROM store_price p WHERE p.store_id = s.id) \
    OR EXISTS (SELECT 1 FROM assortment a WHERE a.store_id = s.id))";
