"""欠款: what is owed past its day, by age, by operator, village, township or county; each figure opens its list."""

from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from assets.clauses import sentence
from journal.templatetags.jiadi import money
from operation import rules_dues as rules
from operation.arrears import GROUPS, MOST, figures, name
from operation.filters_dues import LATE, DueFilter, standing
from operation.models import Due
from operation.prints_dues import demand
from tenancy import policy
from tenancy.models import Unit

KEPT = ("county", "town", "unit", "operator", "operator_kind", "kind")
ASIDE = ("standing", "age", "agreement", "due_from", "due_to")
HEADS = ["笔数", "欠款合计", *(label for label, *_ in rules.AGES.values()), "最长逾期"]


def arrears(request):
    """二（六）依法按协议或合同支付收益：逾期未收的款项，按时间长短和欠款单位汇总。"""
    policy.require_anywhere(request.user, policy.SEE)
    form = DueFilter(request.GET, scope=request.scope, user=request.user)
    for field in ASIDE:
        del form.fields[field]
    active = {key: value for key, value in form.active.items() if key in KEPT}
    active |= {"q": form.words} if form.words else {}
    rows = form.apply(Due.objects.permitted(request.user))
    groups = _groups(request)
    group = request.GET.get("by", "")
    group = group if group in groups else groups[0]
    lines, total, owing = figures(rows, group)
    name(lines, group)
    board = Board(active)
    context = {
        "sub": f"{request.post.unit.name} · 截至 {timezone.localdate():%Y-%m-%d}",
        "clause": sentence("二（六）", "支付收益"),
        "tabs": [
            {"label": f"按{GROUPS[one][0]}", "url": board.address(by=one), "active": one == group}
            for one in groups
        ],
        "stats": list(board.stats(total, owing, standing(rows, "awaited").count(), group)),
        "title": f"欠款（按{GROUPS[group][0]}）",
        "columns": _columns(group),
        "rows": [board.row(line, group) for line in lines],
        "total": board.row(total, group, is_total=True),
        "more": owing - len(lines),
        "most": MOST,
        "chips": list(form.chips(board.address)),
        "clear_url": board.address(**dict.fromkeys(active)),
        "q": form.words,
        "filter_form": form,
        "active_count": len(active),
        "list_url": board.list(standing=LATE),
        "demand_query": board.query() if total.count and _may_demand(request) else None,
    }
    return render(request, "operation/arrears.html", context)


def _may_demand(request):
    return request.scope.county and policy.holds(request.user, demand.verb)


def _columns(group):
    ahead = [{"label": "预收款余额", "num": True}] if group == "operator" else []
    return [{"label": GROUPS[group][0]}, *({"label": head, "num": True} for head in HEADS), *ahead]


def _groups(request):
    """By whom this person may look: over counties by county first, in a village only by operator."""
    if not request.scope.county and not request.GET.get("county"):
        return ["county"]
    if request.post.unit.kind == Unit.Kind.VILLAGE:
        return ["operator", "unit"]
    return ["operator", "unit", "town"]


class Board:
    """The figures of one request with the lists they open."""

    def __init__(self, active):
        self.active = active

    def address(self, **changes):
        """The page's own address with some filters changed."""
        return _url("operation:arrears", self.active | changes)

    def list(self, **changes):
        """The list of dues with some filters changed."""
        return _url("operation:dues", self.active | changes)

    def query(self):
        """The filters at work as an address carries them."""
        return _url("operation:dues", self.active).partition("?")[2]

    def row(self, line, group, *, is_total=False):
        """One line: its figures as text, each with the list that it counts."""
        narrow = {} if is_total or group == "town" else {group: line.key}
        late = self.list(standing=LATE, **narrow)
        cells = [(f"{line.count:,}", late), (money(line.left), late)]
        cells += [(_yuan(line.ages[key]), self.list(age=key, **narrow)) for key in rules.AGES]
        if is_total:
            ahead = [""] if group == "operator" else []
        else:
            ahead = [_yuan(line.ahead)] if group == "operator" else []
        return {
            "label": "合计" if is_total else line.label,
            "cells": [{"text": text, "url": url} for text, url in cells],
            "oldest": f"{line.oldest:,} 天" if line.count else "—",
            "ahead": ahead,
        }

    def stats(self, total, owing, awaited, group):
        """The figures on top."""
        late, long = self.list(standing=LATE), total.ages["d365"] + total.ages["more"]
        yield {"label": "欠款合计", "value": money(total.left), "unit": "元", "url": late}
        yield {"label": f"欠款的{GROUPS[group][0]}", "value": f"{owing:,}", "unit": "个", "url": ""}
        yield {"label": "逾期半年以上", "value": money(long), "unit": "元", "url": late}
        waits = self.list(standing="awaited")
        yield {"label": "金额待核定", "value": f"{awaited:,}", "unit": "笔", "url": waits}


def _yuan(amount):
    return money(amount) if amount else "—"


def _url(page, told):
    kept = QueryDict(mutable=True)
    kept.update({key: value for key, value in told.items() if value is not None})
    return f"{reverse(page)}?{kept.urlencode()}" if kept else reverse(page)
