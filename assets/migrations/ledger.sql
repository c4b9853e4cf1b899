-- Two-character words of Chinese have no trigram: readers over counties search names by bigrams. It costs so much that
-- the planner asks the index and never row by row (behind the wall it has no statistics of this).
CREATE FUNCTION bigrams(words text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 100000 AS $$
    SELECT array_agg(DISTINCT substr(words, i, 2)) FROM generate_series(1, greatest(length(words) - 1, 1)) i $$;
CREATE INDEX asset_name_bigrams ON assets_asset USING gin (bigrams(name));

-- Count and value by township, type and state, kept as rows come, change and go; keys sorted, so nobody deadlocks.
CREATE FUNCTION assets_summarise() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF tg_op = 'INSERT' THEN
        INSERT INTO assets_summary AS s (county_id, town_code, category, state, n, value)
        SELECT county_id, coalesce(town_id, 0), category, state, count(*), coalesce(sum(original_value), 0)
        FROM new_rows GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
        ON CONFLICT (county_id, town_code, category, state)
        DO UPDATE SET n = s.n + excluded.n, value = s.value + excluded.value;
    ELSIF tg_op = 'UPDATE' THEN
        INSERT INTO assets_summary AS s (county_id, town_code, category, state, n, value)
        SELECT county_id, town, category, state, sum(k), sum(v) FROM (
            SELECT county_id, coalesce(town_id, 0) town, category, state, 1 k, coalesce(original_value, 0) v FROM new_rows
            UNION ALL
            SELECT county_id, coalesce(town_id, 0), category, state, -1, -coalesce(original_value, 0) FROM old_rows) d
        GROUP BY 1, 2, 3, 4 HAVING sum(k) <> 0 OR sum(v) <> 0 ORDER BY 1, 2, 3, 4
        ON CONFLICT (county_id, town_code, category, state)
        DO UPDATE SET n = s.n + excluded.n, value = s.value + excluded.value;
    ELSE
        INSERT INTO assets_summary AS s (county_id, town_code, category, state, n, value)
        SELECT county_id, coalesce(town_id, 0), category, state, -count(*), -coalesce(sum(original_value), 0)
        FROM old_rows GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
        ON CONFLICT (county_id, town_code, category, state)
        DO UPDATE SET n = s.n + excluded.n, value = s.value + excluded.value;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER assets_summarise_insert AFTER INSERT ON assets_asset REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION assets_summarise();
CREATE TRIGGER assets_summarise_update AFTER UPDATE ON assets_asset REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION assets_summarise();
CREATE TRIGGER assets_summarise_delete AFTER DELETE ON assets_asset REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION assets_summarise();

CREATE POLICY writer ON assets_summary TO journal_writer USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON assets_summary TO journal_writer;
ALTER FUNCTION assets_summarise() OWNER TO journal_writer;
SET LOCAL ROLE journal_writer; -- the owner it has now; another's REVOKE is a warning without effect
REVOKE EXECUTE ON FUNCTION assets_summarise() FROM PUBLIC;
RESET ROLE;
-- An import draws the numbers of its rows before it writes them (assets/importing/writing.py).
GRANT USAGE ON SEQUENCE assets_asset_id_seq, assets_project_id_seq TO scope_county, scope_system;
