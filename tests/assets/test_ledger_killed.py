"""The worker is killed amid a bulk act: what is done is done once, and another worker does the rest."""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from assets import bulk
from assets.models import Asset, Bulk, BulkRow
from journal import jobs
from journal.acts import act
from journal.models import Change, Entry, Job
from tenancy.scope import SYSTEM, scope
from tests.crowd import at_once
from tests.servers import wait_until

MANY = bulk.CHUNK + 100
STATE = Bulk.State


def drafts(place, number):
    with place.scope(), act("tests.furnish", "布置", by=place.village_clerk, county=place.code) as entry:
        rows = [Asset(county_id=place.code, **place.usual() | {"name": f"道路 {at}"}) for at in range(number)]
        entry.about(Asset.objects.bulk_create(rows)[0])


def confirmed(place):
    with place.scope(place.village_clerk):
        one = bulk.stage(Asset.objects.all(), by=place.village_clerk, county=place.code, act="assets.submit")
        return bulk.confirm(one, by=place.village_clerk, seen=one.digest)


def seen(place, one):
    """(state, assets submitted, entries, changes by them, rows noted as done) as others see it now."""
    with place.scope():
        entries = Entry.objects.filter(act="assets.submit")
        return (
            Bulk.objects.get(pk=one.pk).state,
            Asset.objects.filter(state="submitted").count(),
            entries.count(),
            Change.objects.filter(entry__in=entries).values("row_id").distinct().count(),
            BulkRow.objects.filter(outcome="done").count(),
        )


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def test_killed_between_two_transactions_it_goes_on_where_it_was(worker, here, monkeypatch):
    monkeypatch.setattr(bulk, "LOOKED_AT_ONCE", MANY)
    drafts(here, MANY)
    with here.scope():
        list(Asset.objects.select_for_update().order_by("-pk")[:1])  # a row of the second transaction
        (one,) = at_once(1, lambda: confirmed(here))  # in a connection of its own
        assert wait_until(somebody_waits)
        worker.kill()
    done = bulk.CHUNK
    assert seen(here, one) == (STATE.RUNNING, done, done, done, done)

    with scope(SYSTEM), transaction.atomic():
        Job.objects.filter(pk=one.job_id).update(beat_at=timezone.now() - timedelta(minutes=2))
    worker.start()
    assert wait_until(lambda: jobs.sweep() == 0 and seen(here, one)[0] == STATE.DONE)
    assert seen(here, one) == (STATE.DONE, MANY, MANY, MANY, MANY)
