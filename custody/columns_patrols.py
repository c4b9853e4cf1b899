"""Columns of the lists of patrols, of repair orders, and of assets that are to be looked at."""

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from assets.columns import USUAL, Column
from custody.patrols import rules
from journal.templatetags.jiadi import day, money
from ownership.prints import at


def _name(row):
    return format_html('<a href="{}">{}</a>', row.get_absolute_url(), row.asset.name)


def _state(row):
    return format_html('<span class="state state-{}">{}</span>', row.state, row.get_state_display())


def _condition(patrol):
    label = patrol.get_condition_display()
    return label if patrol.condition == "good" else format_html('<span class="late">{}</span>', label)


def _hint(patrol):
    return format_html('<span class="late">有 {} 张照片须核对</span>', patrol.twins) if patrol.twins else ""


PATROLS = [
    Column("name", "资产名称", _name, "name"),
    Column("at", "所在地", lambda row: at(row.asset), "at"),
    Column("on", "巡查日期", lambda row: day(row.on), "year"),
    Column("condition", "巡查结果", _condition, "sort"),
    Column("by", "巡查人", lambda row: str(row.made_by or ""), "more"),
    Column("photos", "照片", lambda row: f"{row.taken} 张", num=True),
    Column("hint", "提示", _hint, "more"),
    Column("note", "情况说明", lambda row: row.note[:40], "more holder"),
    Column("state", "认定", _state, "st"),
]


def _limit(repair):
    late = rules.overdue_days(repair.limit_on, timezone.localdate()) if repair.state == "ordered" else 0
    return format_html('<span class="late">超期 {} 天</span>', late) if late else day(repair.limit_on)


def _cost(repair):
    return money(repair.estimate if repair.cost is None else repair.cost)


REPAIRS = [
    Column("name", "资产名称", _name, "name"),
    Column("at", "所在地", lambda row: at(row.asset), "at"),
    Column("damage", "损坏情况", lambda row: row.damage[:40], "sort"),
    Column("made", "报修日期", lambda row: day(timezone.localdate(row.made_at))),
    Column("limit", "维修期限", _limit),
    Column("payer", "经费来源", lambda row: row.get_payer_display(), "more"),
    Column("cost", "费用（元）", _cost, "amount", num=True),
    Column("repairer", "承修", lambda row: row.repairer, "more holder"),
    Column("state", "状态", _state, "st"),
]


def _due(asset):
    late = rules.overdue_days(asset.due, timezone.localdate())
    return format_html('<span class="late">超期 {} 天</span>', late) if late else day(asset.due)


def _go(asset):
    return format_html('<a href="{}">登记巡查</a>', reverse("patrols:new", args=[asset.pk]))


_KEPT = ("number", "name", "type", "at", "unit")
DUE = [
    *(column for column in USUAL if column.key in _KEPT),
    Column("last", "上次巡查", lambda asset: day(asset.last) if asset.last else "没有巡查过"),
    Column("due", "应查", _due, "year"),
]
DUE_TO_GO = [*DUE, Column("go", "巡查", _go)]
