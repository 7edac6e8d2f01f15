//! The outbox: what a write leaves, in its own transaction, for the projector to do after the commit.
//!
//! An entry says *what* changed, never *how*: the projector reads the truth again, so entries may be repeated,
//! coalesced and applied in any order.

use crate::sql::{Row, Script, Sql, SqlError, Statement};
use commerce::geo::Point;
use commerce::ids::{ProductId, SkuId, StoreId};
use commerce::product::Gtin;

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// A store's own data: its page, and its record in the leaf where it stands.
    Store(StoreId),
    /// A store appeared at, changed at, moved from or moved to this place.
    Place(Point),
    /// So many places that looking at all of them is less work.
    AllPlaces,
    /// The list of categories.
    Categories,
    /// A product's texts, variants or prices, as headquarters keeps them.
    Product(ProductId),
    /// What one store does with one product: assortment, own price, stock.
    Offer(StoreId, ProductId),
    /// What one store does with many products; never one that it does nothing special with any more.
    Offers(StoreId),
    /// Promotions, or what points are worth.
    Pricing,
    /// Which SKU a barcode is of.
    Barcode(Gtin),
    /// What a store has available of a SKU passed its threshold. The database says so by itself.
    StockAlert(StoreId, SkuId),
}

impl Change {
    fn columns(&self) -> (&'static str, String) {
        match self {
            Self::Store(store) => ("store", store.to_string()),
            Self::Place(point) => ("place", format!("{}/{}", point.lat_e7(), point.lng_e7())),
            Self::AllPlaces => ("all_places", String::new()),
            Self::Categories => ("categories", String::new()),
            Self::Product(product) => ("product", product.to_string()),
            Self::Offer(store, product) => ("offer", format!("{store}/{product}")),
            Self::Offers(store) => ("offers", store.to_string()),
            Self::Pricing => ("pricing", String::new()),
            Self::Barcode(gtin) => ("barcode", gtin.to_string()),
            Self::StockAlert(store, sku) => ("stock_alert", format!("{store}/{sku}")),
        }
    }

    fn read(topic: &str, subject: &str) -> Option<Self> {
        let pair = || subject.split_once('/');
        Some(match topic {
            "store" => Self::Store(subject.parse().ok()?),
            "place" => {
                let (lat, lng) = pair()?;
                Self::Place(Point::from_e7(lat.parse().ok()?, lng.parse().ok()?).ok()?)
            }
            "all_places" => Self::AllPlaces,
            "categories" => Self::Categories,
            "product" => Self::Product(subject.parse().ok()?),
            "offer" => {
                let (store, product) = pair()?;
                Self::Offer(store.parse().ok()?, product.parse().ok()?)
            }
            "offers" => Self::Offers(subject.parse().ok()?),
            "pricing" => Self::Pricing,
            "barcode" => Self::Barcode(subject.parse().ok()?),
            "stock_alert" => {
                let (store, sku) = pair()?;
                Self::StockAlert(store.parse().ok()?, sku.parse().ok()?)
            }
            _ => return None,
        })
    }
}

/// Adds an entry to a script, so that it commits with the change itself.
pub fn mark(script: &mut Script, change: &Change, now_ms: i64) {
    let (topic, subject) = change.columns();
    script.run(
        "INSERT INTO outbox (topic, subject, created_ms) VALUES (?1, ?2, ?3)",
        vec![topic.into(), subject.into(), now_ms.into()],
    );
}

/// An entry as stored. `change` is `None` for a topic of a newer release, which is left to that release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Row number.
    pub id: i64,
    /// What changed.
    pub change: Option<Change>,
}

/// The oldest entries, at most `limit`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn oldest(sql: &dyn Sql, limit: u32) -> Result<Vec<Entry>, SqlError> {
    let rows = sql
        .read(Statement::new(
            "SELECT id, topic, subject FROM outbox ORDER BY id LIMIT ?1",
            vec![limit.into()],
        ))
        .await?;
    rows.iter().map(entry).collect()
}

/// Whether an entry after the one with `id` says that this changed, too.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn comes_again(sql: &dyn Sql, change: &Change, id: i64) -> Result<bool, SqlError> {
    let (topic, subject) = change.columns();
    let rows = sql
        .read(Statement::new(
            "SELECT id FROM outbox WHERE id > ?1 AND topic = ?2 AND subject = ?3 ORDER BY id LIMIT 1",
            vec![id.into(), topic.into(), subject.into()],
        ))
        .await?;
    Ok(!rows.is_empty())
}

fn entry(row: &Row) -> Result<Entry, SqlError> {
    Ok(Entry {
        id: row.int(0)?,
        change: Change::read(row.text(1)?, row.text(2)?),
    })
}

/// Removes an entry that was applied.
pub fn remove(script: &mut Script, id: i64) {
    script.run("DELETE FROM outbox WHERE id = ?1", vec![id.into()]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_reads_back_as_it_was_written() {
        let store: StoreId = "s-1".parse().unwrap();
        let product: ProductId = "p_1".parse().unwrap();
        for change in [
            Change::Store(store.clone()),
            Change::Place(Point::from_e7(-900_000_000, 1_799_999_999).unwrap()),
            Change::AllPlaces,
            Change::Categories,
            Change::Product(product.clone()),
            Change::Offer(store.clone(), product),
            Change::Offers(store.clone()),
            Change::Pricing,
            Change::Barcode("96385074".parse().unwrap()),
            Change::StockAlert(store, "p_1.l".parse().unwrap()),
        ] {
            let (topic, subject) = change.columns();
            assert_eq!(Change::read(topic, &subject), Some(change));
        }
    }
}
