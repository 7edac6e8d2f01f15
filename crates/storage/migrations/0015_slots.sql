-- Both databases. Slots in which orders are fetched or delivered.

-- When the slot of an order begins, if it was given one.
ALTER TABLE orders ADD COLUMN slot_ms BIGINT;

-- How many orders a slot takes, in each mode in which a store has slots; written with the store.
CREATE TABLE slot_rule (
    store_id TEXT NOT NULL REFERENCES store (id),
    mode TEXT NOT NULL,
    orders BIGINT NOT NULL CHECK (orders > 0),
    PRIMARY KEY (store_id, mode)
);

-- How many orders have a slot, less those that were cancelled or expired.
CREATE TABLE slot_load (
    store_id TEXT NOT NULL REFERENCES store (id),
    mode TEXT NOT NULL,
    start_ms BIGINT NOT NULL,
    orders BIGINT NOT NULL CHECK (orders >= 0),
    PRIMARY KEY (store_id, mode, start_ms)
);
