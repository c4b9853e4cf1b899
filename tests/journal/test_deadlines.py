"""期限: set and cleared for many rows at once; who is reminded of them, when, and that each is told each step once."""

import io
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from assets.models import Asset
from journal import actions as people
from journal.deadlines import clear_deadlines, reminders, set_deadlines
from journal.models import Deadline, Job, Reminder
from journal.tasks import prune_reminders, remind
from tenancy.models import Appointment
from tenancy.scope import SYSTEM, scope
from tests.errands import CHECK
from tests.journal.importing import work

DUE = date(2027, 9, 20)
STEPS = [90, 60, 30, 15, 7, 3, 1, 0, -7, -14]


@pytest.fixture(autouse=True)
def long_before():
    """The deadlines are set half a year before they are due."""
    with time_machine.travel("2027-03-01 09:00+08:00", tick=False):
        yield


def due(place, *assets, on=DUE):
    with place.scope():
        return set_deadlines(CHECK, list(assets), on, by=place.county_head)


def sent(place, on):
    """[(person, step)] of what goes out in a county on a day, sorted."""
    with place.scope():
        before = set(Reminder.objects.values_list("pk", flat=True))
        reminders.send(place.code, on)
        new = Reminder.objects.exclude(pk__in=before).select_related("user")
        return sorted((row.user.name, row.step) for row in new)


def the_day(step):
    return DUE - timedelta(days=step)


REVIEWER = "修武县乡镇审核人"


def test_setting_again_sets_nothing_new_and_another_day_moves_it(here):
    first, second = here.asset(name="一号路"), here.asset(name="二号路")
    assert due(here, first, second) == 2
    assert due(here, first, second) == 0
    assert due(here, first, on=date(2027, 12, 31)) == 1
    found = Deadline.objects.filter(row_id=first.pk).order_by("pk")
    assert [(row.due_on, row.cleared_by) for row in found] == [
        (DUE, here.county_head),
        (date(2027, 12, 31), None),
    ]


def test_a_deadline_says_what_it_is_about_whose_it_is_and_by_what_rule(here):
    asset = here.asset(name="东关村道路")
    due(here, asset)
    row = Deadline.objects.get()
    assert (row.subject, row.unit, row.basis) == ("东关村道路", asset.unit, "焦扶贫办〔2020〕7号二（三）")
    assert (row.set_by, row.county_id) == (here.county_head, here.code)


def test_a_queryset_is_set_and_cleared_by_a_constant_number_of_statements(here, django_assert_num_queries):
    for number in range(20):
        here.asset(name=f"{number}号路")
    rows, by = Asset.objects.filter(formed_year=2019), here.county_head
    with django_assert_num_queries(2):
        assert set_deadlines(CHECK, rows, DUE, by=None) == 20
    with django_assert_num_queries(1):
        assert clear_deadlines(CHECK, rows, by=by) == 20
    assert set_deadlines(CHECK, Asset.objects.none(), DUE, by=None) == 0


@pytest.mark.parametrize("step", STEPS)
def test_a_reminder_goes_out_on_its_day_and_not_the_day_before(here, step):
    due(here, here.asset())
    already = sent(here, the_day(step) - timedelta(days=1))
    assert (REVIEWER, step) not in already
    assert sent(here, the_day(step)) == [(REVIEWER, step)]


def test_nothing_goes_out_more_than_ninety_days_before(here):
    due(here, here.asset())
    assert sent(here, the_day(91)) == []


def test_each_step_goes_out_once_however_often_the_clock_strikes(here):
    due(here, here.asset())
    days = [the_day(days) for days in range(95, -22, -1)]
    told = [line for on in days for _ in range(2) for line in sent(here, on)]
    assert told == [(REVIEWER, step) for step in [*STEPS, -21]]


def test_after_a_pause_the_newest_step_that_is_due_goes_out_once(here):
    due(here, here.asset())
    assert sent(here, the_day(10)) == [(REVIEWER, 15)]
    assert sent(here, the_day(9)) == []
    assert sent(here, the_day(2)) == [(REVIEWER, 3)]
    assert sent(here, the_day(-3)) == [(REVIEWER, 0)]
    assert sent(here, the_day(-20)) == [(REVIEWER, -14)]


def test_a_step_whose_day_lay_before_the_deadline_was_set_is_nobodys(here):
    asset = here.asset()
    with time_machine.travel(f"{the_day(10)} 09:00+08:00", tick=False):
        due(here, asset)
        assert sent(here, the_day(10)) == []
        assert sent(here, the_day(7)) == [(REVIEWER, 7)]


def test_what_is_overdue_when_its_deadline_is_set_is_told_at_once(here):
    asset = here.asset()
    with time_machine.travel(f"{the_day(-10)} 09:00+08:00", tick=False):
        due(here, asset)
        assert sent(here, the_day(-10)) == [(REVIEWER, -7)]
        assert sent(here, the_day(-11)) == []


def test_what_is_done_or_moved_is_reminded_of_no_more(here):
    first, second = here.asset(name="一号路"), here.asset(name="二号路")
    due(here, first, second)
    with here.scope():
        clear_deadlines(CHECK, [first], by=here.county_head)
    due(here, second, on=DUE + timedelta(days=23))
    assert sent(here, the_day(7)) == [(REVIEWER, 30)]


@pytest.mark.parametrize(
    ("unit", "told"),
    [
        ("village", ["修武县乡镇审核人"]),
        ("far_village", ["修武县另一乡镇审核人"]),
        ("town", ["修武县乡镇审核人"]),
        ("department", ["修武县部门审核人"]),
        ("other_department", []),
    ],
)
def test_those_are_reminded_who_hold_the_verb_over_the_unit_and_nobody_else(here, unit, told):
    due(here, here.asset(by=here.county_clerk, unit=getattr(here, unit)))
    assert [name for name, _ in sent(here, the_day(7))] == told
    with here.scope():
        reviewers = [here.town_reviewer, here.other_town_reviewer, here.department_reviewer]
        may = [p.name for p in reviewers if Asset.objects.permitted(p, "verify_asset").exists()]
    assert sorted(may) == sorted(told)


def test_who_comes_into_the_post_is_told_what_is_due_now_and_who_left_nothing(here):
    due(here, here.asset())
    assert sent(here, the_day(30)) == [(REVIEWER, 30)]
    with here.scope():
        people.end_post(Appointment.objects.get(user=here.town_reviewer), by=here.admin, reason="调离")
        people.appoint(
            here.town_clerk, unit=here.town, role="town_reviewer", from_on=timezone.localdate(), by=here.admin
        )
    assert sent(here, the_day(29)) == [("修武县乡镇经办人", 30)]


def test_another_county_is_not_reminded(here, there):
    due(there, there.asset())
    due(here, here.asset())
    assert sent(here, the_day(7)) == [(REVIEWER, 7)]
    with scope(SYSTEM):
        assert set(Reminder.objects.values_list("county_id", flat=True)) == {here.code}


def test_the_clock_owes_one_job_a_day_and_county_and_waits_for_the_morning(here):
    due(here, here.asset())
    with time_machine.travel(f"{the_day(7)} 06:50+08:00", tick=False):
        remind()
        assert not Job.objects.filter(kind="deadlines.remind").exists()
    with time_machine.travel(f"{the_day(7)} 07:10+08:00", tick=False):
        remind()
        remind()
        assert Job.objects.filter(kind="deadlines.remind").count() == 1
        work(here)
    assert Job.objects.get(kind="deadlines.remind").message == "提醒 1 条"
    assert Reminder.objects.get().sent_on == the_day(7)


def test_after_half_a_year_a_reminder_goes_and_is_not_sent_again(here):
    due(here, here.asset())
    sent(here, the_day(0))
    later = DUE + timedelta(days=181)
    sent(here, later - timedelta(days=10))
    with time_machine.travel(f"{later} 03:00+08:00", tick=False):
        prune_reminders()
    assert [row.step for row in Reminder.objects.all()] == [-168]
    assert sent(here, later) == [(REVIEWER, -175)] and sent(here, later) == []
    assert Deadline.objects.count() == 1


def dry_run(*options):
    told = io.StringIO()
    call_command("remind", "--dry-run", *options, stdout=told)
    return told.getvalue()


def test_a_dry_run_tells_in_chinese_what_would_go_out_and_writes_nothing(here):
    due(here, here.asset(name="一号路"), here.asset(name="二号路"))
    told = dry_run("--as-of", "2027-09-13")
    assert "2027-09-13 将发出的期限提醒（试算" in told and "\n修武县\n" in told
    assert "核对账实，2027-09-20 到期，提前 7 天提醒（焦扶贫办〔2020〕7号二（三））" in told
    assert "修武县乡镇审核人（城关镇人民政府 · 乡镇审核人，无邮箱）：2 件" in told and "共 2 条。" in told
    assert not Reminder.objects.exists()


def test_a_dry_run_of_a_day_long_gone_shows_what_fell_due_that_day(here):
    due(here, here.asset(), on=date(2020, 9, 20))
    assert "提前 7 天提醒" in dry_run("--as-of", "2020-09-13")
    assert "没有要发出的提醒。" in dry_run("--as-of", "2020-09-14")


def test_a_day_is_for_trying_only(here):
    with pytest.raises(CommandError, match="--as-of 只用于试算"):
        call_command("remind", "--as-of", "2027-09-13")


def test_what_is_no_day_to_reckon_for_gets_its_sentence():
    with pytest.raises(CommandError, match="“明天”不是日期"):
        call_command("remind", "--dry-run", "--as-of=明天")
