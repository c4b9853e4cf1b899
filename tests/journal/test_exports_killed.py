"""The worker is killed while it writes a file: no file without a row, and another worker finishes the work once."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from journal import jobs
from journal.models import Document, Entry, Job
from tenancy.scope import SYSTEM, scope
from tests import database
from tests.journal.exporting import again, asked, is_there
from tests.servers import wait_until


def seen(place, row):
    """(has its file, documents, entries) as others see it now."""
    with place.scope():
        found = again(row)
        entries = Entry.objects.filter(act="exports.make").count()
        return found.document_id is not None, Document.objects.count(), entries


def test_killed_while_the_file_is_kept(worker, here, django_db_setup):
    here.asset()
    with database.owner(django_db_setup.name) as door, door.transaction():
        door.execute("LOCK TABLE journal_document IN SHARE MODE")
        waiting = (
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'journal_document'::regclass"
        )
        row = asked(here)
        assert wait_until(lambda: door.execute(waiting).fetchone()[0] > 0)
        worker.kill()
    assert seen(here, row) == (False, 0, 0)

    with scope(SYSTEM), transaction.atomic():
        Job.objects.filter(pk=row.job_id).update(beat_at=timezone.now() - timedelta(minutes=2))
    worker.start()
    assert wait_until(lambda: jobs.sweep() == 0 and seen(here, row)[0])
    assert seen(here, row) == (True, 1, 1) and is_there(row)
