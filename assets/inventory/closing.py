"""二（三）Closing a round: when each line is settled, and not before."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from assets.inventory.opening import DUE
from assets.models import DIFFERENCES, HouseholdLine, Round, RoundLine
from journal import deadlines
from journal.transitions import over_set, transition

State = RoundLine.State
UNCOUNTED = '还有 <a href="{}?round={}&amp;state=uncounted">{} 项资产未清查</a>，清查后方可结束'
UNDECIDED = '还有 <a href="{}?round={}&amp;state=undecided">{} 项差异未处理</a>，处理后方可结束'
UNSEEN = '还有 <a href="{}?round={}&amp;state=uncounted">{} 项到户资产未核实</a>，核实后方可结束'
AND = "；"


@over_set
def settled(rows, by):
    """A guard: every line of the round is counted, every difference decided, every household asset looked after."""
    ids = [row.pk for row in rows]
    lines = RoundLine.objects.filter(county_id=rows[0].county_id, round__in=ids).values("round_id")
    lines = lines.annotate(
        uncounted=Count("pk", filter=Q(state=State.UNCOUNTED)),
        undecided=Count("pk", filter=Q(state__in=DIFFERENCES, decision="")),
    )
    homes = HouseholdLine.objects.filter(county_id=rows[0].county_id, round__in=ids).values("round_id")
    homes = homes.annotate(unseen=Count("pk", filter=Q(state=HouseholdLine.State.UNCOUNTED)))
    found = {}
    for told in (*lines, *homes):
        found.setdefault(told["round_id"], []).extend(_sentences(told))
    return {pk: _joined(sentences) for pk, sentences in found.items() if sentences}


def _sentences(told):
    """Each with a link to the list of exactly what it counts."""
    lines = reverse("assets:round_lines")
    homes = reverse("assets:round_homes")
    for key, sentence, url in (
        ("uncounted", UNCOUNTED, lines),
        ("undecided", UNDECIDED, lines),
        ("unseen", UNSEEN, homes),
    ):
        if told.get(key):
            yield format_html(sentence, url, told["round_id"], f"{told[key]:,}")


def _joined(sentences):
    return format_html(AND.join(["{}"] * len(sentences)), *sentences)


@transition(
    Round,
    source=Round.State.OPEN,
    target=Round.State.CLOSED,
    verb="close_round",
    label="结束清查",
    guards=[settled],
)
def close_round(round, *, by):
    """二（三）清查全部办结后结束，形成清查报告。"""
    round.closed_at, round.closed_by = timezone.now(), by
    deadlines.clear_deadlines(DUE, [round], by=by)
