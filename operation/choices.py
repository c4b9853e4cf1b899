"""Codebooks of 二（六）: operators, how one is chosen, how an asset is operated, and how income is agreed."""

from django.db.models import TextChoices


class OperatorKind(TextChoices):
    """What an operator is."""

    COOPERATIVE = "cooperative", "农民合作社"
    ENTERPRISE = "enterprise", "企业"
    STATE = "state", "国有企业"
    COLLECTIVE = "collective", "村集体经济组织"
    FARM = "farm", "家庭农场"
    TRADER = "trader", "个体工商户"
    HOUSEHOLD = "household", "农户"
    OTHER = "other", "其他组织"

    @property
    def has_credit_code(self) -> bool:
        """Whether it is entered in a public register, and so has a 统一社会信用代码 (GB 32100)."""
        return self not in (OperatorKind.HOUSEHOLD, OperatorKind.FARM, OperatorKind.OTHER)


class Offence(TextChoices):
    """三（四）What an operator is sanctioned for."""

    FRAUD = "fraud", "套取骗取扶贫资金"
    BREACH = "breach", "不依法履约"
    HARM = "harm", "其他损害群众利益"


class Procedure(TextChoices):
    """依据规定程序确定经营主体: by which."""

    VILLAGE = "village", "村民主决策（四议两公开）"
    BIDDING = "bidding", "公开招标、竞价"
    PLATFORM = "platform", "产权交易平台"
    NEGOTIATED = "negotiated", "竞争性谈判、协商"
    GOVERNMENT = "government", "政府集体研究决定"


class Mode(TextChoices):
    """经营方式."""

    SELF = "self", "自营"
    CONTRACT = "contract", "承包"
    LEASE = "lease", "租赁"
    EQUITY = "equity", "入股"
    DEBT = "debt", "债权"
    ENTRUST = "entrust", "委托经营（托管）"
    COOPERATE = "cooperate", "合作经营"
    LEASE_TO_SELL = "lease_to_sell", "先租后售（回购）"
    OTHER = "other", "其他方式"

    @property
    def has_principal(self) -> bool:
        """Whether money was put in that has to come back."""
        return self in (Mode.EQUITY, Mode.DEBT)


class IncomeRule(TextChoices):
    """收益约定: how what is owed is worked out."""

    FIXED = "fixed", "固定金额"
    FUND_RATE = "fund_rate", "按投入资金比例"
    PROFIT_RATE = "profit_rate", "按利润比例"
    GUARANTEED = "guaranteed", "保底加分成"
    PER_KWH = "per_kwh", "按发电量"


class Every(TextChoices):
    """How often it is paid."""

    MONTH = "month", "每月"
    QUARTER = "quarter", "每季度"
    HALF = "half", "每半年"
    YEAR = "year", "每年"
    ONCE = "once", "一次付清"

    @property
    def months(self) -> int:
        """The months of a period; 0 where all is paid at once."""
        return {"month": 1, "quarter": 3, "half": 6, "year": 12, "once": 0}[self.value]


class EndKind(TextChoices):
    """How an agreement ended."""

    EXPIRED = "expired", "到期终止"
    AGREED = "agreed", "协商解除"
    BREACH = "breach", "违约解除"
    DISPOSED = "disposed", "资产处置"


class DueKind(TextChoices):
    """What is owed."""

    INCOME = "income", "经营收益"
    SHARE = "share", "分成"
    DEPOSIT = "deposit", "保证金"
    PRINCIPAL = "principal", "本金"
    BUYBACK = "buyback", "回购款"
    LATE_FEE = "late_fee", "违约金"
    SETTLEMENT = "settlement", "提前终止结算款"


# What is put in or laid down and comes back: no income of the asset.
CAPITAL = (DueKind.DEPOSIT, DueKind.PRINCIPAL, DueKind.BUYBACK)


class PaidBy(TextChoices):
    """How money came."""

    BANK = "bank", "银行转账"
    CARD = "card", "刷卡、扫码"
    CASH = "cash", "现金"
    OFFSET = "offset", "抵账"


class SurplusUse(TextChoices):
    """Where what is paid beyond all that is owed goes."""

    AHEAD = "ahead", "留作预收款"
    RETURN = "return", "退还付款人"


class Category(TextChoices):
    """带动就业: whom an operator gave work, the three sorts the field counts."""

    REGISTERED = "registered", "建档立卡贫困户（脱贫户）"
    MONITORED = "monitored", "监测对象"
    LOCAL = "local", "其他本地农户"
