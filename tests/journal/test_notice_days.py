"""Counting days: both ends count, working days follow the State Council, and an unknown year is not guessed."""

from datetime import date

import pytest

from journal.notices.days import arrangements, days_in, is_working, last_day
from journal.transitions import Refused


@pytest.mark.parametrize(
    ("begins", "days", "counted", "ends"),
    [
        ("2021-01-22", 10, "calendar", "2021-01-31"),  # 永吉
        ("2024-09-09", 10, "calendar", "2024-09-18"),  # 满城
        ("2021-07-28", 10, "working", "2021-08-10"),  # 沙坡头
        ("2020-09-25", 5, "working", "2020-09-30"),  # the Sunday before the holiday is worked
        ("2020-09-30", 2, "working", "2020-10-09"),
        ("2020-10-01", 1, "working", "2020-10-09"),  # begun on a day off: it does not count
        ("2020-01-23", 2, "working", "2020-02-03"),  # the prolonged spring of 2020
        ("2026-02-13", 3, "working", "2026-02-24"),
    ],
)
def test_the_last_day_of_a_period(begins, days, counted, ends):
    begins, ends = date.fromisoformat(begins), date.fromisoformat(ends)
    assert last_day(begins, days, counted) == ends
    assert days_in(begins, ends, counted) == days


def test_a_year_that_has_not_been_announced_is_not_guessed():
    year = max(arrangements()) + 1
    with pytest.raises(Refused, match=f"{year} 年的法定节假日安排没有收录"):
        last_day(date(year, 3, 1), 10, "working")
    with pytest.raises(Refused, match="没有收录"):
        last_day(date(year - 1, 12, 31), 2, "working")
    assert last_day(date(year, 3, 1), 10, "calendar") == date(year, 3, 10)


def test_every_arranged_day_lies_in_its_year_and_only_weekend_days_are_worked_in_exchange():
    for year, (off, work) in arrangements().items():
        assert {day.year for day in off | work} == {year}
        assert not off & work and all(day.weekday() >= 5 for day in work)
        assert sum(day.weekday() < 5 for day in off) - len(work) <= 13  # the statutory days off
        assert all(is_working(day) for day in work)
