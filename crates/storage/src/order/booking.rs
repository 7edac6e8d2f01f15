//! Bookings: who serves an order, and when. A quarter of an hour of a resource is a row with that as its key, so nobody serves
//! two at once.

mod read;

pub use read::{Booked, Moved, agenda, moves, services, taken};

use super::STATE;
use crate::sql::{Row, Script, SqlError};
use commerce::order::Order;
use commerce::store::{Appointment, Store};

/// The guard that the resource is the store's, and free all the time.
pub const BOOKING: &str = "booking";

/// Adds the steps that give an order its booking. Refused under [`BOOKING`] when somebody else has some of it, and when the
/// store has no such resource.
pub(super) fn take(script: &mut Script, order: &Order, booking: &Appointment) {
    script.expect(
        BOOKING,
        "INSERT INTO booking (order_id, store_id, resource_id, kind, start_ms, end_ms, change_by_ms) \
         SELECT ?1, r.store_id, r.resource_id, r.kind, ?5, ?6, ?7 FROM booking_resource r \
         WHERE r.store_id = ?2 AND r.resource_id = ?3 AND r.kind = ?4",
        vec![
            order.id.to_string().into(),
            order.store.to_string().into(),
            booking.resource.to_string().into(),
            booking.kind.to_string().into(),
            booking.start_ms.into(),
            booking.end_ms.into(),
            booking.change_by_ms.into(),
        ],
    );
    take_cells(script, order, booking, booking.slot().cells());
}

/// Adds the step that gives the time of a booking back.
pub(super) fn give_back(script: &mut Script, order: &Order) {
    script.run(
        "DELETE FROM booking_cell WHERE order_id = ?1",
        vec![order.id.to_string().into()],
    );
}

/// Adds the steps that move the booking of an order from `before` to what it is in `order`. Refused under [`STATE`] when the
/// order is in another state by now, and under [`BOOKING`] as when it is taken, or when it was moved meanwhile.
///
/// New time is taken before the old is given back: who waits for somebody else's old time waits for one who has all that they want,
/// so there is no circle.
pub fn shift(script: &mut Script, order: &Order, before: &Appointment, actor: &str, now_ms: i64) {
    let Some(after) = &order.fulfilment.booking else {
        return;
    };
    let id = order.id.to_string();
    // The order's row first: who calls it off waits for this, or the other way round.
    script.expect(
        STATE,
        "UPDATE orders SET slot_ms = ?3 WHERE id = ?1 AND state = ?2",
        vec![(&id).into(), order.state.as_str().into(), after.start_ms.into()],
    );
    script.expect(
        BOOKING,
        "UPDATE booking SET resource_id = ?5, start_ms = ?6, end_ms = ?7, change_by_ms = ?8, moves = moves + 1 \
         WHERE order_id = ?1 AND resource_id = ?2 AND start_ms = ?3 AND change_by_ms = ?4 AND EXISTS ( \
             SELECT 1 FROM booking_resource r WHERE r.store_id = booking.store_id AND r.resource_id = ?5 \
             AND r.kind = booking.kind)",
        vec![
            (&id).into(),
            before.resource.to_string().into(),
            before.start_ms.into(),
            before.change_by_ms.into(),
            after.resource.to_string().into(),
            after.start_ms.into(),
            after.end_ms.into(),
            after.change_by_ms.into(),
        ],
    );
    let stays = before.resource == after.resource;
    let had: Vec<i64> = before.slot().cells().filter(|_| stays).collect();
    let new = after.slot().cells().filter(|cell| !had.contains(cell));
    take_cells(script, order, after, new);
    script.run(
        "DELETE FROM booking_cell WHERE order_id = ?1 AND NOT (resource_id = ?2 AND cell_ms >= ?3 AND cell_ms < ?4)",
        vec![
            (&id).into(),
            after.resource.to_string().into(),
            after.start_ms.into(),
            after.end_ms.into(),
        ],
    );
    script.run(
        "INSERT INTO booking_move (order_id, move, moved_ms, resource_id, start_ms, to_resource_id, to_start_ms, actor) \
         SELECT b.order_id, b.moves, ?2, ?3, ?4, b.resource_id, b.start_ms, ?5 FROM booking b WHERE b.order_id = ?1",
        vec![
            (&id).into(),
            now_ms.into(),
            before.resource.to_string().into(),
            before.start_ms.into(),
            actor.to_owned().into(),
        ],
    );
}

fn take_cells(script: &mut Script, order: &Order, booking: &Appointment, cells: impl Iterator<Item = i64>) {
    for cell_ms in cells {
        script.expect(
            BOOKING,
            "INSERT INTO booking_cell (store_id, resource_id, cell_ms, order_id) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (store_id, resource_id, cell_ms) DO NOTHING",
            vec![
                order.store.to_string().into(),
                booking.resource.to_string().into(),
                cell_ms.into(),
                order.id.to_string().into(),
            ],
        );
    }
}

/// Adds the steps that say what a store's services are booked with, where that changes.
pub(crate) fn save_resources(script: &mut Script, before: Option<&Store>, store: &Store) {
    let resources = |store: &Store| {
        let resources = store.bookings().into_iter().flat_map(|rule| &rule.resources);
        resources
            .map(|resource| (resource.id.clone(), resource.kind.clone()))
            .collect::<Vec<_>>()
    };
    let after = resources(store);
    if before.map(resources).unwrap_or_default() == after {
        return;
    }
    script.run(
        "DELETE FROM booking_resource WHERE store_id = ?1",
        vec![store.id.to_string().into()],
    );
    for (resource, kind) in after {
        script.run(
            "INSERT INTO booking_resource (store_id, resource_id, kind) VALUES (?1, ?2, ?3)",
            vec![
                store.id.to_string().into(),
                resource.to_string().into(),
                kind.to_string().into(),
            ],
        );
    }
}

/// The booking in a row, from its `first` column on: resource, kind, start, end, until when it can be changed.
pub(super) fn booked(row: &Row, first: usize) -> Result<Option<Appointment>, SqlError> {
    if row.opt_text(first)?.is_none() {
        return Ok(None);
    }
    Ok(Some(Appointment {
        resource: row.parse(first)?,
        kind: row.parse(first + 1)?,
        start_ms: row.int(first + 2)?,
        end_ms: row.int(first + 3)?,
        change_by_ms: row.int(first + 4)?,
    }))
}
