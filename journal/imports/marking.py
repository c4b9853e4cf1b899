"""差错表 of many rows: made by a job, kept as long as the batch, and made anew once the result is another."""

import tempfile
from functools import partial

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from journal import jobs
from journal.imports import annotated
from journal.models import ImportBatch, Job
from journal.models.documents import storage_key

AT_ONCE = 500  # rows whose workbook is made while the person waits: a second for the widest
CHANGED = "核对结果已有变动，请重新生成差错表。"


def start(batch, *, by):
    """Owe the workbook of the result a locked batch now has; that of an earlier result goes. The caller saves."""
    if is_current(batch) and batch.marking.state != Job.State.FAILED:
        return
    after = batch.marking_id or 0
    forget(batch)
    told = {"digest": batch.digest, "file": storage_key()}
    key = f"import-{batch.pk}-mark-after-{after}"
    batch.marking = jobs.start(mark, by=by, county=batch.county_id, key=key, batch=batch.pk, **told)


def is_current(batch):
    """Whether the workbook that is there, or is being made, tells of the result as it is now."""
    return batch.marking is not None and batch.marking.params["digest"] == batch.digest


def forget(batch):
    """Its workbook is no longer needed: the file goes with the transaction's end. The caller saves the batch."""
    if batch.marking is not None:
        transaction.on_commit(partial(default_storage.delete, batch.marking.params["file"]))
        batch.marking = None


@jobs.job("imports.mark", "生成差错表")
def mark(run, *, batch, digest, file):
    """Write the workbook under its key; however often this runs, one file is left."""
    with transaction.atomic():
        run.hold()
        row = _current(ImportBatch.objects.select_related("document"), batch, digest)

    def tell(done, total=0):
        with transaction.atomic():
            run.step(done, total)

    with tempfile.TemporaryFile() as made:
        annotated.write(row, made, tell)
        with transaction.atomic():
            run.hold()
            _current(ImportBatch.objects.select_for_update(), batch, digest)  # none is dropped meanwhile
            default_storage.delete(file)  # what a killed attempt has left
            default_storage.save(file, File(made))
    return "差错表已生成。"


def _current(rows, pk, digest):
    row = rows.get(pk=pk)
    if row.state != ImportBatch.State.CHECKED or row.digest != digest:
        raise jobs.GaveUp(CHANGED)
    return row
