"""Parts into which the ledger falls without remainder: each asset lies in exactly one, so that figures add up.

A figure of the dashboard and the filter of the list it opens come from the same words here.
"""

from datetime import timedelta

from django.db.models import Exists, F, Max, Min, OuterRef
from django.utils import timezone

from assets.choices import FundKind, FundLevel
from assets.models import Asset, FundingLine

MIXED, NONE = "mixed", "none"
FUND_KINDS = [*FundKind.choices, (MIXED, "多种资金"), (NONE, "未注明")]
FUND_LEVELS = [*FundLevel.choices, (MIXED, "多级资金"), (NONE, "未注明")]
ABSENT = 0  # among codes and ids: the asset names no township, village or department
WAITING = (Asset.State.DRAFT, Asset.State.SUBMITTED, Asset.State.VERIFIED)
SLOW = 30  # days without a change after which a draft is told as lying
STALE = [(str(days), f"超过 {days} 天未办") for days in (7, SLOW, 90)]


def by_fund(rows, field, part):
    """The assets whose project's funding lines agree in `field` ("kind" or "level") on `part`.

    MIXED: the lines differ. NONE: no project, or one without lines.
    """
    if part == NONE:
        lines = FundingLine.objects.filter(county_id=OuterRef("county_id"), project_id=OuterRef("project_id"))
        return rows.exclude(Exists(lines))
    found = FundingLine.objects.values("project").annotate(least=Min(field), most=Max(field)).order_by()
    found = found.filter(least__lt=F("most")) if part == MIXED else found.filter(least=part, most=part)
    return rows.filter(project__in=found.values("project"))


def stale(rows, days):
    """Those still on their way into the ledger that nobody has touched for so many days."""
    return rows.filter(state__in=WAITING, updated_at__lt=timezone.now() - timedelta(days=days))
