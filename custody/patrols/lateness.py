"""二（五）How many assets are to be looked at, never were, and are late, at each place: one statement."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, Func, IntegerField, Max, Q, Value
from django.utils import timezone

from custody.patrols.schedule import SOON, last_on, with_due


@dataclass
class Looks:
    """Assets at one place: to be looked at, never looked at, due soon, late; and the most days one is late."""

    total: int = 0
    never: int = 0
    soon: int = 0
    late: int = 0
    longest: int = 0

    def __add__(self, other):
        sums = [getattr(self, name) + getattr(other, name) for name in ("total", "never", "soon", "late")]
        return Looks(*sums, max(self.longest, other.longest))


def lateness(assets, place, county):
    """{place: Looks} of assets; `place`: county_id, town_id or village_id; `county`: its code, None over counties."""
    today = timezone.localdate()
    behind = Func(
        Value(today),
        F("due"),
        template="(%(expressions)s)",
        arg_joiner=" - ",
        output_field=IntegerField(),
    )
    rows = with_due(assets, county).order_by().annotate(last=last_on(), behind=behind)
    told = rows.values(place).annotate(
        total=Count("pk"),
        never=Count("pk", filter=Q(last=None)),
        soon=Count("pk", filter=Q(due__gte=today, due__lte=today + timedelta(days=SOON))),
        late=Count("pk", filter=Q(due__lt=today)),
        longest=Max("behind"),
    )
    return {row.pop(place): Looks(**row | {"longest": max(row["longest"], 0)}) for row in told}
