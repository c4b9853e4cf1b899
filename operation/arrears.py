"""二（六）依法按协议或合同支付收益: what is owed past its day, by age and by whom: one query for all the figures."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, F, Min, Q, Sum
from django.utils import timezone

from operation import rules_dues as rules
from operation.choices import SurplusUse
from operation.models import Operator, Receipt
from tenancy.models import Region, Unit

MOST = 100  # places or operators on a page, those that owe most
# by whom: name -> (label, the path of the key from a due)
GROUPS = {
    "operator": ("经营主体", "operator_id"),
    "unit": ("收款单位（村）", "unit_id"),
    "town": ("乡镇", "unit_id"),
    "county": ("县（市、区）", "county_id"),
}


@dataclass
class Line:
    """What one owes: since when, how many dues, yuan, yuan of each age; and what of theirs was paid ahead."""

    key: int | None
    count: int = 0
    left: Decimal = rules.NOTHING
    ages: dict = field(default_factory=dict)
    oldest: int = 0
    ahead: Decimal = rules.NOTHING
    label: str = ""
    town: int | None = None  # of a township its code

    def __add__(self, other):
        """Both together, under the first one's key."""
        return Line(
            key=self.key,
            count=self.count + other.count,
            left=self.left + other.left,
            ages={key: self.ages.get(key, 0) + other.ages.get(key, 0) for key in rules.AGES},
            oldest=max(self.oldest, other.oldest),
        )


def figures(rows, group, on=None):
    """([Line] of those that owe most, Line of all, how many owe) of a queryset of dues, late ones counted.

    `group`: one of GROUPS. One query for all the figures, and one that finds a village's township.
    """
    on = on or timezone.localdate()
    grouped = rows.late(on).order_by().values(key=F(GROUPS[group][1])).annotate(**_sums(on))
    lines = [_line(found, on) for found in grouped.order_by("key")]
    if group == "town":
        lines = _by_town(lines)
    lines.sort(key=lambda line: -line.left)
    return lines[:MOST], sum(lines, Line(None, ages=dict.fromkeys(rules.AGES, rules.NOTHING))), len(lines)


def _sums(on):
    left = F("amount") - F("paid")
    told = {"count": Count("pk"), "left": Sum(left, default=0), "first": Min("due_on")}
    for key in rules.AGES:
        first, last = rules.ages_between(key, on)
        aged = Q(due_on__lte=last) & (Q(due_on__gte=first) if first else Q())
        told[key] = Sum(left, filter=aged, default=0)
    return told


def _line(found, on):
    return Line(
        key=found["key"],
        count=found["count"],
        left=found["left"],
        ages={key: found[key] for key in rules.AGES},
        oldest=(on - found["first"]).days,
    )


def _by_town(lines):
    """Lines of units made into lines of townships: a village's is the one above it."""
    units = Unit.objects.filter(pk__in=[line.key for line in lines], kind=Unit.Kind.VILLAGE)
    above = dict(units.values_list("pk", "parent_id"))
    towns = {}
    for line in lines:
        town = above.get(line.key, line.key)
        towns[town] = towns.get(town, Line(town)) + line
    return list(towns.values())


def name(lines, group):
    """Give each line what it is called, and of an operator what it has paid ahead; two queries at most."""
    keys = [line.key for line in lines]
    if group == "operator":
        known = {row.pk: row.shown_name for row in Operator.objects.filter(pk__in=keys)}
        ahead = _ahead(keys)
        for line in lines:
            line.ahead = ahead.get(line.key, rules.NOTHING)
    elif group == "county":
        known = dict(Region.objects.filter(pk__in=keys).values_list("pk", "name"))
    else:
        units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=keys).select_related("region__parent")}
        known = {pk: called(unit) for pk, unit in units.items()}
        towns = {pk: unit.region_id for pk, unit in units.items() if unit.kind == Unit.Kind.TOWN}
        for line in lines:
            line.town = towns.get(line.key)
    for line in lines:
        line.label = known.get(line.key, "—")


def called(unit):
    """A unit as lists of many places name it: a village behind its township. `unit.region.parent` is loaded."""
    return f"{unit.region.parent.name}{unit.name}" if unit.kind == Unit.Kind.VILLAGE else unit.name


def _ahead(operators):
    rows = Receipt.objects.filter(
        operator__in=operators, state=Receipt.State.RECORDED, surplus_use=SurplusUse.AHEAD
    )
    return dict(rows.order_by().values_list("operator_id").annotate(kept=Sum("surplus")))
