"""The four ledgers: one table seen from county, township, village and department, and each of them on paper."""

import csv
import io

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone

from assets.models import Asset
from journal.exports.paper import LEDGERS
from journal.models import Print
from journal.prints.registry import PRINTS
from journal.tasks import expire_imports
from tests.journal import printing
from tests.journal.exporting import content as exported
from tests.journal.exporting import taken_out
from tests.journal.importing import text, work

BOOKS = reverse("assets:books")


def entered(place, **fields):
    return place.asset_in("ledger", **fields)


@pytest.fixture
def two(here):
    """Two entered roads of 东关, one of them worth an odd sum."""
    entered(here, name="东关硬化路", original_value="860000.00")
    entered(here, name="东关排水沟", original_value="1234567.89")


def lines(client, level):
    rows = client.get(BOOKS, {"level": level}).context["rows"]
    return [(row["label"], row["n"], row["value"]) for row in rows]


def asked(client, url, fmt="pdf"):
    """The page one comes to after asking for the official ledger of a line."""
    return client.post(url, {"layout": "ledger", "format": fmt}, follow=True)


def test_each_level_counts_the_same_assets_and_opens_their_list(here, two, client):
    client.as_(here.county_clerk)
    worth = sum(value for *_, value in lines(client, "county"))
    assert f"{worth:.2f}" == "2094567.89"
    assert lines(client, "county") == [("修武县", 2, worth)]
    assert lines(client, "town") == [("城关镇", 2, worth)]
    assert lines(client, "village") == [("城关镇 东关村", 2, worth)]
    assert [n for _, n, _ in lines(client, "dept")] == [2, 2]
    for level in ("county", "town", "village", "dept"):
        for row in client.get(BOOKS, {"level": level}).context["rows"]:
            assert len(client.get(row["list_url"]).context["rows"]) == row["n"]


def test_a_village_sees_its_own_and_the_city_each_county(here, there, city, two, client):
    entered(there)
    assert lines(client.as_(here.village_clerk), "county")[0][1] == 2
    assert [(label, n) for label, n, _ in lines(client.as_(city.reader), "town")] == [
        ("修武县", 2),
        ("博爱县", 1),
    ]


@pytest.mark.parametrize(
    ("level", "title"),
    [
        ("county", "修武县扶贫资产台账"),
        ("town", "修武县城关镇扶贫资产台账"),
        ("village", "修武县城关镇东关村扶贫资产台账"),
        ("dept", "修武县交通运输局扶贫资产台账"),
    ],
)
def test_each_is_printed_across_a3_with_its_own_title(here, two, client, level, title):
    client.as_(here.county_clerk)
    rows = client.get(BOOKS, {"level": level}).context["rows"]
    url = next(row["paper_url"] for row in rows if level != "dept" or "交通" in row["label"])
    assert "打印" in text(asked(client, url))
    work(here)
    row = printing.again(Print.objects.get())
    (page,) = printing.texts(row)
    assert page.startswith(title) and "单位：万元" in page and "填报单位：修武县" in page
    assert printing.picture(printing.content(row), scale=1).size == (1191, 842)
    assert "东关硬化路" in page and "123.456789" in page and "合计2项" in page and "209.456789" in page
    assert "填表人：" in page and "审核人：" in page and "负责人：" in page and "第1页" in page


def test_a_long_ledger_goes_on_and_adds_up_at_its_end(here):
    for number in range(5):
        entered(here, name=f"{number}号路", original_value=10_000)
    told = {"place": "修武县", "unit": "县扶贫办", "told": ""}
    row = printing.printed(here, _in_parts_of(2), Asset.objects.order_by("name"), **told)
    pages = printing.texts(row)
    assert ["扶贫资产台账" in page for page in pages] == [True, False, False]
    assert ["合计5项5" in page for page in pages] == [False, False, True]
    assert all("资产基本情况" in page for page in pages) and "第3页" in pages[2]
    assert [f"{n}号路" in "".join(pages) for n in range(5)] == [True] * 5


def _in_parts_of(size):
    small = type(LEDGERS["assets"])(**vars(LEDGERS["assets"]) | {"per": size, "name": "tests.ledger"})
    PRINTS["tests.ledger"] = small
    return small


def test_the_words_it_was_asked_with_go_with_the_file(here, two, client):
    client.as_(here.county_clerk)
    asked(client, reverse("exports:new", query={"resource": "assets", "layout": "ledger", "q": "东关"}))
    work(here)
    assert "东关" in Print.objects.get().params["told"]
    Print.objects.update(expires_at=timezone.now())
    expire_imports()
    assert Print.objects.get().params == {}


def test_only_the_official_layout_is_for_paper_and_nothing_is_not_printed(here, client):
    client.as_(here.county_clerk)
    page = reverse("exports:new", query={"resource": "assets"})
    assert "PDF 只用于正式台账" in text(client.post(page, {"layout": "view", "format": "pdf"}))
    assert "没有可以打印的记录" in text(client.post(page, {"layout": "ledger", "format": "pdf"}))
    other = reverse("exports:new", query={"resource": "projects"})
    assert client.post(other, {"layout": "all", "format": "pdf"}).status_code == 422
    assert not Print.objects.exists()


@pytest.mark.parametrize(("fmt", "encoding"), [("csv", "utf-8-sig"), ("csv_gb", "gb18030")])
def test_the_official_layout_as_text_has_the_same_lines(here, two, fmt, encoding):
    row = taken_out(here, layout="ledger", fmt=fmt)
    found = list(csv.reader(io.StringIO(exported(row).decode(encoding))))
    assert found[0] == ["修武县扶贫资产台账"] and found[1][2] == "单位：万元"
    groups, labels = found[2], found[3]
    assert groups[labels.index("中央")] == "来源项目和资金" and labels[0] == groups[0] == "序号"
    worth = labels.index("原值")
    assert [line[worth] for line in found[4:7]] == ["86", "123.456789", "209.456789"]
    assert found[6][:2] == ["合计", "2 项"] and found[-1] == ["填表人：", "审核人：", "负责人："]


def test_a_number_is_read_whole(here, two):
    told = {"place": "修武县", "unit": "县扶贫办", "told": ""}
    row = printing.printed(here, LEDGERS["assets"], Asset.objects.order_by("pk"), **told)
    page = pypdfium2.PdfDocument(printing.content(row))[0].get_textpage().get_text_range()
    for number in Asset.objects.filter(state="ledger").values_list("number", flat=True):
        assert number in page
