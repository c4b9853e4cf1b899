"""二（四）Titles on paper, and what the code on a certificate leads to."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from assets import actions as assets
from journal import jobs
from journal.models import Document, Job, Print
from ownership import owners, prints
from ownership.models import Title
from ownership.notices import CODE
from tenancy.scope import NOBODY, SYSTEM, scope
from tests import noticing
from tests.journal.printing import again, asked, codes, content, parts_on_disk, printed, texts
from tests.ownership.test_actions import joint
from tests.ownership.test_bulk import done, opened, roads
from tests.servers import wait_until


def certificated(place, number):
    """So many titles of roads with their certificates, in the order of their numbers."""
    roads(place, number)
    with place.scope():
        opened(place, place.town_clerk)
        titles = list(Title.objects.order_by("pk"))
    noticing.over(place, titles, kind=CODE)
    with place.scope():
        done(place, "ownership.confirm", place.county_head)
        done(place, "ownership.issue", place.county_clerk)
        return list(Title.objects.order_by("number"))


def test_a_certificate_tells_whose_it_is_and_its_code_leads_to_the_public_page(here, client):
    title = here.title_in("certificated", whole=100, shares=joint(here))
    row = printed(here, prints.certificate, [title])
    (sheet,) = texts(row)
    for words in (
        "扶贫资产确权证书",
        title.number,
        "东关至刘庄道路",
        "城关镇东关村",
        "51/100（51%）",
        "修武县人民政府",
    ):
        assert words in sheet, words
    assert codes(content(row)) == [prints.address(title.number)]
    page = client.get(reverse("certificate", args=[title.number]))
    text = page.content.decode()
    assert page.status_code == 200 and "有效" in text and "刘庄村" in text
    assert "public" in page["Cache-Control"] and not page.cookies and len(page.content) < 20_000


def test_a_certificate_names_a_household_to_nobody_who_may_not_read_its_name_on_the_page(here, city, client):
    asset = here.asset_in("ledger", category="household", subtype="D01", name="母牛")
    title = here.title_in("certificated", asset, shares=[owners.Owner("household", "王建国")])
    (sheet,) = texts(printed(here, prints.certificate, [title]))
    assert "王建国" in sheet
    client.as_(city.reader).post(reverse("ownership:print", args=["certificate"]), {"pk": title.pk})
    with scope(SYSTEM), transaction.atomic():
        row = Print.objects.get(by=city.reader)
    with scope(NOBODY):
        jobs.run(city.code, row.job_id)
    with scope(SYSTEM), transaction.atomic():
        (sheet,) = texts(again(row))
    assert "王*国" in sheet and "王建国" not in sheet


def test_each_certificate_has_a_sheet_of_its_own_in_the_order_of_numbers(here):
    titles = certificated(here, 3)
    pages = texts(printed(here, prints.certificate, titles))
    assert [title.number in page for title, page in zip(titles, pages, strict=True)] == [True] * 3


def test_the_register_and_the_list_handed_over_end_with_signatures(here):
    title = here.title_in("handed_over")
    (register,) = texts(printed(here, prints.register, [title]))
    assert "扶贫资产确权登记表" in register and "填表人" in register and title.number in register
    (handover,) = texts(printed(here, prints.handover, [title]))
    assert "扶贫资产移交清单" in handover and "监交人" in handover and "东关村" in handover


def test_an_extinguished_certificate_says_so(here, client):
    title = here.title_in("certificated")
    here.struck_off(title, reason="面积登记有误")
    text = client.get(reverse("certificate", args=[title.number])).content.decode()
    assert "已注销，不再有效" in text and "面积登记有误" not in text


@pytest.mark.parametrize("fields", [{}, {"category": "household", "subtype": "D01"}])
def test_the_certificate_of_what_left_the_ledger_is_good_no_more(here, client, fields):
    title = here.title_in("certificated", here.asset_in("ledger", **fields))
    with here.scope():
        assets.retire(title.asset, by=here.county_head, reason="到期报废")
    text = client.get(reverse("certificate", args=[title.number])).content.decode()
    assert "资产已退出台账，不再有效" in text and "到期报废" not in text and "<dd>有效" not in text


def test_of_a_households_certificate_nothing_personal_is_public(here, client):
    asset = here.asset_in("ledger", category="household", subtype="D01", name="王家母牛", holder="王建国")
    title = here.title_in("certificated", asset, shares=[owners.Owner("household", "王建国")])
    text = client.get(reverse("certificate", args=[title.number])).content.decode()
    assert "有效" in text and "农户（姓名不公开）" in text
    for personal in ("王建国", "王家母牛", "王*国", "东关"):
        assert personal not in text


@pytest.mark.parametrize("number", ["410821Q2020999999", "410821Q2020", "x" * 300, "410821Q2020000001'--"])
def test_whatever_is_no_certificate_gets_one_and_the_same_page(here, client, number):
    answer = client.get(reverse("certificate", args=[number]))
    assert answer.status_code == 404 and "没有查到这份证书" in answer.content.decode()


def test_drafts_have_no_public_page(here):
    title = here.title_in("confirmed")
    with scope(SYSTEM):
        assert Title.objects.get(pk=title.pk).number == ""


def test_all_certificates_of_a_township_are_asked_for_from_the_list(here, client):
    certificated(here, 60)
    client.as_(here.town_clerk)
    shelf = client.get(reverse("ownership:list"), {"town": here.towns[0]}).context["bulk"]
    told = {"all": "1", "query": shelf["query"], "told": shelf["told"]}
    answer = client.post(reverse("ownership:print", args=["certificate"]), told)
    row = Print.objects.get()
    assert answer.url == row.get_absolute_url() and len(row.rows) == 60


def test_without_a_certificate_there_is_none_to_print(here, client):
    title = here.title_in("proposed")
    answer = client.as_(here.town_clerk).post(
        reverse("ownership:print", args=["certificate"]), {"pk": [title.pk]}, follow=True
    )
    assert "所选都还没有颁证" in answer.content.decode() and not Print.objects.exists()


def test_a_title_of_another_county_is_not_printed(here, there, client):
    with there.scope():
        title = there.title_in("certificated")
    answer = client.as_(here.county_clerk).post(
        reverse("ownership:print", args=["register"]), {"pk": [title.pk]}, follow=True
    )
    assert "没有可以打印的记录" in answer.content.decode() and not Print.objects.exists()


def test_a_killed_printer_leaves_its_sheets_to_the_next(printer, here):
    titles = certificated(here, 2 * prints.SHEETS + 5)
    row = asked(here, prints.certificate, titles)
    assert wait_until(lambda: parts_on_disk(row) != [], 90)
    printer.kill()
    with scope(SYSTEM), transaction.atomic():
        Job.objects.filter(pk=row.job_id).update(beat_at=timezone.now() - timedelta(minutes=2))
    printer.start()

    def is_made():
        jobs.sweep()
        with here.scope():
            return again(row).document_id is not None

    assert wait_until(is_made, 120)
    with here.scope():
        pages = texts(again(row))
        assert Document.objects.filter(kind="pdf").count() == 1
    assert [title.number in page for title, page in zip(titles, pages, strict=True)] == [True] * len(titles)
