"""Columns of the list of titles."""

from django.utils import timezone
from django.utils.html import format_html

from assets.columns import USUAL, Column
from journal.templatetags.jiadi import day, place
from ownership import rules
from ownership.models import Title


def _name(title):
    return format_html('<a href="{}">{}</a>', title.get_absolute_url(), title.name)


def _at(title):
    asset = title.asset
    return " ".join(
        filter(None, [asset.town and asset.town.name, asset.village and place(asset.village.name)])
    )


def _state(title):
    return format_html('<span class="state state-{}">{}</span>', title.state, title.get_state_display())


def _owners(title):
    shares = sorted(title.shares.all(), key=lambda share: share.position)
    return rules.owners_text([(share.shown_name, share.parts) for share in shares], title.whole)


def _due(title):
    """By when, and how late; "" where it is settled."""
    if title.state not in Title.UNDER_WAY:
        return ""
    over = rules.overdue_days(title.due, timezone.localdate())
    return format_html('<span class="late">超期 {} 天</span>', over) if over else day(title.due)


COLUMNS = [
    Column("name", "资产名称", _name, "name"),
    Column("at", "所在地", _at, "at"),
    Column("owners", "产权主体", _owners, "sort"),
    Column("basis", "确权依据", lambda t: t.get_basis_display(), "more"),
    Column("due", "应完成", _due, "year"),
    Column("reviewer", "审核部门", lambda t: str(t.reviewer or ""), "more holder"),
    Column("number", "权证编号", lambda t: t.number, "code", sort="number"),
    Column("book", "三资（国资）编号", lambda t: t.book_number, "more"),
    Column("state", "状态", _state, "st"),
]


def _title_state(asset):
    return Title.State(asset.title).label if asset.title else "未开始"


def _days(asset):
    days = rules.overdue_days(asset.due, timezone.localdate())
    return format_html('<span class="late">{} 天</span>', days)


# Of assets that are not confirmed though their day is over.
LATE_COLUMNS = [
    *(column for column in USUAL if column.key in ("number", "name", "type", "at", "unit", "original_value")),
    Column("due", "应完成", lambda asset: day(asset.due)),
    Column("days", "超期", _days, "year", num=True),
    Column("title", "确权状态", _title_state, "st"),
]
