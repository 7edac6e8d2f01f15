//! Damages of orders that wait for payment.

use super::{Damage, damage};

const COUNTED: &str = "a customer's orders that wait for payment are counted, within their limit";

pub const DAMAGES: &[Damage] = &[
    damage(
        COUNTED,
        &["UPDATE unpaid_orders SET orders = 1 WHERE customer_id = 'alice'"],
    ),
    damage(
        COUNTED,
        &["UPDATE unpaid_orders SET orders = 1 WHERE customer_id = 'bob'"],
    ),
    damage(COUNTED, &["DELETE FROM unpaid_orders"]),
    damage(
        COUNTED,
        &[
            "INSERT INTO orders (id, store_id, customer_id, state, mode, currency, payable_minor, document, placed_ms, \
             expires_ms, moved_ms) SELECT 'WAIT' || value, 's1', 'alice', 'awaiting_payment', 'pickup', 'CNY', 1, '{}', 0, 9, 0 \
             FROM (WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 19) SELECT value FROM n)",
            "UPDATE unpaid_orders SET orders = 21 WHERE customer_id = 'alice'",
        ],
    ),
];
