-- The journal's own law. Owned by journal_writer, a role nobody logs in as.

CREATE FUNCTION journal_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.at := clock_timestamp();
    NEW.tx := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;

CREATE TRIGGER journal_stamp BEFORE INSERT ON journal_entry FOR EACH ROW EXECUTE FUNCTION journal_stamp();

-- A change belongs to an entry of the same county and the same transaction: nobody can hang it on an older one.
ALTER TABLE journal_entry ADD CONSTRAINT journal_entry_in_tx UNIQUE (county_id, id, tx);
ALTER TABLE journal_change ADD CONSTRAINT journal_change_entry_same FOREIGN KEY (county_id, entry_id, tx)
    REFERENCES journal_entry (county_id, id, tx) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX journal_change_entry_same_idx ON journal_change (county_id, entry_id);

CREATE FUNCTION journal_write() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    act bigint := nullif(current_setting('app.entry', true), '')::bigint;
    this bigint := pg_current_xact_id()::text::bigint;
BEGIN
    IF tg_op = 'INSERT' THEN
        IF act IS NULL AND EXISTS (SELECT FROM new_rows) THEN
            RAISE EXCEPTION 'journal: % into % outside an act', tg_op, tg_table_name USING ERRCODE = 'JD001';
        END IF;
        INSERT INTO journal_change (county_id, entry_id, tx, "table", op, row_id, new)
        SELECT n.county_id, act, this, tg_table_name, '+', n.id, to_jsonb(n) FROM new_rows n;
    ELSIF tg_op = 'UPDATE' THEN
        IF act IS NULL AND EXISTS (SELECT FROM new_rows) THEN
            RAISE EXCEPTION 'journal: % of % outside an act', tg_op, tg_table_name USING ERRCODE = 'JD001';
        END IF;
        INSERT INTO journal_change (county_id, entry_id, tx, "table", op, row_id, old, new)
        SELECT n.county_id, act, this, tg_table_name, '~', n.id, to_jsonb(o), to_jsonb(n)
        FROM new_rows n JOIN old_rows o USING (id) WHERE n IS DISTINCT FROM o;
    ELSE
        IF act IS NULL AND EXISTS (SELECT FROM old_rows) THEN
            RAISE EXCEPTION 'journal: % from % outside an act', tg_op, tg_table_name USING ERRCODE = 'JD001';
        END IF;
        INSERT INTO journal_change (county_id, entry_id, tx, "table", op, row_id, old)
        SELECT o.county_id, act, this, tg_table_name, '-', o.id, to_jsonb(o) FROM old_rows o;
    END IF;
    RETURN NULL;
END $$;

-- The digest of a county's entries, with their changes, of the transactions from_tx <= tx < to_tx.
CREATE FUNCTION journal_digest(county bigint, from_tx bigint, to_tx bigint, previous bytea, OUT n int, OUT digest bytea)
LANGUAGE sql STABLE SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
    WITH rows AS (
        SELECT e.id, sha256(convert_to(jsonb_build_array(e.id, e.county_id, e.at, e.tx, e.by_id, e.by_name, e.post, e.act,
            e.label, e.subject_type, e.subject_id, e.subject_name, e.before, e.after, e.reason, e.seen, e.job_id
            )::text || coalesce((SELECT string_agg(jsonb_build_array(c.id, c.entry_id, c.tx, c."table", c.op, c.row_id,
                c.old, c.new)::text, '' ORDER BY c.id) FROM journal_change c
             WHERE c.county_id = e.county_id AND c.entry_id = e.id), ''), 'UTF8')) AS h
        FROM journal_entry e WHERE e.county_id = county AND e.tx >= from_tx AND e.tx < to_tx)
    SELECT count(*)::int, sha256(coalesce(previous, ''::bytea) || coalesce(string_agg(h, ''::bytea ORDER BY id), ''::bytea))
    FROM rows $$;

-- Seal what is over: every transaction below the oldest one still running. Writers never wait for it.
CREATE FUNCTION journal_seal_county(county bigint) RETURNS int LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    last journal_seal%ROWTYPE;
    since bigint;
    bound bigint := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
    sealed record;
BEGIN
    PERFORM pg_advisory_xact_lock(20200324, county::int);
    SELECT * INTO last FROM journal_seal s WHERE s.county_id = county ORDER BY s.id DESC LIMIT 1;
    since := coalesce(last.to_tx, 0);
    IF bound < since THEN
        RAISE EXCEPTION 'journal: the transaction counter went back (restored from a dump?)' USING ERRCODE = 'JD002';
    END IF;
    SELECT * INTO sealed FROM journal_digest(county, since, bound, last.digest);
    IF sealed.n > 0 THEN
        INSERT INTO journal_seal (county_id, at, from_tx, to_tx, entries, previous, digest)
        VALUES (county, clock_timestamp(), since, bound, sealed.n, last.digest, sealed.digest);
    END IF;
    RETURN sealed.n;
END $$;

CREATE POLICY writer ON journal_entry FOR SELECT TO journal_writer USING (true);
CREATE POLICY writer ON journal_change TO journal_writer USING (true) WITH CHECK (true);
CREATE POLICY writer ON journal_seal TO journal_writer USING (true) WITH CHECK (true);
GRANT SELECT ON journal_entry, journal_change, journal_seal TO journal_writer;
GRANT INSERT ON journal_change, journal_seal TO journal_writer;
ALTER FUNCTION journal_write() OWNER TO journal_writer;
ALTER FUNCTION journal_seal_county(bigint) OWNER TO journal_writer;
-- Said by their new owner: from anybody else PostgreSQL takes it with a mere warning, and everybody could seal, or hang
-- the journal's trigger on a table of their own.
SET LOCAL ROLE journal_writer;
REVOKE EXECUTE ON FUNCTION journal_write(), journal_seal_county(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION journal_write() TO jiadi_owner;
GRANT EXECUTE ON FUNCTION journal_seal_county(bigint) TO scope_system;
RESET ROLE;
-- The number of an entry is drawn before the entry is written (journal/acts.py).
GRANT USAGE ON SEQUENCE journal_entry_id_seq TO scope_county, scope_system;
