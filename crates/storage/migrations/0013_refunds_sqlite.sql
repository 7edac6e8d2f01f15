-- Goods that come back have a cause of their own. SQLite changes no constraint, so the ledger of stock is written anew.
DROP TRIGGER stock_begins;
DROP TRIGGER stock_changes;
DROP INDEX stock_movement_reference;
ALTER TABLE stock_movement RENAME TO stock_movement_before;
CREATE TABLE stock_movement (
    store_id TEXT NOT NULL REFERENCES store (id),
    sku_id TEXT NOT NULL REFERENCES sku (id),
    sequence BIGINT NOT NULL,
    cause TEXT NOT NULL CHECK (cause IN
        ('opening', 'count', 'receive', 'loss', 'transfer_out', 'transfer_in', 'reserve', 'release', 'sell', 'return')),
    reference TEXT NOT NULL,
    reason TEXT NOT NULL,
    on_hand_change BIGINT NOT NULL,
    reserved_change BIGINT NOT NULL,
    on_hand BIGINT NOT NULL,
    reserved BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (store_id, sku_id, sequence)
);
INSERT INTO stock_movement (store_id, sku_id, sequence, cause, reference, reason, on_hand_change, reserved_change, on_hand, reserved, at_ms)
SELECT store_id, sku_id, sequence, cause, reference, reason, on_hand_change, reserved_change, on_hand, reserved, at_ms
FROM stock_movement_before;
DROP TABLE stock_movement_before;
CREATE INDEX stock_movement_reference ON stock_movement (reference);

CREATE TRIGGER stock_begins AFTER INSERT ON stock
BEGIN
    INSERT INTO stock_movement (store_id, sku_id, sequence, cause, reference, reason, on_hand_change, reserved_change, on_hand, reserved, at_ms)
    VALUES (NEW.store_id, NEW.sku_id, NEW.sequence, NEW.cause, NEW.reference, NEW.reason, NEW.on_hand, NEW.reserved, NEW.on_hand, NEW.reserved, NEW.changed_ms);
END;

CREATE TRIGGER stock_changes AFTER UPDATE OF store_id, sku_id, on_hand, reserved, sequence, cause, reference, reason, changed_ms ON stock
BEGIN
    SELECT RAISE(ABORT, 'a change of stock names its cause') WHERE NEW.sequence <> OLD.sequence + 1;
    INSERT INTO stock_movement (store_id, sku_id, sequence, cause, reference, reason, on_hand_change, reserved_change, on_hand, reserved, at_ms)
    VALUES (NEW.store_id, NEW.sku_id, NEW.sequence, NEW.cause, NEW.reference, NEW.reason, NEW.on_hand - OLD.on_hand, NEW.reserved - OLD.reserved, NEW.on_hand, NEW.reserved, NEW.changed_ms);
END;
