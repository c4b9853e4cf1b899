"""确权进度: confirmed, under way, not begun and late, by township or county; each figure opens its list."""

from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from assets.clauses import sentence
from assets.filters import AssetFilter
from assets.models import Asset
from assets.views.dashboard import LOCAL, PLACES
from journal.templatetags.jiadi import place as village_name
from ownership import progress as figures
from ownership import rules
from ownership.progress import Progress
from tenancy import policy
from tenancy.models import Region

HEADS = ["在账资产", "已确权", "确权中", "未开始", "完成率", "超期未确权", "最长超期"]
KEPT = ("county", "town", "category")


def progress(request):
    """二（四）此项工作由县级人民政府统筹安排，在 2020 年 9 月 20 日前完成。"""
    policy.require_anywhere(request.user, policy.SEE)
    form = AssetFilter(request.GET, scope=request.scope, user=request.user)
    active = {name: value for name, value in form.active.items() if name in KEPT}
    rows = form.apply(Asset.objects.permitted(request.user), without=form.active.keys() - active.keys())
    place = finest(request, active)
    county = request.scope.county or active.get("county")
    found = figures.by_place(rows, place, county)
    label, name = PLACES[place]
    board = Board(active)
    names = named(found)
    places = [board.row(names[code], found[code], **{name: code or 0}) for code in sorted(found, key=_last)]
    total = sum(found.values(), Progress())
    context = {
        "sub": f"{request.post.unit.name} · 截至 {timezone.localdate():%Y-%m-%d}",
        "clause": sentence("二（四）", "2020 年 9 月 20 日"),
        "stats": list(board.stats(total)),
        "title": f"确权进度（按{label}）",
        "columns": [{"label": label}, *({"label": head, "num": True} for head in HEADS)],
        "rows": places,
        "total": board.row("合计", total),
        "chips": form.chips(board.address) if active else [],
        "clear_url": reverse("ownership:progress"),
        "deadline": rules.DEADLINE,
    }
    return render(request, "ownership/progress.html", context)


class Board:
    """The figures of one request with the addresses they open."""

    def __init__(self, active):
        self.active = active

    def address(self, **changes):
        """The page's own address with some filters changed."""
        return self._url("ownership:progress", changes)

    def _url(self, name, changes, **fixed):
        kept = QueryDict(mutable=True)
        kept.update({k: v for k, v in (self.active | changes | fixed).items() if v is not None})
        return f"{reverse(name)}?{kept.urlencode()}" if kept else reverse(name)

    def row(self, label, one, **narrow):
        """One place: its figures as text, each with the list that it counts."""
        cells = [
            (one.total, self._url("assets:list", narrow, state="ledger")),
            (one.settled, self._url("ownership:list", narrow, group="settled")),
            (one.under_way, self._url("ownership:list", narrow, group="under_way")),
            (one.not_begun, self._url("ownership:untitled", narrow)),
        ]
        late = self._url("ownership:late", narrow)
        return {
            "label": label,
            "cells": [{"text": f"{n:,}", "url": url} for n, url in cells],
            "share": rules.rate(one.settled, one.total),
            "late": {"text": f"{one.late:,}", "url": late},
            "days": f"{one.days_over:,} 天" if one.late else "—",
        }

    def stats(self, total):
        """The figures on top."""
        row = self.row("", total)
        names = ["在账资产", "已确权", "确权中", "未开始"]
        for label, cell in zip(names, row["cells"], strict=True):
            yield {"label": label, "value": cell["text"], "unit": "项", "url": cell["url"]}
        note = f"最长超期 {row['days']}" if total.late else ""
        yield {
            "label": "超期未确权",
            "value": row["late"]["text"],
            "unit": "项",
            "url": row["late"]["url"],
            "note": note,
        }


def named(found):
    """{code: what people call the place} of places by their codes; None is what names no place."""
    known = Region.objects.filter(pk__in=found.keys() - {None}).values_list("pk", "name")
    return {code: village_name(name) for code, name in known} | {None: "未注明"}


def _last(code):
    return code or 10**13


def finest(request, active):
    """The column of the places told: one step below the place that is looked at."""
    if not request.scope.county and "county" not in active:
        return "county_id"
    return "village_id" if "town" in active or request.post.unit.kind in LOCAL else "town_id"
