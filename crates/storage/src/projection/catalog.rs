//! Projections of the function `catalog`: categories, products, shelves, and what each store does with them.
//!
//! What headquarters says of a product is stored once for all stores, and what a store does otherwise is stored by
//! store; a reader lays one over the other. So a change costs the same with ten stores as with thousands.

mod barcodes;
mod base;
mod categories;
pub mod fragment;
mod page;
mod store_terms;
pub mod stored;
pub mod terms;

use super::keep::Keeper;
use super::{Ports, ProjectError};
use crate::assortment;
use crate::outbox::Change;
use crate::scope::StoreScope;
use crate::shelf::{self, Shelf, ShelfPage, page_of};
use commerce::ids::{ProductId, StoreId};
use commerce::product::Gtin;
use std::collections::{BTreeMap, BTreeSet};
use store_terms::StoreKeys;

/// Stores of which a rebuild learns at once that they have terms of their own.
const REBUILD_STORES: u32 = 500;

/// Applies the changes that concern these projections; each key is written once.
///
/// # Errors
/// The first failure. What was written by then is right, and applying the changes again finishes the rest.
pub async fn apply(ports: Ports<'_>, changes: &BTreeSet<Change>) -> Result<(), ProjectError> {
    let mut products: BTreeSet<ProductId> = BTreeSet::new();
    let mut offers: BTreeMap<StoreId, BTreeSet<ProductId>> = BTreeMap::new();
    let mut stores: BTreeSet<StoreId> = BTreeSet::new();
    let mut gtins: BTreeSet<Gtin> = BTreeSet::new();
    let mut has_categories = false;
    for change in changes {
        match change {
            Change::Categories => has_categories = true,
            Change::Barcode(gtin) => drop(gtins.insert(*gtin)),
            Change::Product(product) => drop(products.insert(product.clone())),
            Change::Offer(store, product) => {
                offers.entry(store.clone()).or_default().insert(product.clone());
            }
            // A store that counts in another currency than before does so in each of its offers.
            Change::Store(store) | Change::Offers(store) => drop(stores.insert(store.clone())),
            Change::Place(_) | Change::AllPlaces | Change::Pricing | Change::StockAlert(..) => {}
        }
    }
    let keeper = Keeper::new(ports.key_value);
    let lengths = if has_categories || !products.is_empty() {
        shelf::lengths(ports.sql).await?
    } else {
        BTreeMap::new()
    };
    if has_categories {
        categories::write(ports, &keeper).await?;
        base::write_empty_shelves(&keeper, &lengths).await?;
    }
    base::write_products(ports, &keeper, &products).await?;
    if !gtins.is_empty() || !products.is_empty() {
        barcodes::write(ports, &keeper, gtins, &products).await?;
    }

    let touched: BTreeSet<ProductId> = products
        .iter()
        .chain(offers.values().flatten())
        .cloned()
        .collect();
    let positions = shelf::positions(ports.sql, &touched).await?;
    let mut pages = BTreeSet::new();
    for (shelf, position) in products
        .iter()
        .filter_map(|product| positions.get(product))
        .flatten()
    {
        let page = page_of(*position);
        let page_at = |page| ShelfPage {
            shelf: shelf.clone(),
            page,
        };
        pages.insert(page_at(page));
        // The first product of a page is what tells the page before that there is one more.
        if *position == page_at(page).first() && page > 0 {
            pages.insert(page_at(page - 1));
        }
    }
    base::write_pages(ports, &keeper, &pages, &lengths).await?;

    let selling: BTreeSet<StoreId> = offers.keys().cloned().collect();
    let currencies = assortment::currencies(ports.sql, &StoreScope::All, &selling).await?;
    for (store, products) in offers {
        if let Some(currency) = currencies.get(&store) {
            let keys = StoreKeys::of_products(products, &positions);
            store_terms::write(ports, &keeper, (&store, *currency), keys).await?;
        }
    }
    keeper.flush().await?;
    // Most stores that change in some way have the offers that they had, so these are compared before they are written.
    let keeper = Keeper::comparing(ports.key_value);
    for (store, currency) in store_terms::with_terms(ports, &stores).await? {
        store_terms::write(ports, &keeper, (&store, currency), StoreKeys::All).await?;
    }
    Ok(keeper.flush().await?)
}

/// Writes all keys of these projections, store by store; returns how many.
///
/// # Errors
/// The first failure.
pub async fn rebuild(ports: Ports<'_>) -> Result<u64, ProjectError> {
    let keeper = Keeper::new(ports.key_value);
    let lengths = shelf::lengths(ports.sql).await?;
    categories::write(ports, &keeper).await?;
    base::write_empty_shelves(&keeper, &lengths).await?;
    for (shelf, &length) in &lengths {
        let pages = (0..length)
            .step_by(shelf::SHELF_PAGE_PRODUCTS as usize)
            .map(page_of);
        for page in pages {
            let shelf = shelf.clone();
            let page = ShelfPage { shelf, page };
            if page.shelf == Shelf::All {
                // Every product stands there, so these are all products.
                let products = page::products(ports.sql, &page).await?;
                for product in products.values() {
                    base::write_product(&keeper, product).await?;
                }
                let ids = products.values().map(|product| product.id.clone()).collect();
                barcodes::write(ports, &keeper, BTreeSet::new(), &ids).await?;
            }
            base::write_pages(ports, &keeper, &BTreeSet::from([page]), &lengths).await?;
        }
    }
    let mut after = String::new();
    loop {
        let stores = store_terms::all_with_terms(ports, &after, REBUILD_STORES).await?;
        let Some((last, _)) = stores.last() else { break };
        after = last.to_string();
        for (store, currency) in &stores {
            store_terms::write(ports, &keeper, (store, *currency), StoreKeys::All).await?;
        }
    }
    keeper.flush().await?;
    Ok(keeper.written())
}
