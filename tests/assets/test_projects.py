"""Projects and their money: entered, amended with a reason, seen by whoever has a part in them."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assets import projects
from assets.actions import Stale
from assets.choices import FundKind, FundLevel
from assets.forms_projects import initial_lines
from assets.models import FundingLine, Project
from journal.models import Change, Entry
from journal.transitions import Refused

SPECIAL = {"level": FundLevel.CENTRAL, "kind": FundKind.SPECIAL, "amount": Decimal(600_000)}
COUNTY = {"level": FundLevel.COUNTY, "kind": FundKind.SPECIAL, "amount": Decimal(260_000)}


def project(here, **fields):
    usual = {
        "name": "东关村道路项目",
        "fund_year": 2019,
        "budget": Decimal(860_000),
        "town_id": here.towns[0],
    }
    usual |= {"unit": here.town, "by": here.town_clerk, "lines": [SPECIAL, COUNTY]}
    return projects.add_project(**usual | fields)


def typed(here, lines=(SPECIAL, COUNTY), **fields):
    """What a browser sends of the form."""
    data = {
        "unit": here.town.pk,
        "name": "东关村道路项目",
        "fund_year": 2019,
        "kind": "industry",
        "nature": "new",
    }
    data |= {"budget": "860000", "lines-TOTAL_FORMS": len(lines), "lines-INITIAL_FORMS": 0} | fields
    for number, line in enumerate(lines):
        data |= {f"lines-{number}-{name}": value for name, value in line.items()}
    return data


def kept(row):
    return list(row.lines.order_by("pk").values_list("level", "amount"))


def test_a_project_is_entered_with_its_money_in_one_act(here):
    row = project(here)
    entry = Entry.objects.about(row).get()
    assert kept(row) == [("central", 600_000), ("county", 260_000)]
    assert Change.objects.filter(entry=entry).count() == 3


def test_sources_that_do_not_make_the_whole_are_refused(here):
    with pytest.raises(Refused, match="与资金规模 860,000"):
        project(here, lines=[SPECIAL])


@pytest.mark.parametrize(
    "field, value, sentence",
    [
        ("budget", Decimal(-1), "金额不能为负数"),
        ("budget", Decimal(10**20), "最多 16 位数字"),
        ("fund_year", 0, "年度不能早于 1986 年"),
        ("town_id", 410822101, "不属于本县"),
        ("name", "", "此字段不能为空"),
    ],
)
def test_a_field_that_cannot_be_is_refused_by_name(here, field, value, sentence):
    with pytest.raises(Refused) as refused:
        project(here, lines=[], **{field: value})
    assert sentence in str(refused.value.message_dict)


def test_a_project_ends_after_it_begins(here):
    with pytest.raises(Refused, match="完工日期不能早于开工日期"):
        project(here, start_on="2019-05-01", end_on="2019-04-30")


def test_only_who_keeps_projects_of_the_unit_enters_one(here):
    with pytest.raises(PermissionDenied):
        project(here, by=here.village_clerk)
    with pytest.raises(PermissionDenied):
        project(here, unit=here.other_town)


def test_amending_keeps_changes_adds_and_takes_out_lines(here):
    row = project(here)
    first = row.lines.get(level="central")
    lines = [SPECIAL | {"id": first.pk, "amount": Decimal(700_000)}, COUNTY | {"amount": Decimal(160_000)}]
    projects.amend_project(row, by=here.town_clerk, version=1, reason="决算调整", lines=lines)
    assert kept(row) == [("central", 700_000), ("county", 160_000)]
    assert row.lines.get(level="central").pk == first.pk


def test_amending_needs_a_reason(here):
    with pytest.raises(Refused, match="须写明理由"):
        projects.amend_project(project(here), by=here.town_clerk, version=1, reason=" ", lines=[])


def test_the_second_of_two_hands_overwrites_nothing(here):
    row = project(here)
    change = {"by": here.town_clerk, "version": 1, "reason": "更名", "lines": []}
    projects.amend_project(row, name="先改的名称", **change)
    with pytest.raises(Stale):
        projects.amend_project(row, name="后改的名称", **change)
    assert Project.objects.get(pk=row.pk).name == "先改的名称"


def test_a_line_of_another_project_is_not_taken_over(here):
    row, other = project(here), project(here, name="另一个项目")
    stolen = SPECIAL | {"id": other.lines.first().pk, "amount": Decimal(860_000)}
    with pytest.raises(Refused, match="资金来源已有变动"):
        projects.amend_project(row, by=here.town_clerk, version=1, reason="试", lines=[stolen])


def test_a_department_sees_the_projects_it_implements(client, here):
    mine, other = project(here, implementing_dept=here.department), project(here, name="与本部门无关")
    client.as_(here.department_clerk)
    assert client.get(mine.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404
    assert other.name not in client.get(reverse("assets:projects")).text


def test_a_foreign_project_is_not_found(client, here, there):
    row = project(here)
    client.as_(there.county_clerk)
    for name in ("project", "project_edit"):
        assert client.get(reverse(f"assets:{name}", args=[row.pk])).status_code == 404


def test_who_only_reads_cannot_write(client, here):
    row = project(here)
    client.as_(here.county_head)
    assert client.get(row.get_absolute_url()).context["edit_url"] == ""
    assert client.get(reverse("assets:project_edit", args=[row.pk])).status_code == 403
    assert client.get(reverse("assets:project_create")).status_code == 403


def test_a_project_is_entered_through_the_page(client, here):
    response = client.as_(here.town_clerk).post(reverse("assets:project_create"), typed(here), follow=True)
    assert "已登记项目：东关村道路项目" in response.text and "260,000.00" in response.text


def test_faults_of_the_form_come_back_on_the_page(client, here):
    client.as_(here.town_clerk)
    bad = typed(here, [SPECIAL | {"amount": "99999999999999999999"}], fund_year="0")
    response = client.post(reverse("assets:project_create"), bad)
    assert response.status_code == 422
    assert {"fund_year"} == response.context["form"].errors.keys() or response.context["lines"].errors


def test_a_foreign_unit_in_the_form_is_refused(client, here, there):
    data = typed(here, unit=there.town.pk)
    response = client.as_(here.town_clerk).post(reverse("assets:project_create"), data)
    assert response.status_code == 422 and not Project.objects.exists()


def test_a_project_is_amended_through_the_page_with_its_history(client, here):
    row = project(here)
    lines = [SPECIAL | {"id": row.lines.get(level="central").pk}, COUNTY | {"amount": 260_000}]
    lines[1] |= {"id": row.lines.get(level="county").pk, "DELETE": "on"}
    data = typed(here, lines, budget="600000", reason="县级资金未到位", version=1)
    data |= {"lines-INITIAL_FORMS": 2}
    client.as_(here.town_clerk).post(reverse("assets:project_edit", args=[row.pk]), data)
    page = client.get(row.get_absolute_url()).text
    assert "县级资金未到位" in page and FundingLine.objects.filter(project=row).count() == 1


def test_the_second_hand_is_shown_the_difference(client, here):
    row = project(here)
    projects.amend_project(row, by=here.county_clerk, version=1, reason="更名", name="县里改的名称", lines=[])
    data = typed(here, [], reason="我也改", version=1)
    response = client.as_(here.town_clerk).post(reverse("assets:project_edit", args=[row.pk]), data)
    assert response.status_code == 422
    assert "县里改的名称" in response.text and here.county_clerk.name in response.text


def test_the_list_is_searched_and_narrowed(client, here):
    project(here)
    project(here, name="刘庄村灌溉项目", fund_year=2018)
    client.as_(here.county_clerk)
    for query in ({"q": "灌溉"}, {"year": 2018}):
        page = client.get(reverse("assets:projects"), query).text
        assert "刘庄村灌溉项目" in page and "东关村道路项目" not in page


def test_the_list_asks_the_same_number_of_queries_however_long(client, here):
    asked = []
    client.as_(here.county_clerk).get(reverse("assets:projects"))
    for number in range(2):
        project(here, name=f"第 {number} 个项目")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("assets:projects"))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_reader_of_the_city_sees_projects_of_all_its_counties(client, here, there, city):
    project(here)
    with there.scope():
        project(there, name="柏山村道路项目", town_id=there.towns[0])
    page = client.as_(city.reader).get(reverse("assets:projects")).text
    assert "东关村道路项目" in page and "柏山村道路项目" in page


def test_the_second_hand_sees_what_the_first_did_to_the_money(client, here):
    row = project(here)
    added = [
        *initial_lines(row),
        {"level": "city", "kind": "special", "amount": Decimal(1000), "document_number": ""},
    ]
    budget = row.budget + 1000
    projects.amend_project(
        row, by=here.county_clerk, version=1, reason="市级追加", lines=added, budget=budget
    )
    answer = client.as_(here.town_clerk).post(
        reverse("assets:project_edit", args=[row.pk]), typed(here, reason="改文号", version=1)
    )
    assert answer.status_code == 422
    assert "1,000.00 元" in answer.text and "资金来源" in answer.text
    assert [line["amount"] for line in answer.context["lines"].initial][-1] == 1000
    assert row.lines.count() == 3


def test_a_project_without_a_place_leaves_the_list_whole(client, here):
    project(here, place="", town_id=None)
    assert client.as_(here.county_clerk).get(reverse("assets:projects")).status_code == 200
