"""The job that checks: every row cleaned, held against the rules and the law, staged with all its faults."""

from itertools import islice

from django.core.exceptions import PermissionDenied
from django.db import transaction

from journal.files.limits import Unreadable
from journal.imports import reading, staged
from journal.imports.lines import BAD, ODD
from journal.imports.resources import REGISTRY
from journal.jobs import GaveUp, job
from journal.models import ImportBatch, ImportRow
from tenancy import policy
from tenancy.roles import VERBS

State = ImportBatch.State
CHUNK = 1000


@job("imports.check", "核对导入数据")
def check(run, *, batch):
    """Stage every row of a batch with its faults; done anew from the start when a worker was killed."""
    with transaction.atomic():
        run.hold()
        row = find(batch)
        if row.state != State.CHECKING:
            return f"本批{row.get_state_display()}，不再核对。"
        resource = REGISTRY[row.resource]
        require(run.by, resource, row)
        ImportRow.objects.filter(batch=row).delete()
        table, sheet = read(row, resource)
        checker = resource.checker(row, run.by)
    keys, done = row.mapping["columns"], 0
    lines = reading.lines(table, sheet, keys)
    while chunk := list(islice(lines, CHUNK)):
        for line in chunk:
            clean(line, resource, row, table)
            checker.check(line)
        with transaction.atomic():
            done += len(chunk)
            run.step(done, len(table.rows))
            staged.stage(row, chunk)
    return _finish(run, row, resource, checker, keys)


def find(pk):
    """The batch with what the jobs read of it, locked: no step and no expiry comes in between."""
    batches = ImportBatch.objects.select_for_update(of=("self",)).select_related("document", "unit")
    return batches.get(pk=pk)


def read(batch, resource):
    """The table of the batch's file; gives up with the reader's sentence."""
    try:
        return reading.stored_table(batch, resource)
    except Unreadable as unreadable:
        raise GaveUp(unreadable.sentence) from unreadable


def require(by, resource, batch):
    """Give up where the person no longer may import at the unit."""
    try:
        policy.require(by, resource.verb, batch.unit)
    except PermissionDenied as refusal:
        raise GaveUp(f"您在{batch.unit}已没有「{VERBS[resource.verb]}」的权限，本批没有导入。") from refusal


def clean(line, resource, batch, table):
    """Clean each cell of a line by its column's widget; a cell that is already at fault is left alone."""
    said = {resource.fields[key].column_name: text for key, text in line.said.items()}
    for key, at in line.places.items():
        column = resource.fields[key]
        unit = table.units[at] or batch.money_unit
        try:
            line.values[key] = None if key in line.failed else column.clean(said, unit=unit)
        except ValueError as reason:
            line.bad(key, str(reason))
            line.values[key] = None


@transaction.atomic
def _finish(run, row, resource, checker, keys):
    run.hold()
    row = find(row.pk)
    places = {key: at for at, key in enumerate(keys) if key}
    found = [
        (number, "", BAD, sentence)
        for model, part in checker.tables
        for number, sentence in staged.unlawful(row, model, part)
    ]
    found += [(number, key, ODD, sentence) for number, key, sentence in resource.twins(row)]
    if found:
        staged.add_faults(row, found, places)
    row.total, row.wrong, row.doubtful = staged.counted(row)
    row.state, row.digest = State.CHECKED, staged.digest(row, resource, run.by)
    row.save()
    return f"共 {row.total} 行：{row.wrong} 行有错误，{row.doubtful} 行有提示。"
