//! Damages of what gateways are told of handovers.

use super::{Damage, damage};

const HANDED_OVER: &str = "INSERT INTO order_event (order_id, to_state, event, actor, reason, at_ms) \
     VALUES ('00000000000000000000PAID01', 'completed', 'hand_over', 'staff:k', '', 170)";

pub const DAMAGES: &[Damage] = &[
    damage(
        "a gateway is told of goods that were paid and handed over, and of no others",
        &["UPDATE payment SET report_due_ms = 170 WHERE state = 'settled'"],
    ),
    damage(
        "a gateway is told of goods that were paid and handed over, and of no others",
        &["UPDATE payment SET reported_ms = 170 WHERE state = 'settled'"],
    ),
    damage(
        "a gateway is told of goods that were paid and handed over, and of no others",
        &["UPDATE payment SET report_due_ms = 170 WHERE state = 'refunded'"],
    ),
    damage(
        "of goods that were handed over the gateway was told, or will be, unless all of the money went back",
        &[HANDED_OVER],
    ),
    damage(
        "of goods that were handed over the gateway was told, or will be, unless all of the money went back",
        &[
            HANDED_OVER,
            "UPDATE payment SET report_due_ms = 170, reported_ms = 180 WHERE state = 'settled'",
        ],
    ),
];
