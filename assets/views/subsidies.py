"""补贴登记: money that made no asset, as a list and by place; one line with its history."""

from django.db.models import Sum
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from assets.filters_registers import SubsidyFilter
from assets.models import Subsidy
from assets.views.households import import_url, project_url
from assets.views.registers import (
    LEVELS,
    MONEY,
    RESULT_COLUMNS,
    address_of,
    by_place,
    export_url,
    level_of,
    listed,
    narrowed,
    totals_of,
)
from journal import history
from tenancy import policy

LIST, SUMMARY = "assets:subsidies", "assets:subsidy_summary"
COLUMNS = [
    {"label": "名称", "css": "name"},
    {"label": "类别", "css": "sort"},
    {"label": "所在地", "css": "at"},
    {"label": "受益对象", "css": "more holder"},
    {"label": "户数", "css": "more", "num": True},
    {"label": "金额（元）", "css": "amount", "num": True},
    {"label": "年度", "css": "year"},
    {"label": "登记单位", "css": "more holder"},
    {"label": "绩效结果", "css": "st"},
]
KEYS = {"county": "county_id", "town": "town_id", "village": "village_id"}
SUMS = {"homes": Sum("households", default=0), **MONEY}
RELATED = ("unit", "county", "town", "village", "project__unit")


def index(request):
    """二（三）贴息、直接补贴等的绩效结果和受益对象：an office's own reach, newest first."""
    policy.require_anywhere(request.user, "view_register")
    form = SubsidyFilter(request.GET, scope=request.scope, user=request.user)
    rows = form.apply(Subsidy.objects.permitted(request.user))
    shown = Subsidy.objects.select_related("town", "village", "unit")
    address = address_of(request, LIST)
    context = listed(request, form, rows, shown, address, totals_of(request, form, rows, **SUMS))
    may_add = request.scope.county and policy.holds(request.user, "manage_households")
    context |= {
        "columns": COLUMNS,
        "summary_url": address(to=SUMMARY),
        "export_url": export_url(request, "subsidies"),
        "add_url": reverse("assets:subsidy_create") if may_add else "",
        "import_url": import_url(request.user, "subsidies") if may_add else "",
    }
    return render(request, "assets/subsidies.html", context)


def summary(request):
    """二（三）The same by township, by village: how many, for how much, for how many households, with what result."""
    policy.require_anywhere(request.user, "view_register")
    form = SubsidyFilter(request.GET, scope=request.scope, user=request.user)
    rows, level = form.apply(Subsidy.objects.permitted(request.user)), level_of(request, form)
    address = address_of(request, SUMMARY)
    found, whole = by_place(rows, KEYS[level], level, address, LIST, **SUMS)
    figures = ["受益户次", "项数", "金额（万元）"]
    context = narrowed(request, form, address) | {
        "title": "补贴登记汇总",
        "crumbs": [("补贴登记", address(to=LIST)), ("汇总", "")],
        "columns": [{"label": LEVELS[level]}, *({"label": label, "num": True} for label in figures)],
        "rows": found,
        "whole": whole,
        "empty": {"title": "没有可汇总的登记", "why": "请放宽筛选条件，或先登记、导入补贴。"},
    }
    context["columns"] += RESULT_COLUMNS
    return render(request, "assets/register_summary.html", context)


def detail(request, pk):
    """二（三）一笔补贴：发给谁、多少、绩效如何。"""
    row = get_object_or_404(Subsidy.objects.permitted(request.user).select_related(*RELATED), pk=pk)
    hands = policy.may(request.user, "manage_households", row) and not row.withdrawn_reason
    context = {
        "subsidy": row,
        "crumbs": [("补贴登记", reverse(LIST)), (f"第 {row.pk} 号", "")],
        "sub": f"{row.county} · {row.unit}",
        "edit_url": reverse("assets:subsidy_edit", args=[pk]) if hands else "",
        "withdraw_url": reverse("assets:subsidy_withdraw", args=[pk]) if hands else "",
        "project_url": project_url(request.user, row.project),
        "entries": history.of(row, [(Subsidy, [pk])]),
    }
    return render(request, "assets/subsidy.html", context)
