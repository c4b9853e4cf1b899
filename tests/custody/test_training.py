"""三（二）A training is written down with who came, found by townships and villages, taken out, and declared void."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from custody.models import Training
from custody.training import attending
from journal.exports.registry import EXPORTS
from journal.transitions import Refused
from tenancy.scope import current
from tests.custody.patrolling import scene
from tests.custody.teaching import TOLD, held, training_in

LIST, NEW = reverse("training:list"), reverse("training:create")
LINES = "城关镇 3 2\n城关镇东关村民委员会\t２ ２"


def form(here, **told):
    return TOLD | {"unit": here.department.pk, "on": timezone.localdate(), "lines": LINES} | told


def test_a_department_writes_down_what_it_taught_and_who_came(here, client):
    client.as_(here.department_clerk)
    assert client.post(NEW, form(here, sheet=scene())).status_code == 302
    row = Training.objects.get()
    assert (row.unit, row.made_by, row.sheet.kind) == (here.department, here.department_clerk, "jpg")
    lines = row.lines.order_by("pk").values_list("unit", "asked", "came")
    assert list(lines) == [(here.town.pk, 3, 2), (here.village.pk, 2, 2)]
    page = client.get(row.get_absolute_url()).content.decode()
    assert "签到表" in page and here.village.name in page and "作废" in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "请填写培训名称"),
        ({"subject": ""}, "请选择培训内容"),
        ({"on": timezone.localdate() + timedelta(days=1)}, "培训日期不能晚于今天"),
        ({"teacher": "李某 410821197001011232"}, "身份证号"),
        ({"lines": " "}, "请至少填写一个参训单位"),
        ({"lines": "城关镇"}, "第 1 行“城关镇”看不明白"),
        ({"lines": "城关镇 3 2\n月亮镇 1 1"}, "第 2 行的“月亮镇”不是本县的单位"),
        ({"lines": "城关镇 2 3"}, "实到人数多于应到人数"),
        ({"lines": "城关镇 2 2\n城关镇 2 2"}, "同一单位只填一行"),
        ({"lines": "城关镇 2001 1"}, "人数超过 2000 人"),
        ({"lines": "城关镇 0 0"}, "应到人数不能都是 0"),
    ],
)
def test_what_cannot_be_a_training_is_said_and_nothing_is_written(here, client, wrong, sentence):
    page = client.as_(here.county_clerk).post(NEW, form(here, **wrong))
    assert (page.status_code, Training.objects.exists()) == (422, False)
    assert sentence in page.content.decode()


def test_a_sheet_that_is_no_paper_is_refused_and_nothing_is_written(here, client):
    program = SimpleUploadedFile("签到表.pdf", b"MZ\x90\x00" + b"\x00" * 200)
    page = client.as_(here.department_clerk).post(NEW, form(here, sheet=program))
    assert (page.status_code, Training.objects.exists()) == (422, False)


def test_a_department_writes_down_its_own_only(here, client):
    page = client.as_(here.department_clerk).post(NEW, form(here, unit=here.other_department.pk))
    assert (page.status_code, Training.objects.exists()) == (422, False)
    with pytest.raises(PermissionDenied):
        held(here, unit=here.other_department)
    with pytest.raises(Refused, match="由县直部门组织"):
        held(here, by="county_clerk", unit=here.town)


def test_two_villages_of_one_name_are_told_apart_by_their_townships(here):
    names = {"东关": [here.village, here.other_village], "城关镇东关": [here.village]}
    assert attending.read("东关 1 1", names)[1] == ["第 1 行的“东关”在本县不止一个，请在前面写上乡镇。"]
    assert attending.read("城关镇 东关 1 1", names) == ([(here.village, 1, 1)], [])


def test_townships_and_villages_see_what_was_held_but_not_who_signed(here, there, client):
    row = held(here, sheet=scene())
    page = client.as_(here.other_village_clerk).get(LIST).content.decode()
    assert row.title in page and "2/3" in page
    assert client.get(row.get_absolute_url()).status_code == 200
    assert client.get(reverse("training:sheet", args=[row.pk])).status_code == 403
    assert client.as_(here.discipline).get(reverse("training:sheet", args=[row.pk])).status_code == 200
    assert client.as_(there.county_clerk).get(row.get_absolute_url()).status_code == 404
    assert (
        client.as_(here.department_clerk).get(reverse("training:sheet", args=[held(here).pk])).status_code
        == 404
    )


@pytest.mark.parametrize(
    ("query", "there_it_is"),
    [
        ("q=管护员", True),
        ("q=合同", False),
        ("subject=custody&manner=class", True),
        ("subject=income", False),
        ("town=410821100", True),
        ("town=410821101", False),
        ("village=410821100201", True),
        ("village=410821100202", False),
        ("state=void", False),
        ("since=2020-01-01", True),
        ("until=2020-01-01", False),
    ],
)
def test_the_list_is_narrowed(here, client, query, there_it_is):
    held(here, lines=[(here.village, 2, 2)])
    page = client.as_(here.county_head).get(f"{LIST}?{query}").content.decode()
    assert ("管护员业务培训" in page) == there_it_is


def test_its_file_tells_who_came(here, rf):
    held(here, lines=[(here.town, 3, 2), (here.village, 1, 1)])
    exportable = EXPORTS["training"]
    with here.scope(here.county_clerk):
        rows = exportable.rows(here.county_clerk, current(), rf.get(LIST).GET)
        told = rows.values_list("asked", "came", "who").get()
    assert told == (4, 3, f"{here.town.name} 2/3；{here.village.name} 1/1")


def test_what_is_void_says_why(here, client):
    row = training_in(here, "void")
    page = client.as_(here.town_clerk).get(row.get_absolute_url()).content.decode()
    assert "已作废" in page and "登记有误" in page
