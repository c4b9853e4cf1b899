"""登记项目、修改项目: the pages that write a project with its sources of money."""

from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assets import projects
from assets.actions import Stale
from assets.choices import FundKind, FundLevel
from assets.forms_projects import Lines, ProjectForm, initial_lines, units
from assets.models import Project
from journal.forms import take_back
from journal.history import shown
from journal.models import Entry
from journal.transitions import Refused
from tenancy import policy

LINE_COLUMNS = [
    {"label": "级次"},
    {"label": "资金类别"},
    {"label": "金额（元）"},
    {"label": "文号"},
    {"label": "删除"},
]


def create(request):
    """二（三）登记一个项目和它的资金来源。"""
    county = request.scope.county
    if not county or not units(request.user, county).exists():
        raise PermissionDenied("您的岗位不能登记项目。")
    form = ProjectForm(request.POST or None, user=request.user, county=county)
    lines = Lines(request.POST or None, prefix="lines")
    if request.method == "POST" and _shaped(form, lines):
        try:
            project = projects.add_project(by=request.user, lines=lines.lines, **form.values)
        except Refused as refused:
            take_back(refused, form)
        else:
            messages.success(request, f"已登记项目：{project}")
            return redirect(project)
    return _page(request, form, lines, "登记项目", reverse("assets:projects"))


def edit(request, pk):
    """修改项目，写明理由；他人已改过的，列出不同之处。"""
    project = get_object_or_404(Project.objects.permitted(request.user).select_related("unit"), pk=pk)
    policy.require(request.user, "manage_projects", project)
    form = ProjectForm(
        request.POST or None,
        instance=project,
        initial={"version": project.version},
        user=request.user,
        county=project.county_id,
    )
    conflict, stale = None, request.POST.get("version", str(project.version)) != str(project.version)
    lines = Lines(None if stale else request.POST or None, prefix="lines", initial=initial_lines(project))
    if (
        stale and form.is_valid()
    ):  # the rows that came may not be those that are there now: they are not bound
        conflict = _conflict(project, form, request.POST)
    elif request.method == "POST" and not stale and _shaped(form, lines):
        try:
            projects.amend_project(project, by=request.user, **_said(form), lines=lines.lines, **form.values)
        except Stale as late:
            conflict = _conflict(late.theirs, form, request.POST)
            lines = Lines(prefix="lines", initial=initial_lines(late.theirs))
        except Refused as refused:
            take_back(refused, form)
        else:
            messages.success(request, f"已保存项目：{project}")
            return redirect(project)
    return _page(request, form, lines, "修改项目", project.get_absolute_url(), conflict)


def _shaped(form, lines):
    """Whether both are filled in as they can be; what is wrong among the sources is told on top, too."""
    if not lines.is_valid():
        form.add_error(None, "；".join(lines.non_form_errors()) or "资金来源的填写有误，请按表中提示更正。")
    return form.is_valid()


def _said(form):
    return {name: form.cleaned_data[name] for name in ("version", "reason")}


def _conflict(theirs, form, posted):
    """What the other person saved beside what this one typed; the next save is then deliberate.

    The sources of money are shown as they are saved now, to be mended there: what was typed stands beside them.
    """
    theirs.refresh_from_db()
    saved, typed = (_sources(lines) for lines in (initial_lines(theirs), _typed(posted)))
    rows = [{"label": "资金来源", "theirs": saved, "yours": typed}] if saved != typed else []
    for name, mine in form.values.items():
        field, saved = Project._meta.get_field(name), getattr(theirs, name)
        if mine != saved:
            label = {"label": field.verbose_name}
            rows.append(label | {"theirs": _text(field, saved), "yours": _text(field, mine)})
    form.data = form.data.copy()
    form.data["version"] = theirs.version
    form.add_error(None, "您填写期间，他人已修改本项目。请核对下列差异后再保存。")
    last = Entry.objects.about(theirs).first()
    return {"by": last.by_name if last else "他人", "at": last and last.at, "rows": rows}


def _typed(posted):
    """The rows of money as they were typed, those marked for deletion left out."""
    total = posted.get("lines-TOTAL_FORMS", "0")
    for n in range(min(int(total), 20) if total.isdecimal() else 0):
        row = {
            name: posted.get(f"lines-{n}-{name}", "")
            for name in ("level", "kind", "amount", "document_number")
        }
        if row["amount"] and not posted.get(f"lines-{n}-DELETE"):
            yield row


def _sources(lines):
    level, kind = dict(FundLevel.choices), dict(FundKind.choices)
    return "；".join(
        f"{level.get(line['level'], '')}{kind.get(line['kind'], '')} {_yuan(line['amount'])} 元"
        f" {line['document_number']}".strip()
        for line in lines
    )


def _yuan(amount):
    try:
        return f"{Decimal(amount):,.2f}"
    except InvalidOperation:
        return amount


def _text(field, value):
    return str(value) if hasattr(value, "pk") else shown(field, value, {})


def _page(request, form, lines, title, cancel, conflict=None):
    context = {
        "title": title,
        "crumbs": [("项目", reverse("assets:projects")), (title, "")],
        "form": form,
        "groups": list(form.groups),
        "lines": lines,
        "line_columns": LINE_COLUMNS,
        "conflict": conflict,
        "cancel_url": cancel,
    }
    return render(
        request, "assets/project_form.html", context, status=422 if request.method == "POST" else 200
    )
