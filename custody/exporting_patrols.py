"""二（五）Patrols and repair orders as files: the lists as they are shown, or all there is of each row."""

from assets.exporting.registers import all_of, form_of, rows_of, told_by, with_county
from assets.exporting.widgets import Label, Yuan
from custody.choices import FundSource
from custody.choices_patrols import Condition
from custody.filters_patrols import PatrolFilter, RepairFilter
from custody.models import Patrol, Repair
from journal.exports.registry import EXPORTS, Column, Exportable
from journal.imports.widgets import Day

WHERE = [
    Column("number", "资产编号", "asset__number", width=18),
    Column("name", "资产名称", "asset__name", width=28),
    Column("town", "乡镇", "asset__town__name"),
    Column("village", "村（社区）", "asset__village__name", width=18),
    Column("unit", "持有单位", "unit__name", width=24),
]
PATROLS = [
    *WHERE,
    Column("on", "巡查日期", "on", Day(), 12),
    Column("condition", "巡查结果", "condition", Label(Condition), 10),
    Column("note", "情况说明", "note", width=32),
    Column("by", "巡查人", "made_by__name", width=16),
    Column("state", "认定", "state", Label(Patrol.State), 10),
    Column("void_reason", "不予认可的原因", "void_reason", width=28),
]
REPAIRS = [
    *WHERE,
    Column("damage", "损坏情况", "damage", width=32),
    Column("limit_on", "维修期限", "limit_on", Day(), 12),
    Column("payer", "维修经费来源", "payer", Label(FundSource), 14),
    Column("estimate", "预计费用（元）", "estimate", Yuan(), 16),
    Column("repaired_on", "修复日期", "repaired_on", Day(), 12),
    Column("work", "维修内容", "work", width=28),
    Column("cost", "实际费用（元）", "cost", Yuan(), 16),
    Column("repairer", "承修单位或个人", "repairer", width=20),
    Column("state", "状态", "state", Label(Repair.State), 10),
]


def exportable(label, resource, list_name, model, filter_form, columns, annotated=lambda rows: rows):
    """The Exportable of a list: nothing of it comes in again. `annotated` adds to a queryset what the columns ask."""
    found = rows_of(model, filter_form)
    return Exportable(
        label=label,
        verb="view_register",
        resource=resource,
        list_name=list_name,
        rows=lambda user, scope, query: annotated(found(user, scope, query)),
        told=told_by(filter_form),
        form=form_of(filter_form),
        shown=all_of([column.key for column in columns]),
        read_only=with_county(columns),
    )


EXPORTS["patrols"] = exportable("巡查记录", "patrols", "patrols:list", Patrol, PatrolFilter, PATROLS)
EXPORTS["repairs"] = exportable("维修单", "repairs", "patrols:repairs", Repair, RepairFilter, REPAIRS)
