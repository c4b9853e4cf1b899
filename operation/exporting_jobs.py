"""二（六）The list of jobs as a file, which imports again without a change."""

from assets.exporting.registers import form_of, rows_of, shown_in, told_by, with_county
from assets.exporting.widgets import YesNo
from journal.exports.registry import EXPORTS, Column, Exportable
from operation.filters_jobs import NAMES, JobFilter
from operation.models import LocalJob

SHOWN = [
    *("agreement_number", "agreement", "unit", "worker", "category", "household_code", "work", "year"),
    *("months", "wages"),
]


READ_ONLY = [
    Column("agreement", "协议名称", "agreement__name", width=24),
    Column("unit", "填报单位", "unit__name", width=20),
    Column("void", "已作废", "is_void", YesNo(), width=8),
]


EXPORTS["jobs"] = Exportable(
    label="带动就业",
    verb=NAMES,
    resource="jobs",
    list_name="operation:jobs",
    rows=rows_of(LocalJob, JobFilter),
    told=told_by(JobFilter),
    form=form_of(JobFilter),
    shown=shown_in(SHOWN),
    read_only=with_county(READ_ONLY),
)
