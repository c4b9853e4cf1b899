"""二（六）The list of agreements as a file, and as the official 台账; each imports again without a change."""

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, CharField, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Concat

from assets.exporting.registers import SYSTEM_NUMBER, form_of, rows_of, shown_in, told_by, with_county
from assets.exporting.widgets import Figure, Label, Yuan
from journal.exports.ledger import Ledger
from journal.exports.registry import EXPORTS, Column, Exportable
from journal.imports.widgets import Day
from operation.choices import EndKind, Every, IncomeRule, Mode, Procedure
from operation.filters import AgreementFilter
from operation.importing.candidates import CHOSEN
from operation.importing.cells import Rate
from operation.models import Agreement, AgreementAsset, Candidate

SHOWN = [
    *(
        "number",
        "name",
        "operator_code",
        "operator",
        "asset_numbers",
        "asset_names",
        "unit",
        "mode",
        "from_on",
    ),
    *("to_on", "income_rule", "amount", "every", "total", "state"),
]


NAMES = "view_households"  # operators may be people
LISTED = rows_of(Agreement, AgreementFilter, NAMES)


class Maybe(Label):
    """A code by its label; blank where nothing was chosen."""

    def render(self, value, obj=None, **kwargs):
        return super().render(value) if value else ""


def rows(user, scope, query):
    """What a person may name of their list, oldest first, with the assets and candidates of each in words."""
    found = LISTED(user, scope, query)
    offer = Concat(
        "name",
        Value("："),
        "offer",
        Case(When(is_chosen=True, then=Value(CHOSEN)), default=Value("")),
        output_field=CharField(),
    )
    return found.annotate(
        asset_numbers=_joined(AgreementAsset, F("asset__number"), "、", "pk"),
        asset_names=_joined(AgreementAsset, F("asset__name"), "、", "pk"),
        candidates_told=_joined(Candidate, offer, "；", "position"),
    )


def _joined(model, said, mark, order):
    mine = model.objects.filter(county_id=OuterRef("county_id"), agreement_id=OuterRef("pk")).order_by()
    told = mine.values("agreement_id").annotate(told=StringAgg(said, mark, order_by=order))
    return Subquery(told.values("told"))


READ_ONLY = [
    Column("number", "协议编号", "number", width=20),
    Column("paper_number", "合同号", "paper_number", width=20),
    Column("state", "状态", "state", Label(Agreement.State), width=9),
    Column("procedure", "确定程序", "procedure", Maybe(Procedure), width=18),
    Column("chosen_on", "确定日期", "chosen_on", Day(), width=11),
    Column("ended_on", "终止日期", "ended_on", Day(), width=11),
    Column("end_kind", "终止方式", "end_kind", Maybe(EndKind), width=10),
]


BOOK = Ledger(
    title="经营性扶贫资产经营协议台账",
    rows=lambda found: found.order_by("county_id", "unit__path", "from_on", "pk"),
    groups=[
        (
            "协议",
            [
                Column("number", "协议编号", "number", width=16),
                Column("name", "协议名称", "name", width=22),
                Column("unit", "发包（出租）方", "unit__name", width=14),
                Column("mode", "经营方式", "mode", Label(Mode), width=9),
                Column("from_on", "起始日期", "from_on", Day(), width=11),
                Column("to_on", "截止日期", "to_on", Day(), width=11),
                Column("state", "状态", "state", Label(Agreement.State), width=8),
            ],
        ),
        (
            "资产",
            [
                Column("asset_numbers", "资产编号", "asset_numbers", width=19),
                Column("asset_names", "资产名称", "asset_names", width=20),
            ],
        ),
        (
            "经营主体",
            [
                Column("operator", "经营主体", "operator__name", width=20),
                Column("operator_code", "统一社会信用代码", "operator__credit_code", width=19),
            ],
        ),
        (
            "收益和付款",
            [
                Column("income_rule", "收益约定", "income_rule", Label(IncomeRule), width=11),
                Column("amount", "每年金额", "amount", Yuan(), 11, is_wan=True),
                Column("base", "计算基数", "base", Yuan(), 11, is_wan=True),
                Column("income_rate", "收益比例（%）", "income_rate", Rate(), width=8),
                Column("every", "付款周期", "every", Label(Every), width=8),
                Column("total", "合同总额", "total", Yuan(), 12, is_wan=True, is_summed=True),
                Column("jobs_promised", "约定带动就业人数", "jobs_promised", Figure(), width=9),
            ],
        ),
        ("", [Column("remark", "备注", "remark", width=14), SYSTEM_NUMBER]),
    ],
)
EXPORTS["agreements"] = Exportable(
    label="经营协议",
    verb=NAMES,
    resource="agreements",
    list_name="operation:list",
    rows=rows,
    told=told_by(AgreementFilter),
    form=form_of(AgreementFilter),
    shown=shown_in(SHOWN),
    read_only=with_county(READ_ONLY),
    ledger=BOOK,
)
