-- A threshold is no stock: setting one names no cause and is no movement.
DROP TRIGGER stock_changed ON stock;
CREATE TRIGGER stock_changed
AFTER INSERT OR UPDATE OF store_id, sku_id, on_hand, reserved, sequence, cause, reference, reason, changed_ms ON stock
FOR EACH ROW EXECUTE FUNCTION mendian_stock_changed();

-- One entry each time that what is available passes the threshold, down or up, whoever writes.
CREATE FUNCTION mendian_stock_passes_low() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    was_low boolean := false;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        was_low := COALESCE(OLD.on_hand - OLD.reserved < OLD.low_at, false);
    END IF;
    IF COALESCE(NEW.on_hand - NEW.reserved < NEW.low_at, false) <> was_low THEN
        INSERT INTO outbox (topic, subject, created_ms) VALUES ('stock_alert', NEW.store_id || '/' || NEW.sku_id, NEW.changed_ms);
    END IF;
    RETURN NULL;
END
$body$;
CREATE TRIGGER stock_passes_low AFTER INSERT OR UPDATE OF on_hand, reserved, low_at ON stock
FOR EACH ROW EXECUTE FUNCTION mendian_stock_passes_low();
