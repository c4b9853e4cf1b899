"""二（四）在 2020 年 9 月 20 日前完成: the day of each asset, set by the clock, cleared by the confirmation."""

from datetime import date, timedelta

from django.utils import timezone

from assets import actions as assets
from journal.models import Deadline
from journal.parameters import set_parameter
from ownership import actions, rules
from ownership.deadline import DAYS, watch
from ownership.notices import CODE
from ownership.tasks import watch_all
from tests import noticing


def opened():
    """{asset id: due_on} of the open deadlines."""
    rows = Deadline.objects.filter(kind="ownership.confirm", cleared_at=None)
    return dict(rows.values_list("row_id", "due_on"))


def test_each_asset_of_the_ledger_has_its_day_until_it_is_confirmed(here):
    road, new = here.asset_in("ledger"), here.asset_in("ledger", name="新路", formed_year=2026)
    here.asset_in("verified", name="未入账")
    assert watch(here.code) == 2
    today = timezone.localdate()
    assert opened() == {road.pk: date(2020, 9, 20), new.pk: today + timedelta(days=90)}
    assert watch(here.code) == 0
    title = here.title_in("proposed", road)
    noticing.over(here, [title], kind=CODE)
    actions.confirm(title, by=here.county_head)
    assert opened() == {new.pk: today + timedelta(days=90)}


def test_what_is_extinguished_is_owed_again(here):
    title = here.title_in("confirmed")
    assert watch(here.code) == 0
    here.struck_off(title)
    assert watch(here.code) == 1


def test_what_is_handed_to_another_unit_is_owed_by_that_one_and_the_reminders_go_there(here):
    road = here.asset_in("ledger")
    watch(here.code)
    assets.amend(road, by=here.county_clerk, version=road.version, reason="划转管理", unit=here.other_village)
    assert watch(here.code) == 1
    assert watch(here.code) == 0
    kept = Deadline.objects.filter(kind="ownership.confirm", row_id=road.pk, cleared_at=None)
    assert [deadline.unit for deadline in kept] == [here.other_village]
    assert opened() == {road.pk: date(2020, 9, 20)}


def test_a_county_sets_other_days_for_what_is_formed_later(here):
    new = here.asset_in("ledger", formed_year=2026)
    watch(here.code)
    given = {"value": 30, "valid_from": timezone.localdate(), "source": "修政办〔2026〕3号"}
    set_parameter(DAYS, by=here.county_head, unit=here.office, **given)
    watch(here.code)
    assert opened() == {new.pk: timezone.localdate() + timedelta(days=30)}


def test_the_clock_looks_after_every_county(here, there):
    here.asset_in("ledger")
    with there.scope():
        there.asset_in("ledger")
    watch_all()
    assert len(opened()) == 1
    with there.scope():
        assert len(opened()) == 1


def test_days_over_are_counted_from_the_day_after():
    due = rules.due_on(2019, date(2026, 1, 1), 90)
    assert due == date(2020, 9, 20)
    assert [rules.overdue_days(due, date(2020, 9, day)) for day in (19, 20, 21)] == [0, 0, 1]
    assert rules.due_on(2026, date(2026, 1, 1), 90) == date(2026, 4, 1)
