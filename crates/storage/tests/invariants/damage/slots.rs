//! Damages of slots and bookings.

use super::{Damage, damage};

pub const DAMAGES: &[Damage] = &[
    damage(
        "a slot is of as many orders as say so, unless these were called off",
        &["UPDATE slot_load SET orders = 2"],
    ),
    damage(
        "a slot is of as many orders as say so, unless these were called off",
        &["DELETE FROM slot_load"],
    ),
    damage(
        "a slot is of as many orders as say so, unless these were called off",
        &["UPDATE orders SET state = 'awaiting_payment' WHERE state = 'cancelled'"],
    ),
    damage(
        "a booking has its time with its resource, all of it and no more, unless it was called off",
        &["DELETE FROM booking_cell WHERE cell_ms = 2700000"],
    ),
    damage(
        "a booking has its time with its resource, all of it and no more, unless it was called off",
        &["UPDATE booking_cell SET cell_ms = 3600000 WHERE cell_ms = 2700000"],
    ),
    damage(
        "a booking has its time with its resource, all of it and no more, unless it was called off",
        &["UPDATE booking_cell SET resource_id = 'li' WHERE cell_ms = 2700000"],
    ),
    damage(
        "a booking has its time with its resource, all of it and no more, unless it was called off",
        &["UPDATE orders SET state = 'expired', closed_ms = 100 WHERE mode = 'booking'"],
    ),
    damage(
        "a booking is of an order at its store, which begins when it does",
        &["UPDATE orders SET slot_ms = 900000 WHERE mode = 'booking'"],
    ),
];
