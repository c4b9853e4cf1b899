"""经营检查: each check finds its rows, says why in words, and each place sees its own."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from journal.acts import act
from operation import rules
from operation.checks.limits import yearly
from operation.checks.registry import BY_KEY, CHECKS
from operation.models import Agreement
from tests.operation.agreeing import CODES, drafted, operator, signed, workshop
from tests.operation.employing import declared, run
from tests.test_queries import queries

INDEX = reverse("operation:checks")
TODAY = localdate()
RUNNING = {"from_on": TODAY - timedelta(days=30), "to_on": TODAY + timedelta(days=700), "total": None}


def rows(client, key, **query):
    """The page of a check's rows as text."""
    return client.get(reverse("operation:check", args=[key]), query).content.decode()


def counts(place, user):
    """{key: how many} of a county for a person."""
    with place.scope(user):
        return {check.key: sum(check.by_place(user, place.code).values()) for check in CHECKS}


def running(place, **fields):
    """A signed agreement that runs today."""
    return signed(place, **RUNNING | {"first_due_on": RUNNING["from_on"]} | fields)


def test_a_confirmed_asset_that_nobody_operates_is_told(here, client):
    workshop(here)
    client.as_(here.county_clerk)
    page = rows(client, "nobody")
    assert "东关扶贫车间" in page and "没有签订的经营协议，也没有确认的自营申报" in page


def test_a_declaration_that_waits_is_told_and_a_confirmed_one_ends_it(here, client):
    row = declared(here)
    client.as_(here.county_clerk)
    assert "自营申报待确认" in rows(client, "nobody")
    run(here, workshop(here, name="西关扶贫车间"))
    assert "西关扶贫车间" not in rows(client, "nobody") and row.name in rows(client, "nobody")


@pytest.mark.parametrize(
    ("holder", "is_told"), [("东关村村集体经济组织", False), ("顺达加工厂", True), ("", False)]
)
def test_who_uses_it_and_is_not_its_owner_is_told(here, client, holder, is_told):
    workshop(here, holder=holder)
    client.as_(here.county_clerk)
    assert ("疑似已经出租" in rows(client, "nobody")) == is_told


def test_what_is_let_is_not_told(here):
    running(here)
    assert counts(here, here.county_clerk)["nobody"] == 0


def test_what_should_run_already_and_is_not_signed_is_told(here, client):
    drafted(here, **RUNNING | {"first_due_on": RUNNING["from_on"]})
    client.as_(here.county_clerk)
    assert "已过 30 天，协议仍是「起草」，没有签订" in rows(client, "unsigned")


def test_what_runs_without_its_paper_is_told(here, client):
    row = running(here)
    with here.scope(), act("tests.lose", "布置", by=None, county=here.code) as entry:
        Agreement.objects.filter(pk=row.pk).update(paper=None)
        entry.about(row)
    client.as_(here.county_clerk)
    assert "没有合同扫描件" in rows(client, "unsigned")


def test_what_ran_out_and_is_still_used_is_told(here, client):
    row = signed(here)
    client.as_(here.county_clerk)
    assert f"期限到 {row.to_on}，已过 {(TODAY - row.to_on).days} 天" in rows(client, "overstayed")
    assert row.name in rows(client, "overstayed", town=here.towns[0])
    for town in (here.towns[1], 0):
        assert row.name not in rows(client, "overstayed", town=town)


@pytest.mark.parametrize(("years", "found"), [(20, 0), (21, 1)])
def test_a_term_beyond_the_limit_is_told(here, years, found):
    last = date(2020 + years, 9, 30)
    drafted_ = drafted(here, mode="entrust", to_on=last, total=None)
    with here.scope(), act("tests.decide", "布置", by=None, county=here.code) as entry:
        Agreement.objects.filter(pk=drafted_.pk).update(state="decided")
        entry.about(drafted_)
    assert counts(here, here.county_clerk)["long"] == found


@pytest.mark.parametrize(("amount", "found"), [("5999.99", 1), ("6000.00", 0)])
def test_a_rent_below_the_floor_is_told(here, client, amount, found):
    asset = workshop(here, original_value=Decimal(100_000))
    row = drafted(here, asset, amount=Decimal(amount), total=None)
    signed(here, row)
    client.as_(here.county_clerk)
    assert counts(here, here.county_clerk)["cheap"] == found
    assert ("低于本县规定的 600 元" in rows(client, "cheap")) == bool(found)


def test_what_is_owed_a_year_reads_alike_in_the_database(here):
    rows_ = [
        drafted(here, total=None),
        drafted(here, income_rule="fund_rate", base=Decimal(100_000), income_rate=Decimal("6.5"), total=None),
        drafted(here, income_rule="profit_rate", income_rate=Decimal(10), total=None),
    ]
    with here.scope():
        told = dict(Agreement.objects.annotate(y=yearly()).values_list("pk", "y"))
    assert [told[row.pk] for row in rows_] == [rules.yearly(row) for row in rows_]


def test_operators_that_share_a_telephone_are_told_without_it(here, client):
    operator(here, name="甲加工厂", phone="13903910815", account="1", legal_person="赵甲")
    operator(
        here, name="乙加工厂", phone="13903910815", account="2", legal_person="赵乙", credit_code=CODES[1]
    )
    client.as_(here.county_clerk)
    page = rows(client, "alike")
    assert "联系电话与“甲加工厂”相同" in page and "13903910815" not in page


def test_a_township_sees_its_own(here, client):
    workshop(here)
    assert counts(here, here.town_clerk)["nobody"] == 1
    client.as_(here.other_town_reviewer)
    assert "东关扶贫车间" not in rows(client, "nobody")
    assert "东关扶贫车间" not in rows(client, "nobody", town=here.towns[0])


def test_the_figures_go_by_township_and_open_their_rows(here, client):
    workshop(here)
    client.as_(here.county_clerk)
    page = client.get(INDEX).content.decode()
    assert "城关镇" in page and f"/checks/nobody/?town={here.towns[0]}" in page
    assert "东关扶贫车间" in rows(client, "nobody", town=here.towns[0])
    assert "东关扶贫车间" not in rows(client, "nobody", town=here.towns[1])


def test_another_countys_place_and_an_unknown_check_are_not_found(here, there, client):
    client.as_(here.county_clerk)
    address = reverse("operation:check", args=["nobody"])
    for query in ({"county": there.code}, {"town": there.towns[0]}, {"town": "x"}):
        assert client.get(address, query).status_code == 404
    assert client.get(INDEX, {"county": there.code}).status_code == 404
    assert client.get(reverse("operation:check", args=["nothing"])).status_code == 404


def test_the_city_sees_the_counties(here, there, city, client):
    workshop(here)
    workshop(there)
    client.as_(city.reader)
    page = client.get(INDEX).content.decode()
    assert "修武县" in page and "博爱县" in page
    assert "城关镇" in client.get(INDEX, {"county": here.code}).content.decode()


def test_every_check_says_what_it_means_and_on_what_it_rests():
    for check in BY_KEY.values():
        assert check.meaning.endswith("。") and "指导意见" in check.source


def test_the_checks_ask_no_more_for_many_than_for_one(here, client):
    client.as_(here.county_clerk)
    addresses = [INDEX, *(reverse("operation:check", args=[key]) for key in BY_KEY)]
    workshop(here)
    few = [queries(client, address) for address in addresses]
    for number in range(4):
        workshop(here, name=f"车间 {number}")
        assets_of = drafted(here, **RUNNING | {"first_due_on": RUNNING["from_on"], "name": f"协议 {number}"})
        assert assets_of.pk
    assert [queries(client, address) for address in addresses] == few
    assert max(few) <= 18
