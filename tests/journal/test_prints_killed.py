"""The printer is killed in the middle of a document: another goes on behind the finished pages, and it is done once."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from journal import jobs
from journal.models import Document, Entry, Job
from tenancy.scope import SYSTEM, scope
from tests import errands
from tests.journal.printing import again, asked, parts_on_disk, texts
from tests.servers import wait_until

NAMES = ["一号路", "二号路", "三号路", "四号路"]


def seen(place, row):
    """(its file is there, documents, entries) as others see it now."""
    with place.scope():
        entries = Entry.objects.filter(act="prints.make").count()
        return again(row).document_id is not None, Document.objects.count(), entries


def test_killed_between_its_pages(printer, here, tmp_path):
    diary = tmp_path / "diary"
    rows = [here.asset(name=name) for name in NAMES]
    row = asked(here, errands.card, rows, pause=0.5, diary=str(diary))
    assert wait_until(lambda: diary.exists() and diary.read_text().count("\n") == 3)
    printer.kill()
    assert seen(here, row) == (False, 0, 0) and parts_on_disk(row) == [0, 1]

    with scope(SYSTEM), transaction.atomic():
        Job.objects.filter(pk=row.job_id).update(beat_at=timezone.now() - timedelta(minutes=2))
    printer.start()
    assert wait_until(lambda: jobs.sweep() == 0 and seen(here, row)[0])

    assert seen(here, row) == (True, 1, 1) and parts_on_disk(row) == []
    assert diary.read_text().split() == [*NAMES[:3], *NAMES[2:]]
    with here.scope():
        assert [name in page for name, page in zip(NAMES, texts(again(row)), strict=True)] == [True] * 4
