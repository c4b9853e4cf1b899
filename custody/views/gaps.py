"""管护空档: assets with days on which nobody was responsible, and how many there are at each place."""

from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from assets.clauses import sentence
from assets.filters import AssetFilter
from assets.listing import address_of, answer, place, table
from assets.models import Asset
from assets.pages import Page
from assets.views.dashboard import PLACES
from custody.columns import GAP_COLUMNS
from custody.gaps import Care, by_place, confirmed_on, remember_stretches, with_gaps
from ownership.views.progress import KEPT, finest, named
from tenancy import policy

HEADS = ["已确权资产", "已有人管护", "现无人管护", "有过空档", "空档合计", "最长空档"]
NOW = [("", "全部"), ("1", "现无人管护"), ("0", "已补上")]
EMPTY = "确权以后每天都有责任人，没有空档。"


def index(request):
    """二（五）Assets for which nobody was responsible on some day since they were confirmed."""
    policy.require_anywhere(request.user, policy.SEE)
    form = AssetFilter(request.GET, scope=request.scope, user=request.user)
    now = request.GET.get("now", "")
    rows = with_gaps(form.apply(Asset.objects.permitted(request.user), without=("state",)), now)
    page = Page(rows, Asset.objects.for_list().annotate(confirmed_on=confirmed_on()), **place(form))
    remember_stretches(page.rows)
    address = address_of("custody:gaps", form)
    context = table(page, GAP_COLUMNS, rows, address, form, caption="管护空档", empty=EMPTY)
    head = {
        "title": "管护空档",
        "search": "名称、编号、原编号",
        "tabs": [
            {"label": label, "url": address(now=key or None), "active": key == now} for key, label in NOW
        ],
        "links": [("table", "按地方汇总", reverse("custody:gap_places"))],
    }
    return answer(request, "custody/list.html", context, form, **head)


def places(request):
    """二（五）落实管护责任: by township, and by village within one, who is without a custodian and for how long."""
    policy.require_anywhere(request.user, policy.SEE)
    form = AssetFilter(request.GET, scope=request.scope, user=request.user)
    active = {name: value for name, value in form.active.items() if name in KEPT}
    rows = form.apply(Asset.objects.permitted(request.user), without=form.active.keys() - active.keys())
    by = finest(request, active)
    found = by_place(rows, by)
    label, name = PLACES[by]
    names = named(found)
    codes = sorted(found, key=lambda code: code or 10**13)
    total = sum(found.values(), Care())
    context = {
        "sub": f"{request.post.unit.name} · 截至 {timezone.localdate():%Y-%m-%d}",
        "clause": sentence("二（五）", "落实管护责任"),
        "title": f"管护空档（按{label}）",
        "columns": [{"label": label}, *({"label": head, "num": True} for head in HEADS)],
        "rows": [_row(names[code], found[code], active | {name: code or 0}) for code in codes],
        "total": _row("合计", total, active),
        "chips": form.chips(lambda **changes: _url("custody:gap_places", active | changes)) if active else [],
        "clear_url": reverse("custody:gap_places"),
        "gaps_url": reverse("custody:gaps"),
    }
    return render(request, "custody/gap_places.html", context)


def _url(name, kept):
    told = QueryDict(mutable=True)
    told.update({key: value for key, value in kept.items() if value is not None})
    return f"{reverse(name)}?{told.urlencode()}" if told else reverse(name)


def _row(label, one, narrow):
    """One place: its figures as text, with the list that each counts."""
    return {
        "label": label,
        "cells": [
            {"text": f"{one.total:,}", "url": _url("ownership:list", narrow | {"group": "settled"})},
            {"text": f"{one.cared:,}", "url": ""},
            {"text": f"{one.bare:,}", "url": _url("custody:gaps", narrow | {"now": "1"})},
            {"text": f"{one.ever:,}", "url": _url("custody:gaps", narrow)},
            {"text": f"{one.days:,} 天", "url": ""},
            {"text": f"{one.longest:,} 天" if one.longest else "—", "url": ""},
        ],
    }
