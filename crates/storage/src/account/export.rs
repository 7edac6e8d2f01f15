//! What else is kept under a customer's id.

use crate::sql::{Row, Sql, SqlError, Statement};
use commerce::ids::{CouponId, CustomerId, OrderId, StoreId};

/// Orders and coupons that are read at most, the newest first.
pub const EXPORT_MAX: u32 = 2_000;

/// An order, in short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedOrder {
    /// Which.
    pub id: OrderId,
    /// Where.
    pub store: StoreId,
    /// How far it has come.
    pub state: String,
    /// When it was placed, UTC epoch milliseconds.
    pub placed_ms: i64,
}

/// The orders of a customer, newest first.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn orders(sql: &dyn Sql, customer: &CustomerId) -> Result<Vec<ExportedOrder>, SqlError> {
    let statement = Statement::new(
        "SELECT id, store_id, state, placed_ms FROM orders WHERE customer_id = ?1 ORDER BY id DESC LIMIT ?2",
        vec![customer.to_string().into(), EXPORT_MAX.into()],
    );
    let order = |row: &Row| {
        Ok(ExportedOrder {
            id: row.parse(0)?,
            store: row.parse(1)?,
            state: row.text(2)?.to_owned(),
            placed_ms: row.int(3)?,
        })
    };
    sql.read(statement).await?.iter().map(order).collect()
}

/// The coupons of a customer, newest first.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn coupons(sql: &dyn Sql, customer: &CustomerId) -> Result<Vec<CouponId>, SqlError> {
    let statement = Statement::new(
        "SELECT id FROM coupon WHERE customer_id = ?1 ORDER BY id DESC LIMIT ?2",
        vec![customer.to_string().into(), EXPORT_MAX.into()],
    );
    sql.read(statement)
        .await?
        .iter()
        .map(|row| row.parse(0))
        .collect()
}
