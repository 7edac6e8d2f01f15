//! The ledger of stock: every change of a SKU at a store, with its cause. The database writes it down by itself, and refuses a change
//! that names none.

use crate::assortment::SellingStore;
use crate::sql::{Row, Sql, SqlError, Statement};
use commerce::ids::SkuId;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockMovement {
    /// Counts the changes of this SKU at this store, from 0.
    pub sequence: i64,
    /// `opening`, `count`, `receive`, `loss`, `transfer_out`, `transfer_in`, `reserve`, `release` or `sell`.
    pub cause: String,
    /// The order, or whoever counted.
    pub reference: String,
    /// In the words of whoever counted; may be empty.
    pub reason: String,
    /// By how many units what is on hand changed.
    pub on_hand_change: i64,
    /// By how many units what is reserved changed.
    pub reserved_change: i64,
    /// Units on hand afterwards.
    pub on_hand: i64,
    /// Units reserved afterwards.
    pub reserved: i64,
    /// When, UTC epoch milliseconds.
    pub at_ms: i64,
}

/// The changes of a SKU at a store, newest first, before the one of number `before`, at most `limit`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn list(
    sql: &dyn Sql,
    store: &SellingStore,
    sku: &SkuId,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<StockMovement>, SqlError> {
    let rows = sql
        .read(Statement::new(
            "SELECT sequence, cause, reference, reason, on_hand_change, reserved_change, on_hand, reserved, at_ms \
             FROM stock_movement WHERE store_id = ?1 AND sku_id = ?2 AND sequence < ?3 \
             ORDER BY sequence DESC LIMIT ?4",
            vec![
                store.id().to_string().into(),
                sku.to_string().into(),
                before.unwrap_or(i64::MAX).into(),
                limit.into(),
            ],
        ))
        .await?;
    rows.iter().map(movement).collect()
}

fn movement(row: &Row) -> Result<StockMovement, SqlError> {
    Ok(StockMovement {
        sequence: row.int(0)?,
        cause: row.text(1)?.to_owned(),
        reference: row.text(2)?.to_owned(),
        reason: row.text(3)?.to_owned(),
        on_hand_change: row.int(4)?,
        reserved_change: row.int(5)?,
        on_hand: row.int(6)?,
        reserved: row.int(7)?,
        at_ms: row.int(8)?,
    })
}
