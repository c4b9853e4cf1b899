"""二（五）When an agreement of a public-welfare post ends: a deadline, so that nobody works on without one."""

from custody.models import Engagement
from journal import deadlines

END = deadlines.kind(
    "custody.post_end",
    "公益岗位协议到期",
    verb="manage_posts",
    basis="焦扶贫办〔2020〕7号 二（五）：公益岗位聘用协议到期前，续聘的重新办理，不续聘的办理离岗",
    subject="post__name",
    page="posts:engagement",
)


def _row(engagement):
    return Engagement.objects.filter(county_id=engagement.county_id, pk=engagement.pk)


def watched(engagement, by):
    """The last day of the agreement is to be reminded of."""
    deadlines.set_deadlines(END, _row(engagement), engagement.to_on, by=by)


def cleared(engagement, by):
    """Nobody is reminded any more: the person has left."""
    deadlines.clear_deadlines(END, _row(engagement), by=by)
