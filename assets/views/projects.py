"""项目: the list of projects, and one project with its money and what it built."""

from django.db.models import Count, Q, Sum
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from assets.forms_projects import ProjectFilter
from assets.models import Asset, FundingLine, Project
from assets.pages import Page
from journal import history
from tenancy import policy

COUNTED = 10_000  # over counties an exact count costs more than it tells
BUILT = 50  # assets shown on the project's own page; the list shows them all
COLUMNS = [
    {"label": "项目编号", "css": "code"},
    {"label": "项目名称", "css": "name"},
    {"label": "类型", "css": "sort"},
    {"label": "实施地点", "css": "at"},
    {"label": "实施单位", "css": "more"},
    {"label": "资金规模（元）", "css": "amount", "num": True},
    {"label": "年度", "css": "year"},
    {"label": "资产", "css": "st", "num": True},
]
LINE_COLUMNS = [
    {"label": "级次"},
    {"label": "资金类别"},
    {"label": "文号"},
    {"label": "金额（元）", "num": True},
]
ASSET_COLUMNS = [
    {"label": "编号"},
    {"label": "名称"},
    {"label": "原值（元）", "num": True},
    {"label": "状态"},
]
RELATED = ("town", "unit", "county", "implementing_dept")


def index(request):
    """二（三）The projects of those units this person's post reaches, newest first."""
    policy.require_anywhere(request.user, "view_register")
    form = ProjectFilter(request.GET)
    rows = form.apply(Project.objects.permitted(request.user))
    marks = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = Page(rows, Project.objects.select_related(*RELATED), **marks)
    kept = {name: value for name, value in form.cleaned_data.items() if value}
    can_add = request.scope.county and any(g.verb == "manage_projects" for g in policy.grants(request.user))
    totals = _totals(request, rows)
    context = {
        "sub": request.post.unit.name if request.post else "",
        "q": form.cleaned_data.get("q", ""),
        "columns": COLUMNS,
        "rows": _rows(request.user, page.rows),
        "totals": totals,
        "page": _turn(page, kept, totals["text"]),
        "filter_form": form,
        "active_count": len(form.active),
        "chips": list(_chips(form, kept)),
        "clear_url": _address({name: value for name, value in kept.items() if name == "q"}),
        "empty": {"title": "没有项目", "why": "请调整查找条件，或登记、导入项目。"},
        "add_url": reverse("assets:project_create") if can_add else "",
        "export_url": reverse("exports:new", query={"resource": "projects"} | kept),
    }
    return render(request, "assets/projects.html", context)


def _address(kept, **more):
    return reverse("assets:projects", query=kept | more or None)


def _turn(page, kept, text):
    return {
        "count_text": text,
        "first_url": _address(kept) if page.previous else "",
        "prev_url": _address(kept, before=page.previous) if page.previous else "",
        "next_url": _address(kept, after=page.next) if page.next else "",
    }


def _chips(form, kept):
    for name, value in form.active.items():
        label = dict(getattr(form.fields[name], "choices", ())).get(value, value)
        rest = {key: other for key, other in kept.items() if key != name}
        yield {"label": form.fields[name].label, "value": label, "remove_url": _address(rest)}


def _totals(request, rows):
    """Count and money of everything that passes; over counties the count stops at a limit."""
    if request.scope.county:
        known = rows.order_by().aggregate(n=Count("pk"), value=Sum("budget", default=0))
        return {"text": f"{known['n']:,} 个项目", "value": known["value"]}
    n = rows.order_by()[: COUNTED + 1].count()
    return {"text": f"{n:,} 个项目" if n <= COUNTED else f"超过 {COUNTED:,} 个项目", "value": None}


def _rows(user, projects):
    """Each project with the number of its assets this person may see: one query for the page."""
    keys = Q(
        county_id__in={project.county_id for project in projects}, project_id__in=[p.pk for p in projects]
    )
    built = Asset.objects.permitted(user).filter(keys).order_by().values("project_id").annotate(n=Count("pk"))
    counts = {row["project_id"]: row["n"] for row in built}
    return [{"project": project, "assets": counts.get(project.pk, 0)} for project in projects]


def detail(request, pk):
    """二（一）一个项目：资金从哪里来，建成了什么。"""
    rows = Project.objects.permitted(request.user).select_related(*RELATED, "supervising_dept")
    project = get_object_or_404(rows, pk=pk)
    lines = list(project.lines.filter(county_id=project.county_id).order_by("pk"))
    assets = Asset.objects.permitted(request.user).filter(county_id=project.county_id, project_id=project.pk)
    built = list(assets.order_by("-pk")[: BUILT + 1])
    may_edit = policy.may(request.user, "manage_projects", project)
    context = {
        "project": project,
        "crumbs": [("项目", reverse("assets:projects")), (project.number or "未编号", "")],
        "sub": f"{project.county} · {project.unit}",
        "edit_url": reverse("assets:project_edit", args=[pk]) if may_edit else "",
        "lines": lines,
        "line_columns": LINE_COLUMNS,
        "lines_total": sum(line.amount for line in lines),
        "assets": built[:BUILT],
        "asset_columns": ASSET_COLUMNS,
        "assets_url": reverse("assets:list", query={"project": pk}),
        "assets_total": assets.aggregate(value=Sum("original_value", default=0))["value"],
        "entries": history.of(project, [(Project, [pk]), (FundingLine, [line.pk for line in lines])]),
    }
    return render(request, "assets/project.html", context)
