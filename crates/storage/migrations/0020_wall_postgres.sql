-- The second wall between stores. Statements of staff of some stores alone run in the role `mendian_store`, and row-level security
-- shows that role the rows of these stores and no others, whatever the statement says. Everybody else reads and writes as before.

-- One role for all databases of the server. It cannot log in; whoever may take it may take it inside the functions below.
DO $body$
DECLARE
    -- Before version 16 every member may take a role.
    may text := CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'mendian_store') THEN
        BEGIN
            CREATE ROLE mendian_store NOLOGIN;
        EXCEPTION
            -- Another database of this server was faster.
            WHEN duplicate_object OR unique_violation THEN NULL;
        END;
    END IF;
    IF NOT pg_has_role(current_user, 'mendian_store', may) THEN
        BEGIN
            GRANT mendian_store TO CURRENT_USER;
        EXCEPTION
            WHEN unique_violation THEN NULL;
        END;
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = format(
            '%s may not make the role mendian_store; an administrator runs once: CREATE ROLE mendian_store NOLOGIN; GRANT mendian_store TO %I;',
            current_user, current_user);
END
$body$;

-- Whether the wall around this statement has the store inside. Without a wall the role sees nothing.
-- Nearly always there is one store inside, so that is compared first. Of COALESCE the planner expects every second row, where it
-- would take the comparisons for rare, and sort a store's orders instead of reading the first of them by their index.
CREATE FUNCTION mendian_sees(store text) RETURNS boolean LANGUAGE sql STABLE AS $body$
    SELECT COALESCE('store:' || store = current_setting('mendian.scope', true)
        OR 'store:' || store = ANY (string_to_array(current_setting('mendian.scope', true), ' ')), false)
$body$;

-- Runs one SELECT behind a wall: params are its values as a JSON array, each row comes back as a JSON object. The role is a setting
-- of the function and ends with it, be it by an error; the wall is taken down before, and by an error too.
CREATE FUNCTION mendian_walled_read(wall text, query text, params text) RETURNS SETOF text LANGUAGE plpgsql
SET role = 'mendian_store' AS $body$
DECLARE
    line record;
BEGIN
    PERFORM set_config('mendian.scope', wall, true);
    FOR line IN EXECUTE query USING params::jsonb LOOP
        RETURN NEXT row_to_json(line)::text;
    END LOOP;
    PERFORM set_config('mendian.scope', '', true);
END
$body$;

-- Runs a script behind a wall.
CREATE FUNCTION mendian_walled_write(wall text, script text) RETURNS text LANGUAGE plpgsql
SET role = 'mendian_store' AS $body$
DECLARE
    report text;
BEGIN
    PERFORM set_config('mendian.scope', wall, true);
    report := mendian_write(script);
    PERFORM set_config('mendian.scope', '', true);
    RETURN report;
END
$body$;

-- Raises the wall in a table: the role sees the rows of which the rule is true, and writes no others. For everybody else the first
-- policy says all.
CREATE FUNCTION mendian_raise_wall(name text, rule text) RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY everybody ON %I USING (true)', name);
    EXECUTE format('CREATE POLICY wall ON %I AS RESTRICTIVE TO mendian_store USING (%s)', name, rule);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO mendian_store', name);
END
$body$;

-- Rows of a store.
SELECT mendian_raise_wall(name, 'mendian_sees(store_id)') FROM unnest(ARRAY[
    'assortment', 'store_price', 'stock', 'stock_movement', 'stock_alert', 'slot_rule', 'slot_load', 'booking_resource', 'booking',
    'booking_cell', 'handover_check', 'orders', 'sales_day', 'view_day', 'ledger_transfer'
]) name;
SELECT mendian_raise_wall('store', 'mendian_sees(id)');
-- Rows of an order, which is seen or not.
SELECT mendian_raise_wall(name, format('EXISTS (SELECT 1 FROM orders o WHERE o.id = %I.order_id)', name)) FROM unnest(ARRAY[
    'order_line', 'order_promotion', 'order_event', 'payment', 'courier_delivery', 'points_entry', 'booking_move'
]) name;
-- A refund is made here, or of an order of here.
SELECT mendian_raise_wall('refund', 'mendian_sees(store_id) OR EXISTS (SELECT 1 FROM orders o WHERE o.id = refund.order_id)');
SELECT mendian_raise_wall('refund_line', 'EXISTS (SELECT 1 FROM refund r WHERE r.id = refund_line.refund_id)');
-- Both ends see a transfer.
SELECT mendian_raise_wall('transfer', 'mendian_sees(from_store) OR mendian_sees(to_store)');
SELECT mendian_raise_wall('transfer_line', 'EXISTS (SELECT 1 FROM transfer t WHERE t.id = transfer_line.transfer_id)');

-- What is seen from two sides is begun from one: goods leave the own store, and money goes back of an order that is seen, where the
-- caller is.
CREATE POLICY sender ON transfer AS RESTRICTIVE FOR INSERT TO mendian_store WITH CHECK (mendian_sees(from_store));
CREATE POLICY desk ON refund AS RESTRICTIVE FOR INSERT TO mendian_store
WITH CHECK (mendian_sees(store_id) AND EXISTS (SELECT 1 FROM orders o WHERE o.id = refund.order_id));

-- A coupon is its customer's. With an order that is called off it goes back, and it is moved by nobody who does not see the order.
ALTER TABLE coupon ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody ON coupon USING (true);
CREATE POLICY wall ON coupon AS RESTRICTIVE FOR UPDATE TO mendian_store
USING (EXISTS (SELECT 1 FROM orders o WHERE o.id = coupon.order_id)) WITH CHECK (true);

-- What is the customers' and moves with an order: as much of it as that takes.
GRANT SELECT (id, order_id, state), UPDATE (order_id, state) ON coupon TO mendian_store;
GRANT SELECT, UPDATE ON purchase_count TO mendian_store;
GRANT SELECT, INSERT, UPDATE ON points_balance TO mendian_store;
GRANT SELECT (customer_id, currency, refunded_minor), UPDATE (refunded_minor) ON customer_spend TO mendian_store;
-- What is the brand's, for all to read.
GRANT SELECT ON product, sku, sku_price, shelf, shelf_end, barcode, category, promotion, points_rule, coupon_template, campaign
TO mendian_store;
GRANT EXECUTE ON FUNCTION mendian_write(text), mendian_sees(text) TO mendian_store;
-- What writes leave behind.
GRANT INSERT ON outbox TO mendian_store;
GRANT SELECT, INSERT ON idempotency TO mendian_store;

-- Later tables are open to the role until their migration says otherwise, and a test fails until it has said so.
DO $body$
DECLARE
    home text := current_schema();
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO mendian_store', home);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO mendian_store', home);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT USAGE ON SEQUENCES TO mendian_store', home);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT EXECUTE ON FUNCTIONS TO mendian_store', home);
END
$body$;
