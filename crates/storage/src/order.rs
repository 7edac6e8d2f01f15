//! Orders. The document holds what was agreed; the columns beside it are what queries and guards look at.
//!
//! An order changes hands by compare-and-set on its state, in one script with everything that the change moves:
//! [`place`], [`settle`], [`close`], [`advance`]. Each change is noted: [`history`].

pub mod advance;
pub mod booking;
pub mod close;
pub mod history;
pub mod limit;
pub mod place;
pub mod settle;
pub mod slot;
pub mod terms;
pub mod unpaid;

use crate::outbox::{self, Change};
use crate::payment::Payment;
use crate::scope::StoreScope;
use crate::sql::{Row, Script, Sql, SqlError, Statement};
use commerce::hours::Zone;
use commerce::ids::{CustomerId, OrderId, ProductId, StoreId};
use commerce::money::{Minor, Money};
use commerce::order::{Fulfilment, Order, OrderState};
use commerce::pricing::Quote;
use commerce::store::Mode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The guard that an order is in the state that its change starts from.
pub const STATE: &str = "order_state";

/// An order as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredOrder {
    /// The order.
    pub order: Order,
    /// The zone of the store's clock, for the day on which the order counts.
    pub zone: Zone,
    /// Its payment, once one was opened.
    pub payment: Option<Payment>,
}

impl StoredOrder {
    /// What the customer owes, or has paid.
    #[must_use]
    pub fn payable(&self) -> Money {
        Money::new(self.order.quote.payable, self.order.quote.currency)
    }
}

/// What was agreed when the order was placed; never changes. A booking may be moved: it has rows of its own.
#[derive(Serialize, Deserialize)]
struct Document<Q> {
    quote: Q,
    zone: Zone,
    #[serde(default, skip_serializing_if = "Fulfilment::is_empty")]
    fulfilment: Fulfilment,
}

/// Reads orders with their payments: what [`stored`] takes apart.
macro_rules! orders {
    ($which:literal) => {
        concat!(
            "SELECT o.id, o.store_id, o.customer_id, o.state, o.document, o.placed_ms, o.expires_ms, o.moved_ms, \
             o.paid_ms, o.closed_ms, p.reference, p.state, o.refunded_minor, \
             b.resource_id, b.kind, b.start_ms, b.end_ms, b.change_by_ms \
             FROM orders o LEFT JOIN payment p ON p.order_id = o.id LEFT JOIN booking b ON b.order_id = o.id ",
            $which
        )
    };
}

/// A customer's own order. Another customer's order does not exist here.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load_own(
    sql: &dyn Sql,
    id: OrderId,
    customer: &CustomerId,
) -> Result<Option<StoredOrder>, SqlError> {
    let rows = sql
        .read(Statement::new(
            orders!("WHERE o.id = ?1 AND o.customer_id = ?2"),
            vec![id.to_string().into(), customer.to_string().into()],
        ))
        .await?;
    rows.first().map(stored).transpose()
}

/// An order, whosever it is: for what the payment provider tells, and for jobs.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load(sql: &dyn Sql, id: OrderId) -> Result<Option<StoredOrder>, SqlError> {
    let rows = sql
        .read(Statement::new(
            orders!("WHERE o.id = ?1"),
            vec![id.to_string().into()],
        ))
        .await?;
    rows.first().map(stored).transpose()
}

/// Sorts after every ULID.
const END: &str = "~";

fn before(cursor: Option<OrderId>) -> String {
    cursor.map_or_else(|| END.to_owned(), |id| id.to_string())
}

/// A customer's own orders, newest first, before `cursor`, at most `limit`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn list_own(
    sql: &dyn Sql,
    customer: &CustomerId,
    cursor: Option<OrderId>,
    limit: u32,
) -> Result<Vec<StoredOrder>, SqlError> {
    let rows = sql
        .read(Statement::new(
            orders!("WHERE o.customer_id = ?1 AND o.id < ?2 ORDER BY o.id DESC LIMIT ?3"),
            vec![customer.to_string().into(), before(cursor).into(), limit.into()],
        ))
        .await?;
    rows.iter().map(stored).collect()
}

/// A store's orders, newest first, before `cursor`, at most `limit`; in all states or in one. Empty for a store outside
/// of `scope`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn list_of_store(
    sql: &dyn Sql,
    scope: &StoreScope,
    store: &StoreId,
    state: Option<OrderState>,
    cursor: Option<OrderId>,
    limit: u32,
) -> Result<Vec<StoredOrder>, SqlError> {
    let rows = sql
        .read(Statement::new(
            orders!(
                "WHERE o.store_id = ?1 AND (CAST(?2 AS TEXT) IS NULL OR o.store_id = ?2) \
                 AND (CAST(?3 AS TEXT) IS NULL OR o.state = ?3) AND o.id < ?4 ORDER BY o.id DESC LIMIT ?5"
            ),
            vec![
                store.to_string().into(),
                scope.param(),
                state.map(|state| state.as_str().to_owned()).into(),
                before(cursor).into(),
                limit.into(),
            ],
        ))
        .await?;
    rows.iter().map(stored).collect()
}

/// An order of a store's own, for its staff. One of another store, or of a store outside of `scope`, does not exist here.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load_of_store(
    sql: &dyn Sql,
    scope: &StoreScope,
    store: &StoreId,
    id: OrderId,
) -> Result<Option<StoredOrder>, SqlError> {
    let rows = sql
        .read(Statement::new(
            orders!("WHERE o.id = ?1 AND o.store_id = ?2 AND (CAST(?3 AS TEXT) IS NULL OR o.store_id = ?3)"),
            vec![id.to_string().into(), store.to_string().into(), scope.param()],
        ))
        .await?;
    rows.first().map(stored).transpose()
}

/// Orders of a mode that came into a state before `before_ms` and are in it still, the longest first, after the one `after` in
/// that order, at most `limit`. For the job that completes them, which serves all stores.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn silent(
    sql: &dyn Sql,
    (mode, state): (Mode, OrderState),
    before_ms: i64,
    after: Option<(i64, OrderId)>,
    limit: u32,
) -> Result<Vec<StoredOrder>, SqlError> {
    let (after_ms, after_id) = position(after);
    let rows = sql
        .read(Statement::new(
            orders!(
                "WHERE o.mode = ?1 AND o.state = ?2 AND o.moved_ms <= ?3 \
                 AND (o.moved_ms > ?4 OR (o.moved_ms = ?4 AND o.id > ?5)) ORDER BY o.moved_ms, o.id LIMIT ?6"
            ),
            vec![
                mode.as_str().into(),
                state.as_str().into(),
                before_ms.into(),
                after_ms.into(),
                after_id.into(),
                limit.into(),
            ],
        ))
        .await?;
    rows.iter().map(stored).collect()
}

/// Unpaid orders whose time is over at `now_ms`, the most overdue first, after the one `after` in that order, at most
/// `limit`. For the job that expires them, which serves all stores.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn overdue(
    sql: &dyn Sql,
    now_ms: i64,
    after: Option<(i64, OrderId)>,
    limit: u32,
) -> Result<Vec<StoredOrder>, SqlError> {
    let (after_ms, after_id) = position(after);
    let rows = sql
        .read(Statement::new(
            orders!(
                "WHERE o.state = 'awaiting_payment' AND o.expires_ms <= ?1 \
                 AND (o.expires_ms > ?2 OR (o.expires_ms = ?2 AND o.id > ?3)) ORDER BY o.expires_ms, o.id LIMIT ?4"
            ),
            vec![now_ms.into(), after_ms.into(), after_id.into(), limit.into()],
        ))
        .await?;
    rows.iter().map(stored).collect()
}

fn position(after: Option<(i64, OrderId)>) -> (i64, String) {
    after.map_or_else(|| (i64::MIN, String::new()), |(ms, id)| (ms, id.to_string()))
}

fn stored(row: &Row) -> Result<StoredOrder, SqlError> {
    let Document {
        quote,
        zone,
        fulfilment,
    } = row.json::<Document<Quote>>(4)?;
    let payment = match row.opt_text(10)? {
        None => None,
        Some(reference) => Some(Payment {
            reference: reference.to_owned(),
            state: row.parse(11)?,
        }),
    };
    let fulfilment = Fulfilment {
        booking: booking::booked(row, 13)?,
        ..fulfilment
    };
    let order = Order {
        id: row.parse(0)?,
        store: row.parse(1)?,
        customer: row.parse(2)?,
        quote,
        fulfilment,
        state: row.parse(3)?,
        placed_ms: row.int(5)?,
        pay_by_ms: row.int(6)?,
        refunded: Minor(row.int(12)?),
        moved_ms: row.int(7)?,
        paid_ms: row.opt_int(8)?,
        closed_ms: row.opt_int(9)?,
    };
    Ok(StoredOrder { order, zone, payment })
}

/// Marks that what is available of a quote's products at `store` changes with this script.
fn mark_offers(script: &mut Script, store: &StoreId, quote: &Quote, now_ms: i64) {
    let products = quote.lines.iter().map(|line| line.sku.product()).collect();
    mark_offers_of(script, store, products, now_ms);
}

/// Marks that what is available of products at `store` changes with this script.
pub(crate) fn mark_offers_of(
    script: &mut Script,
    store: &StoreId,
    products: BTreeSet<ProductId>,
    now_ms: i64,
) {
    for product in products {
        outbox::mark(script, &Change::Offer(store.clone(), product), now_ms);
    }
}
