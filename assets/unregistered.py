"""二（三）应登记未登记: completed projects against what the register holds of them, by one statement.

    none    nothing is registered of it: no asset, no thing of a household, no subsidy
    short   what is registered is worth less than the money that was spent
    over    what is registered is worth more
    open    something is registered without a value, so that it cannot be added up

A project is completed when its last day is over; where none is known, when two years have passed since its fund year
(money not spent within two years goes back to the treasury). What it cost is the sum of its sources of money, or the
budget where these are not broken down.
"""

from django.db import models
from django.db.models import (
    Case,
    Count,
    DecimalField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from assets.choices import ProjectKind
from assets.models import Asset, FundingLine, HouseholdGrant, Project, Subsidy

SPENT_WITHIN = 2  # years
MONEY = DecimalField(max_digits=18, decimal_places=2)
NAMES_NOTHING = [ProjectKind.MANAGEMENT]  # 项目管理费 builds nothing


class Lack(models.TextChoices):
    """What is amiss between a project and the register."""

    NONE = "none", "未登记资产"
    SHORT = "short", "登记少于投入"
    OVER = "over", "登记多于投入"
    OPEN = "open", "资产价值未填"


def completed(today=None):
    """The condition that a project is over, seen from a day."""
    today = today or timezone.localdate()
    aged = Q(end_on=None, fund_year__lte=today.year - SPENT_WITHIN)
    return (Q(end_on__lte=today) | aged) & ~Q(kind__in=NAMES_NOTHING)


def lacking(projects):
    """Of a queryset of projects those that are completed and do not tally, with `spent`, `held`, `things`, `lack`.

    `spent` and `held` in yuan: what it cost, what is registered of it; `things`: how many lines of the register.
    """
    rows = projects.filter(completed()).annotate(
        spent=Coalesce(_sum(FundingLine, "amount"), F("budget"), Value(0), output_field=MONEY),
        held=_total(
            (Asset, "original_value", Q()),
            (HouseholdGrant, "amount", Q(withdrawn_reason="")),
            (Subsidy, "amount", Q(withdrawn_reason="")),
        ),
        things=_number(Asset)
        + _number(HouseholdGrant, withdrawn_reason="")
        + _number(Subsidy, withdrawn_reason=""),
        valueless=_number(Asset, original_value=None),
    )
    lack = Case(
        When(things=0, then=Value(Lack.NONE)),
        When(valueless__gt=0, then=Value(Lack.OPEN)),
        When(held__lt=F("spent"), then=Value(Lack.SHORT)),
        When(held__gt=F("spent"), then=Value(Lack.OVER)),
        default=Value(""),
        output_field=models.CharField(),
    )
    difference = ExpressionWrapper(F("spent") - F("held"), output_field=MONEY)
    return rows.annotate(lack=lack, difference=difference).exclude(lack="")


def _of(model, **conditions):
    rows = model.objects.filter(county_id=OuterRef("county_id"), project_id=OuterRef("pk"), **conditions)
    return rows.order_by().values("project_id")


def _sum(model, field, condition=None):
    rows = _of(model)
    rows = rows.filter(condition) if condition else rows
    return Subquery(rows.annotate(told=Sum(field)).values("told"), output_field=MONEY)


def _total(*parts):
    sums = [
        Coalesce(_sum(model, field, condition), Value(0), output_field=MONEY)
        for model, field, condition in parts
    ]
    return ExpressionWrapper(sums[0] + sums[1] + sums[2], output_field=MONEY)


def _number(model, **conditions):
    told = _of(model, **conditions).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(told), Value(0), output_field=models.IntegerField())


def permitted(user):
    """Those a person may see."""
    return lacking(Project.objects.permitted(user))
