//! Thresholds of stock, and what fell below its own.
//!
//! The database leaves an outbox entry whenever what is available passes its threshold, whoever writes. The projector turns it into
//! a row here, by what is true then, so entries may be repeated and coalesced.

use crate::assortment::SellingStore;
use crate::outbox::{self, Change};
use crate::scope::StoreScope;
use crate::sql::{Row, Script, Sql, SqlError, Statement};
use commerce::ids::{SkuId, StoreId};

/// A SKU of which fewer units were available at a store than it wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockAlert {
    /// Which store.
    pub store: StoreId,
    /// Which SKU.
    pub sku: SkuId,
    /// The threshold now; `None` when it was taken away.
    pub low_at: Option<i64>,
    /// Units that can be ordered now.
    pub available: i64,
    /// When it was found below, UTC epoch milliseconds.
    pub opened_ms: i64,
    /// When it was found refilled; `None` while it is open.
    pub closed_ms: Option<i64>,
}

/// A script that sets the threshold of a SKU at a store, `1..=ON_HAND_MAX`; `None` takes it away.
#[must_use]
pub fn put_threshold(store: &SellingStore, sku: &SkuId, low_at: Option<i64>, now_ms: i64) -> Script {
    let mut script = Script::new();
    let (store_id, sku_id) = (store.id().to_string(), sku.to_string());
    match low_at {
        // A SKU that was never counted is one of which there is none.
        Some(low_at) => script.run(
            "INSERT INTO stock (store_id, sku_id, on_hand, reserved, changed_ms, low_at) VALUES (?1, ?2, 0, 0, ?3, ?4) \
             ON CONFLICT (store_id, sku_id) DO UPDATE SET low_at = excluded.low_at",
            vec![store_id.into(), sku_id.into(), now_ms.into(), low_at.into()],
        ),
        None => script.run(
            "UPDATE stock SET low_at = NULL WHERE store_id = ?1 AND sku_id = ?2",
            vec![store_id.into(), sku_id.into()],
        ),
    };
    let change = Change::Offer(store.id().clone(), sku.product());
    outbox::mark(&mut script, &change, now_ms);
    script
}

/// Adds the steps that open the alert of a SKU at a store, or close it, as its stock is now.
pub(crate) fn settle(script: &mut Script, store: &StoreId, sku: &SkuId, now_ms: i64) {
    let params = || vec![store.to_string().into(), sku.to_string().into(), now_ms.into()];
    script.run(
        "INSERT INTO stock_alert (store_id, sku_id, opened_ms) SELECT s.store_id, s.sku_id, ?3 FROM stock s \
         WHERE s.store_id = ?1 AND s.sku_id = ?2 AND s.on_hand - s.reserved < s.low_at \
         ON CONFLICT (store_id, sku_id) DO UPDATE SET opened_ms = excluded.opened_ms, closed_ms = NULL \
         WHERE stock_alert.closed_ms IS NOT NULL",
        params(),
    );
    script.run(
        "UPDATE stock_alert SET closed_ms = ?3 WHERE store_id = ?1 AND sku_id = ?2 AND closed_ms IS NULL \
         AND NOT EXISTS (SELECT 1 FROM stock s WHERE s.store_id = ?1 AND s.sku_id = ?2 \
             AND s.on_hand - s.reserved < s.low_at)",
        params(),
    );
}

/// The statement that lists the alerts of one condition.
macro_rules! list {
    ($condition:literal) => {
        concat!(
            "SELECT a.store_id, a.sku_id, s.low_at, COALESCE(s.on_hand - s.reserved, 0), a.opened_ms, a.closed_ms \
             FROM stock_alert a LEFT JOIN stock s ON s.store_id = a.store_id AND s.sku_id = a.sku_id \
             WHERE (CAST(?1 AS TEXT) IS NULL OR a.store_id = ?1) \
             AND (a.store_id > ?2 OR (a.store_id = ?2 AND a.sku_id > ?3)) AND ",
            $condition,
            " ORDER BY a.store_id, a.sku_id LIMIT ?4"
        )
    };
}

/// The alerts within `scope` that are open, or those that are closed, by store and SKU, after `after`, at most `limit`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn list(
    sql: &dyn Sql,
    scope: &StoreScope,
    is_open: bool,
    after: Option<(&StoreId, &SkuId)>,
    limit: u32,
) -> Result<Vec<StockAlert>, SqlError> {
    let (store, sku) = after.map_or_else(Default::default, |(store, sku)| {
        (store.to_string(), sku.to_string())
    });
    let text = if is_open {
        list!("a.closed_ms IS NULL")
    } else {
        list!("a.closed_ms IS NOT NULL")
    };
    let params = vec![scope.param(), store.into(), sku.into(), limit.into()];
    let rows = sql.read(Statement::new(text, params)).await?;
    rows.iter().map(alert).collect()
}

fn alert(row: &Row) -> Result<StockAlert, SqlError> {
    Ok(StockAlert {
        store: row.parse(0)?,
        sku: row.parse(1)?,
        low_at: row.opt_int(2)?,
        available: row.int(3)?,
        opened_ms: row.int(4)?,
        closed_ms: row.opt_int(5)?,
    })
}
