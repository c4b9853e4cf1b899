"""二（三）清查表 as a file: to be filled in and brought back, and in the official layout with its row of signatures."""

from assets.choices import Category, Measure, Status, Subtype
from assets.exporting.registers import SYSTEM_NUMBER, form_of, rows_of, shown_in, told_by
from assets.exporting.widgets import Figure, Label, Yuan
from assets.filters_inventory import LineFilter
from assets.models import RoundLine
from journal.exports.ledger import Ledger
from journal.exports.registry import EXPORTS, Column, Exportable
from journal.imports.widgets import Day

SHOWN = [
    *(
        "serial",
        "number",
        "name",
        "town",
        "village",
        "address",
        "quantity",
        "measure",
        "original_value",
        "status",
    ),
    *("result", "found_quantity", "found_status", "found_address", "note", "counted_on"),
]


class Blank(Label):
    """A code by its label; what is not known stays blank."""

    def render(self, value, obj=None, **kwargs):
        return super().render(value) if value else ""


SERIAL = Column("serial", "清查序号", "serial", Figure(), width=8)
BOOK = [
    Column("number", "资产编号", "number", width=20),
    Column("name", "资产名称", "name", width=24),
    Column("category", "资产类型", "category", Label(Category), width=11),
    Column("subtype", "资产小类", "subtype", Label(Subtype), width=12),
    Column("town", "乡镇", "town__name", width=11),
    Column("village", "村（社区）", "village__name", width=16),
    Column("address", "账面位置", "address", width=16),
    Column("quantity", "账面数量", "quantity", Figure(), width=9),
    Column("measure", "计量单位", "measure", Label(Measure), width=8),
    Column("original_value", "账面原值", "original_value", Yuan(), 12, is_wan=True, is_summed=True),
    Column("status", "账面状况", "status", Label(Status), width=9),
]
FOUND = [
    Column("result", "清查结果", "state", Label(RoundLine.State), width=10),
    Column("found_quantity", "实盘数量", "found_quantity", Figure(), width=9),
    Column("found_status", "实际状况", "found_status", Blank(Status), width=9),
    Column("found_address", "实际位置", "found_address", width=16),
    Column("note", "清查说明", "note", width=24),
    Column("counted_on", "清查日期", "counted_on", Day(), width=11),
]
DECIDED = [
    Column("decision", "处理决定", "decision", Blank(RoundLine.Decision), width=11),
    Column("decision_reason", "处理理由", "decision_reason", width=24),
]
SHEET = Ledger(
    title="扶贫资产清产核资清查表",
    rows=lambda found: found.order_by("county_id", "round_id", "serial"),
    groups=[("账面情况", [SERIAL, *BOOK]), ("实盘情况", FOUND), ("差异处理", DECIDED), ("", [SYSTEM_NUMBER])],
)


def read_only(county):
    """What an import passes over."""
    home = [] if county else [Column("county", "县区", "county__name")]
    return [*home, SERIAL, *BOOK[2:], *DECIDED, Column("round", "清查", "round__title", width=24)]


EXPORTS["counts"] = Exportable(
    label="清查表",
    verb="view_register",
    resource="counts",
    list_name="assets:round_lines",
    rows=rows_of(RoundLine, LineFilter),
    told=told_by(LineFilter),
    form=form_of(LineFilter),
    shown=shown_in(SHOWN),
    read_only=read_only,
    ledger=SHEET,
)
