"""二（六）A batch of receipts taken back: each is void, with the reason, and what it paid is owed again, by set.

Nothing is deleted: operation.receiving.void does the same to one. Receipts are locked before dues, by number, as there.
"""

from journal.imports import staged
from operation.deadline import follow_dues
from operation.models import Due
from operation.receiving import SETTLED, in_settled_deposits

ALL_VOID = "本批的收款都已逐笔作废，无须撤销。"
LIVE = "SELECT id FROM operation_receipt WHERE county_id = %(county)s AND batch_id = %(batch)s AND state = 'recorded'"
HELD = f"SELECT count(*) FROM ({LIVE} ORDER BY id FOR UPDATE) held"
HELD_DUES = f"""
SELECT count(*) FROM (
    SELECT FROM operation_due d WHERE d.county_id = %(county)s AND d.id IN (
        SELECT a.due_id FROM operation_allocation a
        WHERE a.county_id = %(county)s AND a.is_live AND a.receipt_id IN ({LIVE}))
    ORDER BY d.id FOR UPDATE) held
"""
FREE = f"""
WITH freed AS (
    UPDATE operation_allocation a SET is_live = false
    WHERE a.county_id = %(county)s AND a.is_live AND a.receipt_id IN ({LIVE}) RETURNING a.due_id, a.amount)
UPDATE operation_due d SET paid = d.paid - f.amount, version = d.version + 1
FROM (SELECT due_id, sum(amount) AS amount FROM freed GROUP BY due_id) f
WHERE d.county_id = %(county)s AND d.id = f.due_id RETURNING d.id
"""
VOID = f"""
UPDATE operation_receipt SET state = 'void', voided_at = statement_timestamp(), voided_by_id = %(by)s,
    void_reason = %(reason)s, version = version + 1
WHERE county_id = %(county)s AND id IN ({LIVE})
"""


def not_undone(batch):
    """[sentence]: nothing of it is left that could be taken back, or a deposit it paid was settled since."""
    live = [pk for (pk,) in staged.ask(LIVE, batch)]
    settled = in_settled_deposits(live).filter(county_id=batch.county_id).select_related("due__agreement")
    names = dict.fromkeys(one.due.agreement.name for one in settled)
    return [f"{SETTLED.format(name)}。" for name in names] if live else [ALL_VOID]


def take_back(batch, reason):
    """Void what a batch wrote and is not void yet, inside an act. Returns in words what became of it."""
    for statement in (HELD, HELD_DUES):
        staged.ask(statement, batch)
    owed = [pk for (pk,) in staged.ask(FREE, batch)]
    voided = staged.ask(VOID, batch, by=batch.by_id, reason=reason)
    follow_dues(Due.objects.filter(county_id=batch.county_id, pk__in=owed), by=batch.by)
    return f"{voided} 笔收款已作废"
