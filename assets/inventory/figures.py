"""二（三）The figures of a round: how far it is, and what it came to, by type, township, village and department."""

from django.db.models import Count, F, Q, Sum

from assets.choices import Category
from assets.filters_inventory import UNPLACED
from assets.models import DIFFERENCES, HouseholdGrant, HouseholdLine, RoundLine
from tenancy.models import Region, Unit

State = RoundLine.State
UNDECIDED = Q(state__in=DIFFERENCES, decision="")
COUNTS = {state.value: Count("pk", filter=Q(state=state)) for state in State} | {
    "n": Count("pk"),
    "undecided": Count("pk", filter=UNDECIDED),
}
# A surplus has no value in the books; what it is thought to be worth stands beside them.
VALUES = {"value": Sum("original_value", default=0, filter=~Q(state=State.SURPLUS))} | {
    f"{state.value}_value": Sum("original_value", default=0, filter=Q(state=state)) for state in State
}
KEYS = {
    "category": ("category", "资产类型"),
    "town": ("town_id", "乡镇"),
    "village": ("village_id", "村（社区）"),
    "department": ("implementing_dept_id", "实施部门"),
}


def totals(rows):
    """{state: how many, n, undecided, value, …_value} of lines, all together; one query."""
    return _advanced(rows.order_by().aggregate(**COUNTS, **VALUES) | {"label": "合计"})


def by(rows, kind):
    """[{code, label, state: how many, …}] of lines by type, town, village or department, in order; two queries."""
    key, _ = KEYS[kind]
    found = rows.order_by().values(code=F(key)).annotate(**COUNTS, **VALUES).order_by("code")
    names = _names(kind, [row["code"] for row in found])
    told = [row | {"label": names.get(row["code"], UNPLACED.get(kind, ""))} for row in found]
    if kind == "category":
        told.sort(key=lambda row: Category.values.index(row["code"]))  # the directive's order
    return [_advanced(row) for row in told]


def _names(kind, codes):
    if kind == "category":
        return dict(Category.choices)
    if kind == "department":
        return dict(Unit.objects.filter(pk__in=codes).values_list("pk", "name"))
    return dict(Region.objects.filter(code__in=codes).values_list("code", "name"))


def _advanced(row):
    """With how many of a hundred are counted; what the books do not know is no part of what was expected."""
    expected = row["n"] - row[State.SURPLUS]
    counted = expected - row[State.UNCOUNTED]
    return row | {"counted": counted, "expected": expected, "percent": counted * 100 // (expected or 1)}


def homes(rows):
    """{n, counted, by presence and beneficiary} of things of households; one query."""
    told = {
        f"presence_{value}": Count("pk", filter=Q(presence=value)) for value in HouseholdGrant.Presence.values
    }
    told |= {
        f"beneficiary_{value}": Count("pk", filter=Q(beneficiary=value))
        for value in HouseholdLine.Beneficiary.values
    }
    counted = Count("pk", filter=Q(state=HouseholdLine.State.COUNTED))
    return rows.order_by().aggregate(n=Count("pk"), counted=counted, **told)
