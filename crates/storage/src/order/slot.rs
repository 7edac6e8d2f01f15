//! When an order is fulfilled: how many orders have a slot is counted in the order's own script, against what the store takes; a
//! booking has a resource for itself, see [`booking`].

use super::booking;
use crate::sql::{Script, Sql, SqlError, Statement};
use commerce::ids::StoreId;
use commerce::order::Order;
use commerce::store::{Mode, Store};
use std::collections::BTreeMap;

/// The guard that a slot is not full.
pub const SLOT: &str = "slot";

/// The most orders that are counted as waiting.
const QUEUED_MAX: u32 = 1_000;

/// Adds the steps that give an order its slot or its booking, if it has one. Refused under [`SLOT`] when it is full, and under
/// [`BOOKING`](booking::BOOKING).
pub(super) fn take(script: &mut Script, order: &Order) {
    if let Some(appointment) = &order.fulfilment.booking {
        booking::take(script, order, appointment);
    }
    let Some(slot) = order.fulfilment.slot else {
        return;
    };
    script.expect(
        SLOT,
        "INSERT INTO slot_load (store_id, mode, start_ms, orders) \
         SELECT r.store_id, r.mode, ?3, 1 FROM slot_rule r WHERE r.store_id = ?1 AND r.mode = ?2 \
         ON CONFLICT (store_id, mode, start_ms) DO UPDATE SET orders = slot_load.orders + 1 \
         WHERE slot_load.orders < (SELECT r.orders FROM slot_rule r WHERE r.store_id = ?1 AND r.mode = ?2)",
        vec![
            order.store.to_string().into(),
            order.quote.mode.as_str().into(),
            slot.start_ms.into(),
        ],
    );
}

/// Adds the step that gives a slot, or the time of a booking, back.
pub(crate) fn give_back(script: &mut Script, order: &Order) {
    if order.fulfilment.booking.is_some() {
        booking::give_back(script, order);
    }
    let Some(slot) = order.fulfilment.slot else {
        return;
    };
    script.expect(
        SLOT,
        "UPDATE slot_load SET orders = orders - 1 WHERE store_id = ?1 AND mode = ?2 AND start_ms = ?3 AND orders > 0",
        vec![
            order.store.to_string().into(),
            order.quote.mode.as_str().into(),
            slot.start_ms.into(),
        ],
    );
}

/// Adds the steps that say how many orders the slots of a store take, where that changes.
pub(crate) fn save_rules(script: &mut Script, before: Option<&Store>, store: &Store) {
    let rules = |store: &Store| {
        let slots = store.promises.iter().flat_map(|promises| &promises.slots);
        slots.map(|rule| (rule.mode, rule.orders)).collect::<Vec<_>>()
    };
    let after = rules(store);
    if before.map(rules).unwrap_or_default() == after {
        return;
    }
    script.run(
        "DELETE FROM slot_rule WHERE store_id = ?1",
        vec![store.id.to_string().into()],
    );
    for (mode, orders) in after {
        script.run(
            "INSERT INTO slot_rule (store_id, mode, orders) VALUES (?1, ?2, ?3)",
            vec![store.id.to_string().into(), mode.as_str().into(), orders.into()],
        );
    }
}

/// How many orders have the slots of a mode that begin from `from_ms` to `until_ms` inclusive, by their beginning in UTC epoch
/// milliseconds. One that is not here has none.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn loads(
    sql: &dyn Sql,
    store: &StoreId,
    mode: Mode,
    (from_ms, until_ms): (i64, i64),
) -> Result<BTreeMap<i64, i64>, SqlError> {
    let rows = sql
        .read(Statement::new(
            "SELECT start_ms, orders FROM slot_load \
             WHERE store_id = ?1 AND mode = ?2 AND start_ms BETWEEN ?3 AND ?4 ORDER BY start_ms",
            vec![
                store.to_string().into(),
                mode.as_str().into(),
                from_ms.into(),
                until_ms.into(),
            ],
        ))
        .await?;
    rows.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect()
}

/// How many paid orders without a slot are still to be made ready at a store; no more than a thousand are counted.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn queued(sql: &dyn Sql, store: &StoreId) -> Result<u32, SqlError> {
    let rows = sql
        .read(Statement::new(
            "SELECT COUNT(*) FROM (SELECT 1 FROM orders WHERE store_id = ?1 \
             AND state IN ('paid', 'accepted', 'preparing') AND mode IN ('pickup', 'delivery') AND slot_ms IS NULL \
             LIMIT ?2) waiting",
            vec![store.to_string().into(), QUEUED_MAX.into()],
        ))
        .await?;
    let counted = rows.first().map_or(Ok(0), |row| row.int(0))?;
    Ok(u32::try_from(counted).unwrap_or(QUEUED_MAX))
}
