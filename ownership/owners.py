"""二（四）Who owns an asset, found for many assets by one rule; owners as they are typed, held against the books."""

from dataclasses import dataclass

from django.db.models import TextChoices, prefetch_related_objects

from assets.choices import Category
from assets.rules import credit_code_fault
from ownership import rules
from ownership.choices import BODIES, OWNS_AS, OwnerKind
from tenancy import persons
from tenancy.models import Unit


class OwnerRule(TextChoices):
    """How the owner of each of many assets is found."""

    VILLAGE = "village", "归所在村村集体"
    HOLDER = "unit_kept", "归资产台账上的持有单位"
    TOWN = "town", "归所在乡镇政府（国有）"
    SUPERVISOR = "supervisor", "归监管部门（国有）"
    UNIT = "unit", "归指定的一个单位"
    HOUSEHOLD = "household", "到户类资产归使用农户"


@dataclass(frozen=True)
class Owner:
    """One owner as it is proposed: `unit` is the county's own, where it is one; parts of the title's whole."""

    kind: str
    name: str
    unit: int | None = None
    credit_code: str = ""
    parts: int = 1


NO_VILLAGE = "没有登记所在村（社区），不能归村集体，请先在资产页补充"
NO_TOWN = "没有登记所在乡镇，请先在资产页补充"
NO_UNIT = "“{}”还没有建立单位，请联系管理员"
NO_SUPERVISOR = "没有登记监管部门，请先在资产页补充"
NO_HOUSEHOLD = "不是到户类资产，不能归农户"
NO_HOLDER = "没有登记实际持有（使用）人，不知道归哪一户，请先在资产页补充"


def found(assets, rule, unit=None):
    """{asset id: Owner, or the sentence that says why none is found} for assets of one county; three queries at most.

    `unit` is the Unit of OwnerRule.UNIT.
    """
    if rule == OwnerRule.SUPERVISOR:
        prefetch_related_objects(assets, "supervising_dept")
    if rule == OwnerRule.HOLDER:
        prefetch_related_objects(assets, "unit__region__parent")
    wanted = {asset.pk: _asked(asset, rule, unit) for asset in assets}
    county = assets[0].county_id if assets else None
    by_region = {}
    if rule in (OwnerRule.VILLAGE, OwnerRule.TOWN):
        kind = Unit.Kind.VILLAGE if rule == OwnerRule.VILLAGE else Unit.Kind.TOWN
        regions = {place for place in wanted.values() if isinstance(place, int)}
        units = Unit.objects.filter(county_id=county, kind=kind, region_id__in=regions)
        units = units.select_related("region__parent")
        by_region = {one.region_id: one for one in units}
    return {pk: _owner(place, by_region) for pk, place in wanted.items()}


def _asked(asset, rule, unit):
    """The region, Unit or Owner that a rule leads to, or the sentence that says why it leads nowhere."""
    if rule == OwnerRule.VILLAGE:
        return asset.village_id or NO_VILLAGE
    if rule == OwnerRule.TOWN:
        return asset.town_id or NO_TOWN
    if rule == OwnerRule.HOLDER:
        return asset.unit
    if rule == OwnerRule.SUPERVISOR:
        return asset.supervising_dept or NO_SUPERVISOR
    if rule == OwnerRule.UNIT:
        return unit
    if asset.category != Category.HOUSEHOLD:
        return NO_HOUSEHOLD
    return Owner(OwnerKind.HOUSEHOLD, asset.holder) if asset.holder else NO_HOLDER


def _owner(place, by_region):
    if isinstance(place, int):
        place = by_region.get(place) or NO_UNIT.format(place)
    return of_unit(place) if isinstance(place, Unit) else place


def of_unit(unit, parts=1):
    """A unit of the county as an owner."""
    return Owner(OWNS_AS[unit.kind], known_as(unit), unit.pk, parts=parts)


def known_as(unit):
    """A unit's name among all of its county: several villages may be called the same, in a township only one is."""
    return f"{unit.region.parent.name}{unit.name}" if unit.kind == Unit.Kind.VILLAGE else unit.name


def faults(whole, owners):
    """[sentence] of what is wrong with the owners [Owner] of one title; empty when all is well. No queries."""
    told = [rules.parts_fault(whole, [owner.parts for owner in owners])]
    told += [_fault(owner) for owner in owners]
    twice = {
        owner.name
        for owner in owners
        if [(o.kind, o.name) for o in owners].count((owner.kind, owner.name)) > 1
    }
    told += [f"“{name}”填了不止一次，请合并为一行。" for name in sorted(twice)]
    return [sentence for sentence in told if sentence]


def _fault(owner):
    if not owner.name.strip():
        return "有一个产权主体没有填写名称。"
    if owner.kind in BODIES and not owner.credit_code:
        return f"“{owner.name}”是{OwnerKind(owner.kind).label}，须填写统一社会信用代码。"
    if owner.credit_code and (fault := credit_code_fault(owner.credit_code)):
        return f"“{owner.name}”：{fault}"
    if persons.has_id_number(owner.name):
        return f"产权主体：{persons.REFUSAL}"
    return persons.fault("产权主体", owner.name, (persons.ID, persons.CARD, persons.PHONE))
