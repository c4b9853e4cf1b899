-- 二（六）What is paid of a due is the sum of what receipts pay of it, and a receipt is used up to the last fen: looked at
-- when the transaction ends, whoever wrote. It reads with rights of its own: by then the scope may be over.
CREATE FUNCTION operation_sums_agree() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    home bigint := new.county_id;
    which_due bigint;
    which_receipt bigint;
BEGIN
    CASE tg_table_name
        WHEN 'operation_due' THEN which_due := new.id;
        WHEN 'operation_receipt' THEN which_receipt := new.id;
        ELSE which_due := new.due_id; which_receipt := new.receipt_id;
    END CASE;
    IF tg_op = 'UPDATE' AND tg_table_name = 'operation_allocation' THEN
        IF (old.due_id, old.receipt_id, old.amount) <> (new.due_id, new.receipt_id, new.amount) THEN
            RAISE EXCEPTION 'operation: what a receipt pays is not rewritten' USING ERRCODE = '23514';
        END IF;
    END IF;
    PERFORM FROM operation_due d WHERE d.county_id = home AND d.id = which_due AND d.paid <> (
        SELECT coalesce(sum(a.amount), 0) FROM operation_allocation a
        WHERE a.county_id = home AND a.due_id = d.id AND a.is_live);
    IF FOUND THEN
        RAISE EXCEPTION 'operation: due % is not paid by what its receipts say', which_due
            USING ERRCODE = '23514', CONSTRAINT = 'due_paid_by_receipts';
    END IF;
    PERFORM FROM operation_receipt r WHERE r.county_id = home AND r.id = which_receipt
        AND CASE WHEN r.state = 'recorded' THEN r.amount - r.surplus ELSE 0 END <> (
        SELECT coalesce(sum(a.amount), 0) FROM operation_allocation a
        WHERE a.county_id = home AND a.receipt_id = r.id AND a.is_live);
    IF FOUND THEN
        RAISE EXCEPTION 'operation: receipt % is not used up', which_receipt
            USING ERRCODE = '23514', CONSTRAINT = 'receipt_used_up';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sums_agree AFTER INSERT OR UPDATE OF paid ON operation_due
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION operation_sums_agree();
CREATE CONSTRAINT TRIGGER sums_agree AFTER INSERT OR UPDATE OF amount, surplus, state ON operation_receipt
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION operation_sums_agree();
CREATE CONSTRAINT TRIGGER sums_agree AFTER INSERT OR UPDATE ON operation_allocation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION operation_sums_agree();

CREATE POLICY writer ON operation_due FOR SELECT TO journal_writer USING (true);
CREATE POLICY writer ON operation_receipt FOR SELECT TO journal_writer USING (true);
CREATE POLICY writer ON operation_allocation FOR SELECT TO journal_writer USING (true);
GRANT SELECT (county_id, id, paid) ON operation_due TO journal_writer;
GRANT SELECT (county_id, id, state, amount, surplus) ON operation_receipt TO journal_writer;
GRANT SELECT (county_id, due_id, receipt_id, amount, is_live) ON operation_allocation TO journal_writer;
ALTER FUNCTION operation_sums_agree() OWNER TO journal_writer;
SET LOCAL ROLE journal_writer;
REVOKE EXECUTE ON FUNCTION operation_sums_agree() FROM PUBLIC;
RESET ROLE;

-- Dues of many agreements, and receipts of a whole table, are numbered before they are written.
GRANT USAGE ON SEQUENCE operation_due_id_seq, operation_receipt_id_seq, operation_allocation_id_seq
    TO scope_county, scope_system;
