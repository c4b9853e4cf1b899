"""二（六）The list of jobs as a file, which imports again without a change."""

from assets.exporting.registers import form_of, shown_in
from assets.exporting.widgets import YesNo
from journal.exports.registry import EXPORTS, Column, Exportable
from operation.filters_jobs import NAMES, JobFilter
from operation.models import LocalJob

SHOWN = [
    *("agreement_number", "agreement", "unit", "worker", "category", "household_code", "work", "year"),
    *("months", "wages"),
]


def rows(user, scope, query):
    """What a person's list shows under a query, oldest first; only those whose names they may read."""
    found = JobFilter(query, scope=scope, user=user).apply(LocalJob.objects.permitted(user))
    return found.order_by("county_id", "pk")


def told(user, scope, query):
    """The filters at work, in words; what is searched for may be a name."""
    form = JobFilter(query, scope=scope, user=user)
    return "；".join(f"{chip['label']}：{chip['value']}" for chip in form.chips(lambda **changes: ""))


def read_only(county):
    """What an import passes over."""
    home = [] if county else [Column("county", "县区", "county__name")]
    return [
        *home,
        Column("agreement", "协议名称", "agreement__name", width=24),
        Column("unit", "填报单位", "unit__name", width=20),
        Column("void", "已作废", "is_void", YesNo(), width=8),
    ]


EXPORTS["jobs"] = Exportable(
    label="带动就业",
    verb=NAMES,
    resource="jobs",
    list_name="operation:jobs",
    rows=rows,
    told=told,
    form=form_of(JobFilter),
    shown=shown_in(SHOWN),
    read_only=read_only,
)
