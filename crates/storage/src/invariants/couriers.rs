//! Deliveries by couriers.

use super::{Invariant, invariants};

pub(super) const ALL: &[Invariant] = invariants! {
    "an order has at most one delivery by a courier that is open":
    "SELECT order_id, COUNT(*) FROM courier_delivery WHERE ended_ms IS NULL GROUP BY order_id HAVING COUNT(*) > 1";

    "a courier carries what is to be delivered and was made ready":
    "SELECT d.id, d.order_id, o.mode FROM courier_delivery d LEFT JOIN orders o ON o.id = d.order_id \
     WHERE o.id IS NULL OR o.mode <> 'delivery' OR NOT EXISTS ( \
         SELECT 1 FROM order_event e WHERE e.order_id = d.order_id AND e.to_state = 'ready')";

    "what a courier has picked up has left the store, and what it has delivered is completed, unless it was called off":
    "SELECT d.id, d.state, o.id, o.state FROM courier_delivery d JOIN orders o ON o.id = d.order_id \
     WHERE (d.state = 'picked_up' AND o.state NOT IN ('dispatched', 'completed')) \
     OR (d.state = 'delivered' AND o.state NOT IN ('completed', 'cancelled'))";

    "a delivery of an order that was called off has ended, or is being cancelled":
    "SELECT d.id, d.state, o.id FROM courier_delivery d JOIN orders o ON o.id = d.order_id \
     WHERE o.state = 'cancelled' AND d.ended_ms IS NULL AND d.state <> 'cancelling'";

    "a courier is called about each delivery until it has ended, and no longer":
    "SELECT id, state, due_ms, ended_ms FROM courier_delivery \
     WHERE (state IN ('delivered', 'failed', 'cancelled')) <> (ended_ms IS NOT NULL) \
     OR (due_ms IS NULL) <> (ended_ms IS NOT NULL)";

    "only a delivery that failed says why, and a fee has its currency":
    "SELECT id, state, failure, fee_minor, fee_currency FROM courier_delivery \
     WHERE (state = 'failed') <> (failure IS NOT NULL) OR (fee_minor IS NULL) <> (fee_currency IS NULL)";
};
