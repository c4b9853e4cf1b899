"""二（一）The list of projects as a file."""

from django.db.models import Count, JSONField, OuterRef, Q, Subquery, Sum, TextField
from django.db.models.functions import Cast, JSONObject

from assets.choices import Nature, ProjectKind
from assets.exporting.ledger import LEVELS
from assets.exporting.widgets import Figure, Label, Yuan
from assets.forms_projects import ProjectFilter
from assets.models import Asset, FundingLine, Project
from journal.exports.registry import EXPORTS, Column, Exportable
from journal.imports.widgets import Day

SHOWN = ["number", "name", "kind", "town", "place", "implementing", "budget", "fund_year", "assets"]


def rows(user, scope, query):
    """The projects a person's list shows under this query, with how many assets of theirs it built; oldest first."""
    key = {"county_id": OuterRef("county_id"), "project_id": OuterRef("pk")}
    built = Asset.objects.permitted(user).filter(**key).order_by().values("project_id")
    lines = FundingLine.objects.filter(**key).order_by().values("project_id")
    sums = {
        name: Cast(Sum("amount", filter=Q(level__in=levels)), TextField()) for name, levels in LEVELS.items()
    }
    funds = lines.annotate(told=JSONObject(**sums)).values("told")
    found = (
        ProjectFilter(query)
        .apply(Project.objects.permitted(user))
        .annotate(
            built=Subquery(built.annotate(n=Count("pk")).values("n")),
            funds=Subquery(funds, output_field=JSONField()),
        )
    )
    return found.order_by("county_id", "pk")


def told(user, scope, query):
    """The filters at work."""
    form = ProjectFilter(query)
    parts = [
        f"{form.fields[name].label}：{dict(getattr(form.fields[name], 'choices', ())).get(value, value)}"
        for name, value in form.active.items()
    ]
    words = form.cleaned_data.get("q")
    return "；".join([*parts, *([f"查找：{words}"] if words else [])])


def columns(county):
    """All of a project; projects come in with their assets, so an import has no columns of its own."""
    home = [] if county else [Column("county", "县区", "county__name")]
    return [
        *home,
        Column("number", "项目编号", "number", width=18),
        Column("name", "项目名称", "name", width=32),
        Column("fund_year", "资金年度", "fund_year", Figure(), width=10),
        Column("approval_number", "批复文号", "approval_number", width=24),
        Column("kind", "项目类型", "kind", Label(ProjectKind)),
        Column("nature", "建设性质", "nature", Label(Nature)),
        Column("town", "乡镇", "town__name"),
        Column("place", "实施地点", "place", width=24),
        Column("spec", "建设内容及规模", "scope_text", width=32),
        Column("start_on", "开工日期", "start_on", Day()),
        Column("end_on", "完工日期", "end_on", Day()),
        Column("budget", "资金规模（元）", "budget", Yuan(), 16),
        *(Column(name, f"其中{name}（元）", "funds", Yuan(), pick=name) for name in LEVELS),
        Column("fund_text", "资金来源", "fund_text", width=24),
        Column("implementing", "实施单位", "implementing_dept__name", width=24),
        Column("implementing_text", "实施单位原文", "implementing_text", width=24),
        Column("supervising", "主管部门", "supervising_dept__name", width=24),
        Column("beneficiaries", "受益对象", "beneficiaries", width=24),
        Column("linkage", "带贫减贫机制", "linkage", width=32),
        Column("unit", "填报单位", "unit__name", width=24),
        Column("assets", "形成资产（项）", "built", Figure(), width=10),
    ]


EXPORTS["projects"] = Exportable(
    label="项目库",
    verb="view_register",
    resource="projects",
    list_name="assets:projects",
    rows=rows,
    told=told,
    form=lambda user, scope, query: ProjectFilter(query),
    shown=lambda user, scope, query: SHOWN if scope.county else ["county", *SHOWN],
    read_only=columns,
)
