-- 二（四）What the owners hold makes up the whole, to the last part: looked at when the transaction ends, whoever wrote.
-- It reads with rights of its own: by then the scope in which the rows were written may be over.
CREATE FUNCTION ownership_make_the_whole() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    home bigint;
    whose bigint;
    wrong bigint;
BEGIN
    IF tg_table_name = 'ownership_title' THEN
        home := new.county_id; whose := new.id;
    ELSIF tg_op = 'DELETE' THEN
        home := old.county_id; whose := old.title_id;
    ELSE
        home := new.county_id; whose := new.title_id;
        IF tg_op = 'UPDATE' AND old.title_id <> new.title_id THEN
            RAISE EXCEPTION 'ownership: a share does not pass to another title' USING ERRCODE = '23514';
        END IF;
    END IF;
    SELECT t.id INTO wrong FROM ownership_title t
    WHERE t.county_id = home AND t.id = whose AND t.whole <> (
        SELECT coalesce(sum(s.parts), 0) FROM ownership_share s WHERE s.county_id = home AND s.title_id = whose);
    IF FOUND THEN
        RAISE EXCEPTION 'ownership: the shares of title % do not make its whole', wrong
            USING ERRCODE = '23514', CONSTRAINT = 'shares_make_the_whole';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER shares_make_the_whole AFTER INSERT OR UPDATE OF whole ON ownership_title
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ownership_make_the_whole();
CREATE CONSTRAINT TRIGGER shares_make_the_whole AFTER INSERT OR DELETE OR UPDATE OF parts, title_id ON ownership_share
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ownership_make_the_whole();

CREATE POLICY writer ON ownership_title FOR SELECT TO journal_writer USING (true);
CREATE POLICY writer ON ownership_share FOR SELECT TO journal_writer USING (true);
GRANT SELECT (county_id, id, whole) ON ownership_title TO journal_writer;
GRANT SELECT (county_id, title_id, parts) ON ownership_share TO journal_writer;
ALTER FUNCTION ownership_make_the_whole() OWNER TO journal_writer;
SET LOCAL ROLE journal_writer;
REVOKE EXECUTE ON FUNCTION ownership_make_the_whole() FROM PUBLIC;
RESET ROLE;

-- Titles of many assets are numbered before they are written (ownership/opening.py).
GRANT USAGE ON SEQUENCE ownership_title_id_seq, ownership_share_id_seq TO scope_county, scope_system;
