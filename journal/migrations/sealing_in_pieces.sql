-- Seals of form 2: of an entry with its changes the hashes of the changes are hashed, not their texts one behind the
-- other: those of an import of 200,000 rows are longer than a value may be (1 GB), and the county was sealed no more.
-- Form 1 is reckoned as it ever was.
CREATE FUNCTION journal_digest(county bigint, from_tx bigint, to_tx bigint, previous bytea, form int,
                               OUT n int, OUT digest bytea)
LANGUAGE sql STABLE SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
    WITH rows AS (
        SELECT e.id, sha256(convert_to(jsonb_build_array(e.id, e.county_id, e.at, e.tx, e.by_id, e.by_name, e.post, e.act,
            e.label, e.subject_type, e.subject_id, e.subject_name, e.before, e.after, e.reason, e.seen, e.job_id
            )::text, 'UTF8') || coalesce((
                SELECT string_agg(CASE WHEN form = 1 THEN told.text ELSE sha256(told.text) END, ''::bytea ORDER BY told.id)
                FROM (SELECT c.id, convert_to(jsonb_build_array(c.id, c.entry_id, c.tx, c."table", c.op, c.row_id,
                                                                c.old, c.new)::text, 'UTF8') AS text
                      FROM journal_change c WHERE c.county_id = e.county_id AND c.entry_id = e.id) told
            ), ''::bytea)) AS h
        FROM journal_entry e WHERE e.county_id = county AND e.tx >= from_tx AND e.tx < to_tx)
    SELECT count(*)::int, sha256(coalesce(previous, ''::bytea) || coalesce(string_agg(h, ''::bytea ORDER BY id), ''::bytea))
    FROM rows $$;

-- The bound is taken behind the lock: of two who seal at once the second would else hold an older one than the first
-- has sealed by, and take it for a counter that went back.
SET LOCAL ROLE journal_writer;
CREATE OR REPLACE FUNCTION journal_seal_county(county bigint) RETURNS int LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    last journal_seal%ROWTYPE;
    since bigint;
    bound bigint;
    sealed record;
BEGIN
    PERFORM pg_advisory_xact_lock(20200324, county::int);
    bound := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
    SELECT * INTO last FROM journal_seal s WHERE s.county_id = county ORDER BY s.id DESC LIMIT 1;
    since := coalesce(last.to_tx, 0);
    IF bound < since THEN
        RAISE EXCEPTION 'journal: the transaction counter went back (restored from a dump?)' USING ERRCODE = 'JD002';
    END IF;
    SELECT * INTO sealed FROM journal_digest(county, since, bound, last.digest, 2);
    IF sealed.n > 0 THEN
        INSERT INTO journal_seal (county_id, at, from_tx, to_tx, entries, previous, digest, form)
        VALUES (county, clock_timestamp(), since, bound, sealed.n, last.digest, sealed.digest, 2);
    END IF;
    RETURN sealed.n;
END $$;
RESET ROLE;
DROP FUNCTION journal_digest(bigint, bigint, bigint, bytea);
