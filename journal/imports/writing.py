"""The job that writes: all sound rows of a confirmed batch in one transaction, inside one act, exactly once."""

from django.db import connection, transaction

from journal.acts import act
from journal.imports import staged
from journal.imports.checking import find, require
from journal.imports.resources import REGISTRY
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
    _one_at_a_time(row)
    if staged.digest(row, resource, run.by) != row.digest:
        raise GaveUp("核对之后台账或单位有了变动，本批没有写入。请重新核对后再确认。")
    with act(*resource.act, by=run.by, county=row.county_id) as entry:
        row.written = resource.write(row)
        entry.about(row, before=State.CHECKED, after=State.WRITTEN, reason=row.reason, seen=row.digest)
    row.state = State.WRITTEN
    row.save()
    return f"已写入 {row.written} 行。"


def _one_at_a_time(batch):
    """Two batches of one kind are written in a county one after the other, so that each sees what the other wrote."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [batch.resource, batch.county_id % 2**31]
        )
