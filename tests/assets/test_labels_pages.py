"""Printing labels, through the browser's door: what is chosen, what is remembered, and who may fetch the file."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from assets import actions
from assets.labels import making
from assets.models import LabelRun, PrinterOffset
from assets.tasks import expire_labels
from journal import actions as people
from journal import jobs
from journal.models import Document, Job
from tenancy.models import Appointment
from tenancy.scope import NOBODY, SYSTEM, scope

LABELS = reverse("assets:labels")
SHEET = {"sheet": "a4_3x8", "printer": "一楼惠普", "x": "1.5", "y": "-0.5", "start": "1"}


def asked(client, **changes):
    return client.post(LABELS, SHEET | {"do": "print"} | changes)


def pages(answer):
    assert answer["Content-Type"] == "application/pdf", answer
    return PdfReader(BytesIO(answer.getvalue())).pages


def text(answer):
    return answer.content.decode()


def codes_of(page):
    return page.get_contents().get_data().count(b" cm 0 g ")


@pytest.fixture
def many(here, monkeypatch):
    """Three entered assets and a draft, where two labels are many enough for a job."""
    monkeypatch.setattr(making, "AT_ONCE", 1)
    here.asset(name="草稿")
    return [here.asset_in("ledger", name=f"道路 {number}") for number in range(3)]


def owed(client, here, **changes):
    """A LabelRun asked for through the page, and done."""
    answer = asked(client, **changes)
    row = LabelRun.objects.get()
    assert answer["Location"] == row.get_absolute_url()
    jobs.run(here.code, row.job_id)
    row.refresh_from_db()
    return row


def test_one_label_comes_at_once(here, client):
    asset = here.asset_in("ledger")
    client.as_(here.village_clerk)
    assert f"{LABELS}?pk={asset.pk}" in text(client.get(asset.get_absolute_url()))
    assert "将打印 <strong>1</strong> 张" in text(client.get(f"{LABELS}?pk={asset.pk}"))
    (page,) = pages(asked(client, pk=asset.pk))
    assert codes_of(page) == 1


def test_what_is_not_entered_is_counted_and_not_printed(here, client):
    assets = [here.asset_in("ledger"), here.asset(name="草稿"), here.asset_in("retired", name="已退出")]
    client.as_(here.county_clerk)
    picked = {"pk": [asset.pk for asset in assets]}
    told = text(client.get(LABELS, picked))
    assert "将打印 <strong>1</strong> 张" in told and "另有 2 项尚未入账或已退出" in told
    assert codes_of(pages(asked(client, **picked))[0]) == 1
    refused = asked(client, pk=assets[1].pk)
    assert refused.status_code == 422 and "入账后再打印" in text(refused) and "一楼惠普" in text(refused)


def test_all_that_pass_a_filter_are_printed(here, client):
    here.asset_in("ledger", name="东关井", subtype="G02")
    here.asset_in("ledger", name="东关路")
    client.as_(here.county_clerk)
    told = text(client.get(f"{LABELS}?subtype=G02"))
    assert "将打印 <strong>1</strong> 张" in told and 'value="subtype=G02"' in told
    assert codes_of(pages(asked(client, query="subtype=G02", all="1"))[0]) == 1
    assert codes_of(pages(asked(client, query="", all="1"))[0]) == 2


def test_a_ticked_list_with_all_means_its_filter(here, client):
    ticked = here.asset_in("ledger", name="东关路")
    here.asset_in("ledger", name="东关井", subtype="G02")
    client.as_(here.county_clerk)
    picked = client.post(f"{LABELS}?category=public", {"pk": ticked.pk, "all": "1"})
    assert "将打印 <strong>2</strong> 张" in text(picked)


def test_another_countys_assets_and_others_beyond_reach_are_not_there(here, there, client):
    foreign, own = there.asset_in("ledger"), here.asset_in("ledger")
    client.as_(here.other_village_clerk)
    for pk in (foreign.pk, own.pk, 2**62, 10**30):
        assert asked(client, pk=pk).status_code == 404, pk
    client.as_(here.village_clerk)
    told = text(client.get(LABELS, {"pk": [own.pk, foreign.pk, "x", "²"]}))
    assert "将打印 <strong>1</strong> 张" in told and "另有 1 项不在您的查看范围内" in told


WRONG = {
    "a sheet that is none": ({"sheet": "a3"}, "选项"),
    "a place behind the sheet": ({"start": "25"}, "一页只有 24 张"),
    "a place before it": ({"start": "0"}, "1"),
    "an offset of a page": ({"x": "210"}, "10"),
    "an offset that is no number": ({"y": "左边"}, "数"),
    "an offset finer than printers": ({"x": "0.25"}, "小数"),
    "no printer": ({"printer": " "}, "必填"),
}


@pytest.mark.parametrize("case", WRONG)
def test_bad_input_is_a_sentence_and_nothing_is_kept(here, client, case):
    changes, sentence = WRONG[case]
    asset = here.asset_in("ledger")
    answer = asked(client.as_(here.county_clerk), pk=asset.pk, **changes)
    assert answer.status_code == 422 and sentence in text(answer)
    assert f'name="pk" value="{asset.pk}"' in text(answer)
    assert not PrinterOffset.objects.exists() and not LabelRun.objects.exists()


def test_an_address_of_this_machine_alone_is_warned_of(here, client, settings):
    address = f"{LABELS}?pk={here.asset_in('ledger').pk}"
    assert "只有本机能打开" in text(client.as_(here.county_clerk).get(address))
    settings.SITE_URL = "https://jiadi.example.gov.cn"
    assert "只有本机能打开" not in text(client.get(address))


def test_each_printers_offset_is_remembered_for_its_person(here, client):
    asset = here.asset_in("ledger")
    client.as_(here.county_clerk)
    asked(client, pk=asset.pk)
    asked(client, pk=asset.pk, printer="二楼兄弟", x="0", y="2", sheet="a4_2x5")
    asked(client, pk=asset.pk, x="2.5", do="test")
    kept = {
        one.printer: (one.sheet, one.x, one.y) for one in PrinterOffset.objects.filter(by=here.county_clerk)
    }
    assert kept == {
        "一楼惠普": ("a4_3x8", Decimal("2.5"), Decimal("-0.5")),
        "二楼兄弟": ("a4_2x5", Decimal(0), Decimal(2)),
    }
    form = client.get(f"{LABELS}?pk={asset.pk}&printer=二楼兄弟").context["form"]
    assert (form["sheet"].value(), form["y"].value()) == ("a4_2x5", Decimal(2))
    assert client.get(f"{LABELS}?pk={asset.pk}").context["form"]["printer"].value() == "一楼惠普"
    client.as_(here.county_head)
    assert client.get(f"{LABELS}?pk={asset.pk}").context["printers"] == []


def test_the_test_page_is_a_page_of_the_sheet(here, client):
    asset = here.asset_in("ledger")
    (page,) = pages(asked(client.as_(here.county_clerk), pk=asset.pk, do="test", sheet="roll_60x40"))
    assert float(page.mediabox.width) * 25.4 / 72 == pytest.approx(60, abs=0.01)


def test_many_are_drawn_by_a_job_and_fetched_by_whoever_asked(here, client, many):
    client.as_(here.county_clerk)
    row = owed(client, here, all="1", query="category=public", start="24")
    assert "下载标签" in text(client.get(row.get_absolute_url()))
    found = client.get(reverse("assets:label_file", args=[row.pk]))
    assert [codes_of(page) for page in pages(found)] == [1, 2]
    assert "attachment" in found["Content-Disposition"] and found["Cache-Control"] == "private, no-store"
    assert client.as_(here.county_head).get(row.get_absolute_url()).status_code == 404


def test_the_file_is_asked_for_anew_at_the_download(here, client, many):
    client.as_(here.town_reviewer)
    row = owed(client, here, pk=[asset.pk for asset in many])
    address = reverse("assets:label_file", args=[row.pk])
    assert client.get(address).status_code == 200
    people.end_post(Appointment.objects.get(user=here.town_reviewer), by=here.admin, reason="调离")
    assert client.get(address).status_code in (403, 404)


def test_an_asset_that_left_the_reach_closes_the_file(here, client, many):
    client.as_(here.department_clerk)
    row = owed(client, here, pk=[asset.pk for asset in many])
    moved = many[0]
    actions.amend(
        moved,
        by=here.county_clerk,
        version=moved.version,
        reason="更正部门",
        implementing_dept=here.other_department,
    )
    answer = client.get(reverse("assets:label_file", args=[row.pk]))
    assert answer.status_code == 403 and "重新打印" in text(answer)


def test_a_file_whose_day_is_over_is_removed(here, client, many):
    client.as_(here.county_clerk)
    row = owed(client, here, pk=[asset.pk for asset in many])
    LabelRun.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    expire_labels()
    assert not default_storage.exists(row.key)
    answer = client.get(reverse("assets:label_file", args=[row.pk]), follow=True)
    assert "<p>标签文件已过期并清除。" in text(answer) and answer.status_code == 200


def test_a_job_that_runs_twice_makes_one_file(here, client, many):
    client.as_(here.county_clerk)
    row = owed(client, here, pk=[asset.pk for asset in many])
    Job.objects.filter(pk=row.job_id).update(state=Job.State.QUEUED, finished_at=None)
    jobs.run(here.code, row.job_id)
    assert Document.objects.filter(name=row.name).count() == 1


def test_more_than_a_file_holds_is_refused_with_what_to_do(here, client, many, monkeypatch):
    monkeypatch.setattr(making, "MOST", 2)
    answer = asked(client.as_(here.county_clerk), pk=[asset.pk for asset in many])
    assert answer.status_code == 422 and "共 3 张，一次最多打印 2 张" in text(answer)


def test_a_reader_of_the_city_prints_too(here, city, client, many):
    client.as_(city.reader)
    answer = asked(client, pk=[asset.pk for asset in many])
    with scope(SYSTEM):
        row = LabelRun.objects.get()
    with scope(NOBODY):
        jobs.run(city.code, row.job_id)
    assert answer["Location"] == row.get_absolute_url()
    assert codes_of(pages(client.get(reverse("assets:label_file", args=[row.pk])))[0]) == 3
