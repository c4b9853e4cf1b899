"""到户登记: the things households got, as a list and by place; one household with its things and their history."""

from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from assets.filters_registers import HouseholdFilter
from assets.models import Household, HouseholdGrant
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
from tenancy.models import Unit

LIST, SUMMARY = "assets:households", "assets:household_summary"
COLUMNS = [
    {"label": "户编号", "css": "code"},
    {"label": "户主", "css": "name"},
    {"label": "户类别", "css": "more"},
    {"label": "所在村", "css": "at"},
    {"label": "到户资产", "css": "sort"},
    {"label": "数量", "css": "more", "num": True},
    {"label": "补助金额（元）", "css": "amount", "num": True},
    {"label": "年度", "css": "year"},
    {"label": "现状", "css": "more"},
    {"label": "绩效结果", "css": "st"},
]
KEYS = {"county": "county_id", "town": "household__town_id", "village": "household__village_id"}
SUMS = {"homes": Count("household", distinct=True), **MONEY}


def index(request):
    """二（三）到户类资产的绩效结果和受益对象：an office's own reach, newest first."""
    policy.require_anywhere(request.user, "view_households")
    form = HouseholdFilter(request.GET, scope=request.scope, user=request.user)
    rows = form.apply(HouseholdGrant.objects.permitted(request.user))
    shown = HouseholdGrant.objects.select_related("household__town", "household__village")
    address = address_of(request, LIST)
    context = listed(request, form, rows, shown, address, totals_of(request, form, rows, **SUMS))
    may_add = request.scope.county and policy.holds(request.user, "manage_households")
    context |= {
        "columns": COLUMNS,
        "summary_url": address(to=SUMMARY),
        "export_url": export_url(request, "households"),
        "add_url": reverse("assets:household_create") if may_add else "",
        "import_url": import_url(request.user, "households") if may_add else "",
    }
    return render(request, "assets/households.html", context)


def import_url(user, resource):
    """The wizard, set to one register, for whoever may import for more than a village; else ""."""
    wider = policy.units(user, "manage_households").exclude(kind=Unit.Kind.VILLAGE).exists()
    return reverse("imports:upload", query={"resource": resource}) if wider else ""


def summary(request):
    """二（三）The same by township, by village: how many, for how much, with what result."""
    policy.require_anywhere(request.user, "view_households")
    form = HouseholdFilter(request.GET, scope=request.scope, user=request.user)
    rows, level = form.apply(HouseholdGrant.objects.permitted(request.user)), level_of(request, form)
    address = address_of(request, SUMMARY)
    found, whole = by_place(rows, KEYS[level], level, address, LIST, **SUMS)
    figures = ["户数", "项数", "补助金额（万元）"]
    context = narrowed(request, form, address) | {
        "title": "到户登记汇总",
        "crumbs": [("到户登记", address(to=LIST)), ("汇总", "")],
        "columns": [{"label": LEVELS[level]}, *({"label": label, "num": True} for label in figures)],
        "rows": found,
        "whole": whole,
        "empty": {"title": "没有可汇总的登记", "why": "请放宽筛选条件，或先登记、导入到户资产。"},
    }
    context["columns"] += RESULT_COLUMNS
    return render(request, "assets/register_summary.html", context)


def detail(request, pk):
    """二（三）一户的到户资产：得到什么、绩效如何、还在不在。"""
    rows = Household.objects.permitted(request.user).select_related("unit", "county", "town", "village")
    home = get_object_or_404(rows, pk=pk)
    things = (
        home.grants.filter(county_id=home.county_id).select_related("project__unit", "asset").order_by("-pk")
    )
    grants = list(things)
    may_manage = policy.may(request.user, "manage_households", home)
    tables = [(Household, [pk]), (HouseholdGrant, [grant.pk for grant in grants])]
    context = {
        "home": home,
        "crumbs": [("到户登记", reverse(LIST)), (f"第 {home.pk} 号", "")],
        "sub": f"{home.county} · {home.unit}",
        "edit_url": reverse("assets:household_edit", args=[pk]) if may_manage else "",
        "add_url": reverse("assets:grant_create", args=[pk]) if may_manage else "",
        "grants": [_grant(request.user, grant, may_manage) for grant in grants],
        "total": sum(grant.amount for grant in grants if not grant.withdrawn_reason),
        "entries": history.of(home, tables),
    }
    return render(request, "assets/household.html", context)


def _grant(user, grant, may_manage):
    """A thing with what may be done to it, and its project where this person may see it."""
    hands = may_manage and not grant.withdrawn_reason
    return {
        "row": grant,
        "project_url": project_url(user, grant.project),
        "edit_url": reverse("assets:grant_edit", args=[grant.pk]) if hands else "",
        "withdraw_url": reverse("assets:grant_withdraw", args=[grant.pk]) if hands else "",
    }


def project_url(user, project):
    """Where a project is looked at, for whoever may see it."""
    return project.get_absolute_url() if project and policy.may(user, "view_register", project) else ""
