"""二（六）Drafts of agreements by set: twins, rows of one agreement, and the writing of a batch."""

from journal.imports import staged
from journal.imports.lines import BAD
from operation.models import Agreement, AgreementAsset, Candidate

TELLS = f"""
SELECT r.number, r.action, a.name, a.operator_id, a.from_on
FROM ({staged.TAKEN} AND action IN ('new', 'duplicate') AND values ? 'agreement') r
CROSS JOIN LATERAL jsonb_to_record(r.values->'agreement') AS a(name text, operator_id bigint, from_on date)
"""
TWINS = f"""
SELECT t.number, min(x.id) FROM ({TELLS}) t JOIN operation_agreement x ON x.county_id = %(county)s
    AND x.name = t.name AND x.operator_id = t.operator_id AND x.from_on = t.from_on
GROUP BY t.number ORDER BY t.number
"""
SAME = f"""
SELECT number, first FROM (
    SELECT number, min(number) OVER (PARTITION BY name, operator_id, from_on) AS first FROM ({TELLS}) t) led
WHERE number > first ORDER BY number
"""
KNOWN = "系统中已有同名称、同经营主体、同起始日期的协议，疑似重复，建议不再导入。"
AGAIN = "与第 {} 行的协议名称、经营主体和起始日期相同。一份协议写一行，几项资产写在一格里，用“、”隔开。"
SKIP = [("skip", "属于重复，不导入此行"), ("new", "确是另一份，照常起草")]
NUMBERED = f"SELECT s.*, (s.values->>'agreement_id')::bigint AS agreement_id FROM ({staged.SOUND}) s"
PARTS = [(AgreementAsset, "lines"), (Candidate, "candidates")]
REPLACED = """
DELETE FROM {table} t USING ({updated}) r
WHERE t.county_id = %(county)s AND t.agreement_id = r.subject_id AND r.values ? '{part}'
"""


def twins(batch):
    """[(row number, key, question, sentence, options, proposal)] of agreements that are written down already."""
    for number, _ in staged.ask(TWINS, batch):
        yield number, "name", "twin", KNOWN, SKIP, "skip"


def between(batch):
    """Rows of the file that are one agreement."""
    for number, first in staged.ask(SAME, batch):
        yield number, "name", BAD, AGAIN.format(first)


def lock(batch):
    """Keep the drafts that rows update as they are until the transaction ends."""
    staged.lock(batch, Agreement)


def write(batch):
    """Write the rows of a checked batch, inside an act: drafts with their assets and candidates. Returns how many."""
    staged.draw(batch, Agreement, "agreement_id")
    written = staged.insert(batch, Agreement, "agreement", NUMBERED, id="r.agreement_id")
    for model, part in PARTS:
        staged.insert(batch, model, part, NUMBERED, agreement_id="r.agreement_id")
    written += staged.update(batch, Agreement, "agreement", staged.VERSION, key="r.subject_id")
    for model, part in PARTS:
        table = model._meta.db_table
        staged.ask(REPLACED.format(table=table, updated=staged.UPDATED, part=part), batch)
        staged.insert(batch, model, part, staged.UPDATED, agreement_id="r.subject_id")
    return written
