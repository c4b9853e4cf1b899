"""The job that writes: all sound rows of a confirmed batch in one transaction, inside one act, exactly once."""

from django.db import connection, transaction

from journal.acts import act
from journal.imports import staged, verdict
from journal.imports.checking import find, require
from journal.imports.resources import REGISTRY, columns_of
from journal.jobs import GaveUp, job
from journal.models import ImportBatch

State = ImportBatch.State


@job("imports.write", "写入导入数据")
@transaction.atomic
def write(run, *, batch):
    """Write the sound rows of a batch; a batch that is already written is left alone, however often this runs."""
    run.hold()
    row = find(batch)
    if row.state != State.WRITING:
        return f"本批{row.get_state_display()}。"
    resource = REGISTRY[row.resource]
    require(run.by, resource, row)
    one_at_a_time(row)
    resource.lock(row)
    if not verdict.stands(row, resource, run.by, columns_of(resource, row.county_id)):
        raise GaveUp(staged.MOVED_ON)
    with act(*resource.act, by=run.by, county=row.county_id) as entry:
        row.written, row.entry_id = resource.write(row), entry.number
        told = {"subject_name": named(row, resource), "reason": row.reason, "seen": row.digest}
        entry.about(row, before=State.CHECKED, after=State.WRITTEN, **told)
    row.state = State.WRITTEN
    row.save()
    return f"已写入 {row.written} 项。"


def named(batch, resource):
    """What the journal calls a batch: its number, of what, how many rows; never the file's name, which may be a
    person's."""
    return f"{batch}（{resource.label}，{batch.written} 项）"


def one_at_a_time(batch):
    """Two batches of one kind are written or undone in a county one after the other: each sees what the other did."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [batch.resource, batch.county_id % 2**31]
        )
