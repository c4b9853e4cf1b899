"""Rounds: what is expected is frozen when they are opened, by one statement, and never of nothing."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assets import actions
from assets.choices import Category, Subtype
from assets.models import HouseholdLine, Round, RoundLine, RoundTeam
from journal import actions as people
from journal.models import Change, Entry
from journal.transitions import Refused
from tests.assets.counting import TODAY, line_of, opened
from tests.assets.registering import household
from tests.crowd import at_once
from tests.world import POSTS, SINCE

OPERATING = {"category": Category.OPERATING, "subtype": Subtype.WORKSHOP}


def test_the_list_says_what_the_books_said_at_that_moment(here):
    asset = here.asset_in("ledger")
    row = opened(here)
    actions.amend(asset, by=here.county_clerk, version=asset.version, reason="复核", quantity=3)
    line = line_of(row, asset)
    assert (line.state, line.quantity, line.name, line.number) == ("uncounted", 2, asset.name, asset.number)
    assert (row.state, row.expected, row.opened_by) == ("open", 1, here.county_clerk)


def test_only_what_is_in_the_ledger_is_expected(here):
    for state in ("draft", "submitted", "verified", "retired"):
        here.asset_in(state)
    kept = here.asset_in("ledger")
    assert [line.asset for line in opened(here).lines.all()] == [kept]


@pytest.mark.parametrize(
    "scope",
    [
        {"categories": ["operating"]},
        {"towns": "other_town"},
        {"departments": "finance_office"},
        {"year_from": 2020, "year_to": 2020},
        {"year_to": 2020, "year_from": 2020, "categories": ["operating"]},
    ],
)
def test_a_round_is_for_a_scope(here, scope):
    here.asset_in("ledger")
    wanted = asset_elsewhere(here)
    told = {
        name: [getattr(here, value).region_id if name == "towns" else getattr(here, value).pk]
        if isinstance(value, str)
        else value
        for name, value in scope.items()
    }
    assert [line.asset for line in opened(here, **told).lines.all()] == [wanted]


def asset_elsewhere(here):
    """An asset that differs from the usual one in every respect a round can ask for; it lies in the other township."""
    draft = here.asset(
        by=here.county_clerk,
        unit=here.office,
        town_id=here.towns[1],
        village_id=here.villages[2],
        formed_year=2020,
        implementing_dept=here.other_department,
        supervising_dept=here.finance_office,
        **OPERATING,
    )
    draft = actions.submit(draft, by=here.county_clerk)
    reviewer = reviewer_of(here)
    return actions.enter_ledger(actions.verify(draft, by=reviewer), by=here.county_head)


def reviewer_of(here):
    return people.invite(
        username="office_reviewer",
        name="办公室审核人",
        unit=here.office,
        role="department_reviewer",
        from_on=SINCE,
        by=here.admin,
    )[0]


def test_things_of_households_come_on_a_list_of_their_own(here):
    grant = household(here).grants.get()
    row = opened(here, categories=["household"])
    assert (row.expected, row.expected_homes) == (0, 1)
    assert HouseholdLine.objects.get(round=row).grant == grant


@pytest.mark.parametrize(
    ("scope", "field"),
    [
        ({"categories": ["operating"]}, None),
        ({"year_to": 2017}, None),
        ({"categories": []}, "categories"),
        ({"ends_on": TODAY() - timedelta(days=1)}, "ends_on"),
        ({"year_from": 2019, "year_to": 2018}, "year_to"),
        ({"title": " "}, "title"),
        ({"title": "11010519491231002X 清查"}, "title"),
        ({"teams": [{"name": "一组", "leader": "甲"}, {"name": "一组", "leader": "乙"}]}, "teams"),
    ],
)
def test_an_empty_or_spoilt_scope_is_refused_and_nothing_is_written(here, scope, field):
    here.asset_in("ledger")
    told = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        opened(here, **scope)
    assert field is None or field in refused.value.message_dict
    assert not Round.objects.exists() and not RoundLine.objects.exists() and Entry.objects.count() == told
    assert field or "没有已入账的资产" in refused.value.messages[0]


def test_what_is_being_counted_is_not_counted_twice_at_once(here):
    here.asset_in("ledger")
    opened(here, title="第一次清查")
    with pytest.raises(Refused, match="1 项资产正在「第一次清查」中清查"):
        opened(here)


def test_only_the_county_opens_a_round(here):
    here.asset_in("ledger")
    for post in POSTS:
        if post != "county_clerk":
            with pytest.raises(PermissionDenied):
                opened(here, by=post)


def test_a_round_of_forty_needs_no_more_statements_than_a_round_of_one(here):
    here.asset_in("ledger", formed_year=2019)
    opened(here, year_from=2019)  # what is read once a person is known
    here.asset_in("ledger", formed_year=2018)
    for number in range(40):
        here.asset_in("ledger", name=f"道路 {number}", formed_year=2017)
    with CaptureQueriesContext(connection) as of_one:
        assert opened(here, year_from=2018, year_to=2018).expected == 1
    with CaptureQueriesContext(connection) as of_forty:
        assert opened(here, year_to=2017).expected == 40
    assert len(of_forty) == len(of_one) <= 15
    inserts = [query for query in of_forty if "INSERT INTO assets_roundline" in query["sql"]]
    assert len(inserts) == 1


def test_no_team_is_known_by_an_identity_number_also_a_mistyped_one(here):
    here.asset_in("ledger")
    with pytest.raises(Refused, match="身份证号"):
        opened(here, teams=[{"name": "一组", "leader": "张某 410821199003071230"}])
    assert not Round.objects.exists()


def test_the_journal_has_each_line_of_the_list_under_one_entry(here):
    here.asset_in("ledger")
    here.asset_in("ledger")
    row = opened(here, teams=[{"name": "一组", "leader": "张某", "members": "李某", "area": "城关镇"}])
    entry = Entry.objects.about(row).get()
    assert Change.objects.filter(entry=entry, table="assets_roundline").count() == 2
    assert RoundTeam.objects.get(round=row).leader == "张某"


def test_of_six_that_open_the_same_round_at_once_one_does(committed, here):
    asset = here.asset_in("ledger")
    done = at_once(6, lambda: opened(here))
    assert [type(result) for result in done].count(Refused) == 5, done
    with here.scope():
        assert RoundLine.objects.filter(asset=asset).count() == 1


def test_the_next_county_sees_nothing_of_it(here, there):
    here.asset_in("ledger")
    opened(here)
    with there.scope():
        assert not Round.objects.exists() and not RoundLine.objects.exists()
