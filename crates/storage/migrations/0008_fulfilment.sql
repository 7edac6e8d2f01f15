-- Both databases. What happens to an order after it is paid.

-- When the order came into its state.
ALTER TABLE orders ADD COLUMN moved_ms BIGINT NOT NULL DEFAULT 0;
UPDATE orders SET moved_ms = COALESCE(closed_ms, paid_ms, placed_ms);
CREATE INDEX orders_moved ON orders (mode, state, moved_ms, id);
CREATE INDEX orders_store_state ON orders (store_id, state, id);

-- Who brought an order into a state, when and why. It is in each at most once; `placed_ms` tells of the first.
CREATE TABLE order_event (
    order_id TEXT NOT NULL REFERENCES orders (id),
    to_state TEXT NOT NULL,
    event TEXT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (order_id, to_state)
);
INSERT INTO order_event (order_id, to_state, event, actor, reason, at_ms)
SELECT id, 'paid', 'pay', '', '', paid_ms FROM orders WHERE paid_ms IS NOT NULL;
INSERT INTO order_event (order_id, to_state, event, actor, reason, at_ms)
SELECT id, state, CASE state WHEN 'expired' THEN 'expire' ELSE 'cancel' END, '', '', closed_ms FROM orders
WHERE closed_ms IS NOT NULL;

-- Who tried a code at a store, and what came of it: shown, handed_over or refused.
CREATE TABLE handover_check (
    id {identity},
    store_id TEXT NOT NULL REFERENCES store (id),
    order_id TEXT,
    actor TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('shown', 'handed_over', 'refused')),
    at_ms BIGINT NOT NULL
);
CREATE INDEX handover_check_store ON handover_check (store_id, id);
CREATE INDEX handover_check_actor ON handover_check (store_id, actor, outcome, at_ms);
