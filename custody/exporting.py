"""二（五）The list of duties as a file, which imports again without a change."""

from assets.exporting.registers import form_of, rows_of, shown_in, told_by, with_county
from assets.exporting.widgets import Label
from custody.filters import NAMES, DutyFilter
from custody.models import Duty
from journal.exports.registry import EXPORTS, Column, Exportable

SHOWN = [
    *(
        "asset_number",
        "name",
        "town",
        "village",
        "kind",
        "regime",
        "body_name",
        "custodian",
        "keeper",
        "phone",
    ),
    *("from_on", "to_on", "fund_source", "fund_amount", "state"),
]


READ_ONLY = [
    Column("town", "乡镇", "asset__town__name", width=11),
    Column("village", "村（社区）", "asset__village__name", width=16),
    Column("state", "状态", "state", Label(Duty.State), width=9),
    Column("unit", "持有单位", "unit__name", width=20),
]


EXPORTS["duties"] = Exportable(
    label="管护责任",
    verb=NAMES,
    resource="duties",
    list_name="custody:list",
    rows=rows_of(Duty, DutyFilter),
    told=told_by(DutyFilter),
    form=form_of(DutyFilter),
    shown=shown_in(SHOWN),
    read_only=with_county(READ_ONLY),
)
