"""二（六）Dues and receipts as workbooks: a bank's list comes in, dues go out to be worked out and come back."""

from django import forms
from django.db.models import Count, Sum
from django.urls import reverse
from import_export import resources

from assets.importing import between
from assets.importing.cells import Amount, Civil
from assets.resources_registers import Named
from journal.imports.resources import Column, register, rows_of
from journal.imports.widgets import Text, plain
from operation.choices import PaidBy
from operation.importing import fixes, receipts, voiding
from operation.models import Agreement, Operator
from tenancy import policy

VERB = "record_receipts"
WAYS = {
    **dict.fromkeys(("转账", "网银转账", "电汇", "银行", "对公转账", "转入"), PaidBy.BANK),
    **dict.fromkeys(("微信", "支付宝", "扫码", "刷卡", "POS"), PaidBy.CARD),
}


class LastFour(Text):
    """Of an account its last four digits: nothing else of it is kept."""

    def __init__(self):
        super().__init__(40)

    def clean(self, value, row=None, **kwargs):
        text = plain(super().clean(value)).replace(" ", "").replace("*", "")
        if text and not text[-4:].isdecimal():
            raise ValueError("账号应以数字结尾，只登记后四位。")
        return text[-4:] if len(text) >= 4 else ""


def reach(by):
    """The units one records receipts for."""
    return sorted(policy.units(by, VERB).values_list("pk", "path"))


def count_of(model, county):
    """How far a table has moved on."""
    rows = model.objects.filter(county_id=county).order_by()
    return [*rows.aggregate(count=Count("pk"), moves=Sum("version", default=0)).values()]


@register("receipts")
class ReceiptResource(resources.Resource):
    """收款: a line is money that came, as the bank lists it."""

    label, verb, act = "收款", VERB, ("operation.import_receipts", "导入收款")
    money_unit = "元"
    TableForm = forms.Form
    checker = receipts.ReceiptChecker
    next_step = "已登记并核销，可逐笔查看"

    received_on = Column(
        "到账日期",
        Civil(),
        attribute="received_on",
        names=("收款日期", "交易日期", "入账日期", "付款日期", "日期"),
        required=True,
        example="2020-10-10",
    )
    amount = Column(
        "金额",
        Amount(),
        attribute="amount",
        names=("收款金额", "贷方发生额", "收入金额", "交易金额", "到账金额"),
        required=True,
        example="18000",
    )
    voucher = Column(
        "凭证号",
        Text(60),
        attribute="voucher",
        names=("凭证（流水）号", "流水号", "交易流水号", "银行流水号", "回单号", "收据号"),
        required=True,
        example="20201010-0015",
    )
    payer = Column(
        "付款人",
        Text(120),
        attribute="payer",
        names=("对方户名", "付款人名称", "付款方", "交款人", "经营主体", "承租人"),
        hint="与登记的经营主体名称核对；相近的、由法定代表人付款的，会请您确认。",
        example="修武县云台服饰有限公司",
    )
    account = Column(
        "付款账号",
        LastFour(),
        attribute="account",
        names=("付款账号后四位", "对方账号", "付款人账号"),
        hint="只登记后四位。",
    )
    agreement = Column(
        "协议编号",
        Text(60),
        names=("合同号", "合同编号", "协议号"),
        hint="填了的按它找到协议，不再核对付款人。",
    )
    operator_code = Column(
        "统一社会信用代码",
        Text(18),
        attribute="operator__credit_code",
        names=("信用代码", "社会信用代码", "付款人信用代码"),
    )
    unit = Column(
        "收款单位",
        Text(120),
        attribute="unit__name",
        names=("收款村", "发包（出租）方"),
        hint="经营主体与几个单位签有协议的，按它确定是哪个单位的收款；村名前写上乡镇名称。",
    )
    paid_by = Column("付款方式", Named(PaidBy, WAYS), attribute="paid_by", names=("结算方式", "收款方式"))
    remark = Column("备注", Text(300), attribute="remark", names=("摘要", "用途", "附言", "说明"))

    lock, write = staticmethod(receipts.lock), staticmethod(receipts.write)
    not_undone, take_back = staticmethod(voiding.not_undone), staticmethod(voiding.take_back)
    undo_means = "撤销后本批收款逐笔作废，原因记在每笔收款上，它们核销的应收款恢复未收；"
    undone = "本批已撤销，收款已全部作废，它们核销的应收款恢复未收。"

    @staticmethod
    def suggest(title):
        """Nothing: each line tells all."""
        return {}

    @staticmethod
    def twins(batch):
        """Receipts that are there already, and where what is paid beyond goes."""
        return list(receipts.twins(batch))

    @staticmethod
    def between(batch):
        """Nothing: receipts do not contradict each other."""
        return []

    @staticmethod
    def world(batch, by):
        """The units one may write for, who operates there, and the day."""
        home = batch.county_id
        return [reach(by), count_of(Agreement, home), count_of(Operator, home), receipts.today()]

    @staticmethod
    def rows_url(batch, action=""):
        """The list of receipts, showing those of this batch only."""
        return reverse("operation:receipts", query=rows_of(batch, action))


@register("dues")
class DueResource(resources.Resource):
    """应收款: a line works out the amount of one that waits for profit or power."""

    label, verb, act = "应收款核定", VERB, ("operation.import_fixes", "导入应收款核定")
    money_unit = "元"
    TableForm = forms.Form
    checker = fixes.FixChecker
    next_step = "已核定应收金额"

    system_number = Column(
        "系统编号",
        Text(20),
        attribute="id",
        required=True,
        hint="导出的应收款自带；按它找到要核定的应收款，请勿改动。",
    )
    amount = Column(
        "应收金额",
        Amount(),
        attribute="amount",
        names=("核定金额", "金额"),
        hint="只填待核定的。",
        example="12000",
    )
    basis = Column("核定依据", Text(300), attribute="basis", names=("依据",), example="2020年度审计报告")

    lock, write = staticmethod(fixes.lock), staticmethod(fixes.write)

    @staticmethod
    def suggest(title):
        """Nothing: each line tells all."""
        return {}

    @staticmethod
    def twins(batch):
        """None: a line is named by its number."""
        return []

    @staticmethod
    def between(batch):
        """Rows that speak of one due."""
        return between.once(batch, "应收款")

    @staticmethod
    def world(batch, by):
        """The units one may write for."""
        return reach(by)

    @staticmethod
    def rows_url(batch, action=""):
        """The list of dues: an amount that was worked out leaves no mark of its batch."""
        return reverse("operation:dues", query={"standing": "soon"})
