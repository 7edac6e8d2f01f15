CREATE TRIGGER stock_begins AFTER INSERT ON stock
BEGIN
    INSERT INTO stock_movement (store_id, sku_id, sequence, cause, reference, reason, on_hand_change, reserved_change, on_hand, reserved, at_ms)
    VALUES (NEW.store_id, NEW.sku_id, NEW.sequence, NEW.cause, NEW.reference, NEW.reason, NEW.on_hand, NEW.reserved, NEW.on_hand, NEW.reserved, NEW.changed_ms);
END;

CREATE TRIGGER stock_changes AFTER UPDATE ON stock
BEGIN
    SELECT RAISE(ABORT, 'a change of stock names its cause') WHERE NEW.sequence <> OLD.sequence + 1;
    INSERT INTO stock_movement (store_id, sku_id, sequence, cause, reference, reason, on_hand_change, reserved_change, on_hand, reserved, at_ms)
    VALUES (NEW.store_id, NEW.sku_id, NEW.sequence, NEW.cause, NEW.reference, NEW.reason, NEW.on_hand - OLD.on_hand, NEW.reserved - OLD.reserved, NEW.on_hand, NEW.reserved, NEW.changed_ms);
END;
