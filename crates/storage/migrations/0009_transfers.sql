-- Both databases. Goods on their way from one store to another.

CREATE TABLE transfer (
    id TEXT PRIMARY KEY,
    from_store TEXT NOT NULL REFERENCES store (id),
    to_store TEXT NOT NULL REFERENCES store (id),
    state TEXT NOT NULL CHECK (state IN ('in_transit', 'received', 'cancelled')),
    reason TEXT NOT NULL,
    -- Who sent it, and who received or cancelled it.
    sent_by TEXT NOT NULL,
    sent_ms BIGINT NOT NULL,
    ended_by TEXT,
    ended_ms BIGINT,
    CHECK (from_store <> to_store)
);
CREATE INDEX transfer_from ON transfer (from_store, id);
CREATE INDEX transfer_to ON transfer (to_store, id);

-- `received` is what was counted on arrival: never more than was sent, and known only of a transfer that was received.
CREATE TABLE transfer_line (
    transfer_id TEXT NOT NULL REFERENCES transfer (id),
    sku_id TEXT NOT NULL REFERENCES sku (id),
    sent BIGINT NOT NULL CHECK (sent > 0),
    received BIGINT CHECK (received >= 0 AND received <= sent),
    PRIMARY KEY (transfer_id, sku_id)
);
