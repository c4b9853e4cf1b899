"""Spans of time as offices write them: 「2021.3-6」, 「2022年1月-3月」, 「24.2- 2024.12」."""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from assets.rules.numbers import plain_text

TO = re.compile(r"\s*(?:至|到|~|—+|–|--)\s*")
POINT = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d|\d\d)(?:\s*[.年/-]\s*|$))?(?:(?P<month>1[0-2]|0?[1-9])(?:\s*[.月/-]\s*(?P<day>\d{1,2})?\s*日?|$))?"
)
ONE = re.compile(r"(?:19|20)\d\d-(?:1[0-2]|0?[1-9])(?:-\d{1,2})?")  # 「2018-12」 is a month, not two years
CENTURY = 2000


class Period(NamedTuple):
    """From the first to the last day; a month or year that is said without a day counts in full."""

    start: date
    end: date


def parse_period(text: object) -> Period:
    """The span a cell means. ValueError in Chinese for what is none, or ends before it starts."""
    plain = plain_text(text).replace("年度", "年").rstrip("。")
    halves = TO.split(plain) if TO.search(plain) else _around_hyphen(plain)
    if not 1 <= len(halves) <= 2:
        raise ValueError(f"“{plain[:30]}”不是起止时间，请写成 2021.3-2021.6。")
    start = _point(halves[0], None, plain)
    end = _point(halves[-1], start, plain)
    period = Period(_day(start, first=True), _day(end, first=False))
    if period.end < period.start:
        raise ValueError(f"“{plain[:30]}”的结束早于开始，请核对。")
    return period


def _around_hyphen(text):
    """Both halves of a text with hyphens: one alone, or the middle one of 「2021-3-1-2021-6-30」, parts them."""
    places = [found.start() for found in re.finditer("-", text)]
    if not places or ONE.fullmatch(text):
        return [text]
    middle = places[len(places) // 2]
    return [text[:middle].strip(), text[middle + 1 :].strip()]


def _point(text, before, whole):
    """(year, month or None, day or None); the year of what stands before it where it says none."""
    found = POINT.fullmatch(text.strip())
    year = found and (found["year"] or (before and before[0]))
    if not found or not year or not (found["year"] or found["month"]):
        raise ValueError(f"“{whole[:30]}”不是起止时间，请写成 2021.3-2021.6。")
    number = int(year) if int(year) > 99 else CENTURY + int(year)
    return number, *(int(found[part]) if found[part] else None for part in ("month", "day"))


def _day(point, *, first):
    year, month, day = point
    month = month or (1 if first else 12)
    last = monthrange(year, month)[1]
    return date(year, month, min(day or (1 if first else last), last))
