"""二（六）What a workbook may say of agreements: columns, their usual names, how cells are read."""

from django import forms
from django.urls import reverse
from import_export import resources

from assets.importing import between
from assets.importing.cells import Amount, Civil, Span
from assets.resources_registers import ID_HINT, Named, choice
from journal.imports.resources import Column, register, rows_of
from journal.imports.widgets import Number, Text
from operation.actions import IMPORTED
from operation.choices import Every, IncomeRule, Mode
from operation.importing import agreements, drafting
from operation.importing.cells import Code, Rate
from operation.importing.parties import reach
from operation.models import Agreement, Operator, Sanction
from operation.resources_dues import count_of

MODES = {
    **dict.fromkeys(("出租", "租赁经营", "对外出租"), Mode.LEASE),
    **dict.fromkeys(("发包", "承包经营"), Mode.CONTRACT),
    **dict.fromkeys(("股份合作", "入股分红", "投资入股"), Mode.EQUITY),
    **dict.fromkeys(("借款", "借款经营", "债权投资"), Mode.DEBT),
    **dict.fromkeys(("委托", "托管", "委托经营", "委托运营"), Mode.ENTRUST),
    **dict.fromkeys(("合作", "联营"), Mode.COOPERATE),
}
RULES = {
    **dict.fromkeys(("固定", "固定租金", "固定收益", "定额"), IncomeRule.FIXED),
    **dict.fromkeys(("按比例", "按资金比例", "固定比例"), IncomeRule.FUND_RATE),
    **dict.fromkeys(("利润分成", "按利润分成", "分红"), IncomeRule.PROFIT_RATE),
    **dict.fromkeys(("保底分红", "保底+分红", "保底+分成"), IncomeRule.GUARANTEED),
    **dict.fromkeys(("按电量", "发电收益"), IncomeRule.PER_KWH),
}
TIMES = {
    **dict.fromkeys(("按月", "月付", "月"), Every.MONTH),
    **dict.fromkeys(("按季", "季付", "季度", "按季度"), Every.QUARTER),
    **dict.fromkeys(("半年", "半年付", "按半年"), Every.HALF),
    **dict.fromkeys(("按年", "年付", "年", "一年一付", "一年"), Every.YEAR),
    **dict.fromkeys(("一次性", "一次性付清", "一次性支付"), Every.ONCE),
}
NOT_LACKING = ("system_number",)


def clause(name, *names):
    """One of the things the directive asks an agreement to say."""
    label = Agreement._meta.get_field(name).verbose_name
    hint = "指导意见二（六）规定的内容，不能空；不写证件号码和电话。"
    return Column(
        label, Text(2000), attribute=name, names=names, required=True, unless=NOT_LACKING, hint=hint
    )


class AgreementTableForm(forms.Form):
    """What holds for the whole table where its rows are silent."""

    mode = choice("经营方式", Mode)
    income_rule = choice("收益约定", IncomeRule)
    every = choice("付款周期", Every)


@register("agreements")
class AgreementResource(resources.Resource):
    """经营协议: a line is an agreement, whose assets stand in one cell."""

    label, verb, act = "经营协议", agreements.VERB, (IMPORTED, "导入经营协议")
    TableForm = AgreementTableForm
    checker = agreements.AgreementChecker
    next_step = "均为起草，登记决策并公示后签订"
    money_unit = "元"

    system_number = Column("系统编号", Text(20), attribute="id", hint=ID_HINT)
    name = Column(
        "协议名称", Text(120), attribute="name", names=("合同名称", "名称"), example="东关村车间租赁协议"
    )
    unit = Column(
        "发包（出租）方",
        Text(120),
        attribute="unit__name",
        names=("发包方", "出租方", "甲方", "出租单位"),
        hint="不填的，取资产所在的单位；村名前写上乡镇名称。",
    )
    operator_code = Column(
        "统一社会信用代码",
        Code(),
        attribute="operator__credit_code",
        names=("信用代码", "社会信用代码", "承租方信用代码"),
        hint="按它找到本县登记的经营主体；农户等没有的，写名称。",
        example="91410821MA40N3QK6K",
    )
    operator = Column(
        "经营主体",
        Text(120),
        attribute="operator__name",
        names=("经营主体名称", "承租方", "承包方", "乙方", "承租人", "承租单位", "运营主体"),
        required=True,
        unless=("operator_code", "system_number"),
        hint="须是已经登记的；没有登记的，先登记或导入经营主体。",
        example="修武县云台服饰有限公司",
    )
    asset_numbers = Column(
        "资产编号",
        Text(6000),
        attribute="asset_numbers",
        names=("资产代码",),
        hint="台账中的编号；几项资产用“、”隔开。没有编号的，按资产名称在您的范围内查找。",
        example="410821400201J20170001、410821102217J20190001",
    )
    asset_names = Column(
        "资产名称",
        Text(8000),
        attribute="asset_names",
        names=("租赁资产", "出租资产", "标的资产", "资产"),
        required=True,
        unless=("asset_numbers", "system_number"),
        hint="填了资产编号的，以编号为准。",
    )
    mode = Column(
        "经营方式",
        Named(Mode, MODES),
        attribute="mode",
        names=("经营模式", "运营方式", "利用方式"),
        example="租赁",
    )
    term = Column("期限", Span(), names=("合同期限", "租赁期限", "经营期限", "承包期限", "协议期限"))
    from_on = Column(
        "起始日期",
        Civil(),
        attribute="from_on",
        names=("合同起始日期", "开始日期", "合同开始时间", "起租日期", "生效日期"),
        required=True,
        unless=("term", "system_number"),
        example="2020-10-01",
    )
    to_on = Column(
        "截止日期",
        Civil(),
        attribute="to_on",
        names=("合同截止日期", "结束日期", "到期日期", "合同到期时间", "终止日期"),
        required=True,
        unless=("term", "system_number"),
        hint="含当日。",
        example="2023-09-30",
    )
    principal = Column(
        "投入本金", Amount(), attribute="principal", names=("本金", "入股资金"), hint="入股、债权的填写。"
    )
    exit_terms = Column("退出办法", Text(500), attribute="exit_terms", hint="入股、债权的填写。")
    rights_duties = clause("rights_duties", "权利义务", "权利和义务", "双方权利义务")
    benefit_mechanism = clause("benefit_mechanism", "带贫机制", "联农带农机制", "利益联结机制")
    income_distribution = clause("income_distribution", "收益分配方式", "收益分配办法")
    risk_control = clause("risk_control", "风险防控措施", "风险控制")
    value_preservation = clause("value_preservation", "保值增值责任", "保值增值")
    income_rule = Column(
        "收益约定",
        Named(IncomeRule, RULES),
        attribute="income_rule",
        names=("收益方式", "计租方式", "收益类型"),
        example="固定金额",
    )
    amount = Column(
        "每年金额",
        Amount(),
        attribute="amount",
        names=("年租金", "租金", "年承包费", "年固定收益", "保底收益", "年收益"),
        hint="固定金额的每年金额，或者每年保底额。",
        example="36000",
    )
    base = Column(
        "计算基数", Amount(), attribute="base", names=("投入资金", "基数"), hint="按投入资金比例的填写。"
    )
    income_rate = Column(
        "收益比例（%）",
        Rate(),
        attribute="income_rate",
        names=("收益率", "分红比例", "分成比例"),
        hint="按投入资金、利润比例和保底加分成的填写，只填数。",
    )
    price = Column(
        "每千瓦时价格",
        Number(9999, 4),
        attribute="price",
        names=("电价",),
        hint="按发电量的填写，每千瓦时多少元。",
    )
    every = Column(
        "付款周期", Named(Every, TIMES), attribute="every", names=("付款方式", "支付方式"), example="每年"
    )
    first_due_on = Column(
        "首次付款日",
        Civil(),
        attribute="first_due_on",
        names=("首期付款日期", "付款日期"),
        hint="不填的，取起始日期。",
        example="2020-10-10",
    )
    total = Column(
        "合同总额",
        Amount(),
        attribute="total",
        names=("合同金额", "租金总额", "总租金", "合同总金额"),
        hint="填了的，与按约定算出的各期合计核对；按利润、发电量的不填。",
        example="108000",
    )
    deposit = Column("保证金", Amount(), attribute="deposit", names=("押金", "履约保证金"))
    late_fee = Column(
        "违约金（每日‰）",
        Rate(),
        attribute="late_fee",
        names=("违约金率",),
        hint="逾期一天按欠款的千分之几计。",
    )
    buyback = Column("回购条款", Text(500), attribute="buyback", names=("回购约定",))
    jobs_promised = Column(
        "约定带动就业人数", Number(32767), attribute="jobs_promised", names=("带动就业人数", "约定用工人数")
    )
    wages_promised = Column(
        "约定年劳务报酬", Amount(), attribute="wages_promised", names=("约定支付劳务报酬", "约定工资")
    )
    candidates = Column(
        "候选主体",
        Text(9000),
        attribute="candidates_told",
        names=("候选经营主体", "报价情况"),
        hint="名称：报价及条件（中选）；几个之间用“；”隔开。可在登记决策前补充。",
        example="修武县云台服饰有限公司：每年3.6万元（中选）；修武县顺达加工厂：每年3.2万元",
    )
    remark = Column("备注", Text(500), attribute="remark", names=("说明",))

    lock, write = staticmethod(drafting.lock), staticmethod(drafting.write)

    @staticmethod
    def suggest(title):
        """The way of operation that the title above the table tells: …租赁台账."""
        found = [mode for mode in (Mode.LEASE, Mode.CONTRACT, Mode.EQUITY) if mode.label in str(title)]
        return {"mode": found[0].value} if len(found) == 1 else {}

    @staticmethod
    def twins(batch):
        """Agreements that are written down already."""
        return list(drafting.twins(batch))

    @staticmethod
    def between(batch):
        """Rows that tell of one agreement."""
        yield from between.once(batch, "协议")
        yield from drafting.between(batch)

    @staticmethod
    def world(batch, by):
        """The units one may draft for, and how the county's agreements, operators and sanctions stand."""
        home = batch.county_id
        counts = [count_of(model, home) for model in (Agreement, Operator)]
        return [reach(by), *counts, Sanction.objects.filter(county_id=home, lifted_at=None).count()]

    @staticmethod
    def rows_url(batch, action=""):
        """The list, showing the rows of this batch only."""
        return reverse("operation:list", query=rows_of(batch, action))
