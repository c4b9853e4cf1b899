"""Columns of the lists of jobs and of self-operations."""

from django.utils.html import format_html

from assets.columns import Column
from journal.templatetags.jiadi import money
from tenancy import persons


def shown(name, names):
    """A person's name, in full for whoever may read `names`."""
    return name if names else persons.mask_name(name)


def _linked(row, text):
    return format_html('<a href="{}">{}</a>', row.get_absolute_url(), text)


def _void(row):
    if row.is_void:
        return format_html('<span class="state state-refused">{}</span>', "已作废")
    return "已关联" if row.household_id else "未关联"


def jobs(names):
    """The columns of the list of jobs; people by their `names`, or masked."""
    return [
        Column("worker", "务工人员", lambda job: _linked(job, shown(job.worker, names)), "name"),
        Column("category", "人员类别", lambda job: job.get_category_display(), "sort"),
        Column("work", "岗位", lambda job: job.work, "more"),
        Column("year", "年度", lambda job: str(job.year), "year"),
        Column("months", "月数", lambda job: str(job.months), "more", num=True),
        Column("wages", "劳务报酬（元）", lambda job: money(job.wages), "amount", num=True),
        Column("agreement", "经营协议", lambda job: job.agreement.name, "more"),
        Column("unit", "填报单位", lambda job: job.unit.name, "at"),
        Column("home", "到户登记", _void, "st"),
    ]


def _state(row):
    return format_html('<span class="state state-{}">{}</span>', row.state, row.get_state_display())


def selfruns(names):
    """The columns of the list of self-operations."""
    return [
        Column("name", "资产", lambda row: _linked(row, row.name), "name"),
        Column("unit", "申报单位", lambda row: row.unit.name, "at"),
        Column("runner", "经营负责人", lambda row: shown(row.runner, names), "sort"),
        Column("term", "经营期限", lambda row: row.term_text, "more holder"),
        Column("income", "预计年收益（元）", lambda row: money(row.income), "amount", num=True),
        Column("state", "状态", _state, "st"),
    ]
