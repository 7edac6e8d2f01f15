-- What explains every change of stock. A change names its cause, and the trigger below writes it down: none goes by unexplained,
-- whoever makes it.

CREATE TABLE stock_movement (
    store_id TEXT NOT NULL REFERENCES store (id),
    sku_id TEXT NOT NULL REFERENCES sku (id),
    sequence BIGINT NOT NULL,
    cause TEXT NOT NULL CHECK (cause IN
        ('opening', 'count', 'receive', 'loss', 'transfer_out', 'transfer_in', 'reserve', 'release', 'sell')),
    reference TEXT NOT NULL,
    reason TEXT NOT NULL,
    on_hand_change BIGINT NOT NULL,
    reserved_change BIGINT NOT NULL,
    on_hand BIGINT NOT NULL,
    reserved BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (store_id, sku_id, sequence)
);
CREATE INDEX stock_movement_reference ON stock_movement (reference);

-- The last change of a row. `sequence` counts them; `reference` is the order, the transfer, or whoever counted.
ALTER TABLE stock ADD COLUMN sequence BIGINT NOT NULL DEFAULT 0;
ALTER TABLE stock ADD COLUMN cause TEXT NOT NULL DEFAULT 'opening';
ALTER TABLE stock ADD COLUMN reference TEXT NOT NULL DEFAULT '';
ALTER TABLE stock ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE stock ADD COLUMN changed_ms BIGINT NOT NULL DEFAULT 0;

INSERT INTO stock_movement (store_id, sku_id, sequence, cause, reference, reason, on_hand_change, reserved_change, on_hand, reserved, at_ms)
SELECT store_id, sku_id, 0, 'opening', '', '', on_hand, reserved, on_hand, reserved, 0 FROM stock;

{triggers}
