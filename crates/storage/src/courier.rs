//! Deliveries by a courier: at most one of an order is open.
//!
//! The write by which an order is made ready makes one due; a job asks the courier, and what the courier says moves it on, by
//! compare-and-set on its state. A write that changes an order too touches the order first, so that two never wait for each
//! other.

use crate::order::STATE;
use crate::sql::{Row, Script, Sql, SqlError, Statement};
use commerce::ids::{DeliveryId, OrderId};
use commerce::money::{Minor, Money};
use commerce::order::{CourierDelivery, Order};

/// The guard that a delivery is as it was read, or that an order has no open one.
pub const COURIER: &str = "courier_delivery";

/// Adds the step that makes a new delivery due. Refused under [`COURIER`] when the order has an open one.
pub fn open(script: &mut Script, delivery: &CourierDelivery) {
    script.expect(
        COURIER,
        "INSERT INTO courier_delivery (id, order_id, state, attempts, failures, due_ms, created_ms) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
        vec![
            delivery.id.to_string().into(),
            delivery.order.to_string().into(),
            delivery.state.as_str().into(),
            delivery.attempts.into(),
            delivery.failures.into(),
            delivery.due_ms.into(),
            delivery.created_ms.into(),
        ],
    );
}

/// Adds the step that holds an order in its state, for a write that rests on it. Refused under [`STATE`] when it is in another by
/// now.
pub fn hold(script: &mut Script, order: &Order) {
    script.expect(
        STATE,
        "UPDATE orders SET state = state WHERE id = ?1 AND state = ?2",
        vec![order.id.to_string().into(), order.state.as_str().into()],
    );
}

/// Adds the step that has an order's delivery called off, if one is open: as [`CourierDelivery::called_off`], whatever has become
/// of it by then.
pub fn call_off(script: &mut Script, order: OrderId, now_ms: i64) {
    script.run(
        "UPDATE courier_delivery SET state = 'cancelling', failures = 0, due_ms = ?2 \
         WHERE order_id = ?1 AND ended_ms IS NULL",
        vec![order.to_string().into(), now_ms.into()],
    );
}

/// Adds the step that brings a delivery from `before` to `after`, which is what the core made of it. Refused under [`COURIER`]
/// when it is in another state by now.
pub fn advance(script: &mut Script, before: &CourierDelivery, after: &CourierDelivery) {
    script.expect(
        COURIER,
        "UPDATE courier_delivery SET state = ?3, failure = ?4, fee_minor = ?5, fee_currency = ?6, failures = ?7, \
         due_ms = ?8, assigned_ms = ?9, picked_up_ms = ?10, ended_ms = ?11 WHERE id = ?1 AND state = ?2",
        vec![
            before.id.to_string().into(),
            before.state.as_str().into(),
            after.state.as_str().into(),
            after.failure.map(|failure| failure.as_str().to_owned()).into(),
            after.fee.map(|fee| fee.amount_minor.get()).into(),
            after.fee.map(|fee| fee.currency.to_string()).into(),
            after.failures.into(),
            after.due_ms.into(),
            after.assigned_ms.into(),
            after.picked_up_ms.into(),
            after.ended_ms.into(),
        ],
    );
}

/// Writes down that the courier is called, before it is: whatever becomes of the call, it is not forgotten that there was one, and
/// it waits for its turn. Whether this caller may call; no when it was called or changed since it was read.
///
/// # Errors
/// Any of [`Sql::write`].
pub async fn claim(
    sql: &dyn Sql,
    before: &CourierDelivery,
    after: &CourierDelivery,
) -> Result<bool, SqlError> {
    let mut script = Script::new();
    script.expect(
        COURIER,
        "UPDATE courier_delivery SET attempts = ?5, failures = ?6, due_ms = ?7 \
         WHERE id = ?1 AND state = ?2 AND attempts = ?3 AND due_ms = ?4",
        vec![
            before.id.to_string().into(),
            before.state.as_str().into(),
            before.attempts.into(),
            before.due_ms.into(),
            after.attempts.into(),
            after.failures.into(),
            after.due_ms.into(),
        ],
    );
    match sql.write(script).await {
        Ok(_) => Ok(true),
        Err(SqlError::Refused { label: COURIER, .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Writes down what the courier needs to find a delivery again.
///
/// # Errors
/// Any of [`Sql::write`].
pub async fn keep_reference(sql: &dyn Sql, id: DeliveryId, reference: &str) -> Result<(), SqlError> {
    let mut script = Script::new();
    script.run(
        "UPDATE courier_delivery SET reference = ?2 WHERE id = ?1",
        vec![id.to_string().into(), reference.to_owned().into()],
    );
    sql.write(script).await.map(drop)
}

/// Reads deliveries: what [`delivery`] takes apart.
macro_rules! deliveries {
    ($which:literal) => {
        concat!(
            "SELECT id, order_id, state, failure, reference, fee_minor, fee_currency, attempts, failures, due_ms, \
             created_ms, assigned_ms, picked_up_ms, ended_ms FROM courier_delivery ",
            $which
        )
    };
}

/// A delivery by its number, whosever it is: for what the courier tells.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load(sql: &dyn Sql, id: DeliveryId) -> Result<Option<CourierDelivery>, SqlError> {
    let statement = Statement::new(deliveries!("WHERE id = ?1"), vec![id.to_string().into()]);
    sql.read(statement).await?.first().map(delivery).transpose()
}

/// The last delivery of an order that the caller may see, if a courier was ever to carry it.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn last(sql: &dyn Sql, order: OrderId) -> Result<Option<CourierDelivery>, SqlError> {
    let statement = Statement::new(
        deliveries!("WHERE order_id = ?1 ORDER BY id DESC LIMIT 1"),
        vec![order.to_string().into()],
    );
    sql.read(statement).await?.first().map(delivery).transpose()
}

/// Deliveries about which the courier is to be called at `now_ms`, the longest due first, after the one `after` in that order, at
/// most `limit`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn due(
    sql: &dyn Sql,
    now_ms: i64,
    after: Option<&CourierDelivery>,
    limit: u32,
) -> Result<Vec<CourierDelivery>, SqlError> {
    let after_ms = after.and_then(|after| after.due_ms).unwrap_or(i64::MIN);
    let after_id = after.map_or_else(String::new, |after| after.id.to_string());
    let statement = Statement::new(
        deliveries!(
            "WHERE due_ms <= ?1 AND (due_ms > ?2 OR (due_ms = ?2 AND id > ?3)) ORDER BY due_ms, id LIMIT ?4"
        ),
        vec![now_ms.into(), after_ms.into(), after_id.into(), limit.into()],
    );
    sql.read(statement).await?.iter().map(delivery).collect()
}

fn delivery(row: &Row) -> Result<CourierDelivery, SqlError> {
    let fee = match row.opt_int(5)? {
        Some(amount) => Some(Money::new(Minor(amount), row.parse(6)?)),
        None => None,
    };
    Ok(CourierDelivery {
        id: row.parse(0)?,
        order: row.parse(1)?,
        state: row.parse(2)?,
        failure: row.opt_text(3)?.map(|_| row.parse(3)).transpose()?,
        reference: row.opt_text(4)?.map(str::to_owned),
        fee,
        attempts: row.int(7)?,
        failures: row.int(8)?,
        due_ms: row.opt_int(9)?,
        created_ms: row.int(10)?,
        assigned_ms: row.opt_int(11)?,
        picked_up_ms: row.opt_int(12)?,
        ended_ms: row.opt_int(13)?,
    })
}
