-- 公示公告: what was posted is fixed whoever asks, and what everybody may read of it.
CREATE FUNCTION journal_notice_fixed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'journal: % % is fixed', tg_table_name, old.id USING ERRCODE = 'JD002';
END $$;
REVOKE EXECUTE ON FUNCTION journal_notice_fixed() FROM PUBLIC;
CREATE TRIGGER fixed BEFORE UPDATE ON journal_notice FOR EACH ROW
    WHEN (old.state <> 'draft' AND (
        (old.unit_id, old.kind, old.asks, old.number, old.title, old.town_id, old.village_id, old.counted, old.begins_on,
         old.ends_on, old.sha256, old.replaces_id, old.posted_at, old.posted_by_id)
        IS DISTINCT FROM
        (new.unit_id, new.kind, new.asks, new.number, new.title, new.town_id, new.village_id, new.counted, new.begins_on,
         new.ends_on, new.sha256, new.replaces_id, new.posted_at, new.posted_by_id)
        OR new.state = 'draft' OR (old.state <> 'posted' AND new.state <> old.state)))
    EXECUTE FUNCTION journal_notice_fixed();
CREATE TRIGGER fixed BEFORE UPDATE ON journal_objection FOR EACH ROW
    WHEN ((old.notice_id, old.unit_id, old.receipt_hash, old.is_named, old.text, old.text_hash, old.accepted_at)
        IS DISTINCT FROM
        (new.notice_id, new.unit_id, new.receipt_hash, new.is_named, new.text, new.text_hash, new.accepted_at)
        OR old.state = 'answered')
    EXECUTE FUNCTION journal_notice_fixed();
GRANT UPDATE (is_live) ON journal_noticerow TO scope_county, scope_system;

CREATE POLICY public ON journal_notice FOR SELECT TO scope_public USING (number <> '');
GRANT SELECT (county_id, id, unit_id, kind, asks, state, number, title, town_id, village_id, counted, begins_on, ends_on,
              sha256, replaces_id, posted_at, void_reason, void_at, start_place, started_on, end_place, ended_on)
    ON journal_notice TO scope_public;
-- Of the drafts of a notice only the words that were posted.
CREATE POLICY public ON journal_noticebody FOR SELECT TO scope_public
    USING (EXISTS (SELECT FROM journal_notice n WHERE n.county_id = journal_noticebody.county_id
                   AND n.id = journal_noticebody.notice_id AND n.sha256 = journal_noticebody.sha256));
GRANT SELECT (county_id, id, notice_id, body, sha256) ON journal_noticebody TO scope_public;

-- Whoever holds a receipt reads the answer; nobody reads the objections themselves.
CREATE POLICY receipt ON journal_objection FOR SELECT TO journal_writer USING (true);
GRANT SELECT (county_id, notice_id, receipt_hash, state, accepted_at, outcome, answer, answered_at)
    ON journal_objection TO journal_writer;
CREATE FUNCTION journal_receipt(county bigint, receipt text)
RETURNS TABLE (notice_id bigint, state text, accepted_at timestamptz, outcome text, answer text, answered_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT o.notice_id, o.state, o.accepted_at, o.outcome, o.answer, o.answered_at
    FROM journal_objection o WHERE o.county_id = county AND o.receipt_hash = receipt $$;
ALTER FUNCTION journal_receipt(bigint, text) OWNER TO journal_writer;
SET LOCAL ROLE journal_writer;
REVOKE EXECUTE ON FUNCTION journal_receipt(bigint, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION journal_receipt(bigint, text) TO scope_public;
RESET ROLE;
