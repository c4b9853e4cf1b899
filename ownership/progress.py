"""二（四）How far the confirmation is, by place: confirmed, under way, not begun, late; one statement."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q
from django.utils import timezone

from assets.models import Asset
from ownership.deadline import due_on, title_state
from ownership.models import Title


@dataclass
class Progress:
    """Assets of the ledger at one place: in all, confirmed, under way, not begun; of the last two, late, since when."""

    total: int = 0
    settled: int = 0
    under_way: int = 0
    not_begun: int = 0
    late: int = 0
    late_titled: int = 0
    since: date | None = None

    def __add__(self, other):
        since = [one.since for one in (self, other) if one.since]
        parts = ("total", "settled", "under_way", "not_begun", "late", "late_titled")
        return Progress(*(getattr(self, p) + getattr(other, p) for p in parts), min(since, default=None))

    @property
    def days_over(self):
        """How many days the latest is over."""
        return (timezone.localdate() - self.since).days if self.since else 0


def by_place(assets, place, county=None):
    """{place: Progress} of a queryset of assets; `place` is county_id, town_id or village_id.

    `county` (its code; None: each asset's own) says whose days are counted for what was formed after the directive's
    day.
    """
    rows = assets.filter(state=Asset.State.LEDGER).order_by()
    rows = rows.annotate(title=title_state(), due=due_on(county))
    settled, open_ = Q(title__in=Title.SETTLED), ~Q(title__in=Title.SETTLED) | Q(title=None)
    late = open_ & Q(due__lt=timezone.localdate())
    told = rows.values(place).annotate(
        total=Count("pk"),
        settled=Count("pk", filter=settled),
        under_way=Count("pk", filter=Q(title__in=Title.UNDER_WAY)),
        not_begun=Count("pk", filter=Q(title=None)),
        late=Count("pk", filter=late),
        late_titled=Count("pk", filter=late & Q(title__isnull=False)),
        since=Min("due", filter=late),
    )
    return {row.pop(place): Progress(**row) for row in told}
