//! Projections of stores: each store's page, and the geographic index.

mod geo;

use super::keep::Keeper;
use super::{Ports, ProjectError, keys};
use crate::outbox::Change;
use crate::sql::SqlError;
use crate::store::{self, StoredStore};
use commerce::geo::Point;
use commerce::ids::StoreId;
use std::collections::BTreeSet;

/// Stores read at once by a rebuild.
const PAGE_STORES: u32 = 500;
/// From so many places on, the index is made anew instead of leaf by leaf.
const PLACES_MAX: usize = 200;

/// Applies the changes that concern these projections.
pub async fn apply(ports: Ports<'_>, changes: &BTreeSet<Change>) -> Result<(), ProjectError> {
    let (mut stores, mut places, mut all_places): (Vec<StoreId>, Vec<Point>, bool) = (vec![], vec![], false);
    for change in changes {
        match change {
            Change::Store(id) => stores.push(id.clone()),
            Change::Place(point) => places.push(*point),
            Change::AllPlaces => all_places = true,
            Change::Categories
            | Change::Product(_)
            | Change::Offer(..)
            | Change::Offers(_)
            | Change::Pricing
            | Change::Barcode(_)
            | Change::StockAlert(..) => {}
        }
    }
    let keeper = Keeper::new(ports.key_value);
    for stored in store::load_many(ports.sql, &stores).await? {
        write_page(&keeper, &stored).await?;
    }
    keeper.flush().await?;
    if all_places || places.len() > PLACES_MAX {
        geo::rebuild(ports).await?;
    } else if !places.is_empty() {
        geo::apply(ports, &places).await?;
    }
    Ok(())
}

/// Writes all keys of these projections; returns how many.
pub async fn rebuild(ports: Ports<'_>) -> Result<u64, ProjectError> {
    let keeper = Keeper::new(ports.key_value);
    let mut after = String::new();
    loop {
        let page = store::page(ports.sql, &after, PAGE_STORES).await?;
        let Some(last) = page.last() else { break };
        after = last.store.id.to_string();
        for stored in &page {
            write_page(&keeper, stored).await?;
        }
    }
    keeper.flush().await?;
    Ok(keeper.written() + geo::rebuild(ports).await?)
}

async fn write_page(keeper: &Keeper<'_>, stored: &StoredStore) -> Result<(), ProjectError> {
    let page = serde_json::to_vec(&stored.store).map_err(|error| SqlError::Statement(error.to_string()))?;
    Ok(keeper.keep(keys::store(&stored.store.id), Some(page)).await?)
}
