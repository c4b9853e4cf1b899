"""二（三）应登记未登记 as a file and on paper: the list that goes to the townships and departments to be made good."""

from assets.exporting.widgets import Figure, Label, Yuan
from assets.forms_unregistered import UnregisteredFilter
from assets.unregistered import Lack, permitted
from journal.exports.registry import EXPORTS, Column, Exportable
from journal.imports.widgets import Day

SHOWN = [
    "name",
    "fund_year",
    "town",
    "place",
    "implementing",
    "spent",
    "held",
    "difference",
    "things",
    "lack",
]


def filtered(user, scope, query):
    return UnregisteredFilter(query, scope=scope)


def rows(user, scope, query):
    """The projects a person's list shows under this query, oldest first."""
    return filtered(user, scope, query).apply(permitted(user)).order_by("county_id", "fund_year", "pk")


def columns(county):
    """All of a line; none comes in again."""
    home = [] if county else [Column("county", "县区", "county__name")]
    return [
        *home,
        Column("name", "项目名称", "name", width=32),
        Column("number", "项目编号", "number", width=18),
        Column("fund_year", "资金年度", "fund_year", Figure(), width=10),
        Column("end_on", "完工日期", "end_on", Day(), width=12),
        Column("town", "乡镇", "town__name"),
        Column("place", "实施地点", "place", width=24),
        Column("implementing", "实施单位", "implementing_dept__name", width=24),
        Column("supervising", "主管部门", "supervising_dept__name", width=24),
        Column("spent", "投入资金（元）", "spent", Yuan(), 16),
        Column("held", "已登记价值（元）", "held", Yuan(), 16),
        Column("difference", "相差（元）", "difference", Yuan(), 16),
        Column("things", "已登记（项）", "things", Figure(), width=10),
        Column("lack", "情况", "lack", Label(Lack), width=18),
    ]


EXPORTS["unregistered"] = Exportable(
    label="应登记未登记项目",
    verb="view_register",
    resource="unregistered",
    list_name="assets:unregistered",
    rows=rows,
    told=lambda user, scope, query: filtered(user, scope, query).told(),
    form=filtered,
    shown=lambda user, scope, query: SHOWN if scope.county else ["county", *SHOWN],
    read_only=columns,
)
