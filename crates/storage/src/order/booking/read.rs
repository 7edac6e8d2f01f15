//! What is booked.

use super::booked;
use crate::scope::StoreScope;
use crate::sql::list::{LIST_MAX, padded, placeholders};
use crate::sql::{Sql, SqlError, Statement};
use commerce::ids::{CustomerId, OrderId, SkuId, StoreId};
use commerce::order::OrderState;
use commerce::product::BookableService;
use commerce::store::{Appointment, Slot, Taken};
use std::sync::LazyLock;

/// The most bookings of a store on a day that are listed: a hundred resources for a day of quarters.
const AGENDA_MAX: u32 = 9_600;

/// What of a store's time is booked in a span; the cells of `except`, where there is one, do not count.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn taken(
    sql: &dyn Sql,
    store: &StoreId,
    span: Slot,
    except: Option<OrderId>,
) -> Result<Taken, SqlError> {
    let rows = sql
        .read(Statement::new(
            "SELECT resource_id, cell_ms FROM booking_cell \
             WHERE store_id = ?1 AND cell_ms >= ?2 AND cell_ms < ?3 AND order_id <> ?4",
            vec![
                store.to_string().into(),
                span.start_ms.into(),
                span.end_ms.into(),
                except.map(|id| id.to_string()).unwrap_or_default().into(),
            ],
        ))
        .await?;
    rows.iter().map(|row| Ok((row.parse(0)?, row.int(1)?))).collect()
}

/// What those of the SKUs need that are services.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn services(sql: &dyn Sql, skus: &[SkuId]) -> Result<Vec<(SkuId, BookableService)>, SqlError> {
    static SERVICES: LazyLock<String> = LazyLock::new(|| {
        format!(
            "SELECT id, service_minutes, service_resource FROM sku WHERE service_minutes > 0 AND sale <> 'off' AND id IN ({})",
            placeholders()
        )
    });
    let texts: Vec<String> = skus.iter().map(SkuId::to_string).collect();
    let mut found = Vec::new();
    for list in texts.chunks(LIST_MAX) {
        for row in sql.read(Statement::new(&SERVICES, padded(list))).await? {
            let service = BookableService {
                minutes: u32::try_from(row.int(1)?).unwrap_or(0),
                resource: row.parse(2)?,
            };
            found.push((row.parse(0)?, service));
        }
    }
    Ok(found)
}

/// One booking of a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booked {
    /// Which order.
    pub order: OrderId,
    /// Whose.
    pub customer: CustomerId,
    /// How far the order has come.
    pub state: OrderState,
    /// With whom, and when.
    pub appointment: Appointment,
}

/// What is booked at a store from `from_ms` to just before `until_ms` (UTC epoch milliseconds), by its beginning, without what was
/// called off. Empty for a store outside of `scope`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn agenda(
    sql: &dyn Sql,
    scope: &StoreScope,
    store: &StoreId,
    (from_ms, until_ms): (i64, i64),
) -> Result<Vec<Booked>, SqlError> {
    let rows = sql
        .read(Statement::new(
            "SELECT o.id, o.customer_id, o.state, b.resource_id, b.kind, b.start_ms, b.end_ms, b.change_by_ms \
             FROM booking b JOIN orders o ON o.id = b.order_id \
             WHERE b.store_id = ?1 AND (CAST(?2 AS TEXT) IS NULL OR b.store_id = ?2) \
             AND b.start_ms >= ?3 AND b.start_ms < ?4 AND o.state NOT IN ('cancelled', 'expired') \
             ORDER BY b.start_ms, o.id LIMIT ?5",
            vec![
                store.to_string().into(),
                scope.param(),
                from_ms.into(),
                until_ms.into(),
                AGENDA_MAX.into(),
            ],
        ))
        .await?;
    let mut items = Vec::with_capacity(rows.len());
    for row in &rows {
        if let Some(appointment) = booked(row, 3)? {
            items.push(Booked {
                order: row.parse(0)?,
                customer: row.parse(1)?,
                state: row.parse(2)?,
                appointment,
            });
        }
    }
    Ok(items)
}

/// That a booking was moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// When, in UTC epoch milliseconds.
    pub at_ms: i64,
    /// With whom it was.
    pub resource: String,
    /// When it would have begun, in UTC epoch milliseconds.
    pub start_ms: i64,
    /// With whom it is.
    pub to_resource: String,
    /// When it begins, in UTC epoch milliseconds.
    pub to_start_ms: i64,
    /// Who moved it.
    pub actor: String,
}

/// How the booking of an order was moved, the oldest first.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn moves(sql: &dyn Sql, id: OrderId) -> Result<Vec<Moved>, SqlError> {
    let rows = sql
        .read(Statement::new(
            "SELECT moved_ms, resource_id, start_ms, to_resource_id, to_start_ms, actor FROM booking_move \
             WHERE order_id = ?1 ORDER BY move",
            vec![id.to_string().into()],
        ))
        .await?;
    let moved = rows.iter().map(|row| {
        Ok(Moved {
            at_ms: row.int(0)?,
            resource: row.text(1)?.to_owned(),
            start_ms: row.int(2)?,
            to_resource: row.text(3)?.to_owned(),
            to_start_ms: row.int(4)?,
            actor: row.text(5)?.to_owned(),
        })
    });
    moved.collect()
}
