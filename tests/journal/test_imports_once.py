"""A batch is its uploader's, and written once: posted twice, by others, late, changed in between."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assets.models import Asset
from journal import actions as people
from journal import jobs
from journal.imports import steps
from journal.models import Entry, ImportBatch, Job
from journal.transitions import Refused
from tenancy.models import Appointment
from tests.journal.importing import checked, confirm, faults, newest, page, text, upload, work, written
from tests.journal.workbooks import road, workbook

State = ImportBatch.State
PAGES = ["columns", "check", "progress", "result", "answer", "undo", "recheck", "abandon"]


def keep(client, batch):
    """Say of every twin that it is another thing."""
    kind = next(kind for kind in batch.counts["kinds"] if kind["question"] == "twin")
    client.post(reverse("imports:answer", args=[batch.pk]), {"a": f"k|{kind['id']}|new"})


@pytest.mark.parametrize("who", ["department_clerk", "town_clerk", "county_head", "village_clerk"])
def test_a_batch_is_there_for_its_uploader_only(here, client, who):
    batch = checked(client, here, workbook(road()))
    client.as_(getattr(here, who))

    found = {client.post(reverse(f"imports:{name}", args=[batch.pk])).status_code for name in PAGES}
    assert found == {404}
    assert newest().state == State.CHECKED


def test_a_batch_of_another_county_is_not_there(here, there, client):
    with there.scope():
        batch = checked(client, there, workbook(road(实施地点="柏山镇")))
    client.as_(here.county_clerk)

    assert {client.get(reverse(f"imports:{name}", args=[batch.pk])).status_code for name in PAGES[:4]} == {
        404
    }


def test_a_unit_of_another_county_is_refused(here, there, client):
    client.as_(here.county_clerk)
    data = {"resource": "assets", "unit": there.office.pk, "file": workbook(road())}
    answer = client.post(reverse("imports:upload"), data)

    assert answer.status_code == 422 and "请从列表中选择本县" in text(answer)
    assert not ImportBatch.objects.exists()


def test_who_may_not_import_is_refused(here, client):
    assert upload(client.as_(here.village_clerk), here, workbook(road())).status_code == 403


def test_a_township_imports_for_itself_only(here, client):
    rows = [road(), road(实施地点=f"{here.name}七贤镇")]
    batch = checked(client, here, workbook(*rows), who="town_clerk", unit="town")

    assert list(faults(batch)) == ["C5"] and "请由当地乡镇或县级单位导入" in faults(batch)["C5"][0]


def test_a_department_keeps_what_it_imports(here, client):
    batch = written(client, here, workbook(road()), who="department_clerk", unit="department")

    asset = Asset.objects.get(batch_id=batch.pk)
    assert (asset.unit, asset.village_id) == (here.department, here.villages[0])


def test_a_confirmation_posted_twice_writes_once(here, client):
    batch = checked(client, here, workbook(road()))
    confirm(client, batch)
    again = confirm(client, batch)
    work(here)
    late = confirm(client, batch)

    assert "无需重复办理" in text(again) and "无需重复办理" in text(late)
    assert Asset.objects.filter(batch_id=batch.pk).count() == 1
    assert Entry.objects.filter(act="assets.import").count() == 1


def test_the_job_delivered_twice_writes_once(here, client):
    batch = written(client, here, workbook(road()))
    Job.objects.filter(pk=batch.job_id).update(state=Job.State.QUEUED, finished_at=None)
    jobs.run(here.code, batch.job_id)

    assert Asset.objects.filter(batch_id=batch.pk).count() == 1


def test_a_confirmation_of_another_result_is_refused(here, client):
    batch = checked(client, here, workbook(road()))
    answer = confirm(client, batch, seen="0" * 64)

    assert "核对结果已经更新" in text(answer) and newest().state == State.CHECKED


def test_what_came_into_the_ledger_in_between_asks_for_another_look(here, client):
    batch = checked(client, here, workbook(road()))
    here.asset(name="通村道路")
    answer = confirm(client, batch)

    assert "已重新核对" in text(answer) and newest().state == State.CHECKING
    work(here)
    assert "台账中已有 1 项" in faults(newest())["B4"][0] and newest().counts["duplicate"] == 1
    keep(client, newest())
    confirm(client, newest())
    work(here)
    assert newest().state == State.WRITTEN


def test_staged_rows_changed_by_hand_are_not_written(here, client):
    batch = checked(client, here, workbook(road()))
    batch.rows.update(is_wrong=False, values={"asset": {"name": "别的"}})
    confirm(client, batch)

    assert newest().state == State.CHECKING and not Asset.objects.filter(batch_id=batch.pk).exists()


def test_a_change_between_confirmation_and_writing_stops_the_writing(here, client):
    batch = checked(client, here, workbook(road()))
    confirm(client, batch)
    here.asset(name="通村道路")
    work(here)

    shown = page(client, batch, "result")
    assert "请重新核对后再确认" in shown and "重新核对</button>" in shown
    client.post(reverse("imports:recheck", args=[batch.pk]))
    work(here)
    assert newest().state == State.CHECKED and newest().doubtful == 1


def test_whoever_lost_the_post_writes_nothing(here, client):
    batch = checked(client, here, workbook(road()))
    confirm(client, batch)
    post = Appointment.objects.get(user=here.county_clerk)
    people.end_post(post, by=here.admin, reason="调离")
    work(here)

    assert newest().job.state == Job.State.FAILED and "权限" in newest().job.message
    assert not Asset.objects.filter(batch_id=batch.pk).exists()


def test_the_same_file_comes_a_second_time_only_knowingly(here, client):
    first = workbook(road())
    written(client, here, first)
    first.seek(0)
    batch = checked(client, here, first)

    assert "同一个文件已于" in page(client, batch)
    keep(client, batch)
    assert "确需再次导入的" in text(confirm(client, newest()))
    confirm(client, newest(), again="on")
    work(here)
    assert newest().state == State.WRITTEN and Asset.objects.count() == 2


def test_a_confirmation_after_expiry_is_refused(here, client):
    batch = checked(client, here, workbook(road()))
    ImportBatch.objects.update(expires_at=timezone.now() - timedelta(minutes=1))

    assert "已过期" in text(confirm(client, batch))
    assert newest().state == State.CHECKED


def test_a_batch_that_is_being_checked_cannot_be_given_up(here, client):
    batch = checked(client, here, workbook(road()))
    steps.recheck(batch, by=here.county_clerk)

    with pytest.raises(Refused, match="检查中"):
        steps.abandon(batch, by=here.county_clerk)
