"""Deadlines of dues and agreements: set, moved and closed by acts, kept up by the clock; each reminder once."""

from datetime import timedelta

import time_machine
from django.db import transaction
from django.utils import timezone

from journal.deadlines import reminders
from journal.models import Deadline, Reminder
from operation import charging, deadline, ending
from operation.tasks import watch_all
from tenancy.scope import county_scope, scope
from tests.crowd import at_once
from tests.operation.agreeing import ENDED, signed
from tests.operation.paying import awaited_due, dues_of, fresh, received

TODAY = timezone.localdate()


def rented(place, ends_in=200, due_in=40, **fields):
    """An agreement that ends in so many days, with one payment in so many; nothing else is owed."""
    terms = {
        "from_on": TODAY - timedelta(days=100),
        "to_on": TODAY + timedelta(days=ends_in),
        "first_due_on": TODAY + timedelta(days=due_in),
        "every": "once",
        "total": None,
        "deposit": 0,
    }
    return signed(place, **terms | fields)


def waiting(kind, row):
    """The day a row is waited for, or None."""
    row = Deadline.objects.filter(kind=f"operation.{kind}", row_id=row.pk, cleared_at=None).first()
    return row and row.due_on


def steps(kind, days, who):
    """Which steps this person is told of day by day, over so many days: the clock goes on, each once."""
    for day in range(days):
        reminders.send(410821, TODAY + timedelta(days=day))
        reminders.send(410821, TODAY + timedelta(days=day))
    told = Reminder.objects.filter(deadline__kind=f"operation.{kind}", user=who).order_by("pk")
    return list(told.values_list("step", flat=True))


def test_a_signed_agreement_is_waited_for_and_so_is_what_falls_due_soon(here):
    agreement = rented(here)
    assert waiting("end", agreement) == agreement.to_on
    assert waiting("pay", dues_of(agreement)[0]) == TODAY + timedelta(days=40)


def test_what_falls_due_in_years_waits_until_the_clock_comes_near(here):
    agreement = rented(here, ends_in=700, due_in=300)
    due = dues_of(agreement)[0]
    assert waiting("pay", due) is None
    watch_all()
    assert waiting("pay", due) is None
    with_clock(here, days=220)
    assert waiting("pay", due) == due.due_on


def with_clock(place, days):
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        deadline.watch(place.code)


def test_one_is_told_90_30_7_and_0_days_before_an_agreement_ends_and_weekly_after_each_once(here):
    rented(here, ends_in=100, due_in=300)
    assert steps("end", 116, here.village_clerk) == [90, 30, 7, 0, -7, -14]


def test_one_is_told_30_7_and_0_days_before_a_due_and_weekly_after_each_once(here):
    rented(here, due_in=40)
    assert steps("pay", 56, here.village_clerk) == [30, 7, 0, -7, -14]


def test_nobody_is_told_of_what_is_paid_or_over(here):
    agreement = rented(here, ends_in=100, due_in=40)
    due = dues_of(agreement)[0]
    received(here, agreement, amount=due.amount, received_on=TODAY, paid={due.pk: due.amount})
    end = ENDED | {"ended_on": TODAY - timedelta(days=1)}
    ending.dissolve(fresh(agreement), by=here.town_reviewer, **end)
    assert (waiting("pay", due), waiting("end", agreement)) == (None, None)
    watch_all()
    assert steps("pay", 60, here.village_clerk) == steps("end", 110, here.village_clerk) == []


def test_an_early_end_leaves_what_is_still_owed_waiting(here):
    agreement = rented(here, due_in=-20)
    end = ENDED | {"ended_on": TODAY - timedelta(days=1)}
    ending.dissolve(agreement, by=here.town_reviewer, **end)
    assert waiting("pay", dues_of(agreement)[0]) == TODAY - timedelta(days=20)
    assert waiting("end", agreement) is None


def test_an_amount_that_is_worked_out_is_waited_for_as_before(here):
    due = awaited_due(here)
    assert waiting("pay", due) == due.due_on
    due = charging.fix(due, by=here.town_clerk, basis="审计报告", amount=0)
    assert waiting("pay", due) is None
    charging.unfix(due, by=here.town_clerk, reason="漏计")
    assert waiting("pay", due) == due.due_on


def test_the_clock_sets_what_is_missing_and_closes_what_is_done_and_moves_what_has_moved(here):
    agreement = rented(here)
    due = dues_of(agreement)[0]
    rows = Deadline.objects.filter(kind__startswith="operation.", cleared_at=None)
    rows.update(due_on=TODAY)
    assert deadline.watch(here.code) == 2
    assert (waiting("pay", due), waiting("end", agreement)) == (due.due_on, agreement.to_on)
    assert deadline.watch(here.code) == 0


def test_of_many_clocks_at_once_each_tells_once(committed, here):
    with here.scope():
        rented(here, due_in=30)
        Deadline.objects.update(set_at=timezone.now() - timedelta(days=99))

    def clock():
        with scope(county_scope(here.code)), transaction.atomic():
            return reminders.send(here.code, TODAY)

    told = at_once(8, clock)
    with here.scope():
        assert sum(told) == Reminder.objects.count() > 0
        assert (
            Reminder.objects.values("deadline", "user", "step").distinct().count() == Reminder.objects.count()
        )
