"""二（六）Agreements whose terms stand out, and operators that have something in common."""

from django.db.models import Exists, F, OuterRef, Q, Value

from operation.checks.limits import FLOOR, MONEY, WAN, YEARS, by_county, latest_end, worth, yearly
from operation.models import Agreement, Operator
from tenancy import policy

STANDING = ["decided", "in_force"]
LONG = "期限 {}，超过本县规定的最长 {} 年"
CHEAP = "每年约定 {:,.2f} 元，资产原值 {:,.2f} 元，合每万元 {:,.2f} 元，低于本县规定的 {} 元"
ALIKE = {"phone": "联系电话", "account": "收付款账号", "legal_person": "法定代表人（负责人）"}
SAME = "{}与{}相同"
CHECK_IT = "；请核实是否为关联主体"
MOST_NAMED = 3


def long(user):
    """Agreements that are signed, or decided, for more years than the county allows."""
    rows = Agreement.objects.permitted(user, policy.SEE).filter(state__in=STANDING)
    return rows.alias(latest=latest_end()).filter(to_on__gte=F("latest"))


def shown_long():
    """The agreements with the county's limit."""
    return Agreement.objects.select_related("unit", "operator").annotate(limit=by_county(YEARS))


def why_long(rows):
    """{agreement id: sentence}."""
    return {row.pk: LONG.format(row.term_text, row.limit) for row in rows}


def cheap(user):
    """Agreements signed, or decided, for less a year than the county's floor; those by profit or power aside."""
    rows = Agreement.objects.permitted(user, policy.SEE).filter(state__in=STANDING)
    rows = rows.alias(yearly=yearly(), worth=worth(), floor=by_county(FLOOR))
    return rows.filter(yearly__lt=F("worth") * F("floor") / Value(WAN, output_field=MONEY))


def shown_cheap():
    """The agreements with what they earn, what their assets cost, and the county's floor."""
    rows = Agreement.objects.select_related("unit", "operator")
    return rows.annotate(yearly=yearly(), worth=worth(), floor=by_county(FLOOR))


def why_cheap(rows):
    """{agreement id: sentence}."""
    return {
        row.pk: CHEAP.format(row.yearly, row.worth, row.yearly * WAN / row.worth, row.floor) for row in rows
    }


def alike(user):
    """Operators of one's own units that share telephone, account or legal person with another of the county."""
    found = Q()
    for name in ALIKE:
        others = Operator.objects.filter(county_id=OuterRef("county_id"), **{name: OuterRef(name)})
        found |= Q(~Q(**{name: ""}), Exists(others.exclude(pk=OuterRef("pk"))))
    return Operator.objects.filter(found, unit__in=policy.units(user, policy.SEE).values("pk"))


def why_alike(rows):
    """{operator id: sentence}, in which no number and no person is named; one query."""
    if not rows:
        return {}
    shared = Q()
    for name in ALIKE:
        shared |= Q(**{f"{name}__in": {getattr(row, name) for row in rows} - {""}})
    counties = {row.county_id for row in rows}
    others = list(Operator.objects.filter(shared, county_id__in=counties).order_by("pk"))
    return {row.pk: _why_alike(row, others) for row in rows}


def _why_alike(row, others):
    told = []
    for name, label in ALIKE.items():
        value = getattr(row, name)
        same = [o for o in others if value and getattr(o, name) == value and o.pk != row.pk]
        same = [other.shown_name for other in same if other.county_id == row.county_id]
        if same:
            more = f"等 {len(same)} 个主体" if len(same) > MOST_NAMED else ""
            told.append(SAME.format(label, "".join(f"“{one}”" for one in same[:MOST_NAMED]) + more))
    return "；".join(told) + CHECK_IT


def operators():
    """The operators with what their rows show."""
    return Operator.objects.select_related("unit")


def agreements():
    """The agreements with what their rows show."""
    return Agreement.objects.select_related("unit", "operator")
