"""Days, distances and looks, reckoned without a database."""

from datetime import UTC, date, datetime

import pytest

from assets.models import Asset
from custody.models import Patrol
from custody.patrols import hints, rules

ENTERED, LAST = date(2020, 9, 1), date(2020, 11, 20)


@pytest.mark.parametrize(
    ("last", "days", "due"),
    [
        (None, 30, date(2020, 10, 1)),
        (LAST, 30, date(2020, 12, 20)),
        (date(2020, 1, 31), 29, date(2020, 2, 29)),
    ],
)
def test_the_next_look_is_so_many_days_after_the_last_or_after_it_was_entered(last, days, due):
    assert rules.next_on(last, ENTERED, days) == due


@pytest.mark.parametrize(("today", "days"), [(LAST, 0), (date(2020, 11, 19), 0), (date(2020, 11, 21), 1)])
def test_the_last_day_is_not_late_yet(today, days):
    assert rules.overdue_days(LAST, today) == days


@pytest.mark.parametrize(
    ("other", "metres"),
    [((113.0, 35.0), 0), ((113.0, 35.01), 1112), ((113.01, 35.0), 911), ((-67.0, -35.0), 20_015_087)],
)
def test_distances_are_those_of_the_globe(other, metres):
    assert rules.distance((113.0, 35.0), other) == metres


def test_a_place_is_another_one_only_beyond_what_both_phones_may_err():
    here, there = (113.0, 35.0), (113.0, 35.01)
    assert rules.far((*here, 10), (*there, 10)) == 1112
    assert rules.far((*here, 500), (*there, 500)) is None
    assert [rules.metres_text(metres) for metres in (0, 999, 1112)] == ["0 米", "999 米", "1.1 千米"]


@pytest.mark.parametrize(("look", "says"), [(0, True), (-1, True), (0b1111111, False), (0b111111, True)])
def test_a_wall_or_a_night_has_no_features(look, says):
    assert rules.is_featureless(look) is says


@pytest.mark.parametrize(
    ("on", "told"), [(date(2020, 11, 1), ["巡查 3 日后才登记"]), (date(2020, 11, 2), [])]
)
def test_days_until_a_look_is_written_down_are_those_of_the_place(on, told):
    """Half past seven in the morning of the 4th, which is the 3rd in Greenwich."""
    made = datetime(2020, 11, 3, 23, 30, tzinfo=UTC)
    patrol = Patrol(asset=Asset(), condition="lost", on=on, made_at=made)
    assert [hint["text"] for hint in hints.of_patrol(patrol, [])] == told
