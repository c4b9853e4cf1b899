"""Taking back what a batch wrote, from the journal's own changes of its entry, for any resource and by set.

Rows it made are deleted, rows it changed say again what they said, rows it deleted come back: all or nothing, and only
while nothing has touched or come to rest on any of them (docs/decisions/008-undo.md). A resource whose rows are never
deleted takes them back in a way of its own.
"""

from django.apps import apps
from django.db import transaction

from journal.acts import act
from journal.imports.checking import find, require
from journal.imports.resources import REGISTRY
from journal.imports.staged import as_json, ask, blank
from journal.imports.writing import named, one_at_a_time
from journal.jobs import GaveUp, job
from journal.models import ImportBatch

State = ImportBatch.State
EXAMPLES = 3
# Whoever imports has had to be allowed each row; nobody else's reach has been asked for it.
NOT_YOURS = "本批由{}导入，只能由其本人撤销；确需更正的，请在资产页办理更正。"
AT_ONCE = 5_000  # rows whose obstacles are found in a second; of more the job tells
MINE = "c.county_id = %(county)s AND c.entry_id = %(entry)s"
# What the act did to each row in the end: what it was before the first change, whether it was there at all.
FIRST = f"""SELECT DISTINCT ON (c.row_id) c.row_id, c.op, c.old FROM journal_change c
            WHERE {MINE} AND c."table" = %(table)s ORDER BY c.row_id, c.id"""
# Row by row through the index of a row's changes (OFFSET 0, + 0): the planner knows nothing of fresh rows and would
# go through the whole entry for each of them.
TOUCHED = f"""
SELECT e.label, count(DISTINCT (c."table", c.row_id)), (array_agg(DISTINCT e.subject_name))[:4]
FROM journal_change c
CROSS JOIN LATERAL (
    SELECT l.entry_id FROM journal_change l WHERE l.county_id = %(county)s AND l."table" = c."table"
    AND l.row_id = c.row_id AND l.id + 0 > c.id AND l.entry_id <> %(entry)s OFFSET 0) later
JOIN journal_entry e ON e.county_id = %(county)s AND e.id = later.entry_id
WHERE {MINE} GROUP BY e.label ORDER BY min(e.id)
"""
RESTING = """
SELECT count(DISTINCT c.row_id) FROM journal_change c
CROSS JOIN LATERAL (
    SELECT o.id FROM {other} o WHERE o.county_id = %(county)s AND o."{key}" = c.row_id OFFSET 0) o
WHERE {mine} AND c."table" = %(table)s AND c.op = '+' AND NOT EXISTS (
    SELECT FROM journal_change m WHERE m.county_id = %(county)s AND m."table" = %(other)s AND m.row_id = o.id
    AND m.entry_id + 0 = %(entry)s OFFSET 0)
"""


def _is_written_still(batch, **more):
    ImportBatch.objects.filter(pk=batch, state=State.UNDOING).update(state=State.WRITTEN)


@job("imports.undo", "撤销导入", failed=_is_written_still)
@transaction.atomic
def undo(run, *, batch, reason):
    """Take back a batch whose undoing was asked for; whoever comes second finds it undone.

    Where it cannot be done the batch is a written one again, with the reason beside it.
    """
    run.hold()
    row = find(batch)
    if row.state != State.UNDOING:
        return f"本批{row.get_state_display()}。"
    resource = REGISTRY[row.resource]
    require(run.by, resource, row)
    one_at_a_time(row)
    take_back = getattr(resource, "take_back", _take_back)
    if take_back is _take_back:
        _lock(row)
    if found := obstacles(row):
        raise GaveUp("；".join(["本批没有撤销", *found])[:500])
    with act("imports.undo", f"撤销{resource.act[1]}", by=run.by, county=row.county_id) as entry:
        became = take_back(row, reason)
        told = {"subject_name": named(row, resource), "reason": reason}
        entry.about(row, before=State.WRITTEN, after=State.UNDONE, **told)
    row.state = State.UNDONE
    row.save()
    return f"已撤销，{became}。"


def obstacles(batch):
    """Every reason why what a batch wrote cannot be taken back now, as sentences; an empty list means it can."""
    if batch.entry_id is None:
        return ["本批没有留下可以撤销的记录。"]
    resource = REGISTRY[batch.resource]
    said = getattr(resource, "not_undone", lambda batch: [])(batch)
    if hasattr(resource, "take_back"):
        return said
    found = [
        f"{count} 项在导入后已办理「{label}」：{_some(names)}。"
        for label, count, names in ask(TOUCHED, batch, entry=batch.entry_id)
    ]
    found += said
    return found + [sentence for model in _models(batch) for sentence in _resting_on(batch, model)]


def seen_at_once(batch, user):
    """The obstacles to this person as far as a page may wait for them; those of a very big batch its job tells."""
    if batch.by_id != user.pk:
        return [NOT_YOURS.format(batch.by.name)]
    return obstacles(batch) if batch.written <= AT_ONCE else []


def _some(names):
    return "、".join(names[:EXAMPLES]) + ("等" if len(names) > EXAMPLES else "")


def _models(batch):
    """The models whose rows the batch's act changed."""
    tables = ask(f'SELECT DISTINCT c."table" FROM journal_change c WHERE {MINE}', batch, entry=batch.entry_id)
    names = {table for (table,) in tables}
    return [model for model in apps.get_models() if model._meta.db_table in names]


def _resting_on(batch, model):
    """Sentences: rows of other acts that point at rows the batch made."""
    for other in apps.get_models():
        for key in other._meta.concrete_fields:
            if key.is_relation and key.related_model is model:
                count = ask(
                    RESTING.format(other=other._meta.db_table, key=key.column, mine=MINE),
                    batch,
                    entry=batch.entry_id,
                    table=model._meta.db_table,
                    other=other._meta.db_table,
                )[0][0]
                if count:
                    name, by = model._meta.verbose_name, other._meta.verbose_name
                    yield f"本批新增的 {count} 个{name}已有后来登记的{by}。"


def _lock(batch):
    """Keep the rows as they are until the transaction ends; in one order, for no deadlock."""
    for model in _models(batch):
        table = model._meta.db_table
        ask(
            f"""SELECT count(*) FROM (SELECT FROM {table} t WHERE t.county_id = %(county)s
                    AND t.id IN (SELECT c.row_id FROM journal_change c WHERE {MINE} AND c."table" = %(table)s)
                    ORDER BY t.id FOR UPDATE) locked""",
            batch,
            entry=batch.entry_id,
            table=table,
        )


def _take_back(batch, reason):
    """Undo the act's changes table by table; keys are held at the end, so the order does not matter."""
    for model in _models(batch):
        for statement in (_delete_new, _put_back, _bring_back):
            statement(batch, model)
    return f"{batch.written} 项恢复到导入之前"


def _delete_new(batch, model):
    told = {"entry": batch.entry_id, "table": model._meta.db_table}
    made = ask(f"SELECT count(*) FROM ({FIRST}) f WHERE f.op = '+'", batch, **told)[0][0]
    if not made:  # a table whose rows an import only changes may be one that nobody deletes from
        return
    gone = ask(
        f"""DELETE FROM {model._meta.db_table} t USING ({FIRST}) f
            WHERE t.county_id = %(county)s AND t.id = f.row_id AND f.op = '+'""",
        batch,
        **told,
    )
    if gone != made:
        raise GaveUp(
            f"有 {made - gone} 个{model._meta.verbose_name}导入后已有变动，本批没有撤销。请刷新后查看原因。"
        )


def _put_back(batch, model):
    """Rows that were changed say again what they said; a version still moves on, for forms that are open."""
    table = model._meta.db_table
    columns = [f.column for f in model._meta.concrete_fields if f.column not in ("id", "county_id")]
    said = {column: f'n."{column}"' for column in columns}
    if "version" in said:
        said["version"] = "x.version + 1"
    ask(
        f"""UPDATE {table} x SET {", ".join(f'"{column}" = {sql}' for column, sql in said.items())}
            FROM (SELECT p.* FROM ({FIRST}) f JOIN {table} t ON t.county_id = %(county)s AND t.id = f.row_id
                  CROSS JOIN LATERAL jsonb_populate_record(t, f.old) p WHERE f.op <> '+') n
            WHERE x.county_id = %(county)s AND x.id = n.id""",
        batch,
        entry=batch.entry_id,
        table=table,
    )


def _bring_back(batch, model):
    """Rows that were deleted are there again, under their old numbers."""
    table = model._meta.db_table
    columns = ", ".join(f'"{f.column}"' for f in model._meta.concrete_fields)
    ask(
        f"""INSERT INTO {table} ({columns}) SELECT {columns} FROM ({FIRST}) f CROSS JOIN LATERAL
                jsonb_populate_record(jsonb_populate_record(NULL::{table}, %(blank)s), f.old) p
            WHERE f.op <> '+' AND NOT EXISTS (
                SELECT FROM {table} t WHERE t.county_id = %(county)s AND t.id = f.row_id)""",
        batch,
        entry=batch.entry_id,
        table=table,
        blank=as_json(blank(model, batch)),
    )
