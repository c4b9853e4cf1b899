"""二（三）到户登记 and 补贴登记 as files: the list, all there is of it, and the official layout of both registers."""

from assets.choices import Measure, Subtype
from assets.exporting.widgets import Figure, Label, Yuan
from assets.filters_registers import HouseholdFilter, SubsidyFilter
from assets.models import Household, HouseholdGrant, Result, Subsidy
from journal.exports.ledger import Ledger
from journal.exports.paper import on_paper
from journal.exports.registry import EXPORTS, Column, Exportable
from journal.imports.widgets import Day

HOUSEHOLDS_SHOWN = [
    *("code", "householder", "kind", "town", "village", "name", "subtype", "quantity", "measure", "amount"),
    *("year", "presence", "result"),
]
SUBSIDIES_SHOWN = [
    *("name", "kind", "town", "village", "place", "beneficiaries", "households", "amount", "year", "unit"),
    "result",
]

SYSTEM_NUMBER = Column("system_number", "系统编号", "id", width=8)


def rows_of(model, filter_form, verb=None):
    """rows(user, scope, query) of a register: what a person's list shows under a query, oldest first.

    `verb`: only those on which the person holds it, too, where a file tells more than the list.
    """

    def rows(user, scope, query):
        found = filter_form(query, scope=scope, user=user).apply(model.objects.permitted(user, verb))
        return found.order_by("county_id", "pk")

    return rows


def told_by(filter_form):
    """told(user, scope, query): the filters at work, as the list's chips tell them."""
    return lambda user, scope, query: filter_form(query, scope=scope, user=user).told()


def form_of(filter_form):
    """form(user, scope, query): the list's filter."""
    return lambda user, scope, query: filter_form(query, scope=scope, user=user)


def all_of(keys):
    """shown(user, scope, query): these columns, and the county where there are several."""
    return lambda user, scope, query: [*([] if scope.county else ["county"]), *keys]


def shown_in(keys):
    """shown(user, scope, query): the columns of the list, and the number by which a line comes in again."""
    return all_of([*keys, "system_number"])


def with_county(columns):
    """read_only(county): these columns, which an import passes over, and the county where there are several."""
    return lambda county: [*([] if county else [Column("county", "县区", "county__name")]), *columns]


read_only = with_county([Column("unit", "登记单位", "unit__name", width=24)])


HOUSEHOLD_BOOK = Ledger(
    title="到户类扶贫资产登记册",
    rows=lambda found: found.order_by(
        "county_id", "household__town_id", "household__village_id", "household_id", "pk"
    ),
    groups=[
        (
            "受益对象",
            [
                Column("town", "乡镇", "household__town__name", width=11),
                Column("village", "村（社区）", "household__village__name", width=16),
                Column("code", "户编号", "household__code", width=14),
                Column("householder", "户主姓名", "household__householder", width=10),
                Column("kind", "户类别", "household__kind", Label(Household.Kind), width=13),
                Column("population", "家庭人口", "household__population", Figure(), width=7),
                Column("persons", "受益人数", "persons", Figure(), width=7),
            ],
        ),
        (
            "到户资产",
            [
                Column("name", "资产名称", "name", width=20),
                Column("subtype", "资产小类", "subtype", Label(Subtype), width=10),
                Column("quantity", "数量", "quantity", Figure(), width=8),
                Column("measure", "单位", "measure", Label(Measure), width=7),
                Column("amount", "补助金额", "amount", Yuan(), 12, is_wan=True, is_summed=True),
                Column("fund_text", "资金来源", "fund_text", width=18),
                Column("year", "补助年度", "year", Figure(), width=7),
                Column("granted_on", "发放日期", "granted_on", Day(), width=11),
            ],
        ),
        (
            "项目绩效结果",
            [
                Column("result", "绩效结果", "result", Label(Result), width=10),
                Column("result_note", "绩效说明", "result_note", width=26),
                Column("presence", "现状", "presence", Label(HouseholdGrant.Presence), width=9),
                Column("presence_on", "核实日期", "presence_on", Day(), width=11),
            ],
        ),
        ("", [Column("remark", "备注", "remark", width=16), SYSTEM_NUMBER]),
    ],
)

SUBSIDY_BOOK = Ledger(
    title="金融扶贫贴息和直接补贴等登记册",
    rows=lambda found: found.order_by("county_id", "kind", "year", "pk"),
    groups=[
        (
            "补贴情况",
            [
                Column("kind", "补贴类别", "kind", Label(Subsidy.Kind), width=15),
                Column("name", "名称", "name", width=26),
                Column("year", "年度", "year", Figure(), width=7),
                Column("amount", "金额", "amount", Yuan(), 13, is_wan=True, is_summed=True),
                Column("fund_text", "资金来源", "fund_text", width=20),
                Column("town", "乡镇", "town__name", width=11),
                Column("place", "实施地点", "place", width=16),
                Column("unit", "登记单位", "unit__name", width=20),
            ],
        ),
        (
            "受益对象",
            [
                Column("beneficiaries", "受益对象", "beneficiaries", width=24),
                Column("households", "受益户数", "households", Figure(), width=9),
                Column("persons", "受益人数", "persons", Figure(), width=9),
            ],
        ),
        (
            "项目绩效结果",
            [
                Column("result", "绩效结果", "result", Label(Result), width=10),
                Column("result_note", "绩效说明", "result_note", width=28),
            ],
        ),
        ("", [Column("remark", "备注", "remark", width=16), SYSTEM_NUMBER]),
    ],
)

EXPORTS["households"] = Exportable(
    label="到户登记",
    verb="view_households",
    resource="households",
    list_name="assets:households",
    rows=rows_of(HouseholdGrant, HouseholdFilter),
    told=told_by(HouseholdFilter),
    form=form_of(HouseholdFilter),
    shown=shown_in(HOUSEHOLDS_SHOWN),
    read_only=read_only,
    ledger=HOUSEHOLD_BOOK,
)
EXPORTS["subsidies"] = Exportable(
    label="补贴登记",
    verb="view_register",
    resource="subsidies",
    list_name="assets:subsidies",
    rows=rows_of(Subsidy, SubsidyFilter),
    told=told_by(SubsidyFilter),
    form=form_of(SubsidyFilter),
    shown=shown_in(SUBSIDIES_SHOWN),
    read_only=read_only,
    ledger=SUBSIDY_BOOK,
)
on_paper("households", HouseholdGrant)
on_paper("subsidies", Subsidy)
