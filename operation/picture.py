"""二（六）What an asset's page tells of its operation in one look: who, the money, the work it gives."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Min, Q, Sum
from django.utils import timezone

from operation.choices import CAPITAL
from operation.employing import SUMS, Work
from operation.models import Agreement, AgreementAsset, Due, LocalJob, SelfOperation

State = SelfOperation.State
NOTHING = Decimal(0)


def current(agreements):
    """Of an asset's agreements, the newest first, the one by which it is operated; None.

    One in force that has begun goes before one that has not, and both before what is only being written down.
    """
    today, in_force = timezone.localdate(), Agreement.State.IN_FORCE
    living = [one for one in agreements if not one.is_over]
    return min(living, key=lambda one: (one.state != in_force, one.from_on > today), default=None)


@dataclass(frozen=True)
class Money:
    """Of a whole agreement up to today, in yuan: income due and paid, deposit and principal apart, what is in arrears.

    `arrears` and `since` count all of it, `arrears_of_capital` what of it is deposit or principal; `unknown`: how many
    amounts are not known yet.
    """

    due: Decimal
    paid: Decimal
    capital: Decimal
    capital_paid: Decimal
    arrears: Decimal
    arrears_of_capital: Decimal
    since: date | None
    unknown: int


def money(agreement):
    """The Money of a signed agreement; one query."""
    today = timezone.localdate()
    late, capital = Q(due_on__lt=today, amount__gt=F("paid")), Q(kind__in=CAPITAL)
    rows = Due.objects.filter(county_id=agreement.county_id, agreement=agreement, state=Due.State.OPEN)
    left = F("amount") - F("paid")
    told = rows.filter(due_on__lte=today).aggregate(
        of_income=Sum("amount", filter=~capital, default=NOTHING),
        income_paid=Sum("paid", filter=~capital, default=NOTHING),
        capital=Sum("amount", filter=capital, default=NOTHING),
        capital_paid=Sum("paid", filter=capital, default=NOTHING),
        arrears=Sum(left, filter=late, default=NOTHING),
        arrears_of_capital=Sum(left, filter=late & capital, default=NOTHING),
        since=Min("due_on", filter=late),
        unknown=Count("pk", filter=Q(amount=None)),
    )
    return Money(told.pop("of_income"), told.pop("income_paid"), **told)


def assets_of(agreement):
    """How many assets an agreement is about; one query."""
    return AgreementAsset.objects.filter(county_id=agreement.county_id, agreement=agreement).count()


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
