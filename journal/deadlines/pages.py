"""What the pages of deadlines show, as plain values: a list, counts by place, a month."""

import calendar
from datetime import date, timedelta

from django.db.models import Count, F, Min
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan
from django.urls import reverse
from django.utils import timezone

from journal.deadlines.filter import LATER, SOON, WHEN, counts
from journal.deadlines.setting import KINDS
from tenancy.models import Region, Unit

SIZE = 50
FAR = 100  # years; the calendar ends before time does
MARK = "~"
EMPTY = {"title": "没有期限", "why": "办理确权等事项时自动设定期限；改变筛选条件可以查看其他事项。"}
COLUMNS = [
    {"label": "对象和依据", "css": "name"},
    {"label": "事项"},
    {"label": "单位"},
    {"label": "到期日"},
    {"label": "期限"},
]
PLACE_COLUMNS = [
    {"label": "乡镇或部门"},
    {"label": "未办结", "num": True},
    {"label": "已逾期", "num": True},
    {"label": f"{SOON} 日内", "num": True},
    {"label": f"{LATER} 日内", "num": True},
    {"label": f"{LATER} 日后", "num": True},
    {"label": "最长逾期天数", "num": True},
]
WEEKDAYS = ["一", "二", "三", "四", "五", "六", "日"]


def address(form, name="deadlines:list", **changes):
    """A page of deadlines with the filters at work, and changes (None: without)."""
    return reverse(name, query=form.query(**changes))


def _head(request, form, name):
    pages = {"list": "清单", "places": "分布", "calendar": "日历"}
    own = {"when": None} if name != "list" else {}
    return {
        "filter_form": form,
        "active_count": len(form.active.keys() - {"when", "sent", "step"}),
        "clear_url": reverse(f"deadlines:{name}"),
        "chips": form.chips(lambda **changes: address(form, f"deadlines:{name}", **own, **changes)),
        "views": [
            {"label": label, "url": address(form, f"deadlines:{key}", when=None), "here": key == name}
            for key, label in pages.items()
        ],
        "is_wide": "unit" not in form.fields,
    }


def listed(request, form, rows):
    """journal/deadlines: one tab's rows, fifty a page, turned by key."""
    when = form.active.get("when", "open")
    page = form.apply(rows).select_related("unit", "county")
    after = _mark(request.GET.get("after", ""))
    down = when == "done"  # what was done last comes first
    if after:
        page = page.filter((TupleLessThan if down else TupleGreaterThan)((F("due_on"), F("pk")), after))
    found = list(page.order_by(*(("-due_on", "-pk") if down else ("due_on", "pk")))[: SIZE + 1])
    last = found[SIZE - 1] if len(found) > SIZE else None
    told = form.apply(rows, "open").aggregate(**counts(timezone.localdate()))
    return _head(request, form, "list") | {
        "columns": COLUMNS,
        "rows": [_row(row) for row in found[:SIZE]],
        "tabs": [
            {"label": label, "n": told.get(key), "url": address(form, when=key), "here": key == when}
            for key, label in WHEN.items()
        ],
        "page": {
            "count_text": f"共 {told[when]:,} 件" if when in told else "",
            "first_url": address(form) if after else "",
            "prev_url": "",
            "next_url": address(form, after=f"{last.due_on}{MARK}{last.pk}") if last else "",
        },
        "empty": EMPTY,
    }


def _mark(text):
    """(day, id) of the last row seen, or None where the address says nothing one could read."""
    day, _, pk = text.partition(MARK)
    try:
        return (date.fromisoformat(day), int(pk)) if pk.isdecimal() and len(pk) < 19 else None
    except ValueError:
        return None


def _row(row):
    kind = KINDS.get(row.kind)
    days = (row.due_on - timezone.localdate()).days
    state, told = _state(row, days)
    return {
        "county": row.county.name,
        "subject": row.subject,
        "url": kind.url(row.row_id) if kind else "",
        "label": kind.label if kind else row.kind,
        "unit": row.unit.name,
        "due_on": row.due_on,
        "state": state,
        "told": told,
        "basis": row.basis,
    }


def _state(row, days):
    """(colour, words) of how a deadline stands."""
    if row.cleared_at:
        return "done", f"{timezone.localdate(row.cleared_at):%Y-%m-%d} 办结"
    if days < 0:
        return "failed", f"逾期 {-days:,} 天"
    return ("warning" if days <= SOON else "waiting"), f"还有 {days:,} 天" if days else "今天到期"


def by_place(request, form, rows):
    """journal/deadline_places: a line for each township and department, or county, and their sum."""
    today = timezone.localdate()
    key = "county_id" if "unit" not in form.fields else "unit_id"
    told = rows.order_by().values(key).annotate(**counts(today), first=Min("due_on"))
    lines = _counties(told) if key == "county_id" else _units(told)
    shown = [_line(form, today, *line) for line in lines]
    total = _line(form, today, "合计", {}, _sum(numbers for *_, numbers in lines))
    return _head(request, form, "places") | {
        "columns": [PLACE_COLUMNS[0] | {"label": "县区"}, *PLACE_COLUMNS[1:]]
        if key == "county_id"
        else PLACE_COLUMNS,
        "rows": shown,
        "total": total,
        "empty": EMPTY,
    }


def _counties(told):
    names = dict(Region.objects.filter(level=Region.Level.COUNTY).values_list("code", "name"))
    return [
        (names.get(numbers["county_id"], ""), {"county": numbers["county_id"]}, numbers)
        for numbers in sorted(told, key=lambda one: one["county_id"])
    ]


def _units(told):
    """A village's deadlines count for its township."""
    units = {unit.pk: unit for unit in Unit.objects.all()}
    groups = {}
    for numbers in told:
        unit = units[numbers["unit_id"]]
        if unit.kind == Unit.Kind.VILLAGE and unit.parent_id in units:
            unit = units[unit.parent_id]
        groups.setdefault(unit, []).append(numbers)
    inside = sorted(groups, key=lambda unit: (unit.kind != Unit.Kind.TOWN, unit.code))
    return [(unit.name, {"unit": unit.pk}, _sum(groups[unit])) for unit in inside]


def _sum(many):
    many = list(many)
    known = [numbers["first"] for numbers in many if numbers["first"]]
    names = ("open", "overdue", "week", "month", "later")
    return {name: sum(numbers[name] for numbers in many) for name in names} | {
        "first": min(known, default=None)
    }


def _line(form, today, label, where, numbers):
    late = (today - numbers["first"]).days if numbers["first"] and numbers["first"] < today else 0
    cells = [
        {"n": numbers[when], "url": address(form, when=when, **where)}
        for when in ("open", "overdue", "week", "month", "later")
    ]
    return {"label": label, "cells": cells, "late": late}


def month(request, form, rows):
    """journal/deadline_calendar: the weeks of a month (?month=2020-09), each day with its number."""
    first = _month(request.GET.get("month", ""))
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    told = rows.filter(due_on__range=(weeks[0][0], weeks[-1][-1])).order_by()
    numbers = dict(told.values_list("due_on").annotate(n=Count("pk")))
    before, after = first - timedelta(days=1), first + timedelta(days=31)
    today = timezone.localdate()
    return _head(request, form, "calendar") | {
        "title": f"{first.year} 年 {first.month} 月",
        "weekdays": WEEKDAYS,
        "weeks": [
            [
                {
                    "day": day,
                    "n": numbers.get(day, 0),
                    "url": address(form, due=day.isoformat(), when=None),
                    "is_here": day.month == first.month,
                    "is_today": day == today,
                    "is_late": day < today,
                }
                for day in week
            ]
            for week in weeks
        ],
        "previous_url": address(form, "deadlines:calendar", when=None, month=f"{before:%Y-%m}"),
        "next_url": address(form, "deadlines:calendar", when=None, month=f"{after:%Y-%m}"),
    }


def _month(text):
    """The first day of the month an address names; of this one where it names none that a deadline could lie in."""
    today = timezone.localdate()
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        first = today
    return (first if abs(first.year - today.year) < FAR else today).replace(day=1)
