-- 撤下部分事项: a row leaves a notice once, with its reason, and everybody may read which did.
GRANT UPDATE (out_at, out_reason) ON journal_noticerow TO scope_county, scope_system;
CREATE TRIGGER fixed BEFORE UPDATE ON journal_noticerow FOR EACH ROW
    WHEN (old.out_at IS NOT NULL AND (old.is_live, old.out_at, old.out_reason)
        IS DISTINCT FROM (new.is_live, new.out_at, new.out_reason))
    EXECUTE FUNCTION journal_notice_fixed();
CREATE POLICY public ON journal_noticerow FOR SELECT TO scope_public
    USING (out_at IS NOT NULL AND EXISTS (SELECT FROM journal_notice n WHERE n.county_id = journal_noticerow.county_id
                                          AND n.id = journal_noticerow.notice_id));
GRANT SELECT (county_id, notice_id, position, out_at, out_reason) ON journal_noticerow TO scope_public;
