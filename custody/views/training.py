"""指导培训: the list of trainings, one training with who came, and its form."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html

from assets.columns import Column
from assets.listing import address_of, answer, place, table
from assets.pages import Page
from custody.models import Training
from custody.training.filters import TrainingFilter, with_attendance
from custody.training.forms import TrainingForm
from custody.training.recording import VERB, record
from custody.views.patrols import attempt
from journal import documents, history
from journal.templatetags.jiadi import day
from tenancy import policy

LIST, CLAUSE = "training:list", "三（二）"
QUOTE = "县直部门要加强对乡（镇）政府和村集体的业务培训和指导。"
SHEET_VERB = "view_households"  # a sign-in sheet names people and their telephones
EMPTY = "县直部门办完培训或现场指导后在此登记。"


def _title(row):
    return format_html('<a href="{}">{}</a>', row.get_absolute_url(), row.title)


def _state(row):
    return format_html('<span class="state state-{}">{}</span>', row.state, row.get_state_display())


COLUMNS = [
    Column("title", "培训名称", _title, "name"),
    Column("on", "培训日期", lambda row: day(row.on), "year"),
    Column("unit", "组织单位", lambda row: row.unit.name, "at"),
    Column("subject", "培训内容", lambda row: row.get_subject_display(), "sort"),
    Column("manner", "方式", lambda row: row.get_manner_display(), "more"),
    Column("place", "地点", lambda row: row.place, "more holder"),
    Column("came", "实到/应到", lambda row: f"{row.came or 0}/{row.asked or 0}", num=True),
    Column("state", "状态", _state, "st"),
]
LINE_COLUMNS = [
    {"label": "参训单位", "css": "name"},
    {"label": "应到", "num": True},
    {"label": "实到", "num": True},
]


def index(request):
    """三（二）县直部门对乡镇和村的业务培训和指导。"""
    policy.require_anywhere(request.user, policy.SEE)
    form = TrainingFilter(request.GET, scope=request.scope, user=request.user)
    rows = form.apply(Training.objects.permitted(request.user))
    page = Page(rows, with_attendance(Training.objects.select_related("unit")), **place(form))
    address, active = address_of(LIST, form), form.active.get("state", "")
    states = [("", "全部"), *Training.State.choices]
    query = {"resource": "training"} | {key: value for key, value in form.data.items() if value}
    links = [("download", "导出", reverse("exports:new", query=query))]
    if policy.holds(request.user, VERB) and request.scope.county:
        links.insert(0, ("plus", "登记培训", reverse("training:create")))
    return answer(
        request,
        "custody/list.html",
        table(page, COLUMNS, rows, address, form, caption="指导培训", empty=EMPTY),
        form,
        title="指导培训",
        search="名称、地点、授课人",
        tabs=[
            {"label": text, "url": address(state=key or None), "active": key == active}
            for key, text in states
        ],
        links=links,
    )


def create(request):
    """三（二）Write down a training that was held."""
    policy.require_anywhere(request.user, VERB)
    county = request.scope.county or request.post.county_id
    form = TrainingForm(request.POST or None, request.FILES or None, user=request.user, county=county)
    if request.method == "POST" and form.is_valid():
        if made := attempt(form, lambda: record(by=request.user, **form.cleaned_data)):
            messages.success(request, f"已登记培训：{made.title}。")
            return redirect(made)
    context = {
        "crumbs": [("指导培训", reverse(LIST)), ("登记培训", "")],
        "form": form,
        "groups": form.groups(),
        "clause": CLAUSE,
        "quote": QUOTE,
        "cancel_url": reverse(LIST),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "custody/training_form.html", context, status=status)


def training(request, pk):
    """三（二）一次培训：内容、时间、地点，各单位应到和实到。"""
    found = _found(request, pk)
    lines = list(found.lines.filter(county_id=found.county_id).select_related("unit").order_by("pk"))
    opens = found.sheet_id and policy.may(request.user, SHEET_VERB, found)
    context = {
        "training": found,
        "crumbs": [("指导培训", reverse(LIST)), (found.title, "")],
        "sub": f"{found.county} · {found.unit}",
        "columns": LINE_COLUMNS,
        "lines": lines,
        "asked": sum(line.asked for line in lines),
        "came": sum(line.came for line in lines),
        "sheet_url": reverse("training:sheet", args=[pk]) if opens else "",
        "entries": history.of(found, [(Training, [pk])]),
    }
    return render(request, "custody/training.html", context)


def _found(request, pk):
    rows = Training.objects.permitted(request.user).select_related("unit", "county", "sheet", "made_by")
    return get_object_or_404(rows, pk=pk)


def sheet(request, pk):
    """The sign-in sheet of a training; it names people, so its verb is that of the registers of people."""
    found = _found(request, pk)
    policy.require(request.user, SHEET_VERB, found)
    if found.sheet is None:
        raise Http404
    return documents.serve(found.sheet, inline=True)
