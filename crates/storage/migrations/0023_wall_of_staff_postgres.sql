-- A wall stands around regions too: entries `region:ID` beside `store:ID`.
CREATE FUNCTION mendian_sees_region(region text) RETURNS boolean LANGUAGE sql STABLE AS $body$
    SELECT 'region:' || region = ANY (string_to_array(current_setting('mendian.scope', true), ' '))
$body$;
CREATE OR REPLACE FUNCTION mendian_sees(store text) RETURNS boolean LANGUAGE sql STABLE AS $body$
    SELECT 'store:' || store = ANY (string_to_array(current_setting('mendian.scope', true), ' '))
    OR (current_setting('mendian.scope', true) LIKE '%region:%'
        AND EXISTS (SELECT 1 FROM region_store r WHERE r.store_id = store AND mendian_sees_region(r.region_id)))
$body$;

-- Which stores a region has is asked by the function above, so that the rule here asks no table.
SELECT mendian_raise_wall('region_store', 'mendian_sees_region(region_id)
    OR ''store:'' || store_id = ANY (string_to_array(current_setting(''mendian.scope'', true), '' ''))');
-- People and machines of the stores inside; those who see to a region, by themselves.
SELECT mendian_raise_wall(name, 'mendian_sees(store_id) OR mendian_sees_region(region_id)') FROM unnest(ARRAY['staff', 'access_key']) name;
SELECT mendian_raise_wall('staff_session', 'EXISTS (SELECT 1 FROM staff s WHERE s.id = staff_session.staff_id)');
GRANT SELECT ON role, region TO mendian_store;

-- The audit log is written along with everything, and nothing is taken out of it.
REVOKE UPDATE, DELETE ON audit_entry FROM mendian_store;
REVOKE DELETE ON audit_head FROM mendian_store;
-- How many orders a customer has not paid is no store's.
REVOKE ALL ON unpaid_orders FROM mendian_store;
