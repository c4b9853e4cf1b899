"""二（四）By when each asset is to be confirmed, and which are late: one expression for lists, figures, reminders."""

from datetime import timedelta

from django.db.models import (
    Case,
    DateField,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, TruncDate
from django.utils import timezone

from assets.models import Asset
from journal import deadlines
from journal.parameters import declare
from ownership import rules
from ownership.models import Title

DAYS = declare(
    "ownership.days",
    "新形成资产入账后完成确权的期限",
    90,
    1,
    730,
    "日",
    source="指导意见二（四）要求 2020 年 9 月 20 日前完成；此后形成的资产由本县规定，90 日为系统建议值",
    clause="二（四）",
)

CONFIRM = deadlines.kind(
    "ownership.confirm",
    "确权登记",
    verb="propose_title",
    basis="焦扶贫办〔2020〕7号 二（四）：此项工作由县级人民政府统筹安排，在 2020 年 9 月 20 日前完成",
    page="ownership:panel",
)


def due_on(county, prefix=""):
    """An expression: the last day to confirm an asset of a county (its code; None over counties), as rules.due_on.

    `prefix` leads to the asset from the row asked: "asset__" from a title. Over counties each asset has the days of its
    own county.
    """
    entered = TruncDate(F(f"{prefix}entered_at"), tzinfo=timezone.get_default_timezone())
    days_on = ExpressionWrapper(entered + _days(county), output_field=DateTimeField())
    later = Cast(days_on, DateField())
    early = When(
        Q(**{f"{prefix}formed_year__lte": rules.LAST_YEAR}),
        then=Value(rules.DEADLINE, output_field=DateField()),
    )
    return Case(early, default=later, output_field=DateField())


def _days(county):
    """An expression: the days that a county gives (None: each row's county); one query."""
    if county:
        return Value(timedelta(days=DAYS.value(county)))
    own = [
        When(county_id=code, then=Value(timedelta(days=days))) for code, days in sorted(DAYS.values().items())
    ]
    return Case(*own, default=Value(timedelta(days=DAYS.default)), output_field=DurationField())


def _living():
    return Title.objects.living().filter(county_id=OuterRef("county_id"), asset_id=OuterRef("pk"))


def title_state():
    """An expression: the state of an asset's living title, or null."""
    return Subquery(_living().values("state")[:1])


def without_title(assets):
    """Of a queryset of assets those that stand in the ledger and have no living title."""
    return assets.filter(~Exists(_living()), state=Asset.State.LEDGER)


def unsettled(assets):
    """Of a queryset of assets those that stand in the ledger and are not confirmed."""
    return assets.filter(~Exists(_living().filter(state__in=Title.SETTLED)), state=Asset.State.LEDGER)


def overdue(assets, county):
    """Of a queryset of assets those that are not confirmed though their day is over."""
    return unsettled(assets).alias(last_day=due_on(county)).filter(last_day__lt=timezone.localdate())


def watch(county):
    """二（四）Set the deadline of each asset of a county (its code) that is not confirmed, close those of all others.

    Any number of times; returns how many were set anew. In the county's scope and a transaction.
    """
    ledger = Asset.objects.filter(county_id=county)
    waiting = unsettled(ledger).annotate(due=due_on(county))
    days = set(waiting.order_by().values_list("due", flat=True).distinct())
    deadlines.clear_deadlines(CONFIRM, ledger.exclude(pk__in=unsettled(ledger).order_by().values("pk")))
    return sum(
        deadlines.set_deadlines(CONFIRM, waiting.filter(due=day), day, by=None) for day in sorted(days)
    )


def settled(rows):
    """What had to be confirmed of these titles' assets is; nothing is refused (as a transition prepares its rows)."""
    if rows:
        deadlines.clear_deadlines(CONFIRM, Asset.objects.filter(pk__in=[row.asset_id for row in rows]))
    return {}
