"""二（六）应收款 and 收款 as files: what the lists show; dues come in again with their amounts worked out."""

from assets.exporting.registers import SYSTEM_NUMBER, form_of, rows_of, shown_in, told_by, with_county
from assets.exporting.widgets import Figure, Label, Yuan
from journal.exports.registry import EXPORTS, Column, Exportable
from journal.imports.widgets import Day
from operation.choices import DueKind, SurplusUse
from operation.filters_dues import DueFilter, ReceiptFilter
from operation.models import Due, Receipt

NAMES = "view_households"  # operators and payers may be people
PARTIES = [
    Column("unit", "收款单位", "unit__name", width=22),
    Column("operator", "经营主体", "operator__name", width=26),
]
OF_A_DUE = [
    Column("agreement_number", "协议编号", "agreement__number", width=20),
    Column("agreement_name", "经营协议", "agreement__name", width=28),
    *PARTIES,
    Column("position", "期次", "position", Figure(), width=6),
    Column("kind", "款项", "kind", Label(DueKind), width=12),
    Column("from_on", "所属期起", "from_on", Day(), width=11),
    Column("to_on", "所属期止", "to_on", Day(), width=11),
    Column("due_on", "应付日期", "due_on", Day(), width=11),
    Column("paid", "已收金额", "paid", Yuan(), 13, is_summed=True),
    Column("state", "状态", "state", Label(Due.State), width=8),
    Column("waive_reason", "取消原因", "waive_reason", width=20),
]


class Use(Label):
    """Where what is left over goes; blank where nothing is."""

    def render(self, value, obj=None, **kwargs):
        return super().render(value) if value else ""


OF_A_RECEIPT = [
    PARTIES[1],
    Column("surplus", "多收金额", "surplus", Yuan(), 12, is_summed=True),
    Column("surplus_use", "多收部分去向", "surplus_use", Use(SurplusUse), width=12),
    Column("state", "状态", "state", Label(Receipt.State), width=8),
    Column("void_reason", "作废原因", "void_reason", width=20),
    SYSTEM_NUMBER,
]


def _shown(columns, *more):
    return shown_in([*(column.key for column in columns if column is not SYSTEM_NUMBER), *more])


EXPORTS["dues"] = Exportable(
    label="应收款",
    verb=NAMES,
    resource="dues",
    list_name="operation:dues",
    rows=rows_of(Due, DueFilter, NAMES),
    told=told_by(DueFilter),
    form=form_of(DueFilter),
    shown=_shown(OF_A_DUE, "amount", "basis"),
    read_only=with_county(OF_A_DUE),
)
EXPORTS["receipts"] = Exportable(
    label="收款",
    verb=NAMES,
    resource="receipts",
    list_name="operation:receipts",
    rows=rows_of(Receipt, ReceiptFilter, NAMES),
    told=told_by(ReceiptFilter),
    form=form_of(ReceiptFilter),
    shown=_shown(
        OF_A_RECEIPT, "received_on", "amount", "voucher", "payer", "account", "paid_by", "remark", "unit"
    ),
    read_only=with_county(OF_A_RECEIPT),
)
