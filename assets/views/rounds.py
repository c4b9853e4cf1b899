"""清产核资: the rounds of a county, opening one, how far it is by township and department, and its lists."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from assets.filters_inventory import NOWHERE, LineFilter
from assets.forms_inventory import RoundForm
from assets.inventory import counting, figures, opening
from assets.models import DIFFERENCES, HouseholdLine, Round, RoundLine, RoundTeam
from assets.pages import Page
from assets.views.registers import address_of, narrowed
from journal import history
from journal.forms import take_back
from tenancy import policy
from tenancy.roles import VERBS

State = RoundLine.State
LIST = "assets:round_lines"
MONTH = timedelta(days=30)
STATES = [(state.value, state.label) for state in State]
COLUMNS = [
    {"label": "序号", "css": "code"},
    {"label": "资产名称", "css": "name"},
    {"label": "所在地", "css": "at"},
    {"label": "账面", "css": "sort"},
    {"label": "实盘", "css": "year"},
    {"label": "账面原值（元）", "css": "amount", "num": True},
    {"label": "处理", "css": "more"},
    {"label": "清查结果", "css": "st"},
]
RELATED = ("town", "village", "unit")


def index(request):
    """二（三）The rounds of the county, the newest first."""
    policy.require_anywhere(request.user, "view_register")
    rows = Round.objects.permitted(request.user).select_related("county").order_by("-pk")
    state = request.GET.get("state", "")
    if state in Round.State.values:
        rows = rows.filter(state=state)
    may_open = request.scope.county and policy.holds(request.user, opening.VERB)
    context = {
        "sub": request.post.unit.name if request.post else "",
        "rounds": [_one(row) for row in rows[:100]],
        "state": state,
        "states": [("", "全部"), *Round.State.choices],
        "new_url": reverse("assets:round_create") if may_open else "",
        "empty": {"title": "还没有组织清产核资", "why": "由县扶贫办确定范围、时间和清查组后组织。"},
    }
    return render(request, "assets/rounds.html", context)


def _one(row):
    late = row.state == Round.State.OPEN and row.ends_on < timezone.localdate()
    return {"row": row, "is_late": late}


def create(request):
    """二（三）组织清产核资：范围、时间、清查组；应清查清单在建立时固定。"""
    county = request.scope.county
    if not county or not policy.holds(request.user, opening.VERB):
        raise PermissionDenied(policy.NO_VERB.format(VERBS[opening.VERB]))
    today = timezone.localdate()
    initial = {"starts_on": today, "ends_on": today + MONTH, "title": f"{today.year} 年扶贫资产清产核资"}
    form = RoundForm(request.POST or None, user=request.user, county=county, initial=initial)
    if form.is_valid():
        try:
            row = opening.open_round(by=request.user, unit=form.unit, **form.cleaned_data)
        except ValidationError as refused:
            take_back(refused, form)
        else:
            messages.success(
                request, f"已建立，应清查资产 {row.expected:,} 项、到户资产 {row.expected_homes:,} 项。"
            )
            return redirect(row)
    context = {
        "title": "组织清产核资",
        "crumbs": [("清产核资", reverse("assets:rounds")), ("组织", "")],
        "sub": "二（三）县级人民政府全面负责扶贫资产清产核资；应清查清单按建立时的台账固定，不再变动。",
        "form": form,
        "submit_label": "建立并固定清单",
        "cancel_url": reverse("assets:rounds"),
    }
    return render(request, "journal/form.html", context, status=422 if request.method == "POST" else 200)


def detail(request, pk):
    """二（三）How far a round is: each number opens the list of what it counts."""
    rows = Round.objects.permitted(request.user).select_related("unit", "county", "opened_by", "closed_by")
    row = get_object_or_404(rows, pk=pk)
    lines = RoundLine.objects.permitted(request.user).filter(round=row)
    homes = HouseholdLine.objects.permitted(request.user).filter(round=row)
    town = _town(request, lines)
    tables = [(Round, [pk]), (RoundTeam, [team.pk for team in row.teams.all()])]
    context = {
        "round": row,
        "crumbs": [("清产核资", reverse("assets:rounds")), (row.title, "")],
        "sub": f"{row.county} · {row.unit}",
        "teams": row.teams.order_by("pk"),
        "totals": _linked(figures.totals(lines), pk),
        "towns": _places(lines, row, town),
        "town": town,
        "departments": [
            _linked(told, pk, department=told["code"]) | {"sheet_url": _sheet(pk, department=told["code"])}
            for told in figures.by(lines, "department")
        ],
        "homes": figures.homes(homes) if policy.holds(request.user, "view_households") else None,
        "homes_url": reverse("assets:round_homes", query={"round": pk}),
        "entries": history.of(row, tables, limit=10),
    }
    return render(request, "assets/round.html", context | _hands(request, row, lines))


def _town(request, lines):
    """The township whose villages are asked for."""
    code = request.GET.get("town", "")
    return int(code) if code.isdecimal() and len(code) == len("410821100") else None


def _places(lines, row, town):
    """Progress by township, or by village of one; each with its sheet."""
    if town:
        found = figures.by(lines.filter(town=town), "village")
        return [
            _linked(told, row.pk, town=town, village=told["code"])
            | {
                "sheet_url": _sheet(row.pk, village=told["code"])
                if told["code"]
                else _sheet(row.pk, town=town)
            }
            for told in found
        ]
    return [
        _linked(told, row.pk, town=told["code"])
        | {
            "below_url": f"{row.get_absolute_url()}?town={told['code']}#places" if told["code"] else "",
            "sheet_url": _sheet(row.pk, town=told["code"]),
        }
        for told in figures.by(lines, "town")
    ]


def _linked(told, pk, **place):
    """Figures with the list that each opens."""

    def url(**more):
        kept = {name: value or NOWHERE for name, value in place.items()} | more
        return reverse(LIST, query={"round": pk} | kept)

    cells = [{"label": label, "n": told[state], "url": url(state=state)} for state, label in STATES]
    undecided = {
        "label": "差异未处理",
        "n": told["undecided"],
        "url": url(state="undecided"),
        "is_undecided": True,
    }
    return told | {"url": url(), "cells": [*cells, undecided]}


def _sheet(pk, **place):
    return reverse(
        "assets:count_sheet", args=[pk], query={name: value for name, value in place.items() if value}
    )


def _hands(request, row, lines):
    """What this person may do with the round."""
    user, is_open = request.user, row.state == Round.State.OPEN
    counts = is_open and policy.holds(user, counting.VERB)
    mine = policy.units(user, counting.VERB).filter(county_id=row.county_id)
    village = next((unit.region_id for unit in mine[:2] if unit.kind == "village"), None) if counts else None
    only = {"village": village} if village and mine.count() == 1 else {}
    return {
        "count_url": _sheet(row.pk, **only) if counts else "",
        "surplus_url": reverse("assets:surplus", args=[row.pk]) if counts else "",
        "differences_url": reverse(LIST, query={"round": row.pk, "state": "difference"}),
        "export_url": reverse("exports:new", query={"resource": "counts", "round": row.pk}),
        "sheet_url": reverse("assets:print_sheet", args=[row.pk]),
        "report_url": reverse("assets:print_report", args=[row.pk]),
        "can_import": counts and policy.holds(user, "import_assets"),
    }


def lines(request):
    """二（三）清查明细和差异：what was expected and what was found, with what was decided of it."""
    policy.require_anywhere(request.user, "view_register")
    form = LineFilter(request.GET, scope=request.scope, user=request.user)
    rows = form.apply(RoundLine.objects.permitted(request.user))
    address = address_of(request, LIST)
    page = Page(rows, RoundLine.objects.select_related(*RELATED), order="-new", **_marks(request))
    n = rows.order_by().count()
    differs = request.scope.county and policy.holds(request.user, "decide_difference")
    waiting = rows.filter(state__in=DIFFERENCES, decision="").order_by().count() if differs else 0
    context = narrowed(request, form, address) | {
        "columns": COLUMNS,
        "rows": page.rows,
        "round": Round.objects.permitted(request.user).filter(pk=form.active.get("round")).first(),
        "decide_url": reverse("assets:decide") if waiting else "",
        "waiting": waiting,
        "kept": [*form.active.items(), *([("q", form.words)] if form.words else [])],
        "export_url": _export(request),
        "page": {
            "count_text": f"{n:,} 项",
            "first_url": address() if page.previous else "",
            "prev_url": address(before=page.previous) if page.previous else "",
            "next_url": address(after=page.next) if page.next else "",
        },
        "empty": {"title": "没有符合条件的清查明细", "why": "请放宽筛选条件，或清除查找词后再试。"},
    }
    return render(request, "assets/round_lines.html", context)


def _marks(request):
    return {name: request.GET.get(name, "") for name in ("after", "before")}


def _export(request):
    kept = request.GET.copy()
    for key in ("after", "before"):
        kept.pop(key, None)
    kept["resource"] = "counts"
    return f"{reverse('exports:new')}?{kept.urlencode()}"
