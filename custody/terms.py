"""二（五）The last days of duties: watched from their confirmation, so that no asset is left without anybody."""

from django.db.models import F

from custody.models import Duty
from journal import deadlines

TERM = deadlines.kind(
    "custody.term",
    "管护期满",
    verb="manage_custody",
    basis="焦扶贫办〔2020〕7号 二（五）：落实管护责任，明确管护主体；期满前落实接任的责任人",
    page="custody:duty",
)


def watched(rows):
    """Set the deadlines of saved duties that have a last day; one statement for all."""
    if ids := [row.pk for row in rows if row.to_on]:
        deadlines.set_deadlines(TERM, Duty.objects.filter(pk__in=ids), F("to_on"), by=None)


def watch(county):
    """See that the duties in force of a county (its code) are watched, by the unit that has each now.

    Any number of times; returns how many were set anew. In the county's scope and a transaction.
    """
    rows = Duty.objects.filter(county_id=county, state=Duty.State.IN_FORCE, to_on__isnull=False)
    return deadlines.set_deadlines(TERM, rows, F("to_on"), by=None)


def overs(rows):
    """Nobody need be reminded of these duties any more; nothing is refused (as a transition prepares its rows)."""
    if rows:
        deadlines.clear_deadlines(TERM, Duty.objects.filter(pk__in=[row.pk for row in rows]))
    return {}
