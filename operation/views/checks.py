"""经营检查: what is amiss in how assets are operated, by place; each figure opens its rows with the reasons."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from assets.columns import Column
from assets.filters_places import PlaceFilter
from assets.listing import MARKS, answer, place, table
from assets.models import Asset
from assets.pages import Page
from assets.views.dashboard import PLACES
from journal.templatetags.jiadi import money
from operation.checks.registry import BY_KEY, CHECKS
from operation.models import Agreement, Operator
from ownership.prints import at
from tenancy import policy
from tenancy.models import Region, Unit

ALL_WELL = "没有发现这方面的问题。"


def index(request):
    """二（六）规范运行（营）管理: each check with what it means, on what it rests, and how often by place."""
    policy.require_anywhere(request.user, policy.SEE)
    county = _county(request)
    found = {check.key: check.by_place(request.user, county) for check in CHECKS}
    codes = sorted({code for of in found.values() for code in of}, key=lambda code: code or 10**13)
    names = dict(Region.objects.filter(pk__in=[code for code in codes if code]).values_list("pk", "name"))
    names[None] = "县级（未分到乡镇）"
    asked = {} if request.scope.county or not county else {"county": county}
    name = "town" if county else "county"
    context = {
        "sub": f"{request.post.unit.name} · 截至 {timezone.localdate():%Y-%m-%d}" if request.post else "",
        "checks": [
            {"check": check, "count": sum(found[check.key].values()), "url": _url(check.key, asked)}
            for check in CHECKS
        ],
        "title": f"按{PLACES['town_id' if county else 'county_id'][0]}",
        "columns": [{"label": "地方"}, *({"label": check.label, "num": True} for check in CHECKS)],
        "rows": [
            {
                "label": names[code],
                "cells": [
                    (found[check.key].get(code, 0), _url(check.key, asked | {name: code or 0}), check.label)
                    for check in CHECKS
                ],
            }
            for code in codes
        ],
        "total": [(sum(found[check.key].values()), check.label) for check in CHECKS],
    }
    return render(request, "operation/checks.html", context)


def rows(request, key):
    """二（六）The rows of one check, each with its reason in words."""
    policy.require_anywhere(request.user, policy.SEE)
    if key not in BY_KEY:
        raise Http404
    check, county, town = BY_KEY[key], _county(request), _town(request)
    form = PlaceFilter(request.GET, scope=request.scope, user=request.user)
    found = check.rows(request.user)
    if county:
        found = found.filter(county_id=county)
    if town is not None:
        found = check.at(found, town)
    page = Page(found, check.shown(), **place(form))
    told = check.why(page.rows)
    for row in page.rows:
        row.why = told[row.pk]

    address = _address_of(request, key)
    context = table(page, COLUMNS[check.model], found, address, form, caption=check.label, empty=ALL_WELL)
    head = {
        "title": check.label,
        "crumbs": [("经营检查", reverse("operation:checks")), (check.label, "")],
        "note": f"{check.meaning}依据：{check.source}。",
    }
    return answer(request, "operation/entries.html", context, form, **head)


def _address_of(request, key):
    """A function that writes the address of a check's rows with some parameters changed; page marks never survive."""

    def write(**changes):
        kept = request.GET.copy()
        for name, value in (dict.fromkeys(MARKS) | changes).items():
            kept.pop(name, None)
            if value is not None:
                kept[name] = value
        return reverse("operation:check", args=[key]) + (f"?{kept.urlencode()}" if kept else "")

    return write


def _url(key, asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return reverse("operation:check", args=[key]) + (f"?{query}" if query else "")


def _county(request):
    """The county that is looked at, None over counties. 404 for one that is not this person's."""
    asked = _code(request, "county")
    if asked is None:
        return request.scope.county or None
    mine = asked == request.scope.county or not request.scope.county
    if not mine or not policy.may(request.user, policy.SEE, Unit(county_id=asked)):
        raise Http404
    return asked


def _town(request):
    """The township that is asked for (0: none), or None. 404 for one of another county."""
    asked, county = _code(request, "town"), _county(request)
    if asked and (not county or asked // 1000 != county):
        raise Http404
    return asked


def _code(request, name):
    text = request.GET.get(name) or ""
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 13):
        raise Http404
    return int(text)


def _name(row):
    return format_html('<a href="{}">{}</a>', row.get_absolute_url(), row)


def _asset(row):
    return format_html('<a href="{}">{}</a>', row.get_absolute_url(), row.name)


def _state(row):
    return format_html('<span class="state state-{}">{}</span>', row.state, row.get_state_display())


WHY = Column("why", "问题", lambda row: row.why, "why")
COLUMNS = {
    Asset: [
        Column("name", "资产名称", _asset, "name"),
        Column("at", "所在地", at, "at"),
        Column("value", "原值（元）", lambda row: money(row.original_value), "amount", num=True),
        Column("unit", "持有单位", lambda row: row.unit.name, "more holder"),
        WHY,
    ],
    Agreement: [
        Column("name", "协议名称", _name, "name"),
        Column("operator", "经营主体", lambda row: row.operator.shown_name, "sort"),
        Column("unit", "发包（出租）方", lambda row: row.unit.name, "at"),
        Column("term", "期限", lambda row: row.term_text, "more holder"),
        WHY,
        Column("state", "状态", _state, "st"),
    ],
    Operator: [
        Column("name", "名称", _name, "name"),
        Column("kind", "主体类别", lambda row: row.get_kind_display(), "sort"),
        Column("unit", "登记单位", lambda row: row.unit.name, "at"),
        WHY,
    ],
}
