-- A threshold is no stock: setting one names no cause and is no movement.
DROP TRIGGER stock_changes;
CREATE TRIGGER stock_changes AFTER UPDATE OF store_id, sku_id, on_hand, reserved, sequence, cause, reference, reason, changed_ms ON stock
BEGIN
    SELECT RAISE(ABORT, 'a change of stock names its cause') WHERE NEW.sequence <> OLD.sequence + 1;
    INSERT INTO stock_movement (store_id, sku_id, sequence, cause, reference, reason, on_hand_change, reserved_change, on_hand, reserved, at_ms)
    VALUES (NEW.store_id, NEW.sku_id, NEW.sequence, NEW.cause, NEW.reference, NEW.reason, NEW.on_hand - OLD.on_hand, NEW.reserved - OLD.reserved, NEW.on_hand, NEW.reserved, NEW.changed_ms);
END;

-- One entry each time that what is available passes the threshold, down or up, whoever writes.
CREATE TRIGGER stock_begins_low AFTER INSERT ON stock
WHEN NEW.on_hand - NEW.reserved < NEW.low_at
BEGIN
    INSERT INTO outbox (topic, subject, created_ms) VALUES ('stock_alert', NEW.store_id || '/' || NEW.sku_id, NEW.changed_ms);
END;

CREATE TRIGGER stock_passes_low AFTER UPDATE OF on_hand, reserved, low_at ON stock
WHEN COALESCE(NEW.on_hand - NEW.reserved < NEW.low_at, 0) <> COALESCE(OLD.on_hand - OLD.reserved < OLD.low_at, 0)
BEGIN
    INSERT INTO outbox (topic, subject, created_ms) VALUES ('stock_alert', NEW.store_id || '/' || NEW.sku_id, NEW.changed_ms);
END;
