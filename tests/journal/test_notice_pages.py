"""公示 in the office: drawn up from rows, changed, proved with photos, printed; and the waiting step's sentences."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from journal.models import Notice
from journal.notices import rows_in
from journal.notices.reading import body_of
from tests.noticing import BOARD, answered, days_ago, drafted, objected, photo, posted, proved, rested

TODAY = timezone.localdate()


def typed(*rows, **values):
    """What a clerk sends to draw up a notice over rows."""
    given = {"begins_on": TODAY.isoformat(), "words": "请监督。", "contact": "村委会 0391-7180000"}
    return given | {"row": [row.pk for row in rows]} | values


def test_a_clerk_draws_a_notice_up_from_the_rows_that_are_ticked(here, client):
    rows = [here.asset_in("ledger", name=f"第 {n} 段") for n in range(3)]
    here.asset(name="还是草稿")
    page = client.as_(here.village_clerk).get(reverse("notices:new"))
    assert {row["name"] for row in page.context["rows"]} == {str(row) for row in rows}
    assert client.post(reverse("notices:new"), typed(*rows[:2])).status_code == 302
    notice = Notice.objects.get()
    assert {*rows_in(notice)} == {*rows[:2]} and notice.unit == here.village
    left = client.get(reverse("notices:new")).context["rows"]
    assert [row["name"] for row in left] == [str(rows[2])]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"begins_on": (TODAY - timedelta(days=1)).isoformat()}, "已过，公示期从张贴之日算起"),
        ({"ends_on": TODAY.isoformat()}, "公示期只有 1 个日历日"),
        ({"words": "身份证 410821199003071238"}, "含有身份证号码"),
        ({"row": []}, "没有可以公示的内容"),
        ({"begins_on": "昨天"}, "请填写正确的日期"),
        ({"begins_on": "9999-12-31"}, "请核对年份"),
    ],
)
def test_a_refusal_keeps_what_was_typed_and_writes_nothing(here, client, values, sentence):
    row = here.asset_in("ledger")
    page = client.as_(here.village_clerk).post(reverse("notices:new"), typed(row) | values)
    assert page.status_code == 422 and sentence in page.content.decode()
    assert "村委会 0391-7180000" in page.content.decode()
    assert not Notice.objects.exists()


def test_a_village_ticks_no_row_of_another_village(here, client):
    foreign = here.asset_in("ledger")
    client.as_(here.other_village_clerk).post(reverse("notices:new"), typed(foreign))
    assert not Notice.objects.exists()


def test_a_draft_is_changed_and_one_that_was_changed_meanwhile_is_not_overwritten(here, client):
    notice = drafted(here)
    address = reverse("notices:edit", args=[notice.pk])
    client.as_(here.village_clerk)
    sent = typed(words="改后的说明", version=notice.version)
    assert client.post(address, sent).status_code == 302
    assert body_of(Notice.objects.get())["words"] == "改后的说明"
    page = client.post(address, sent | {"words": "又改"})
    assert page.status_code == 422 and "有改动" in page.content.decode()


def test_the_photos_of_the_first_and_the_last_day_are_kept_and_shown(here, client):
    with days_ago(12):
        notice = posted(here)
    client.as_(here.village_clerk)
    for day in (notice.begins_on, notice.ends_on):
        sent = {"photo": photo(), "place": BOARD, "on": day.isoformat()}
        assert client.post(reverse("notices:prove", args=[notice.pk]), sent).status_code == 302
    page = client.get(notice.get_absolute_url())
    assert [one["name"] for one in page.context["photos"]] == ["开始张贴", "期满"]
    for one in page.context["photos"]:
        assert client.get(one["thumb_url"])["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"photo": SimpleUploadedFile("张贴.jpg", b"%PDF-1.4 no picture")}, "张贴.jpg"),
        ({"place": " "}, "请填写此项"),
        ({"on": (TODAY + timedelta(days=1)).isoformat()}, "张贴日期应在"),
        ({"place": "张三 410821199003071238"}, "含有身份证号码"),
    ],
)
def test_what_proves_nothing_gets_its_sentence(here, client, values, sentence):
    notice, before = posted(here), files()
    sent = {"photo": photo(), "place": BOARD, "on": TODAY.isoformat()} | values
    page = client.as_(here.village_clerk).post(reverse("notices:prove", args=[notice.pk]), sent)
    assert page.status_code == 422 and sentence in page.content.decode()
    assert Notice.objects.get().started_on is None
    assert files() == before, "a photo nobody knows of is left on the disk"


def files():
    """All that is stored."""
    return {path for path in Path(default_storage.location).rglob("*") if path.is_file()}


def test_the_reviewer_finds_the_draft_and_the_objection_on_the_workbench(here, client):
    drafted(here)
    objected(here, posted(here))
    page = client.as_(here.town_reviewer).get(reverse("journal:todo")).content.decode()
    assert "待发布公示" in page and "待答复异议" in page


def test_the_page_of_a_notice_leads_to_its_public_page_and_to_paper(here, client):
    notice = proved(here, posted(here), end=False)
    page = client.as_(here.town_reviewer).get(notice.get_absolute_url()).content.decode()
    assert reverse("public:notice", args=[notice.number]) in page and notice.sha256 in page
    answer = client.post(reverse("notices:print", args=[notice.pk]), {"layout": "poster"})
    assert answer.status_code == 302 and answer["Location"].startswith("/prints/")


def test_a_draft_is_not_printed(here, client):
    notice = drafted(here)
    answer = client.as_(here.town_reviewer).post(reverse("notices:print", args=[notice.pk]))
    assert answer["Location"] == notice.get_absolute_url()


def test_an_answered_objection_shows_its_answer_and_who_gave_it(here, client):
    one, _ = objected(here, posted(here))
    answered(here, one)
    page = client.as_(here.county_clerk).get(one.get_absolute_url()).content.decode()
    assert "已核实，以决算为准。" in page and here.town_reviewer.name in page


def test_lists_ask_the_same_number_of_queries_for_many_rows(here, client):
    client.as_(here.town_reviewer)

    def asked():
        rested()
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("notices:list"))
            client.get(reverse("notices:objections"))
            client.get(reverse("public:county", args=[here.code]))
        return len(seen)

    objected(here, posted(here))
    few = asked()
    for _ in range(5):
        objected(here, posted(here))
    assert asked() == few
