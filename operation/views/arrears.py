"""欠款: what is owed past its day, by age, by operator, village, township or county; each figure opens its list."""

from urllib.parse import urlencode

from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from assets.clauses import sentence
from journal.templatetags.jiadi import money
from operation import rules_dues as rules
from operation.arrears import GROUPS, MOST, figures, name
from operation.filters_dues import LATE, ArrearsFilter
from operation.models import Due
from operation.prints_dues import demand
from tenancy import policy
from tenancy.models import Unit

AHEAD = "预收款余额"
HEADS = ["笔数", "欠款合计", *(label for label, *_ in rules.AGES.values()), "最长逾期"]


def arrears(request):
    """二（六）依法按协议或合同支付收益：逾期未收的款项，按时间长短和欠款单位汇总。"""
    policy.require_anywhere(request.user, policy.SEE)
    form = ArrearsFilter(request.GET, scope=request.scope, user=request.user)
    active = form.active | ({"q": form.words} if form.words else {})
    rows = form.apply(Due.objects.permitted(request.user))
    groups = _groups(request)
    group = form.by_whom if form.by_whom in groups else groups[0]
    lines, total, owing = figures(rows, group)
    name(lines, group)
    board = Board(active, group)
    context = {
        "sub": f"{request.post.unit.name} · 截至 {timezone.localdate():%Y-%m-%d}",
        "clause": sentence("二（六）", "支付收益"),
        "tabs": [
            {"label": f"按{GROUPS[one][0]}", "url": board.address(by=one), "active": one == group}
            for one in groups
        ],
        "stats": list(board.stats(total, owing, rows.awaiting().count())),
        "title": f"欠款（按{GROUPS[group][0]}）",
        "columns": _columns(group),
        "rows": [*map(board.row, lines), board.row(total, is_total=True)],
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
    ahead = [{"label": AHEAD, "num": True}] if group == "operator" else []
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

    def __init__(self, active, group):
        self.active, self.group, self.dues = active, group, _url("operation:dues", active)

    def address(self, **changes):
        """The page's own address with some filters changed."""
        return _url("operation:arrears", {"by": self.group} | self.active | changes)

    def list(self, **more):
        """The list of dues with some filters more: of a name that is there already the last one counts."""
        return f"{self.dues}{'&' if self.active else '?'}{urlencode(more)}"

    def query(self):
        """The filters at work as an address carries them."""
        return self.dues.partition("?")[2]

    def row(self, line, *, is_total=False):
        """One line: its figures as text, each with the list that it counts."""
        narrow = {} if is_total else _narrow(line, self.group)
        late = self.list(standing=LATE, **narrow)
        cells = [(f"{line.count:,}", late), (money(line.left), late)]
        cells += [(_yuan(line.ages[key]), self.list(age=key, **narrow)) for key in rules.AGES]
        cells.append((f"{line.oldest:,} 天" if line.count else "—", ""))
        if self.group == "operator":
            cells.append(("—" if is_total else _yuan(line.ahead), ""))
        return {
            "label": "合计" if is_total else line.label,
            "css": "sum" if is_total else "",
            "cells": [
                {"label": label, "text": text, "url": url if text != "—" else ""}
                for label, (text, url) in zip([*HEADS, AHEAD], cells, strict=False)
            ],
        }

    def stats(self, total, owing, awaited):
        """The figures on top."""
        today, long = timezone.localdate(), total.ages["d365"] + total.ages["more"]
        _, last = rules.ages_between("d365", today)
        late, older = self.list(standing=LATE), self.list(standing=LATE, due_to=last)
        yield {"label": "欠款合计", "value": money(total.left), "unit": "元", "url": late}
        yield {"label": f"欠款的{GROUPS[self.group][0]}", "value": f"{owing:,}", "unit": "个", "url": ""}
        yield {"label": "逾期半年以上", "value": money(long), "unit": "元", "url": older}
        waits = self.list(standing="awaited", due_to=today)
        yield {"label": "到期未核定金额", "value": f"{awaited:,}", "unit": "笔", "url": waits}


def _narrow(line, group):
    """The filters that leave of the list of dues what a line counts."""
    if group == "town":
        return {"town": line.town} if line.town else {"unit": line.key}
    return {group: line.key}


def _yuan(amount):
    return money(amount) if amount else "—"


def _url(page, told):
    kept = QueryDict(mutable=True)
    kept.update({key: value for key, value in told.items() if value is not None})
    return f"{reverse(page)}?{kept.urlencode()}" if kept else reverse(page)
