"""四级台账: the one ledger seen from the county, its townships, its villages and its departments (二（三）)."""

from django.db.models import Count, F, Q, Sum
from django.shortcuts import render
from django.urls import reverse

from assets.models import Asset
from journal.templatetags.jiadi import place
from tenancy import policy
from tenancy.models import Region, Unit

LEVELS = {"county": "县", "town": "乡镇", "village": "村（社区）", "dept": "部门"}
COLUMNS = [
    {"label": "资产（项）", "num": True},
    {"label": "原值（万元）", "num": True},
    {"label": "正式台账", "num": True},
]
UNTOLD = "未注明"


def index(request):
    """A line for each ledger of a level: how many entered assets, their worth, and the way to list and paper."""
    policy.require_anywhere(request.user, policy.SEE)
    asked = request.GET.get("level", "")
    level = asked if asked in LEVELS and request.scope.county else "county"
    rows = Asset.objects.permitted(request.user).filter(state=Asset.State.LEDGER)
    lines = [_line(*line) for line in LINES[level](request, rows)]
    here = reverse("assets:books")
    context = {
        "sub": "村、乡镇、部门、县四级是同一张表：点项数看清单，点“导出打印”按正式格式出表。",
        "tabs": [
            {"label": label, "url": f"{here}?level={key}", "here": key == level}
            for key, label in LEVELS.items()
            if request.scope.county or key == "county"
        ],
        "columns": [{"label": LEVELS[level]}, *COLUMNS],
        "rows": lines,
        "empty": {"title": "还没有入账的资产", "why": "资产审核、入账后才进入台账。"},
    }
    return render(request, "assets/books.html", context)


def _line(label, where, n, value):
    query = {"state": Asset.State.LEDGER.value} | where
    return {
        "label": label,
        "n": n,
        "value": value,
        "list_url": reverse("assets:list", query=query),
        "paper_url": reverse("exports:new", query={"resource": "assets", "layout": "ledger"} | query),
    }


def _grouped(rows, key):
    """[(key, how many, yuan)] of a queryset."""
    told = rows.order_by().values(key).annotate(n=Count("pk"), value=Sum("original_value", default=0))
    return [(row[key], row["n"], row["value"]) for row in told.order_by(key)]


def _counties(request, rows):
    found = _grouped(rows, "county_id")
    names = dict(Region.objects.filter(pk__in=[code for code, *_ in found]).values_list("code", "name"))
    for code, n, value in found:
        yield names[code], {} if request.scope.county else {"county": code}, n, value


def _regions(name):
    def lines(request, rows):
        found = _grouped(rows, f"{name}_id")
        known = Region.objects.filter(pk__in=[code for code, *_ in found]).select_related("parent")
        names = {region.pk: _named(region) for region in known}
        for code, n, value in found:
            yield names.get(code, UNTOLD), {name: code or 0}, n, value

    return lines


def _named(region):
    if region.level == Region.Level.VILLAGE:
        return f"{region.parent.name} {place(region.name)}"
    return region.name


def _departments(request, rows):
    """A department's ledger holds what it carried out and what it supervises (谁实施谁负责、谁使用谁监管)."""
    sums = {}
    for key, mine in (
        ("implementing_dept_id", rows),
        ("supervising_dept_id", rows.exclude(Q(supervising_dept=F("implementing_dept")))),
    ):
        for pk, n, value in _grouped(mine, key):
            before = sums.get(pk, (0, 0))
            sums[pk] = (before[0] + n, before[1] + value)
    kinds = [Unit.Kind.DEPARTMENT, Unit.Kind.COUNTY_OFFICE]
    for unit in Unit.objects.filter(pk__in=[pk for pk in sums if pk], kind__in=kinds).order_by("code"):
        yield unit.name, {"dept": unit.pk}, *sums[unit.pk]


LINES = {
    "county": _counties,
    "town": _regions("town"),
    "village": _regions("village"),
    "dept": _departments,
}
