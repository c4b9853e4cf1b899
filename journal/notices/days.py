"""How long a notice stands: the county's parameters, and the counting of days, of which both ends count.

Working days follow the arrangements of the State Council (workdays.csv, each year with its document). For a year that
has not been announced nothing is guessed.
"""

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from journal.acts import Refused
from journal.parameters import declare

GUIDANCE = "《关于完善扶贫资金项目公告公示制度的指导意见》第四条：原则上不得少于 10 天"
NOTICE_DAYS = declare("notices.days", "公示期限", 10, 7, 60, "日", source=GUIDANCE, clause="一（三）5")
CALENDAR, WORKING = "calendar", "working"
ARRANGED = Path(__file__).with_name("workdays.csv")
UNKNOWN = (
    "{} 年的法定节假日安排没有收录，不能按工作日计算公示期。"
    "请待国务院办公厅公布、系统更新后再办，或改用不跨入该年的日期。"
)
SATURDAY = 5


def last_day(begins_on, days, counted):
    """The last day of a period of so many days, calendar or working, that begins on a day (which counts).

    Raises Refused where the working days of a year are not known.
    """
    if counted == CALENDAR:
        return begins_on + timedelta(days=days - 1)
    day = begins_on
    while True:
        days -= is_working(day)
        if days <= 0:
            return day
        day += timedelta(days=1)


def days_in(begins_on, ends_on, counted):
    """How many days, calendar or working, lie from one day to another, both counted. Raises Refused as last_day."""
    length = (ends_on - begins_on).days + 1
    if counted == CALENDAR:
        return length
    return sum(is_working(begins_on + timedelta(days=n)) for n in range(length))


def is_working(day):
    """Whether offices work on a day. Raises Refused, with a sentence, where the year's arrangement is not known."""
    known = arrangements().get(day.year)
    if known is None:
        raise Refused(UNKNOWN.format(day.year))
    off, work = known
    return day in work or (day.weekday() < SATURDAY and day not in off)


@cache
def arrangements():
    """{year: (days off, weekend days that are worked)}."""
    with ARRANGED.open(encoding="utf-8") as file:
        return {
            int(r["year"]): (_days(r["year"], r["off"]), _days(r["year"], r["work"]))
            for r in csv.DictReader(file)
        }


def _days(year, text):
    """The days of "01-24/02-02 04-05": ranges with both ends, and single days."""
    found = set()
    for part in text.split():
        first, _, last = part.partition("/")
        first, last = (date.fromisoformat(f"{year}-{day}") for day in (first, last or first))
        found |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    return frozenset(found)
