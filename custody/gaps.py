"""二（五）管护空档: days after its confirmation on which nobody was responsible for an asset; one expression for all.

Looking after is 日常管护 (DutyKind.CARE): whoever mends the roof or gives advice is not responsible.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.postgres.fields import DateRangeField
from django.db.models import (
    Aggregate,
    Case,
    Count,
    Exists,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Q,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from assets.models import Asset
from custody import rules
from custody.choices import DutyKind
from custody.models import Duty
from custody.models.duties import term
from ownership.models import Title

DAYS = "(SELECT coalesce(sum(upper(gap) - lower(gap)), 0)::int FROM unnest(%(expressions)s) AS gap)"


class _RangeAgg(Aggregate):
    """Terms as one set of days: a multirange."""

    function, output_field = "range_agg", TextField()


def _settled():
    return Title.objects.filter(
        county_id=OuterRef("county_id"), asset_id=OuterRef("pk"), state__in=Title.SETTLED
    )


def _care():
    return Duty.objects.held().filter(
        county_id=OuterRef("county_id"), asset_id=OuterRef("pk"), kind=DutyKind.CARE
    )


def confirmed_on():
    """An expression: the day on which whose an asset is was confirmed, or null."""
    on = TruncDate("confirmed_at", tzinfo=timezone.get_default_timezone())
    return Subquery(_settled().values(on=on)[:1])


def without_custodian(assets):
    """Of a queryset of assets those in the ledger for which nobody stands responsible and nobody is proposed."""
    alive = Q(to_on=None) | Q(to_on__gte=timezone.localdate())
    named = _care().filter(alive, state=Duty.State.IN_FORCE)
    proposed = Duty.objects.filter(
        county_id=OuterRef("county_id"), asset_id=OuterRef("pk"), kind=DutyKind.CARE, state=Duty.State.DRAFT
    )
    return assets.filter(~Exists(named), ~Exists(proposed), state=Asset.State.LEDGER)


def confirmed(assets):
    """Of a queryset of assets those in the ledger whose owner is confirmed: somebody must be responsible."""
    return assets.filter(Exists(_settled()), state=Asset.State.LEDGER)


def gap_days():
    """An expression: on how many days since its confirmation nobody was responsible for a confirmed asset."""
    since = Func(
        confirmed_on(),
        Value(timezone.localdate()),
        Value("[]"),
        function="daterange",
        output_field=DateRangeField(),
    )
    whole = Func(since, function="datemultirange", output_field=TextField())
    covered = _care().order_by().values("asset_id").annotate(all=_RangeAgg(term())).values("all")
    left = Func(
        whole,
        Coalesce(Subquery(covered), Func(function="datemultirange", output_field=TextField())),
        template="(%(expressions)s)",
        arg_joiner=" - ",
        output_field=TextField(),
    )
    # Of an asset that is not confirmed there is no first day, and a range without one has no length.
    return Case(
        When(Exists(_settled()), then=Func(left, template=DAYS, output_field=IntegerField())),
        default=Value(0),
    )


def today_bare():
    """A condition: nobody is responsible for the asset today."""
    today = timezone.localdate()
    return ~Exists(_care().filter(Q(to_on=None) | Q(to_on__gte=today), from_on__lte=today))


def with_gaps(assets, now=""):
    """Of a queryset of assets those with days on which nobody was responsible; `now`: "1" today too, "0" no more."""
    rows = confirmed(assets).alias(gap_days=gap_days()).filter(gap_days__gt=0)
    if now == "1":
        return rows.filter(today_bare())
    return rows.exclude(today_bare()) if now == "0" else rows


def remember_stretches(assets):
    """Give each of these assets (annotated with confirmed_on) its `stretches` [(from, to)] and `is_bare`; one query."""
    today, terms = timezone.localdate(), defaultdict(list)
    if not assets:
        return assets
    counties = {asset.county_id for asset in assets}
    rows = Duty.objects.held().filter(
        county_id__in=counties, asset__in=[asset.pk for asset in assets], kind=DutyKind.CARE
    )
    for asset, begins, ends in rows.values_list("asset_id", "from_on", "to_on"):
        terms[asset].append((begins, ends))
    for asset in assets:
        first = asset.confirmed_on
        asset.stretches = rules.gaps(first, today, terms[asset.pk]) if first else []
        asset.is_bare = bool(asset.stretches) and asset.stretches[-1][1] == today
    return assets


@dataclass
class Care:
    """Confirmed assets at one place: in all, looked after today, not so today, ever not so; days, and the most."""

    total: int = 0
    cared: int = 0
    bare: int = 0
    ever: int = 0
    days: int = 0
    longest: int = 0

    def __add__(self, other):
        sums = [
            getattr(self, name) + getattr(other, name) for name in ("total", "cared", "bare", "ever", "days")
        ]
        return Care(*sums, max(self.longest, other.longest))


def by_place(assets, place):
    """{place: Care} of a queryset of assets; `place` is county_id, town_id or village_id; one statement."""
    rows = (
        confirmed(assets)
        .order_by()
        .annotate(gap=gap_days(), bare=Case(When(today_bare(), then=1), default=0))
    )
    told = rows.values(place).annotate(
        total=Count("pk"),
        cared=Count("pk", filter=Q(bare=0)),
        ever=Count("pk", filter=Q(gap__gt=0)),
        days=Coalesce(Sum("gap"), 0),
        longest=Coalesce(Max("gap"), 0),
        uncared=Count("pk", filter=Q(bare=1)),
    )
    return {row.pop(place): Care(bare=row.pop("uncared"), **row) for row in told}
