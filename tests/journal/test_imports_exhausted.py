"""A job of the import that could not be finished, or was given up: the person is told why, and goes on from there."""

from datetime import timedelta

import pytest
from django.core.files import storage
from django.urls import reverse
from django.utils import timezone

from assets.models import Asset
from journal import jobs
from journal.files import sheets
from journal.files.limits import MEGABYTE, Limits
from journal.imports import steps
from journal.models import ImportBatch, ImportRow, Job
from tenancy.scope import SYSTEM, scope
from tests.journal.importing import checked, confirm, newest, page, take_columns, text, upload, work, written
from tests.journal.test_imports_undo import ledger, undo
from tests.journal.workbooks import road, workbook

State = ImportBatch.State
GIVEN_UP = "多次中断，未能完成"


def reading(here, client):
    data = {"resource": "assets", "unit": here.office.pk, "file": workbook(road())}
    client.as_(here.county_clerk).post(reverse("imports:upload"), data)


def checking(here, client):
    upload(client.as_(here.county_clerk), here, workbook(road()))
    take_columns(client, newest())


def writing(here, client):
    confirm(client, checked(client, here, workbook(road())))


def undoing(here, client):
    undo(client, written(client, here, workbook(road())))


def exhaust(place, batch):
    """As if one worker after the other had been killed at its job."""
    ago = timezone.now() - timedelta(minutes=2)
    job = Job.objects.filter(pk=batch.job_id)
    job.update(state=Job.State.RUNNING, attempts=jobs.MOST_ATTEMPTS, beat_at=ago)
    jobs.run(place.code, batch.job_id)


PHASES = {
    "columns": (reading, "重新读取", State.UPLOADED),
    "check": (checking, "重新核对", State.CHECKED),
    "result": (writing, "重新核对", State.CHECKED),
}


@pytest.mark.parametrize("name", PHASES)
def test_after_too_many_killed_workers_the_person_goes_on(here, client, name):
    begin, button, reached = PHASES[name]
    begin(here, client)
    exhaust(here, newest())

    shown = page(client, newest(), name)
    assert GIVEN_UP in shown and f"{button}</button>" in shown
    client.post(reverse("imports:recheck", args=[newest().pk]))
    work(here)
    assert newest().state == reached and not Asset.objects.exists()


@pytest.mark.parametrize("name", PHASES)
def test_after_too_many_killed_workers_the_person_may_give_up(here, client, name):
    begin, _, _ = PHASES[name]
    begin(here, client)
    exhaust(here, newest())
    client.post(reverse("imports:abandon", args=[newest().pk]))

    assert newest().state == State.EXPIRED and not ImportRow.objects.exists() and not Asset.objects.exists()


def test_an_undo_given_up_leaves_the_batch_written_and_can_be_asked_for_anew(here, client):
    undoing(here, client)
    before = ledger()
    exhaust(here, newest())
    assert newest().state == State.WRITTEN and ledger() == before

    shown = page(client, newest(), "result")
    assert GIVEN_UP in shown and reverse("imports:undo", args=[newest().pk]) in shown
    undo(client, newest())
    work(here)
    assert newest().state == State.UNDONE and not Asset.objects.exists()


def test_an_undo_that_failed_on_its_way_leaves_the_batch_written_with_the_reason(here, client):
    undoing(here, client)
    ImportBatch.objects.update(entry_id=None)
    work(here)

    assert newest().state == State.WRITTEN
    assert "没有留下可以撤销的记录" in page(client, newest(), "result")


SCARCE = {
    "time": Limits(memory=1024 * MEGABYTE, seconds=0, output=MEGABYTE),
    "memory": Limits(memory=22 * MEGABYTE, seconds=60, output=MEGABYTE),
}


@pytest.mark.parametrize("what", SCARCE)
def test_a_file_for_which_time_or_memory_ran_out_is_kept_and_can_be_read_again(
    here, client, monkeypatch, what
):
    file = workbook(*[road(建设内容及规模="硬化道路" * 60 + str(at)) for at in range(3_000)])
    with monkeypatch.context() as busy:
        busy.setattr(sheets, "READING", SCARCE[what])
        upload(client.as_(here.county_clerk), here, file)
    shown = page(client, newest(), "columns")
    assert "可以稍后再试" in shown and "重新读取</button>" in shown
    assert storage.default_storage.exists(newest().document.key)

    client.post(reverse("imports:recheck", args=[newest().pk]))
    work(here)
    assert (newest().state, newest().total) == (State.UPLOADED, 3_000)


def test_a_result_of_another_batch_confirms_nothing(here, client):
    other = checked(client, here, workbook(road(项目名称="别的路")))
    batch = checked(client, here, workbook(road()))
    answer = confirm(client, batch, seen=other.digest)

    assert "核对结果已经更新，请查看最新结果后再确认。" in text(answer)
    assert newest().state == State.CHECKED and not Asset.objects.exists()


def test_a_confirmation_after_the_batch_was_removed_says_so(here, client, django_capture_on_commit_callbacks):
    batch = checked(client, here, workbook(road()))
    ImportBatch.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    with django_capture_on_commit_callbacks(execute=True), scope(SYSTEM):
        steps.expire()

    assert "本批已过期或已放弃，暂存的数据已清除。请重新上传。" in text(confirm(client, batch))
