//! Money.

use super::{Invariant, invariants};

pub(super) const ALL: &[Invariant] = invariants! {
    "a paid order has a settled payment of exactly what it costs":
    "SELECT o.id, o.payable_minor, o.currency, p.amount_minor, p.currency, p.state FROM orders o \
     LEFT JOIN payment p ON p.order_id = o.id WHERE o.paid_ms IS NOT NULL \
     AND (p.order_id IS NULL OR p.state <> 'settled' OR p.amount_minor <> o.payable_minor \
     OR p.currency <> o.currency)";

    "a payment is as far as its order: pending, settled, or ending with it":
    "SELECT p.order_id, p.state, o.state FROM payment p LEFT JOIN orders o ON o.id = p.order_id \
     WHERE o.id IS NULL \
     OR (p.state = 'pending' AND o.state <> 'awaiting_payment') \
     OR (p.state = 'settled' AND o.paid_ms IS NULL) \
     OR (p.state IN ('closing', 'closed', 'refunded', 'disputed') AND o.state NOT IN ('cancelled', 'expired'))";

    "a payment is of what its order costs":
    "SELECT p.order_id, p.amount_minor, p.currency, o.payable_minor, o.currency FROM payment p \
     JOIN orders o ON o.id = p.order_id WHERE p.amount_minor <> o.payable_minor OR p.currency <> o.currency";

    "only a payment that has ended has the instant of its end":
    "SELECT order_id, state, ended_ms FROM payment \
     WHERE (state IN ('pending', 'closing')) <> (ended_ms IS NULL)";

    "a gateway is told of goods that were paid and handed over, and of no others":
    "SELECT p.order_id, p.state, p.report_due_ms, p.reported_ms FROM payment p \
     WHERE (p.report_due_ms IS NOT NULL OR p.reported_ms IS NOT NULL) AND (p.state <> 'settled' OR NOT EXISTS ( \
         SELECT 1 FROM order_event e WHERE e.order_id = p.order_id AND e.to_state IN ('dispatched', 'completed')))";

    "of goods that were handed over the gateway was told, or will be, unless all of the money went back":
    "SELECT p.order_id, p.report_due_ms, p.reported_ms, o.refunded_minor, o.payable_minor FROM payment p \
     JOIN orders o ON o.id = p.order_id WHERE p.state = 'settled' AND EXISTS ( \
         SELECT 1 FROM order_event e WHERE e.order_id = p.order_id AND e.to_state IN ('dispatched', 'completed')) \
     AND CASE WHEN p.report_due_ms IS NOT NULL THEN p.reported_ms IS NOT NULL \
     ELSE p.reported_ms IS NULL AND o.refunded_minor < o.payable_minor END";
};
