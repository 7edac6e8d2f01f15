-- Both databases. Orders that a courier carries.
CREATE TABLE courier_delivery (
    -- Its number at the courier.
    id TEXT PRIMARY KEY,
    order_id TEXT NOT NULL REFERENCES orders (id),
    state TEXT NOT NULL,
    -- Why it failed; NULL unless it did.
    failure TEXT,
    -- What the courier needs to find it again; NULL until the courier has answered.
    reference TEXT,
    -- What the courier charges, as far as it said.
    fee_minor BIGINT CHECK (fee_minor >= 0),
    fee_currency TEXT,
    -- Calls to the courier that were begun: at 0, the courier has never heard of it.
    attempts BIGINT NOT NULL,
    -- Calls in a row that brought nothing new: each makes the next one wait longer, so that one that fails for ever holds up
    -- no other.
    failures BIGINT NOT NULL,
    -- When the courier is called next; NULL once the delivery has ended.
    due_ms BIGINT,
    created_ms BIGINT NOT NULL,
    assigned_ms BIGINT,
    picked_up_ms BIGINT,
    ended_ms BIGINT
);
CREATE INDEX courier_delivery_order ON courier_delivery (order_id, id);
-- Two riders for one order would be one too many.
CREATE UNIQUE INDEX courier_delivery_open ON courier_delivery (order_id) WHERE ended_ms IS NULL;
CREATE INDEX courier_delivery_due ON courier_delivery (due_ms, id) WHERE due_ms IS NOT NULL;
