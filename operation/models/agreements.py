"""二（六）The agreement: over which assets, with whom, with the seven things it must say, and what it earns."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse

from assets.models import Asset
from assets.models.asset import instant, person
from assets.models.project import money
from journal.models import Document
from journal.templatetags.jiadi import figure
from operation.choices import EndKind, Every, IncomeRule, Mode, Procedure
from operation.models.operators import Operator
from operation.querysets import AgreementManager
from operation.rules import ASKED
from tenancy.models import CountyKey, CountyModel, Unit


def term():
    """An expression: the days of an agreement, the first and the last among them."""
    boundary = RangeBoundary(inclusive_lower=True, inclusive_upper=True)
    return Func(F("from_on"), F("to_on"), boundary, function="daterange", output_field=DateRangeField())


def rate(label, digits=7, places=4):
    """A percentage."""
    return models.DecimalField(
        label,
        max_digits=digits,
        decimal_places=places,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "不能为负数。"), MaxValueValidator(100, "不能超过 100。")],
    )


class Agreement(CountyModel):
    """明确双方的权利和义务，确定经营方式、经营期限、带贫减贫机制、收益分配、风险防控、资产保值增值责任."""

    class State(models.TextChoices):
        DRAFT = "draft", "起草"
        DECIDED = "decided", "已决策"
        IN_FORCE = "in_force", "履行中"
        ENDED = "ended", "已终止"
        BREACHED = "breached", "违约终止"
        RENEWED = "renewed", "已续签"

    OVER = ("ended", "breached", "renewed")
    CLAUSES = (
        "rights_duties",
        "mode",
        "to_on",
        "benefit_mechanism",
        "income_distribution",
        "risk_control",
        "value_preservation",
    )

    unit = CountyKey(Unit, verbose_name="发包（出租）方")
    operator = CountyKey(Operator, verbose_name="经营主体")
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT, editable=False)
    number = models.CharField("协议编号", max_length=24, blank=True, editable=False)
    paper_number = models.CharField("合同号", max_length=60, blank=True)
    name = models.CharField("协议名称", max_length=120)

    rights_duties = models.CharField("双方的权利和义务", max_length=2000)
    mode = models.CharField("经营方式", max_length=14, choices=Mode)
    from_on = models.DateField("起始日期")
    to_on = models.DateField("截止日期")
    benefit_mechanism = models.CharField("带贫减贫机制", max_length=2000)
    income_distribution = models.CharField("收益分配", max_length=2000)
    risk_control = models.CharField("风险防控", max_length=2000)
    value_preservation = models.CharField("资产保值增值责任", max_length=2000)

    income_rule = models.CharField("收益约定", max_length=12, choices=IncomeRule)
    amount = money("每年金额（保底额）（元）", null=True, blank=True)
    base = money("计算基数（元）", null=True, blank=True)
    income_rate = rate("比例（%）")
    price = models.DecimalField(
        "每千瓦时（元）",
        max_digits=8,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "不能为负数。")],
    )
    every = models.CharField("付款周期", max_length=8, choices=Every, default=Every.YEAR)
    first_due_on = models.DateField("首次付款日")
    total = money("合同总额（元）", null=True, blank=True)
    deposit = money("保证金（元）", default=0)
    buyback = models.CharField("回购条款", max_length=500, blank=True)
    late_fee = rate("违约金（每日 ‰）")
    principal = money("投入本金（元）", null=True, blank=True)
    exit_terms = models.CharField("退出办法", max_length=500, blank=True)
    jobs_promised = models.PositiveSmallIntegerField("约定带动就业（人）", default=0)
    wages_promised = money("约定支付劳务报酬（元/年）", default=0)

    procedure = models.CharField("确定程序", max_length=12, choices=Procedure, blank=True)
    chosen_on = models.DateField("确定日期", null=True, blank=True)
    minutes = CountyKey(Document, null=True, blank=True, verbose_name="会议记录、成交文件")
    platform_number = models.CharField("交易平台编号", max_length=60, blank=True)
    paper = CountyKey(Document, null=True, blank=True, verbose_name="合同扫描件")
    remark = models.CharField("备注", max_length=500, blank=True)

    previous = CountyKey("self", null=True, blank=True, editable=False, verbose_name="原协议")
    edition = models.PositiveSmallIntegerField("版本", default=1, editable=False)
    amend_asked_at, amend_asked_by = instant("提出变更时间"), person("变更提出人")
    return_reason = models.CharField("退回原因", max_length=500, blank=True, editable=False)
    end_kind = models.CharField("终止方式", max_length=10, choices=EndKind, blank=True, editable=False)
    end_reason = models.CharField("终止原因", max_length=500, blank=True, editable=False)
    ended_on = models.DateField("终止日期", null=True, blank=True, editable=False)
    settlement = models.CharField("结算情况", max_length=500, blank=True, editable=False)
    deposit_returned = money("退还保证金（元）", default=0, editable=False)
    deposit_offset = money("保证金抵扣欠款（元）", default=0, editable=False)
    deposit_kept = money("不予退还的保证金（元）", default=0, editable=False)
    deposit_reason = models.CharField("保证金处理依据", max_length=300, blank=True, editable=False)
    decided_at, decided_by = instant("决策登记时间"), person("决策登记人")
    signed_at, signed_by = instant("签订登记时间"), person("签订审核人")
    ended_at, ended_by = instant("终止登记时间"), person("终止办理人")
    batch_id = models.BigIntegerField(null=True, editable=False)  # of the import that wrote it
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("起草时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = AgreementManager()

    class Meta:
        verbose_name = "经营协议"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "number"], condition=~Q(number=""), name="agreement_number_once"
            ),
            models.CheckConstraint(
                name="agreement_ends_after_it_begins",
                condition=Q(to_on__gte=F("from_on")),
                violation_error_message="截止日期不能早于起始日期。",
            ),
            models.CheckConstraint(
                name="agreement_says_all_seven",
                condition=~(
                    Q(rights_duties="")
                    | Q(benefit_mechanism="")
                    | Q(income_distribution="")
                    | Q(risk_control="")
                    | Q(value_preservation="")
                ),
                violation_error_message="指导意见二（六）规定的内容缺一不可，请逐项填写。",
            ),
            models.CheckConstraint(
                name="agreement_signed_in_full_or_not_at_all",
                condition=Q(state__in=["draft", "decided"], number="", signed_at=None, signed_by=None)
                | (
                    ~Q(state__in=["draft", "decided"])
                    & ~Q(number="")
                    & Q(signed_at__isnull=False, signed_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="agreement_over_in_full_or_not_at_all",
                condition=Q(state__in=["draft", "decided", "in_force"], ended_on=None, ended_at=None)
                | Q(
                    state__in=["ended", "breached", "renewed"], ended_on__isnull=False, ended_at__isnull=False
                ),
            ),
            models.CheckConstraint(
                name="agreement_deposit_settled_at_its_end",
                condition=Q(state__in=["ended", "breached", "renewed"])
                | Q(deposit_returned=0, deposit_offset=0, deposit_kept=0, deposit_reason=""),
                violation_error_message="协议终止时才登记保证金的去向。",
            ),
            models.CheckConstraint(
                name="agreement_amended_in_force",
                condition=Q(amend_asked_at=None, amend_asked_by=None)
                | Q(state="in_force", amend_asked_at__isnull=False, amend_asked_by__isnull=False),
                violation_error_message="只有履行中的协议才能变更。",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "state", "id"], name="agreement_state"),
            models.Index(
                fields=["county", "to_on"], name="agreement_last_day", condition=Q(state="in_force")
            ),
            models.Index(
                fields=["county", "batch_id"], name="agreement_batch", condition=Q(batch_id__isnull=False)
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("operation:agreement", args=[self.pk])

    @classmethod
    def list_url(cls, state):
        """The list of agreements in one state."""
        return f"{reverse('operation:list')}?state={state}"

    @classmethod
    def asked_url(cls, field):
        """The list of agreements that somebody asked to amend."""
        return f"{reverse('operation:list')}?amending=1"

    @classmethod
    def turn_url(cls):
        """The list of agreements whose term is over and that nobody has ended."""
        return f"{reverse('operation:list')}?ending=over"

    def facts(self):
        """[(label, text)] that whoever decides on it must have before their eyes."""
        lines = self.lines.filter(county_id=self.county_id).select_related("asset").order_by("pk")
        return [
            ("发包（出租）方", self.unit.name),
            ("经营主体", self.operator.shown_name),
            ("资产", "、".join(line.asset.name for line in lines) or "—"),
            ("经营方式", self.get_mode_display()),
            ("经营期限", self.term_text),
            ("收益约定", self.income_text),
            ("合同总额", f"{self.total:,.2f} 元" if self.total is not None else "—"),
            *([("确定程序", self.get_procedure_display())] if self.procedure else []),
            *([("协议编号", self.number)] if self.number else []),
        ]

    @property
    def is_over(self):
        """Whether it binds nobody any more."""
        return self.state in self.OVER

    @property
    def term_text(self):
        """2020-10-01 至 2023-09-30."""
        return f"{self.from_on:%Y-%m-%d} 至 {self.to_on:%Y-%m-%d}"

    @property
    def income_text(self):
        """What is owed and how often, in a line: 固定金额，每年 10,000.00 元，每年付款."""
        told = {
            "amount": f"每年 {self.amount or 0:,.2f} 元",
            "base": f"基数 {self.base or 0:,.2f} 元",
            "income_rate": f"比例 {figure(self.income_rate)}%",
            "price": f"每千瓦时 {figure(self.price)} 元",
        }
        figures = [told[name] for name in ASKED[IncomeRule(self.income_rule)]]
        often = self.get_every_display()
        paid = often if self.every == Every.ONCE else f"{often}付款"
        return "，".join([self.get_income_rule_display(), *figures, paid])


class AgreementAsset(CountyModel):
    """An asset an agreement is about. While signed agreements run, no two of them hold one asset."""

    agreement = CountyKey(Agreement, related_name="lines", verbose_name="经营协议")
    asset = CountyKey(Asset, verbose_name="资产")
    is_held = models.BooleanField("已签订", default=False, editable=False)
    from_on = models.DateField("起始日期")
    to_on = models.DateField("截止日期")

    class Meta:
        verbose_name = "协议资产"
        constraints = [
            models.UniqueConstraint(fields=["county", "agreement", "asset"], name="agreement_asset_once"),
            ExclusionConstraint(
                name="asset_under_one_agreement",
                expressions=[
                    ("county", RangeOperators.EQUAL),
                    ("asset", RangeOperators.EQUAL),
                    (term(), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_held=True),
                violation_error_message="此资产在这段时间内已签有经营协议。",
            ),
        ]

    def __str__(self):
        return f"{self.agreement_id}：{self.asset_id}"


class Candidate(CountyModel):
    """Who offered to operate it, on which terms, and who was chosen."""

    agreement = CountyKey(Agreement, related_name="candidates", verbose_name="经营协议")
    position = models.PositiveSmallIntegerField("名次", default=1)
    name = models.CharField("候选主体", max_length=120)
    offer = models.CharField("报价及条件", max_length=300)
    is_chosen = models.BooleanField("中选", default=False)

    class Meta:
        verbose_name = "候选经营主体"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "agreement", "position"], name="candidate_position_once"
            ),
            models.UniqueConstraint(
                fields=["county", "agreement"], condition=Q(is_chosen=True), name="candidate_chosen_once"
            ),
        ]

    def __str__(self):
        return self.name


class Amendment(CountyModel):
    """A change of an agreement in force: from which day, why, by which paper, what was before and what is after.

    `before` and `after` hold the fields that change as plain text, by their names; `changes` as people read them.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "待审核"
        IN_FORCE = "in_force", "已生效"
        REFUSED = "refused", "已退回"

    agreement = CountyKey(Agreement, related_name="amendments", verbose_name="经营协议")
    state = models.CharField("状态", max_length=8, choices=State, default=State.PROPOSED, editable=False)
    edition = models.PositiveSmallIntegerField("版本")
    on = models.DateField("变更日期")
    reason = models.CharField("变更原因", max_length=500)
    paper = CountyKey(Document, verbose_name="补充协议")
    next_due_on = models.DateField("重排后的首次付款日", null=True, blank=True)
    before = models.JSONField("变更前", default=dict)
    after = models.JSONField("变更后", default=dict)
    changes = models.JSONField("变更内容")  # [[label, old, new]], as shown to people
    made_at = models.DateTimeField("登记时间", auto_now_add=True)
    made_by = person("登记人")
    judged_at, judged_by = instant("审核时间"), person("审核人")
    answer = models.CharField("退回原因", max_length=500, blank=True, editable=False)

    class Meta:
        verbose_name = "协议变更"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "agreement", "edition"],
                condition=Q(state="in_force"),
                name="amendment_edition_once",
            ),
            models.UniqueConstraint(
                fields=["county", "agreement"],
                condition=Q(state="proposed"),
                name="amendment_proposed_once",
                violation_error_message="此协议已有一项变更待审核。",
            ),
            models.CheckConstraint(
                name="amendment_judged_in_full_or_not_at_all",
                condition=Q(state="proposed", judged_at=None, judged_by=None)
                | (~Q(state="proposed") & Q(judged_at__isnull=False, judged_by__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"第 {self.edition} 版"
