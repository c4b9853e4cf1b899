"""The dashboard: every figure on it opens a list that sums to exactly it, whoever looks and whatever is filtered."""

import re
from decimal import Decimal
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.urls import reverse

from assets import projects
from assets.models import Asset
from journal.acts import act
from journal.templatetags.jiadi import wan
from tests.test_queries import queries

BOARD, LIST = reverse("assets:dashboard"), reverse("assets:list")
NUMBER = re.compile(r"[\d,]+(?:\.\d\d)?")
LOOKERS = "village_clerk town_reviewer department_clerk other_department_clerk county_head discipline".split()


class Figures(HTMLParser):
    """[(address, text)] of the links to the list that show a number."""

    def __init__(self, page):
        super().__init__()
        self.found, self.open = [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        address = dict(attrs).get("href", "")
        if tag == "a" and address.startswith(f"{LIST}?"):
            self.open = address

    def handle_endtag(self, tag):
        self.open = None if tag == "a" else self.open

    def handle_data(self, data):
        for number in NUMBER.findall(data) if self.open else ():
            self.found.append((self.open, number))


@pytest.fixture
def ledger(here, there):
    """Assets of all states, types, years, places and kinds of money; the next county has one that must not show."""
    furnish(here)
    there.asset_in("ledger")
    return here


def furnish(place):
    """What a county's ledger holds: joint money, money of one level, no project, no department, no township."""
    joint = project(place, ("central", "special", 300_000), ("county", "integrated", 100_000))
    one = project(place, ("province", "special", 250_000))
    bare = project(place)
    for number, state in enumerate(Asset.State.values):
        given = {"original_value": 100_000 + number * Decimal("1111.11"), "formed_year": 2016 + number}
        place.asset_in(state, name=f"道路 {number}", project=joint, **given)
        place.asset_in(state, name=f"机井 {number}", subtype="G02", project=one, **given)
        far = {"village_id": place.villages[1], "implementing_dept": place.other_department}
        place.asset_in(state, name=f"水厂 {number}", subtype="G03", project=bare, **given, **far)
        place.asset_in(state, name=f"大棚 {number}", category="operating", subtype="J01", measure="structure")
    county = {"unit": place.office, "town_id": None, "village_id": None, "implementing_dept": None}
    place.asset(by=place.county_clerk, name="全县电商平台", category="operating", subtype="J06", **county)
    with (
        connection.cursor() as cursor,
        place.scope(),
        act("tests.age", "放置", by=None, county=place.code) as entry,
    ):
        cursor.execute("UPDATE assets_asset SET updated_at = now() - interval '40 days' WHERE name ~ '机井'")
        entry.about(Asset.objects.first())


def project(place, *lines):
    """A project of the township with these funding lines."""
    keys = ("level", "kind", "amount")
    budget = sum(amount for *_, amount in lines) or 400_000
    given = {"unit": place.town, "name": "示例项目", "fund_year": 2019, "budget": budget}
    with place.scope(place.town_clerk):
        return projects.add_project(
            by=place.town_clerk,
            town_id=place.towns[0],
            lines=[dict(zip(keys, line, strict=True)) for line in lines],
            **given,
        )


def sums(client, address):
    """What a list says it holds, as the dashboard writes it: (count, 万元)."""
    totals = client.get(address).context["totals"]
    return totals["text"].removesuffix(" 项"), wan(totals["value"])


def wrong(client, address):
    """The figures of a dashboard whose list sums to something else, and how many figures there were."""
    figures = Figures(client.get(address).content.decode()).found
    known = {opened: sums(client, opened) for opened in {opened for opened, _ in figures}}
    return [(o, text, known[o]) for o, text in figures if text not in known[o]], len(figures)


@pytest.mark.parametrize("person", LOOKERS)
def test_every_figure_opens_a_list_that_sums_to_it(ledger, client, person):
    faults, figures = wrong(client.as_(getattr(ledger, person)), BOARD)
    assert faults == [] and figures > 20


@pytest.mark.parametrize("query", ["", "county=410821", "category=public", "county=410821&year_from=2017"])
def test_a_reader_of_the_city_opens_lists_that_sum_to_the_figures(ledger, city, client, query):
    faults, figures = wrong(client.as_(city.reader), f"{BOARD}?{query}")
    assert faults == [] and figures > 20


FILTERS = [
    {"category": "public", "year_from": 2017},
    {"q": "机井"},
    {"state": "draft"},
    {"state": "retired", "fund_kind": "mixed"},
    {"fund_level": "none"},
    {"stale": 30},
    {"town": 410821100},
    {"town": 0},
    {"town": "x", "state": "nonsense", "fund_kind": "' OR 1", "village": "-3"},
]


@pytest.mark.parametrize("query", FILTERS, ids=str)
def test_with_a_filter_at_work_the_figures_still_open_their_lists(ledger, client, query):
    faults, figures = wrong(client.as_(ledger.county_head), f"{BOARD}?{urlencode(query)}")
    assert faults == [] and figures > 10


def test_each_part_makes_the_whole(ledger, client):
    board = client.as_(ledger.county_head).get(BOARD).context
    for part in board["parts"]:
        rows = [row for row in part["rows"] if not row["fine"]]
        assert sum(int(row["n"]) for row in rows) == int(part["total"]["n"]) == 4, part["title"]


def test_money_of_several_kinds_and_money_untold_are_parts_of_their_own(ledger, client):
    parts = {part["id"]: part for part in client.as_(ledger.county_head).get(BOARD).context["parts"]}
    told = {key: {row["label"]: row["n"] for row in parts[key]["rows"]} for key in ("kinds", "levels")}
    assert told["kinds"] == {"财政专项扶贫资金": "1", "多种资金": "1", "未注明": "2"}
    assert told["levels"] == {"省级": "1", "多级资金": "1", "未注明": "2"}


def test_what_lies_untouched_is_counted_with_its_days(ledger, client):
    progress = client.as_(ledger.county_head).get(BOARD).context["progress"]
    lying = progress["total"]["cells"][-1]
    assert lying["text"] == "3" and progress["total"]["age"] == "40 天"


def test_a_township_sees_its_villages_and_a_city_its_counties(ledger, city, client):
    board = client.as_(ledger.town_reviewer).get(BOARD).context
    assert [row["label"] for row in board["progress"]["rows"]] == ["东关村", "刘庄村"]
    board = client.as_(city.reader).get(BOARD).context
    assert [row["label"] for row in board["progress"]["rows"]] == ["修武县", "博爱县"]


def test_the_state_told_is_a_chip_that_can_be_taken_off(ledger, client):
    board = client.as_(ledger.county_head).get(f"{BOARD}?state=draft&category=public").context
    assert [chip["value"] for chip in board["chips"]] == ["草稿", "公益性资产"]
    assert board["chips"][0]["remove_url"] == f"{BOARD}?category=public"


def test_an_empty_ledger_has_a_dashboard_too(here, client):
    page = client.as_(here.county_head).get(BOARD)
    assert page.status_code == 200 and "没有符合条件的资产" in page.content.decode()


def test_a_dashboard_asks_no_more_for_many_assets_than_for_few(ledger, client):
    client.as_(ledger.county_head)
    few = queries(client, BOARD)
    furnish(ledger)
    assert queries(client, BOARD) == few <= 12
