-- Both databases. Services that are booked: who serves them, and when.

-- What a service needs; no minutes for an article, of which there is stock.
ALTER TABLE sku ADD COLUMN service_minutes BIGINT NOT NULL DEFAULT 0 CHECK (service_minutes >= 0);
ALTER TABLE sku ADD COLUMN service_resource TEXT NOT NULL DEFAULT '';

-- Who or what a store's services are booked with; written with the store.
CREATE TABLE booking_resource (
    store_id TEXT NOT NULL REFERENCES store (id),
    resource_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (store_id, resource_id)
);

-- What an order booked, and still has unless it was called off. An order that is here takes no stock.
CREATE TABLE booking (
    order_id TEXT NOT NULL PRIMARY KEY REFERENCES orders (id),
    store_id TEXT NOT NULL REFERENCES store (id),
    resource_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    start_ms BIGINT NOT NULL CHECK (start_ms % 900000 = 0),
    end_ms BIGINT NOT NULL CHECK (end_ms > start_ms),
    change_by_ms BIGINT NOT NULL,
    moves BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX booking_by_start ON booking (store_id, start_ms);

-- The quarters of an hour that bookings have: nobody serves two at once.
CREATE TABLE booking_cell (
    store_id TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    cell_ms BIGINT NOT NULL CHECK (cell_ms % 900000 = 0),
    order_id TEXT NOT NULL REFERENCES booking (order_id),
    PRIMARY KEY (store_id, resource_id, cell_ms)
);
CREATE INDEX booking_cell_by_order ON booking_cell (order_id);

-- When a booking was moved, from what, and by whom.
CREATE TABLE booking_move (
    order_id TEXT NOT NULL REFERENCES booking (order_id),
    move BIGINT NOT NULL,
    moved_ms BIGINT NOT NULL,
    resource_id TEXT NOT NULL,
    start_ms BIGINT NOT NULL,
    to_resource_id TEXT NOT NULL,
    to_start_ms BIGINT NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (order_id, move)
);
