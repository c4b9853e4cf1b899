"""二（六）What an asset's page tells of its operation in one look: who, the money, the work it gives."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Min, Q, Sum
from django.utils import timezone

from operation.employing import SUMS, Work
from operation.models import Due, LocalJob, SelfOperation

State = SelfOperation.State


@dataclass(frozen=True)
class Money:
    """Of an agreement up to today: due, paid of it, in arrears since when, and how many amounts are not known yet."""

    due: Decimal
    paid: Decimal
    arrears: Decimal
    since: date | None
    unknown: int


def money(agreement):
    """The Money of a signed agreement; one query."""
    today = timezone.localdate()
    late = Q(due_on__lt=today, amount__gt=F("paid"))
    rows = Due.objects.filter(county_id=agreement.county_id, agreement=agreement, state=Due.State.OPEN)
    told = rows.filter(due_on__lte=today).aggregate(
        total=Sum("amount", default=Decimal(0)),
        came=Sum("paid", default=Decimal(0)),
        arrears=Sum(F("amount") - F("paid"), filter=late, default=Decimal(0)),
        since=Min("due_on", filter=late),
        unknown=Count("pk", filter=Q(amount=None)),
    )
    return Money(told.pop("total"), told.pop("came"), **told)


def work(agreement):
    """(the newest year of which work is told, its Work), or None; one query."""
    rows = LocalJob.objects.filter(county_id=agreement.county_id, agreement=agreement, is_void=False)
    newest = rows.order_by().values("year").annotate(**SUMS).order_by("-year").first()
    return (newest.pop("year"), Work(**newest)) if newest else None


def self_operation(asset):
    """The declaration of an asset that runs or waits to be confirmed, the newest; or None; one query."""
    rows = SelfOperation.objects.filter(county_id=asset.county_id, asset=asset)
    return (
        rows.filter(state__in=[State.DECLARED, State.IN_FORCE]).select_related("unit").order_by("-pk").first()
    )
