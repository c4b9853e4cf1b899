"""The registers' pages: what is listed and summed, what forms refuse, and that names reach nobody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assets import registers
from assets.models import Household, HouseholdGrant, Subsidy
from tests.assets.registering import NAME, household, subsidy

HOUSEHOLDS, SUBSIDIES = reverse("assets:households"), reverse("assets:subsidies")
SUMMARIES = [reverse("assets:household_summary"), reverse("assets:subsidy_summary")]
ODD = ["town=x", "town=99999999999999", "year=0", "after=x~y", "q=%00", "village=1", "result=x"]
NARROWED = [
    ({"q": NAME}, 1),
    ({"q": "母"}, 2),
    ({"kind": "minimum_living"}, 1),
    ({"result": "met"}, 1),
    ({"presence": "sold"}, 0),
]
NUMBER = "410821199001011234"


def page(client, address, **query):
    return client.get(address, query).content.decode()


def typed(here, **fields):
    """What a browser sends of a new household."""
    home = {"home-where": here.villages[0], "home-householder": NAME, "home-kind": "lifted_out"}
    grant = {"name": "母牛", "subtype": "D01", "quantity": "2", "measure": "head", "amount": "5000"}
    return home | grant | {"year": "2019", "result": "met", "presence": "kept"} | fields


def paid(here, **fields):
    """What a browser sends of a new subsidy."""
    told = {"kind": "interest", "name": "贴息", "year": "2019", "unit": here.town.pk, "amount": "86000"}
    return told | {"beneficiaries": "脱贫户 43 户", "households": "43", "result": "met"} | fields


def test_a_clerk_enters_a_household_and_sees_it(here, client):
    answer = client.as_(here.village_clerk).post(reverse("assets:household_create"), typed(here), follow=True)
    home = Household.objects.get()
    assert (home.unit, home.grants.get().measure) == (here.village, "head")
    assert answer.redirect_chain[-1][0] == home.get_absolute_url() and NAME in answer.content.decode()


@pytest.mark.parametrize(
    "field", ["home-householder", "home-code", "home-remark", "name", "fund_text", "result_note"]
)
def test_the_form_refuses_identity_numbers_and_keeps_what_was_typed(here, client, field):
    data = typed(here, **{field: NUMBER}, remark="留着")
    answer = client.as_(here.village_clerk).post(reverse("assets:household_create"), data)
    assert answer.status_code == 422 and not Household.objects.exists()
    assert "本系统不登记身份证号" in answer.content.decode() and "留着" in answer.content.decode()


def test_the_same_household_twice_is_asked_about(here, client):
    household(here)
    client.as_(here.village_clerk)
    answer = client.post(reverse("assets:household_create"), typed(here))
    assert answer.status_code == 422 and "可能已经登记过" in answer.content.decode()
    client.post(reverse("assets:household_create"), typed(here, **{"home-not_duplicate": "on"}))
    assert Household.objects.count() == 2


def test_a_village_beyond_ones_reach_is_not_offered(here, client):
    data = typed(here, **{"home-where": here.villages[2]})
    answer = client.as_(here.village_clerk).post(reverse("assets:household_create"), data)
    assert answer.status_code == 422 and not Household.objects.exists()


def test_a_clerk_enters_a_subsidy(here, client):
    client.as_(here.town_clerk).post(reverse("assets:subsidy_create"), paid(here, where=here.villages[0]))
    row = Subsidy.objects.get()
    assert (row.unit, row.town_id, row.village_id) == (here.town, here.towns[0], here.villages[0])


def test_a_subsidy_states_its_beneficiaries(here, client):
    answer = client.as_(here.town_clerk).post(reverse("assets:subsidy_create"), paid(here, beneficiaries=""))
    assert answer.status_code == 422 and not Subsidy.objects.exists()


def test_the_second_of_two_editors_sees_what_the_first_saved(here, client):
    row = subsidy(here)
    edit = reverse("assets:subsidy_edit", args=[row.pk])
    shown = client.as_(here.county_clerk).get(edit).context["form"]
    opened = {"version": 1, "opened": shown["opened"].value()}
    registers.amend_subsidy(row, by=here.town_clerk, version=1, reason="核对", households=99)
    data = paid(here, reason="核对", households="50", **opened)
    answer = client.post(edit, data)
    assert answer.status_code == 422 and "未保存" in answer.content.decode()
    assert "99" in answer.content.decode() and Subsidy.objects.get().households == 99


def test_a_line_is_amended_and_withdrawn_on_its_pages(here, client):
    grant = household(here).grants.get()
    client.as_(here.village_clerk)
    edit = reverse("assets:grant_edit", args=[grant.pk])
    data = typed(here, version=1, result="partly", result_note="尚未出栏", reason="年度评价")
    assert client.post(edit, data).status_code == 302
    assert "尚未出栏" in page(client, grant.household.get_absolute_url())
    client.post(reverse("assets:grant_withdraw", args=[grant.pk]), {"reason": "重复登记"})
    assert HouseholdGrant.objects.get().withdrawn_reason == "重复登记"
    assert client.get(edit).status_code == 403


def test_a_list_leads_to_its_file_and_to_its_import(here, client):
    shown = client.as_(here.county_clerk).get(HOUSEHOLDS, {"kind": "lifted_out", "after": "1~2"}).context
    assert shown["export_url"].endswith("?kind=lifted_out&resource=households")
    assert client.get(shown["export_url"]).status_code == 200
    upload = client.get(shown["import_url"])
    assert upload.context["form"].chosen == "households" and "户主姓名" in upload.content.decode()


def test_totals_are_of_what_is_listed_and_leave_out_what_is_withdrawn(here, client):
    household(here)
    other = household(here, at=1, by="town_clerk", grant={"amount": 3000, "year": 2020})
    gone = household(here, householder="试二", grant={"amount": 700}).grants.get()
    registers.withdraw_grant(gone, by=here.village_clerk, reason="重复")
    client.as_(here.county_clerk)
    totals = client.get(HOUSEHOLDS).context["totals"]
    assert (totals["n"], totals["homes"], totals["amount"]) == (2, 2, 8000)
    found = client.get(HOUSEHOLDS, {"village": here.villages[1], "town": here.towns[0], "year": 2020})
    assert [row.household for row in found.context["rows"]] == [other]
    assert client.get(HOUSEHOLDS, {"withdrawn": "1"}).context["totals"]["amount"] == 700


@pytest.mark.parametrize(("query", "n"), NARROWED)
def test_the_list_is_narrowed(here, client, query, n):
    household(here, grant={"result": "met"})
    household(here, householder="试二", kind="minimum_living")
    assert len(client.as_(here.county_clerk).get(HOUSEHOLDS, query).context["rows"]) == n


@pytest.mark.parametrize("name", ["assets:household_summary", "assets:subsidy_summary"])
def test_each_figure_of_a_summary_opens_the_list_that_counts_to_it(here, client, name):
    household(here, grant={"result": "met"})
    household(here, at=2, by="county_clerk")
    subsidy(here, town_id=here.towns[0], result="met")
    subsidy(here, name="雨露计划补助")
    client.as_(here.county_clerk)
    shown = client.get(reverse(name)).context
    links = [(row["n"], row["list_url"]) for row in [*shown["rows"], shown["whole"]] if row["list_url"]]
    links += [(r["n"], r["url"]) for row in shown["rows"] for r in row["results"] if r["url"]]
    assert shown["whole"]["n"] == 2 and len(links) > 4
    for count, address in links:
        assert client.get(address).context["totals"]["n"] == count


@pytest.mark.parametrize("address", [HOUSEHOLDS, reverse("assets:household_summary")])
def test_the_citys_reader_has_no_business_with_names(here, city, client, address):
    home = household(here)
    client.as_(city.reader)
    assert client.get(address).status_code == 403
    assert client.get(home.get_absolute_url()).status_code == 404


def test_the_citys_auditor_reads_over_all_counties(here, there, city, client):
    with there.scope():
        household(there)
    household(here)
    client.as_(city.auditor)
    assert len(client.get(HOUSEHOLDS).context["rows"]) == 2
    assert len(client.get(HOUSEHOLDS, {"county": here.code}).context["rows"]) == 1


@pytest.mark.parametrize("who", ["admin", "city.reader", "city.admin"])
def test_the_journal_tells_nobody_without_the_verb_a_name_or_a_reason(here, city, client, who):
    home = household(here)
    registers.amend_grant(
        home.grants.get(), by=here.village_clerk, version=1, reason=f"{NAME}已脱贫", result="met"
    )
    place, _, name = who.rpartition(".")
    shown = page(client.as_(getattr(city if place else here, name)), reverse("journal:entries"))
    assert "更正到户资产" in shown and "东关村" in shown
    assert NAME not in shown and home.get_absolute_url() not in shown


def test_the_journal_leads_whoever_may_see_it_to_the_household(here, client):
    home = household(here)
    shown = page(client.as_(here.county_head), reverse("journal:entries"))
    assert home.get_absolute_url() in shown and NAME not in shown


def test_the_history_of_a_household_tells_its_changes(here, client):
    home = household(here)
    told = {"by": here.village_clerk, "version": 1, "reason": "户主变更", "unit": here.village}
    registers.amend_household(home, **told, householder="试三")
    shown = page(client.as_(here.town_clerk), home.get_absolute_url())
    assert "户主变更" in shown and f"<del>{NAME}</del>" in shown


def queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("address", [HOUSEHOLDS, SUBSIDIES, *SUMMARIES])
def test_a_page_asks_no_more_for_many_lines_than_for_one(here, client, address):
    client.as_(here.county_clerk)
    household(here)
    subsidy(here, town_id=here.towns[0])
    few = queries(client, address)
    for number in range(20):
        household(here, householder=f"试{number}", at=number % 2, by="county_clerk")
        subsidy(here, name=f"贴息{number}", town_id=here.towns[0])
    assert queries(client, address) == few


@pytest.mark.parametrize("query", ODD)
@pytest.mark.parametrize("address", [HOUSEHOLDS, SUBSIDIES, *SUMMARIES])
def test_an_odd_address_is_no_error(here, client, address, query):
    assert client.as_(here.county_clerk).get(f"{address}?{query}").status_code == 200


@pytest.mark.parametrize("address", [HOUSEHOLDS, SUBSIDIES, *SUMMARIES])
def test_another_countys_township_has_no_villages_here(here, there, client, address):
    found = page(client.as_(here.county_clerk), address, town=there.towns[0])
    assert "柏山村" not in found and "东关村" in page(client, address, town=here.towns[0])
