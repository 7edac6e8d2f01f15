//! Damages of deliveries by couriers, of an order that is ready to be carried.

use super::{Damage, damage};

const READY: &str = "UPDATE orders SET state = 'ready', mode = 'delivery', moved_ms = 170 \
     WHERE id = '00000000000000000000PAID01'";
const MADE_READY: &str = "INSERT INTO order_event (order_id, to_state, event, actor, reason, at_ms) \
     VALUES ('00000000000000000000PAID01', 'ready', 'make_ready', 'staff:k', '', 170)";
const REQUESTED: &str = "INSERT INTO courier_delivery (id, order_id, state, attempts, failures, due_ms, created_ms) \
     VALUES ('000000000000000000COURIER1', '00000000000000000000PAID01', 'requested', 1, 0, 200, 170)";
const AGAIN: &str = "INSERT INTO courier_delivery (id, order_id, state, attempts, failures, due_ms, created_ms) \
     VALUES ('000000000000000000COURIER2', '00000000000000000000PAID01', 'due', 0, 0, 200, 170)";

pub const DAMAGES: &[Damage] = &[
    damage(
        "an order has at most one delivery by a courier that is open",
        &[
            READY,
            MADE_READY,
            REQUESTED,
            "DROP INDEX courier_delivery_open",
            AGAIN,
        ],
    ),
    damage(
        "a courier carries what is to be delivered and was made ready",
        &[READY, REQUESTED],
    ),
    damage(
        "a courier carries what is to be delivered and was made ready",
        &[MADE_READY, REQUESTED],
    ),
    damage(
        "what a courier has picked up has left the store, and what it has delivered is completed, unless it was called off",
        &[
            READY,
            MADE_READY,
            REQUESTED,
            "UPDATE courier_delivery SET state = 'picked_up'",
        ],
    ),
    damage(
        "what a courier has picked up has left the store, and what it has delivered is completed, unless it was called off",
        &[
            READY,
            MADE_READY,
            REQUESTED,
            "UPDATE courier_delivery SET state = 'delivered', due_ms = NULL, ended_ms = 180",
        ],
    ),
    damage(
        "a delivery of an order that was called off has ended, or is being cancelled",
        &[
            MADE_READY,
            REQUESTED,
            "UPDATE courier_delivery SET order_id = '00000000000000000000GONE03'",
        ],
    ),
    damage(
        "a courier is called about each delivery until it has ended, and no longer",
        &[
            READY,
            MADE_READY,
            REQUESTED,
            "UPDATE courier_delivery SET due_ms = NULL",
        ],
    ),
    damage(
        "a courier is called about each delivery until it has ended, and no longer",
        &[
            READY,
            MADE_READY,
            REQUESTED,
            "UPDATE courier_delivery SET state = 'failed', failure = 'lost'",
        ],
    ),
    damage(
        "only a delivery that failed says why, and a fee has its currency",
        &[
            READY,
            MADE_READY,
            REQUESTED,
            "UPDATE courier_delivery SET failure = 'lost'",
        ],
    ),
    damage(
        "only a delivery that failed says why, and a fee has its currency",
        &[
            READY,
            MADE_READY,
            REQUESTED,
            "UPDATE courier_delivery SET fee_minor = 600",
        ],
    ),
];
