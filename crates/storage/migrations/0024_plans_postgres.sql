-- As before, and each statement is planned once on a connection instead of at every use: planning costs more than running them. A
-- statement is prepared under the hash of its text, counting the rows that it affects, since EXECUTE does not say how many these are.
-- What is prepared outlives the transaction, so that the session itself is asked what it has: a pool may have thrown it away.
CREATE OR REPLACE FUNCTION mendian_write(script text) RETURNS text LANGUAGE plpgsql AS $body$
DECLARE
    known text[] := ARRAY(SELECT name FROM pg_prepared_statements);
    plan text;
    step jsonb;
    at bigint := 0;
    affected bigint;
    report text := '';
BEGIN
    FOR step IN SELECT value FROM jsonb_array_elements(script::jsonb) LOOP
        IF step->>'q' ~ '^(INSERT|UPDATE|DELETE) ' THEN
            plan := 'mendian_' || md5(step->>'q');
            IF NOT plan = ANY (known) THEN
                EXECUTE format('PREPARE %I (jsonb) AS WITH done AS (%s RETURNING 1) SELECT count(*) FROM done', plan, step->>'q');
                known := known || plan;
            END IF;
            EXECUTE format('EXECUTE %I (%L)', plan, step->'p') INTO affected;
        ELSE
            EXECUTE step->>'q' USING step->'p';
            GET DIAGNOSTICS affected = ROW_COUNT;
        END IF;
        IF step ? 'e' AND affected <> (step->>'e')::bigint THEN
            RAISE EXCEPTION USING ERRCODE = 'MD001', MESSAGE = at || ':' || affected;
        END IF;
        report := report || CASE WHEN at = 0 THEN '' ELSE ',' END || affected;
        at := at + 1;
    END LOOP;
    RETURN '[' || report || ']';
END
$body$;
