"""Codebooks of 二（五）: ways of looking after an asset, and who pays for it."""

from django.db.models import TextChoices

from tenancy.models import Unit


class Regime(TextChoices):
    """Whose job it is: 由相关行业部门落实责任单位和责任人；由村集体落实具体管护责任人."""

    DEPARTMENT = "department", "行业部门管护"
    VILLAGE = "village", "村集体管护"
    TOWN = "town", "乡镇管护"
    ENTERPRISE = "enterprise", "经营主体管护"
    HOUSEHOLD = "household", "农户管护"

    @property
    def unit_kinds(self) -> set:
        """The kinds of unit that such a body is in this county's books, or none."""
        return UNITS.get(self, set())


UNITS = {
    Regime.DEPARTMENT: {Unit.Kind.DEPARTMENT, Unit.Kind.COUNTY_OFFICE},
    Regime.VILLAGE: {Unit.Kind.VILLAGE},
    Regime.TOWN: {Unit.Kind.TOWN},
}


class DutyKind(TextChoices):
    """What is to be done: there is one of each kind on an asset at a time."""

    CARE = "care", "日常管护"
    UPKEEP = "upkeep", "维修养护"
    GUIDANCE = "guidance", "指导监督"


class Keeper(TextChoices):
    """What the person is who looks after it."""

    CADRE = "cadre", "村干部"
    POST = "post", "公益岗位人员"
    STAFF = "staff", "单位工作人员"
    ENTERPRISE = "enterprise", "经营主体人员"
    HOUSEHOLD = "household", "农户"
    COMPANY = "company", "物业或专业管护人员"


class FundSource(TextChoices):
    """Who pays for the upkeep."""

    INCOME = "income", "经营收益"
    COLLECTIVE = "collective", "村集体收入"
    TOWN = "town", "乡镇财政"
    COUNTY = "county", "县级财政"
    DEPARTMENT = "department", "部门预算"
    OPERATOR = "operator", "经营主体承担"
    DONATION = "donation", "社会捐赠"
    NONE = "none", "不需资金"
