"""What an import quotes of people is gone after its day, whatever became of the batch; history and undo go on."""

import json
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from assets.models import Asset
from journal.imports import steps
from journal.models import ColumnMemory, Entry, ImportBatch, ImportRow
from journal.tasks import expire_imports
from tests.journal.importing import checked, confirm, newest, page, take_columns, text, upload, work, written
from tests.journal.workbooks import HEAD, road, workbook

State = ImportBatch.State
NAME, NUMBER, CARD, CALL = "张三丰", "410821199001011231", "6222021001116245702", "13800138000"


def book(**given):
    """A workbook of a person: in the file's name, its title, its cells."""
    rows = [road(项目名称=f"{NAME}家道路"), road(项目名称="好路", 资金年度=f"{NAME}年")]
    return workbook(*rows, title=f"{NAME}一户资料", name=f"{NAME}一户资料.xlsx", **given)


def a_day_later():
    ImportBatch.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    expire_imports()


def in_state(state, here, client):
    """A batch of this state."""
    if state in (State.WRITTEN, State.UNDONE):
        batch = written(client, here, book())
    elif state == State.CHECKED:
        return checked(client, here, book())
    else:
        upload(client.as_(here.county_clerk), here, book())
        batch = newest()
    if state == State.UNDONE:
        client.post(reverse("imports:undo", args=[batch.pk]), {"reason": "传错了文件"})
        work(here)
    if state == State.EXPIRED:
        client.post(reverse("imports:abandon", args=[batch.pk]))
    return newest()


def told(batch):
    """All that the batch, its rows, its document and its job still say."""
    rows = [ImportBatch.objects.filter(pk=batch.pk), ImportRow.objects.filter(batch=batch)]
    kept = [list(found.values()) for found in rows]
    return json.dumps([*kept, vars(batch.document), batch.job.message], default=str, ensure_ascii=False)


ALL = [State.UPLOADED, State.CHECKED, State.WRITTEN, State.UNDONE, State.EXPIRED]


@pytest.mark.parametrize("state", ALL)
def test_after_its_day_a_batch_and_its_file_say_nothing_of_people(here, client, state):
    batch = in_state(state, here, client)
    assert batch.state == state and NAME in told(batch)
    a_day_later()
    batch = newest()

    assert NAME not in told(batch) and batch.document.name == "已清除的文件.xlsx"
    assert not default_storage.exists(batch.document.key) and not ImportRow.objects.exists()
    assert batch.cleared_at and len(batch.document.sha256) == 64


def test_the_numbers_of_a_written_batch_stay(here, client):
    before = written(client, here, book())
    a_day_later()
    after = newest()
    assert (
        (after.written, after.total, after.wrong) == (before.written, before.total, before.wrong) == (1, 2, 1)
    )
    assert after.counts["new"] == 1 and after.state == State.WRITTEN


PAGES = ["result", "columns", "check", "undo", "faults"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("state", ALL)
def test_each_page_of_an_old_batch_answers_with_a_sentence(here, client, state, name):
    batch = in_state(state, here, client)
    a_day_later()
    answer = client.get(reverse(f"imports:{name}", args=[batch.pk]), follow=True)
    sentence = "撤销导入" if name == "undo" and state == State.WRITTEN else "清除"
    assert answer.status_code == 200 and sentence in text(answer) and NAME not in text(answer)


def test_an_old_batch_can_still_be_taken_back(here, client):
    batch = written(client, here, book())
    a_day_later()
    assert "撤销不受影响" in page(client, batch, "result")
    client.post(reverse("imports:undo", args=[batch.pk]), {"reason": "传错了文件"})
    work(here)

    assert newest().state == State.UNDONE and not Asset.objects.exists()
    assert "本批已撤销" in page(client, batch, "result")


def test_a_file_written_before_is_known_again_after_its_day(here, client):
    written(client, here, first := book())
    a_day_later()
    first.seek(0)
    assert "同一个文件已于" in page(client, checked(client, here, first))


def test_what_somebody_is_still_writing_is_left_to_the_next_time(here, client):
    batch = checked(client, here, book())
    confirm(client, batch, skip_wrong="on", as_proposed="on")
    a_day_later()
    assert newest().state == State.WRITING and newest().cleared_at is None
    work(here)
    a_day_later()
    assert newest().state == State.WRITTEN and newest().cleared_at


def test_the_journal_names_a_batch_by_its_number_and_never_by_its_file(here, client):
    batch = in_state(State.UNDONE, here, client)
    names = set(Entry.objects.about(batch).values_list("subject_name", flat=True))
    assert names == {f"第 {batch.pk} 批（资产台账，1 项）"}
    shown = text(client.get(reverse("journal:entries")))
    assert f"批量导入「第 {batch.pk} 批（资产台账，1 项）」" in shown and "一户资料" not in shown


def test_no_sample_and_no_sentence_holds_a_persons_number(here, client):
    head = [*HEAD, "产权归属", "收款账户"]
    row = [*road(项目名称=f"东关路 {CALL}", 资金年度=f"{NUMBER}年"), f"{NAME}{NUMBER}", CARD]
    batch = checked(client, here, workbook(row, head=head, title=f"{NAME}{NUMBER}"))

    kept = [batch.columns, batch.mapping, batch.counts, [row.faults for row in batch.rows.all()]]
    kept = json.dumps(kept, ensure_ascii=False)
    assert [number for number in (NUMBER, CARD, CALL) if number in kept] == []
    assert "410***********1231" in kept and "138****8000" in kept


def test_a_header_that_is_a_persons_number_is_not_remembered(here, client):
    upload(client.as_(here.county_clerk), here, workbook([*road(), "x"], head=[*HEAD, NUMBER]))
    take_columns(client, newest(), **{f"c{len(HEAD)}": "remark"})
    assert newest().mapping["columns"][-1] == "remark" and not ColumnMemory.objects.exists()


@pytest.mark.parametrize("reason", [f"补录{NUMBER}", f"{CARD}的资料"])
def test_a_reason_with_a_persons_number_is_refused_before_anything_is_written(here, client, reason):
    batch = checked(client, here, workbook(road()))
    shown = text(confirm(client, batch, reason=reason))
    assert "「理由」中含有" in shown and reason in shown and newest().state == State.CHECKED
    assert steps.written_before(batch) is None
