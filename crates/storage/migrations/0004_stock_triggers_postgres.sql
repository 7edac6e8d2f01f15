CREATE FUNCTION mendian_stock_changed() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    on_hand_before bigint := 0;
    reserved_before bigint := 0;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.sequence <> OLD.sequence + 1 THEN
            RAISE EXCEPTION 'a change of stock names its cause';
        END IF;
        on_hand_before := OLD.on_hand;
        reserved_before := OLD.reserved;
    END IF;
    INSERT INTO stock_movement (store_id, sku_id, sequence, cause, reference, reason, on_hand_change, reserved_change, on_hand, reserved, at_ms)
    VALUES (NEW.store_id, NEW.sku_id, NEW.sequence, NEW.cause, NEW.reference, NEW.reason, NEW.on_hand - on_hand_before,
            NEW.reserved - reserved_before, NEW.on_hand, NEW.reserved, NEW.changed_ms);
    RETURN NULL;
END
$body$;
CREATE TRIGGER stock_changed AFTER INSERT OR UPDATE ON stock FOR EACH ROW EXECUTE FUNCTION mendian_stock_changed();
