"""The file a job makes for a person: written by one hand, for one day, whatever comes in between."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files import storage
from django.db import transaction
from django.utils import timezone

from assets.labels import making
from assets.models import Asset, LabelRun
from journal import jobs, kept
from journal.models import Document, Export, Job
from tenancy import policy
from tests.journal.exporting import asked
from tests.journal.importing import work

SHEET = {"sheet": "a4_3x8", "x": 0, "y": 0, "start": 1}


def an_export(place):
    return asked(place)


def labels(place):
    user = place.county_clerk
    return making.start(by=user, post=policy.posts(user)[0], rows=Asset.objects.all(), **SHEET)


@pytest.fixture(params=[an_export, labels], ids=["export", "labels"])
def row(request, here):
    """A file that is asked for and not made yet."""
    here.asset_in("ledger")
    return request.param(here)


def begun(row):
    """A worker's attempt at the job."""
    Job.objects.filter(pk=row.job_id).update(state=Job.State.RUNNING, attempts=1)
    return jobs.Run(Job.objects.get(pk=row.job_id))


def keep(run, row, content=b"late"):
    with transaction.atomic():
        kept.keep(run, row, BytesIO(content), Document.Kind.PDF)


def on_disk(row):
    if not storage.default_storage.exists(row.key):
        return None
    with storage.default_storage.open(row.key) as file:
        return file.read()


def test_a_worker_that_was_overtaken_neither_writes_nor_removes_the_file(here, row):
    late = begun(row)
    Job.objects.filter(pk=row.job_id).update(state=Job.State.QUEUED)
    work(here)
    made = on_disk(row)
    with pytest.raises(jobs.Superseded):
        keep(late, row)

    assert made and on_disk(row) == made and Document.objects.count() == 1


def test_what_is_ready_after_its_day_is_not_kept(here, row):
    run = begun(row)
    type(row).objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    kept.expire(type(row))
    with pytest.raises(jobs.GaveUp, match="已过保存期限"):
        keep(run, row)

    assert on_disk(row) is None and not Document.objects.exists()


def test_what_a_killed_worker_has_left_is_replaced_and_removed_with_its_day(here, row):
    storage.default_storage.save(row.key, BytesIO(b"half a fi"))
    work(here)
    assert on_disk(row) not in (None, b"half a fi")

    type(row).objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    for model in (Export, LabelRun):
        kept.expire(model)
    assert on_disk(row) is None
