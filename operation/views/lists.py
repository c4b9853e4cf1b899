"""经营协议、经营主体: the lists."""

from django.shortcuts import render
from django.urls import reverse

from assets.views.registers import address_of, listed, totals_of
from operation.columns import AGREEMENTS, OPERATORS
from operation.filters import AgreementFilter, OperatorFilter
from operation.models import Agreement, Operator
from tenancy import policy

AGREED, WHO = "operation:list", "operation:operators"


def agreements(request):
    """二（六）The agreements that this person's post reaches."""
    policy.require_anywhere(request.user, policy.SEE)
    form = AgreementFilter(request.GET, scope=request.scope, user=request.user)
    rows = form.apply(Agreement.objects.permitted(request.user))
    address = address_of(request, AGREED)
    may_add = request.scope.county and policy.holds(request.user, "manage_agreements")
    head = {
        "title": "经营协议",
        "search": "协议名称、编号、经营主体、资产",
        "tabs": _tabs(form.active.get("state", ""), address),
        "add_url": reverse("operation:create") if may_add else "",
        "add_label": "起草协议",
        "empty": _empty(form, "在经营性资产的页面起草，或者点“起草协议”。"),
    }
    context = _context(request, form, rows, Agreement.objects.for_list(), address, AGREEMENTS)
    return render(request, "operation/list.html", context | head)


def operators(request):
    """二（六）The operators of the county; everybody of it finds what is known of one."""
    policy.require_anywhere(request.user, policy.SEE)
    form = OperatorFilter(request.GET, scope=request.scope, user=request.user)
    rows = form.apply(Operator.objects.permitted(request.user))
    may_add = request.scope.county and policy.holds(request.user, "manage_operators")
    head = {
        "title": "经营主体",
        "search": "名称、统一社会信用代码",
        "add_url": reverse("operation:operator_create") if may_add else "",
        "add_label": "登记经营主体",
        "empty": _empty(form, "签订协议之前，先登记经营主体。"),
    }
    shown = Operator.objects.for_list()
    context = _context(request, form, rows, shown, address_of(request, WHO), OPERATORS)
    return render(request, "operation/list.html", context | head)


def _context(request, form, rows, shown, address, columns):
    context = listed(request, form, rows, shown, address, totals_of(request, form, rows))
    for row in context["rows"]:
        row.cells = [column.cell(row) for column in columns]
    heads = [{"label": column.label, "css": column.css, "num": column.num} for column in columns]
    return context | {"columns": heads, "active_count": len(form.active.keys() - {"state"})}


def _tabs(active, address):
    states = [("", "全部"), *Agreement.State.choices]
    return [
        {"label": label, "url": address(state=state or None), "active": active == state}
        for state, label in states
    ]


def _empty(form, why):
    if form.active or form.words:
        return {"title": "没有符合条件的记录", "why": "请放宽筛选条件，或清除查找词后再试。"}
    return {"title": "这里还没有记录", "why": why}
