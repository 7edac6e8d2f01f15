-- Runs a script of statements in the one transaction of the calling statement.
-- script: [{"q": text, "p": [values], "e": rows it must affect, or absent}]
-- Returns the rows affected by each step. A step that misses its number raises MD001 "step:affected", which undoes all.
CREATE FUNCTION mendian_write(script text) RETURNS text LANGUAGE plpgsql AS $body$
DECLARE
    step jsonb;
    at bigint := 0;
    affected bigint;
    report text := '';
BEGIN
    FOR step IN SELECT value FROM jsonb_array_elements(script::jsonb) LOOP
        EXECUTE step->>'q' USING step->'p';
        GET DIAGNOSTICS affected = ROW_COUNT;
        IF step ? 'e' AND affected <> (step->>'e')::bigint THEN
            RAISE EXCEPTION USING ERRCODE = 'MD001', MESSAGE = at || ':' || affected;
        END IF;
        report := report || CASE WHEN at = 0 THEN '' ELSE ',' END || affected;
        at := at + 1;
    END LOOP;
    RETURN '[' || report || ']';
END
$body$;
