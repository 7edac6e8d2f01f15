-- Below how many available units a store wants to know of it; NULL when it does not.
ALTER TABLE stock ADD COLUMN low_at BIGINT CHECK (low_at > 0);

-- What fell below its threshold: open until it is refilled. The projector keeps it, by the entries that the triggers below leave.
CREATE TABLE stock_alert (
    store_id TEXT NOT NULL REFERENCES store (id),
    sku_id TEXT NOT NULL REFERENCES sku (id),
    opened_ms BIGINT NOT NULL,
    closed_ms BIGINT,
    PRIMARY KEY (store_id, sku_id)
);
CREATE INDEX stock_alert_open ON stock_alert (store_id, sku_id) WHERE closed_ms IS NULL;

{triggers}
