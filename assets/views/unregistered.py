"""二（三）应登记未登记: completed projects of which nothing is registered, or not for as much as they cost."""

from collections import defaultdict
from decimal import Decimal

from django.shortcuts import render
from django.urls import reverse

from assets.forms_unregistered import UNTOLD, UnregisteredFilter, short_name
from assets.models import Asset
from assets.pages import Page
from assets.unregistered import Lack, permitted
from journal.templatetags.jiadi import place
from tenancy import policy

COLUMNS = [
    {"label": "项目", "css": "name"},
    {"label": "资金年度"},
    {"label": "实施单位"},
    {"label": "投入（元）", "num": True},
    {"label": "已登记（元）", "num": True},
    {"label": "相差（元）", "num": True},
    {"label": "情况"},
]
PARTS = [{"label": lack.label, "num": True} for lack in Lack]
RELATED = ("town", "county", "implementing_dept")


def index(request):
    """The list, and above it the same counted by place and by department; each number opens its list."""
    policy.require_anywhere(request.user, policy.SEE)
    form = UnregisteredFilter(request.GET, scope=request.scope)
    rows = form.apply(permitted(request.user))
    marks = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = Page(rows, permitted(request.user).select_related(*RELATED), **marks)
    found = list(rows.order_by().values("county_id", "town_id", "implementing_dept_id", "lack", "difference"))
    for row in page.rows:
        row.told = Lack(row.lack).label
    context = {
        "sub": request.post.unit.name if request.post else "",
        "q": form.cleaned_data.get("q", ""),
        "filter_form": form,
        "active_count": len(form.active),
        "chips": [
            {
                "label": form.fields[name].label,
                "value": form.shown(name, value),
                "remove_url": address(form, **{name: None} | ({"village": None} if name == "town" else {})),
            }
            for name, value in form.active.items()
        ],
        "clear_url": reverse("assets:unregistered"),
        "stats": stats(form, found),
        "parts": list(parts(form, rows, found)),
        "columns": COLUMNS,
        "rows": page.rows,
        "page": {
            "count_text": f"{len(found):,} 个项目",
            "first_url": address(form) if page.previous else "",
            "prev_url": address(form, before=page.previous) if page.previous else "",
            "next_url": address(form, after=page.next) if page.next else "",
        },
        "empty": {"title": "没有应登记未登记的项目", "why": "已完工项目的投入与登记的资产价值都相符。"},
        "export_url": reverse("exports:new", query={"resource": "unregistered"} | form.query()),
    }
    return render(request, "assets/unregistered.html", context)


def address(form, **changes):
    """The page with the filters at work, and changes (None: without)."""
    return reverse("assets:unregistered", query=form.query(**changes) or None)


def stats(form, found):
    """How many of each kind, and how much money is not in the register."""
    missing = sum((row["difference"] for row in found if row["difference"] > 0), Decimal(0))
    counts = [sum(row["lack"] == lack for row in found) for lack in Lack]
    told = [
        {"label": lack.label, "value": f"{n:,}", "unit": "个", "url": address(form, lack=lack.value)}
        for lack, n in zip(Lack, counts, strict=True)
    ]
    return [*told, {"label": "未登记的投入", "value": f"{missing / 10_000:,.2f}", "unit": "万元"}]


def parts(form, rows, found):
    """[{title, columns, rows [{label, cells [{n, url}]}]}]: by place as far as it is chosen, and by department."""
    if "county" in form.fields:
        yield _part(form, "按县区", "county", found, "county_id", dict(form.fields["county"].choices))
        return
    if form.villages:
        yield _villages(form, rows)
    else:
        yield _part(form, "按乡镇", "town", found, "town_id", dict(form.fields["town"].choices))
    yield _part(form, "按实施单位", "dept", found, "implementing_dept_id", dict(form.fields["dept"].choices))


def _part(form, title, name, found, key, labels):
    groups = defaultdict(lambda: dict.fromkeys(Lack.values, 0))
    for row in found:
        groups[row[key] or UNTOLD][row["lack"]] += 1
    lines = [
        (label, {name: value}, groups[value])
        for value, label in labels.items()
        if value != "" and value in groups
    ]
    return _shown(form, title, lines)


def _villages(form, rows):
    """A project that concerns two villages counts in both: as forms_unregistered.in_village says, in two queries."""
    found = list(rows.order_by().values_list("pk", "town_id", "place", "lack"))
    there = Asset.objects.filter(project__in=[pk for pk, *_ in found], village__in=form.villages)
    stands = set(there.values_list("project_id", "village_id"))
    lines = []
    for code, name in form.villages.items():
        counts, short = dict.fromkeys(Lack.values, 0), short_name(name)
        for pk, town, where, lack in found:
            if (town == code // 1000 and short in where) or (pk, code) in stands:
                counts[lack] += 1
        if any(counts.values()):
            lines.append((place(name), {"village": code}, counts))
    return _shown(form, "按村（社区）", lines)


def _shown(form, title, lines):
    return {
        "title": title,
        "columns": [{"label": title.removeprefix("按")}, *PARTS],
        "rows": [
            {
                "label": label,
                "url": address(form, **where),
                "cells": [{"n": n, "url": address(form, **where, lack=lack)} for lack, n in counts.items()],
            }
            for label, where, counts in lines
        ],
    }
