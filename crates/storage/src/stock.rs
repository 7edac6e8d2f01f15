//! Stock by store and SKU: units on hand, and those of them that orders have reserved.

use crate::assortment::SellingStore;
use crate::outbox::{self, Change};
use crate::scope::StoreScope;
use crate::sql::list::{LIST_MAX, padded, placeholders};
use crate::sql::{Row, Script, Sql, SqlError, Statement};
use commerce::ids::{ProductId, SkuId, StoreId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The most units of one SKU that a store has on hand.
pub const ON_HAND_MAX: i64 = 1_000_000_000;

/// The stock of one SKU at one store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockLevel {
    /// Which SKU.
    pub sku: SkuId,
    /// Units in the store.
    pub on_hand: i64,
    /// Units of these that orders have reserved.
    pub reserved: i64,
    /// Below how many available units the store wants to know of it.
    pub low_at: Option<i64>,
}

impl StockLevel {
    /// Units that can be ordered.
    #[must_use]
    pub fn available(&self) -> i64 {
        self.on_hand - self.reserved
    }
}

/// A new count, or a movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StockChange {
    /// So many units were counted, the reserved ones included; `0..=ON_HAND_MAX`.
    Count(i64),
    /// So many units came in or, below zero, went out.
    Move(i64),
}

/// Who changes stock by hand, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Why<'a> {
    /// The caller, by a name that is unique among all.
    pub by: &'a str,
    /// In words; may be empty.
    pub reason: &'a str,
}

/// Why stock was not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PutStockError {
    /// After this line fewer units than are reserved, or more than [`ON_HAND_MAX`], would be on hand.
    #[error("line {0} leaves fewer units than are reserved, or too many")]
    Line(usize),
    /// The database failed.
    #[error(transparent)]
    Sql(#[from] SqlError),
}

/// The stock of a store by SKU, after `after`, at most `limit`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn list(
    sql: &dyn Sql,
    scope: &StoreScope,
    store: &StoreId,
    after: Option<&SkuId>,
    limit: u32,
) -> Result<Vec<StockLevel>, SqlError> {
    let rows = sql
        .read(Statement::new(
            "SELECT sku_id, on_hand, reserved, low_at FROM stock \
             WHERE store_id = ?1 AND (CAST(?2 AS TEXT) IS NULL OR store_id = ?2) AND sku_id > ?3 \
             ORDER BY sku_id LIMIT ?4",
            vec![
                store.to_string().into(),
                scope.param(),
                after.map_or_else(String::new, SkuId::to_string).into(),
                limit.into(),
            ],
        ))
        .await?;
    rows.iter().map(level).collect()
}

/// The stock of those of the SKUs that were ever counted at a store.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn find(
    sql: &dyn Sql,
    store: &SellingStore,
    skus: &BTreeSet<SkuId>,
) -> Result<BTreeMap<SkuId, StockLevel>, SqlError> {
    static FIND: LazyLock<String> = LazyLock::new(|| {
        let store = LIST_MAX + 1;
        format!(
            "SELECT sku_id, on_hand, reserved, low_at FROM stock WHERE store_id = ?{store} AND sku_id IN ({})",
            placeholders()
        )
    });
    let texts: Vec<String> = skus.iter().map(SkuId::to_string).collect();
    let mut found = BTreeMap::new();
    for list in texts.chunks(LIST_MAX) {
        let mut params = padded(list);
        params.push(store.id().to_string().into());
        for row in sql.read(Statement::new(&FIND, params)).await? {
            let level = level(&row)?;
            found.insert(level.sku.clone(), level);
        }
    }
    Ok(found)
}

fn level(row: &Row) -> Result<StockLevel, SqlError> {
    Ok(StockLevel {
        sku: row.parse(0)?,
        on_hand: row.int(1)?,
        reserved: row.int(2)?,
        low_at: row.opt_int(3)?,
    })
}

/// Writes all lines, each of another SKU that there is, or none of them.
///
/// # Errors
/// [`PutStockError::Line`] names the first line, by SKU, that does not go together with what is reserved.
pub async fn put(
    sql: &dyn Sql,
    store: &SellingStore,
    lines: &[(SkuId, StockChange)],
    why: Why<'_>,
    now_ms: i64,
) -> Result<(), PutStockError> {
    let mut script = Script::new();
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|line| lines.get(*line).map(|(sku, _)| sku));
    let mut products: BTreeSet<ProductId> = BTreeSet::new();
    let mut line_of_step = Vec::new();
    for line in order {
        let Some((sku, change)) = lines.get(line) else {
            continue;
        };
        put_line(&mut script, store, sku, *change, why, now_ms);
        line_of_step.resize(script.next_step(), line);
        products.insert(sku.product());
    }
    for product in products {
        outbox::mark(&mut script, &Change::Offer(store.id().clone(), product), now_ms);
    }
    match sql.write(script).await {
        Ok(_) => Ok(()),
        Err(SqlError::Refused { step, .. }) if step < line_of_step.len() => {
            Err(PutStockError::Line(line_of_step.get(step).copied().unwrap_or(0)))
        }
        Err(error) => Err(error.into()),
    }
}

fn put_line(
    script: &mut Script,
    store: &SellingStore,
    sku: &SkuId,
    change: StockChange,
    why: Why<'_>,
    now_ms: i64,
) {
    let (store, sku) = (store.id().to_string(), sku.to_string());
    let (by, reason) = (why.by.to_owned(), why.reason.to_owned());
    match change {
        StockChange::Count(units) => {
            script.expect(
                "stock",
                "INSERT INTO stock (store_id, sku_id, on_hand, reserved, cause, reference, reason, changed_ms) \
                 VALUES (?1, ?2, ?3, 0, 'count', ?4, ?5, ?6) \
                 ON CONFLICT (store_id, sku_id) DO UPDATE SET on_hand = excluded.on_hand, sequence = stock.sequence + 1, \
                 cause = excluded.cause, reference = excluded.reference, reason = excluded.reason, \
                 changed_ms = excluded.changed_ms WHERE stock.reserved <= excluded.on_hand",
                vec![
                    store.into(),
                    sku.into(),
                    units.into(),
                    by.into(),
                    reason.into(),
                    now_ms.into(),
                ],
            );
        }
        StockChange::Move(units) => {
            script.run(
                "INSERT INTO stock (store_id, sku_id, on_hand, reserved, changed_ms) VALUES (?1, ?2, 0, 0, ?3) \
                 ON CONFLICT (store_id, sku_id) DO NOTHING",
                vec![store.clone().into(), sku.clone().into(), now_ms.into()],
            );
            script.expect(
                "stock",
                "UPDATE stock SET on_hand = on_hand + ?3, sequence = sequence + 1, cause = ?5, reference = ?6, \
                 reason = ?7, changed_ms = ?8 WHERE store_id = ?1 AND sku_id = ?2 \
                 AND on_hand + ?3 >= reserved AND on_hand + ?3 <= ?4",
                vec![
                    store.into(),
                    sku.into(),
                    units.into(),
                    ON_HAND_MAX.into(),
                    if units < 0 { "loss" } else { "receive" }.into(),
                    by.into(),
                    reason.into(),
                    now_ms.into(),
                ],
            );
        }
    }
}
