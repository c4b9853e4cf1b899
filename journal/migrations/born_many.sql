-- Rows that are born in an act on many rows (journal/acts.py, acts) belong to the entry of their own row, too.
SET LOCAL ROLE journal_writer;
CREATE OR REPLACE FUNCTION journal_write() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    act bigint := nullif(current_setting('app.entry', true), '')::bigint;
    own jsonb := nullif(current_setting('app.entries', true), '')::jsonb -> tg_table_name;
    this bigint := pg_current_xact_id()::text::bigint;
BEGIN
    IF tg_op = 'INSERT' THEN
        IF act IS NULL AND EXISTS (SELECT FROM new_rows n WHERE own ->> n.id::text IS NULL) THEN
            RAISE EXCEPTION 'journal: % into % outside an act', tg_op, tg_table_name USING ERRCODE = 'JD001';
        END IF;
        INSERT INTO journal_change (county_id, entry_id, tx, "table", op, row_id, new)
        SELECT n.county_id, coalesce((own ->> n.id::text)::bigint, act), this, tg_table_name, '+', n.id, to_jsonb(n)
        FROM new_rows n;
    ELSIF tg_op = 'UPDATE' THEN
        IF act IS NULL AND EXISTS (SELECT FROM new_rows n WHERE own ->> n.id::text IS NULL) THEN
            RAISE EXCEPTION 'journal: % of % outside an act', tg_op, tg_table_name USING ERRCODE = 'JD001';
        END IF;
        INSERT INTO journal_change (county_id, entry_id, tx, "table", op, row_id, old, new)
        SELECT n.county_id, coalesce((own ->> n.id::text)::bigint, act), this, tg_table_name, '~', n.id,
               to_jsonb(o), to_jsonb(n)
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
RESET ROLE;
