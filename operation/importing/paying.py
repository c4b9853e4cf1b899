"""二（六）What many receipts pay, by set: of each operator and unit the oldest dues first, as operation.receiving does.

The receipts of one operator to one unit stand in a row by day and number, the dues by their days. A receipt pays what
falls due by then (rules_dues.NEAR), so that after it so much is paid in all as was received, but never more than fell
due: with S what was received up to it and A what fell due up to it, S + min(0, min(A - S over it and those before)).
Each receipt then pays the stretch of the dues between what was paid before it and after it.
"""

from journal.imports import staged
from operation import rules_dues as rules
from operation.choices import SurplusUse

# Rows that say what is in the register already, or what a row before them says: they stay out, whatever is answered.
TWINS = f"""
SELECT number, first, known FROM (
    SELECT r.number, min(r.number) OVER same AS first, t.id AS known
    FROM ({staged.TAKEN} AND action IN ('new', 'duplicate') AND values ? 'receipt') r
    CROSS JOIN LATERAL jsonb_to_record(r.values->'receipt')
        AS p(unit_id bigint, voucher text, received_on date, amount numeric)
    LEFT JOIN operation_receipt t ON t.county_id = %(county)s AND t.unit_id = p.unit_id AND t.voucher = p.voucher
        AND t.received_on = p.received_on AND t.amount = p.amount AND t.state = 'recorded'
    WINDOW same AS (PARTITION BY p.unit_id, p.voucher, p.received_on, p.amount)) told
WHERE known IS NOT NULL OR number > first ORDER BY number
"""
LOOKED_AT = f"""
SELECT r.number, r.answers, p.unit_id, p.operator_id, p.received_on, p.amount
FROM ({staged.TAKEN} AND action IN ('new', 'duplicate') AND values ? 'receipt') r
CROSS JOIN LATERAL jsonb_to_record(r.values->'receipt')
    AS p(unit_id bigint, operator_id bigint, received_on date, amount numeric)
WHERE r.number NOT IN (SELECT number FROM ({TWINS}) twins)
"""
DUES = """
SELECT d.id, d.unit_id, d.operator_id, d.due_on, d.amount - d.paid AS owed,
       sum(d.amount - d.paid) OVER (PARTITION BY d.unit_id, d.operator_id ORDER BY d.due_on, d.id) AS upto
FROM operation_due d
WHERE d.county_id = %(county)s AND d.state = 'open' AND d.paid < d.amount
AND (d.unit_id, d.operator_id) IN (SELECT unit_id, operator_id FROM taken)
"""
# Both in one row by their days, the dues from the day on which money pays them: one sort instead of a look for each.
RECKONED = f"""
WITH taken AS MATERIALIZED ({LOOKED_AT}),
days AS (
    SELECT number, answers, unit_id, operator_id, received_on AS day, received_on, amount, 0 AS owed FROM taken
    UNION ALL
    SELECT NULL, NULL, unit_id, operator_id, due_on - {rules.NEAR.days}, NULL, 0, owed FROM ({DUES}) d),
received AS (
    SELECT days.*, sum(amount) OVER line AS received, sum(owed) OVER line AS fell_due
    FROM days WINDOW line AS (PARTITION BY unit_id, operator_id ORDER BY day, number NULLS FIRST)),
paid AS (
    SELECT *, received + least(0, min(fell_due - received) OVER line) AS upto
    FROM received WHERE number IS NOT NULL
    WINDOW line AS (PARTITION BY unit_id, operator_id ORDER BY received_on, number))
SELECT number, answers, unit_id, operator_id, received_on, amount, upto, coalesce(lag(upto) OVER line, 0) AS since
FROM paid WINDOW line AS (PARTITION BY unit_id, operator_id ORDER BY received_on, number)
"""
OVER = (
    f"SELECT number, amount - (upto - since) FROM ({RECKONED}) r WHERE upto - since < amount ORDER BY number"
)
HELD = f"""
SELECT count(*) FROM (
    WITH taken AS MATERIALIZED ({LOOKED_AT})
    SELECT FROM operation_due d WHERE d.county_id = %(county)s AND d.state = 'open'
    AND (d.unit_id, d.operator_id) IN (SELECT unit_id, operator_id FROM taken) ORDER BY d.id FOR UPDATE) held
"""
BEFORE = "DROP TABLE IF EXISTS pg_temp.import_receipts"
# In a table of its own, as the numbers of the ledger's import: ids are drawn once, and read three times.
KEEP = f"""
CREATE TEMP TABLE import_receipts ON COMMIT DROP AS
SELECT r.*, nextval('operation_receipt_id_seq') AS receipt_id, amount - (upto - since) AS surplus,
       CASE WHEN upto - since < amount THEN coalesce(answers->>'surplus', '{SurplusUse.AHEAD.value}') ELSE '' END
           AS surplus_use
FROM ({RECKONED}) r
"""
KEY, KNOWN = "ALTER TABLE import_receipts ADD PRIMARY KEY (number)", "ANALYZE import_receipts"
NUMBERED = f"""
SELECT s.number, s.values, n.receipt_id, n.surplus, n.surplus_use
FROM ({staged.SOUND}) s JOIN import_receipts n USING (number)
"""
ALLOCATE = f"""
WITH taken AS MATERIALIZED (SELECT DISTINCT unit_id, operator_id FROM import_receipts),
dues AS MATERIALIZED ({DUES})
INSERT INTO operation_allocation (county_id, receipt_id, due_id, amount, is_live)
SELECT %(county)s, n.receipt_id, d.id, least(n.upto, d.upto) - greatest(n.since, d.upto - d.owed), true
FROM import_receipts n JOIN dues d ON d.unit_id = n.unit_id AND d.operator_id = n.operator_id
    AND d.upto > n.since AND d.upto - d.owed < n.upto
WHERE n.upto > n.since
"""
PAY = """
UPDATE operation_due x SET paid = x.paid + p.amount, version = x.version + 1
FROM (SELECT a.due_id, sum(a.amount) AS amount FROM operation_allocation a
      JOIN import_receipts n ON n.receipt_id = a.receipt_id
      WHERE a.county_id = %(county)s AND a.is_live GROUP BY a.due_id) p
WHERE x.county_id = %(county)s AND x.id = p.due_id RETURNING x.id
"""
TOLD = "按先到期的先核销，本笔多出 {:,.2f} 元，建议留作预收款，请选择去向。"
USES = [(use.value, use.label) for use in SurplusUse]


def surpluses(batch):
    """Questions: [(row number, key, question, sentence, options, proposal)] of receipts beyond what falls due."""
    for number, left in staged.ask(OVER, batch):
        yield number, "amount", "surplus", TOLD.format(left), USES, SurplusUse.AHEAD.value


def reckon(batch):
    """Work out what each receipt of a batch pays, in a table that lasts until the transaction ends."""
    for statement in (BEFORE, KEEP, KEY, KNOWN):
        staged.ask(statement, batch)
