"""应登记未登记: completed projects against the register, each number opening its list."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from assets import projects, registers
from tests.journal.exporting import content, taken_out
from tests.journal.importing import text
from tests.test_queries import queries

PAGE = reverse("assets:unregistered")


def project(county, name, *, budget=100_000, days=-30, year=None, lines=(), **fields):
    """A project that ended so many days ago (None: nobody said when)."""
    today = timezone.localdate()
    given = {
        "unit": county.town,
        "town_id": county.towns[0],
        "place": "城关镇东关村",
        "fund_year": year or today.year,
        "end_on": None if days is None else today + timedelta(days=days),
        "implementing_dept": county.department,
        "lines": [{"level": level, "kind": "special", "amount": amount} for level, amount in lines],
    }
    with county.scope():
        return projects.add_project(by=county.county_clerk, name=name, budget=budget, **given | fields)


@pytest.fixture
def several(here):
    """One of each kind, and some that are all right."""
    project(here, "没有登记的")
    here.asset(project=project(here, "少登记的"), original_value=60_000)
    here.asset(project=project(here, "多登记的"), original_value=160_000)
    here.asset(project=project(here, "没填价值的"), original_value=None)
    whole = project(here, "相符的")
    here.asset(project=whole, original_value=60_000)
    here.asset(project=whole, original_value=40_000)
    project(here, "还没完工的", days=10)
    project(here, "管理费", kind="management")


def told(client, address=PAGE):
    return {row.name: (row.lack, row.spent, row.held) for row in client.get(address).context["rows"]}


def test_each_project_that_does_not_tally_says_why(here, several, client):
    client.as_(here.county_clerk)
    spent = Decimal(100_000)
    assert told(client) == {
        "没有登记的": ("none", spent, 0),
        "少登记的": ("short", spent, 60_000),
        "多登记的": ("over", spent, 160_000),
        "没填价值的": ("open", spent, 0),
    }
    page = text(client.get(PAGE))
    assert "未登记资产" in page and "登记少于投入" in page and "资产价值未填" in page


def test_what_it_cost_is_the_sum_of_its_sources_or_the_budget(here, client):
    project(here, "有来源的", budget=50_000, lines=[("central", 30_000), ("county", 20_000)])
    client.as_(here.county_clerk)
    assert told(client)["有来源的"][1] == 50_000


def test_what_households_got_and_subsidies_count(here, client):
    both = project(here, "到户的牛", budget=8_000)
    grant = {"name": "母牛", "subtype": "D01", "amount": 5_000, "year": 2019, "project": both}
    home = {"town_id": here.towns[0], "village_id": here.villages[0], "kind": "lifted_out"}
    with here.scope():
        registers.register_household(
            by=here.village_clerk, unit=here.village, householder="试一", grant=grant, **home
        )
        client.as_(here.county_clerk)
        assert told(client)["到户的牛"] == ("short", 8_000, 5_000)
        paid = {"kind": "interest", "name": "贴息", "year": 2019, "amount": 3_000, "project": both}
        registers.register_subsidy(by=here.town_clerk, unit=here.town, **paid)
    assert told(client) == {}


def test_a_project_without_a_last_day_is_over_after_two_years(here, client):
    this_year = timezone.localdate().year
    project(here, "两年前的", days=None, year=this_year - 2)
    project(here, "去年的", days=None, year=this_year - 1)
    assert list(told(client.as_(here.county_clerk))) == ["两年前的"]


def test_each_number_opens_its_list(here, several, client):
    project(here, "刘庄的", place="刘庄村和东关村", implementing_dept=here.other_department)
    project(here, "没说在哪里的", town_id=None, place="", implementing_dept=None)
    client.as_(here.county_clerk)
    for address in (PAGE, f"{PAGE}?town={here.towns[0]}"):
        context = client.get(address).context
        numbers = [(stat["value"], stat["url"]) for stat in context["stats"][:4]]
        numbers += [
            (cell["n"], cell["url"])
            for part in context["parts"]
            for row in part["rows"]
            for cell in row["cells"]
        ]
        assert len(numbers) > 12
        for number, url in numbers:
            assert len(told(client, url)) == int(number), url


def test_within_a_township_it_is_counted_by_village(here, several, client):
    project(here, "刘庄的", place="刘庄村")
    here.asset(name="东关的路", project=project(here, "没写地点的", place=""), original_value=1)
    (villages, _) = client.as_(here.county_clerk).get(PAGE, {"town": here.towns[0]}).context["parts"]
    counts = {row["label"]: [cell["n"] for cell in row["cells"]] for row in villages["rows"]}
    assert counts == {"东关村": [1, 2, 1, 1], "刘庄村": [1, 0, 0, 0]}


def test_another_county_and_what_one_may_not_see_is_not_counted(here, there, city, several, client):
    project(there, "那里的")
    assert "那里的" not in told(client.as_(here.county_clerk))
    assert len(told(client.as_(city.reader))) == 5
    (part,) = client.get(PAGE).context["parts"]
    assert [(row["label"], sum(cell["n"] for cell in row["cells"])) for row in part["rows"]] == [
        ("修武县", 4),
        ("博爱县", 1),
    ]
    assert told(client.as_(here.other_town_reviewer)) == {}


@pytest.mark.parametrize(
    "odd", ["town=x", "village=410821100201", "dept=9999999999", "lack=x", "year=x", "after=x~y"]
)
def test_an_odd_address_is_a_list_all_the_same(here, several, client, odd):
    assert client.as_(here.county_clerk).get(f"{PAGE}?{odd}").status_code == 200


def test_it_is_taken_out_as_it_is_shown(here, several):
    row = taken_out(here, resource="unregistered", fmt="csv", query="lack=short")
    lines = content(row).decode("utf-8-sig").splitlines()
    assert (
        len(lines) == 2 and "少登记的" in lines[1] and "40000.00" in lines[1] and "登记少于投入" in lines[1]
    )
    assert row.told == "情况：登记少于投入"


def test_the_page_asks_no_more_for_forty_projects_than_for_four(here, several, client):
    client.as_(here.county_clerk)
    address = f"{PAGE}?town={here.towns[0]}"
    few = queries(client, address)
    for number in range(36):
        project(here, f"{number}号项目")
    assert queries(client, address) == few <= 14
