//! What shoppers looked at: single events, each counted once, and their sums by store and day.

use crate::sql::list::{LIST_MAX, padded, placeholders};
use crate::sql::{Script, Sql, SqlError, Statement};
use commerce::hours::Day;
use commerce::ids::{CustomerId, ProductId, StoreId};
use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::LazyLock;

/// What a shopper looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// A store's page.
    StoreViewed,
    /// A product's page at a store.
    ProductViewed,
}

impl EventKind {
    /// The name in JSON and SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StoreViewed => "store_viewed",
            Self::ProductViewed => "product_viewed",
        }
    }
}

/// A text that names no kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not one of store_viewed, product_viewed")]
pub struct UnknownEventKind;

impl FromStr for EventKind {
    type Err = UnknownEventKind;

    fn from_str(text: &str) -> Result<Self, UnknownEventKind> {
        [Self::StoreViewed, Self::ProductViewed]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or(UnknownEventKind)
    }
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its name, unique among the customer's events.
    pub id: String,
    /// What was looked at.
    pub kind: EventKind,
    /// Whose page it was, or at whose shelf.
    pub store: StoreId,
    /// The product, for [`EventKind::ProductViewed`].
    pub product: Option<ProductId>,
    /// The day in the store's own calendar.
    pub day: Day,
    /// The instant, in UTC epoch milliseconds.
    pub at_ms: i64,
}

/// Those of the products that there are, for events name what a device says.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn known_products(
    sql: &dyn Sql,
    products: &BTreeSet<ProductId>,
) -> Result<BTreeSet<ProductId>, SqlError> {
    static KNOWN: LazyLock<String> =
        LazyLock::new(|| format!("SELECT id FROM product WHERE id IN ({})", placeholders()));
    let texts: Vec<String> = products.iter().map(ProductId::to_string).collect();
    let mut known = BTreeSet::new();
    for list in texts.chunks(LIST_MAX) {
        for row in sql.read(Statement::new(&KNOWN, padded(list))).await? {
            known.insert(row.parse(0)?);
        }
    }
    Ok(known)
}

/// Records those of a customer's events that are new, and counts them in the sums; returns how many. `batch` names this
/// write, uniquely.
///
/// # Errors
/// Any of [`Sql::write`] except a refusal; nothing was recorded then.
pub async fn record(
    sql: &dyn Sql,
    customer: &CustomerId,
    batch: &str,
    mut events: Vec<Event>,
) -> Result<u64, SqlError> {
    // In one order by all writers, so that two that repeat the same batch never wait for each other in a circle.
    events.sort_by(|a, b| a.id.cmp(&b.id));
    let mut script = Script::new();
    for event in events {
        script.run(
            "INSERT INTO event (customer_id, id, batch, kind, store_id, day, product_id, at_ms) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (customer_id, id) DO NOTHING",
            vec![
                customer.to_string().into(),
                event.id.into(),
                batch.to_owned().into(),
                event.kind.as_str().into(),
                event.store.to_string().into(),
                event.day.to_string().into(),
                event.product.map_or_else(String::new, |id| id.to_string()).into(),
                event.at_ms.into(),
            ],
        );
    }
    // Only what this very write recorded carries its batch: a repeated event has the batch that came first.
    script.run(
        "INSERT INTO view_day (store_id, day, kind, product_id, views) \
         SELECT store_id, day, kind, product_id, COUNT(*) FROM event WHERE batch = ?1 \
         GROUP BY store_id, day, kind, product_id ORDER BY store_id, day, kind, product_id \
         ON CONFLICT (store_id, day, kind, product_id) DO UPDATE SET views = view_day.views + excluded.views",
        vec![batch.to_owned().into()],
    );
    let mut affected = sql.write(script).await?;
    affected.pop();
    Ok(affected.into_iter().sum())
}
