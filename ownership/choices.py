"""Codebooks of 二（四）: kinds of owners, and what a title rests on."""

from django.db.models import TextChoices

from tenancy.models import Unit


class OwnerKind(TextChoices):
    """Who may own: the State by who answers for it, the collective, a household, a body that holds equity."""

    VILLAGE = "village", "村集体"
    VILLAGE_GROUP = "group", "村民小组"
    TOWN_COLLECTIVE = "town_collective", "乡镇集体"
    STATE_COUNTY = "state_county", "国有（县级）"
    STATE_TOWN = "state_town", "国有（乡镇）"
    STATE_DEPARTMENT = "state_dept", "国有（行业部门）"
    SCHOOL = "school", "学校"
    CLINIC = "clinic", "医疗卫生机构"
    HOUSEHOLD = "household", "农户"
    COOPERATIVE = "cooperative", "农民合作社"
    ENTERPRISE = "enterprise", "企业"
    OTHER = "other", "其他经济组织"

    @property
    def unit_kinds(self) -> set:
        """The kinds of unit that such an owner is in this county's books, or none."""
        return UNITS.get(self, set())

    @property
    def book(self) -> str:
        """The books it is entered in afterwards (一（二）): 农村“三资” or the State's; "" for a household or a body."""
        return SANZI if self in COLLECTIVE else STATE_ASSETS if self in STATE else ""


SANZI, STATE_ASSETS = "农村“三资”", "国有资产"
COLLECTIVE = {OwnerKind.VILLAGE, OwnerKind.VILLAGE_GROUP, OwnerKind.TOWN_COLLECTIVE}
STATE = {
    OwnerKind.STATE_COUNTY,
    OwnerKind.STATE_TOWN,
    OwnerKind.STATE_DEPARTMENT,
    OwnerKind.SCHOOL,
    OwnerKind.CLINIC,
}
BODIES = {OwnerKind.COOPERATIVE, OwnerKind.ENTERPRISE, OwnerKind.OTHER}  # known by their 统一社会信用代码
UNITS = {
    OwnerKind.VILLAGE: {Unit.Kind.VILLAGE},
    OwnerKind.STATE_TOWN: {Unit.Kind.TOWN},
    OwnerKind.STATE_DEPARTMENT: {Unit.Kind.DEPARTMENT, Unit.Kind.COUNTY_OFFICE},
}
# What a unit is as an owner.
OWNS_AS = {
    Unit.Kind.VILLAGE: OwnerKind.VILLAGE,
    Unit.Kind.TOWN: OwnerKind.STATE_TOWN,
    Unit.Kind.DEPARTMENT: OwnerKind.STATE_DEPARTMENT,
    Unit.Kind.COUNTY_OFFICE: OwnerKind.STATE_DEPARTMENT,
}


class Basis(TextChoices):
    """What it rests on that the asset is theirs."""

    FUNDS = "funds", "资金来源"
    BENEFIT = "benefit", "受益范围"
    MANAGEMENT = "management", "管理需要"
    SECTOR = "sector", "行业规定（教育卫生体制改革要求等）"
    GOVERNMENT = "government", "县级人民政府决定"


class Subject(TextChoices):
    """What the county names a reviewing department for; equity must have one."""

    EQUITY = "equity", "股权、债权"
    OPERATING = "operating", "其他经营性资产"
    PUBLIC = "public", "公益性资产"
    HOUSEHOLD = "household", "到户类资产"
