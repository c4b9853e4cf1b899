"""The worker is killed in the middle: nothing is half-done, and another one finishes the work once."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from assets.models import Asset
from journal import jobs
from journal.imports import steps
from journal.models import Entry, ImportBatch, Job
from tenancy.scope import SYSTEM, scope
from tests import database
from tests.journal.workbooks import road, workbook
from tests.servers import wait_until

State = ImportBatch.State
ROWS = 300


@pytest.fixture
def stopped(django_db_setup):
    """A context manager: whoever inserts into this table waits; yields whether somebody waits already."""

    class Stopped:
        def __init__(self, table):
            self.table = table

        def __enter__(self):
            self.door = database.owner(django_db_setup.name)
            self.door.autocommit = False
            self.door.execute(f"LOCK TABLE {self.table} IN SHARE MODE")
            return self.is_felt

        def is_felt(self):
            waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
            return self.door.execute(waiting, [self.table]).fetchone()[0] > 0

        def __exit__(self, *error):
            self.door.close()

    return Stopped


def upload(place):
    """A batch whose reading is owed."""
    with place.scope(place.county_clerk):
        file = workbook(*[road(项目名称=f"道路{at}号") for at in range(ROWS)])
        return steps.upload(file, resource="assets", unit=place.office, by=place.county_clerk)


def choose(place, batch):
    """The same batch, its check owed."""
    clerk = place.county_clerk
    assert wait_until(lambda: seen(place, batch)[0] == State.UPLOADED)
    with place.scope(clerk):
        batch = ImportBatch.objects.get(pk=batch.pk)
        table = dict.fromkeys(("fund_kind", "fund_level", "scope", "subtype"), "") | {"year": None}
        keys = [column["key"] for column in batch.columns]
        return steps.choose(batch, by=clerk, columns=keys, table=table, money_unit="万元")


def confirm(place, batch):
    """The same batch, its writing owed."""
    with place.scope(place.county_clerk):
        batch = ImportBatch.objects.get(pk=batch.pk)
        return steps.confirm(batch, by=place.county_clerk, seen=batch.digest, reason="补录")


def seen(place, batch):
    """(state, staged rows, assets, entries) as others see it now."""
    with place.scope():
        batch = ImportBatch.objects.get(pk=batch.pk)
        written = Asset.objects.filter(batch_id=batch.pk).count()
        return batch.state, batch.rows.count(), written, Entry.objects.filter(act="assets.import").count()


def grow_old(batch, **more):
    """As if the worker had been silent for long."""
    with scope(SYSTEM), transaction.atomic():
        Job.objects.filter(pk=batch.job_id).update(beat_at=timezone.now() - timedelta(minutes=2), **more)


def test_killed_in_mid_writing(worker, here, stopped):
    batch = choose(here, upload(here))
    assert wait_until(lambda: seen(here, batch)[0] == State.CHECKED)
    with stopped("assets_fundingline") as is_felt:
        batch = confirm(here, batch)
        assert wait_until(is_felt)  # projects and assets are in, their money is not
        worker.kill()
    assert seen(here, batch) == (State.WRITING, ROWS, 0, 0)

    grow_old(batch)
    worker.start()
    assert wait_until(lambda: jobs.sweep() == 0 and seen(here, batch)[0] == State.WRITTEN)
    assert seen(here, batch) == (State.WRITTEN, ROWS, ROWS, 1)


def test_killed_in_mid_check(worker, here, stopped):
    batch = upload(here)
    assert wait_until(lambda: seen(here, batch)[0] == State.UPLOADED)
    with stopped("journal_importrow") as is_felt:
        batch = choose(here, batch)
        assert wait_until(is_felt)
        worker.kill()
    assert seen(here, batch) == (State.CHECKING, ROWS, 0, 0)

    grow_old(batch)
    worker.start()
    assert wait_until(lambda: jobs.sweep() == 0 and seen(here, batch)[0] == State.CHECKED)
    assert seen(here, batch) == (State.CHECKED, ROWS, 0, 0)


def test_killed_in_mid_reading(worker, here, stopped):
    with stopped("journal_importrow") as is_felt:
        batch = upload(here)
        assert wait_until(is_felt)
        worker.kill()
    assert seen(here, batch) == (State.READING, 0, 0, 0)

    grow_old(batch)
    worker.start()
    assert wait_until(lambda: jobs.sweep() == 0 and seen(here, batch)[0] == State.UPLOADED)
    assert seen(here, batch) == (State.UPLOADED, ROWS, 0, 0)


def undoing(place, batch):
    """The same batch, its undoing owed."""
    with place.scope(place.county_clerk):
        batch = ImportBatch.objects.get(pk=batch.pk)
        return steps.undo(batch, by=place.county_clerk, reason="传错了文件")


def test_killed_in_mid_undoing(worker, here, stopped):
    batch = choose(here, upload(here))
    assert wait_until(lambda: seen(here, batch)[0] == State.CHECKED)
    confirm(here, batch)
    assert wait_until(lambda: seen(here, batch)[0] == State.WRITTEN)
    with stopped("assets_fundingline") as is_felt:
        batch = undoing(here, batch)
        assert wait_until(is_felt)
        worker.kill()
    assert seen(here, batch) == (State.UNDOING, ROWS, ROWS, 1)

    grow_old(batch)
    worker.start()
    assert wait_until(lambda: jobs.sweep() == 0 and seen(here, batch)[0] == State.UNDONE)
    assert seen(here, batch) == (State.UNDONE, ROWS, 0, 1)


def test_killed_in_mid_undoing_over_and_over_the_batch_is_written_and_undone_when_asked_anew(
    worker, here, stopped
):
    batch = choose(here, upload(here))
    assert wait_until(lambda: seen(here, batch)[0] == State.CHECKED)
    confirm(here, batch)
    assert wait_until(lambda: seen(here, batch)[0] == State.WRITTEN)
    with stopped("assets_fundingline") as is_felt:
        batch = undoing(here, batch)
        assert wait_until(is_felt)
        worker.kill()

    grow_old(batch, attempts=jobs.MOST_ATTEMPTS)
    worker.start()
    assert wait_until(lambda: jobs.sweep() == 0 and seen(here, batch)[0] == State.WRITTEN)
    assert seen(here, batch) == (State.WRITTEN, ROWS, ROWS, 1)
    undoing(here, batch)
    assert wait_until(lambda: seen(here, batch)[0] == State.UNDONE)
    assert seen(here, batch) == (State.UNDONE, ROWS, 0, 1)
