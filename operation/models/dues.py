"""二（六）依法按协议或合同支付收益: what is owed by which day, what came, and which of the one the other pays."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from assets.models.asset import instant, person
from assets.models.project import money
from journal.models import Document
from operation.choices import DueKind, PaidBy, SurplusUse
from operation.models.agreements import Agreement
from operation.models.operators import Operator
from operation.querysets_dues import DueManager, ReceiptManager
from operation.rules_dues import days_late
from tenancy.models import CountyKey, CountyModel, Unit


class Due(CountyModel):
    """An amount owed by a day. `paid` is the sum of what receipts pay of it (migrations/paid.sql holds them alike)."""

    LOCKED_BEHIND = "agreement"

    class State(models.TextChoices):
        OPEN = "open", "应收"
        WAIVED = "waived", "已取消"
        REPLACED = "replaced", "已重排"

    unit = CountyKey(Unit, verbose_name="收款单位")
    agreement = CountyKey(Agreement, related_name="dues", verbose_name="经营协议")
    operator = CountyKey(Operator, verbose_name="经营主体")
    position = models.PositiveSmallIntegerField("期次")
    edition = models.PositiveSmallIntegerField("协议版本", default=1, db_default=1, editable=False)
    kind = models.CharField("款项", max_length=10, choices=DueKind, default=DueKind.INCOME)
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN, editable=False)
    from_on = models.DateField("所属期起", null=True, blank=True)
    to_on = models.DateField("所属期止", null=True, blank=True)
    due_on = models.DateField("应付日期")
    amount = money(
        "应收金额（元）", null=True, blank=True
    )  # null until profit, or power, of the period is known
    basis = models.CharField("核定依据", max_length=300, blank=True)
    late_of = CountyKey("self", null=True, blank=True, editable=False, verbose_name="所计欠款")
    paid = money("已收金额（元）", default=0, editable=False)
    waive_reason = models.CharField("取消原因", max_length=500, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("生成时间", auto_now_add=True)

    objects = DueManager()

    class Meta:
        verbose_name = "应收款"
        constraints = [
            models.UniqueConstraint(fields=["county", "agreement", "position"], name="due_position_once"),
            models.CheckConstraint(
                name="due_is_not_negative",
                condition=Q(amount=None) | Q(amount__gte=0),
                violation_error_message="应收金额不能为负数。",
            ),
            models.CheckConstraint(
                name="due_never_paid_beyond",
                condition=Q(paid=0) | Q(paid__gte=0, amount__isnull=False, paid__lte=F("amount")),
                violation_error_message="收款超过了应收金额，请说明多出部分的去向。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["county", "due_on", "id"],
                name="due_unpaid",
                condition=Q(state="open") & (Q(amount=None) | Q(paid__lt=F("amount"))),
            ),
        ]

    def __str__(self):
        which = f" 第 {self.position} 期" if self.from_on else f"（{self.due_on}）"
        return self.get_kind_display() + which

    def get_absolute_url(self):
        return reverse("operation:due", args=[self.pk])

    @classmethod
    def list_url(cls, state):
        """The list of dues in one state."""
        return f"{reverse('operation:dues')}?state={state}"

    def facts(self):
        """[(label, text)] that whoever decides on it must have before their eyes."""
        return [
            ("经营协议", f"{self.agreement.name}（{self.agreement.number}）"),
            ("经营主体", self.operator.shown_name),
            ("款项", str(self)),
            ("应付日期", f"{self.due_on:%Y-%m-%d}"),
            ("应收金额", self.amount_text),
            ("已收金额", f"{self.paid:,.2f} 元"),
        ]

    @property
    def left(self):
        """What is still to be paid of it, in yuan; 0 where that is not known, or where it is not owed any more."""
        return self.amount - self.paid if self.amount is not None and self.state == self.State.OPEN else 0

    @property
    def days_late(self):
        """So many days after its last day while something is still owed, else 0."""
        return days_late(self.due_on, timezone.localdate()) if self.left else 0

    @property
    def amount_text(self):
        """18,000.00 元, or that nobody knows it yet."""
        return "待核定" if self.amount is None else f"{self.amount:,.2f} 元"

    @property
    def period_text(self):
        """2020-10-01 至 2021-03-31; "" for what belongs to no period."""
        return f"{self.from_on:%Y-%m-%d} 至 {self.to_on:%Y-%m-%d}" if self.from_on else ""

    @property
    def standing(self):
        """(state for its colour, words) of where it stands: paid, late, awaited, waived."""
        if self.state != self.State.OPEN:
            return "retired", self.get_state_display()
        if self.amount is None:
            return "submitted", "待核定"
        if not self.left:
            return "done", "已收清"
        if self.days_late:
            return "refused", "逾期"
        return "draft", "未到期"


class Receipt(CountyModel):
    """Money that came from an operator, with its evidence; what it pays stands in its allocations."""

    class State(models.TextChoices):
        RECORDED = "recorded", "已登记"
        VOID = "void", "已作废"

    unit = CountyKey(Unit, verbose_name="收款单位")
    operator = CountyKey(Operator, verbose_name="经营主体")
    state = models.CharField("状态", max_length=8, choices=State, default=State.RECORDED, editable=False)
    received_on = models.DateField("到账日期")
    amount = money("金额（元）")
    paid_by = models.CharField("付款方式", max_length=8, choices=PaidBy, default=PaidBy.BANK)
    payer = models.CharField("付款人", max_length=120)
    account = models.CharField("付款账号后四位", max_length=4, blank=True)
    voucher = models.CharField("凭证（流水）号", max_length=60)
    evidence = CountyKey(Document, null=True, blank=True, verbose_name="凭证扫描件")
    surplus = money("多收金额（元）", default=0, editable=False)
    surplus_use = models.CharField("多收部分去向", max_length=8, choices=SurplusUse, blank=True)
    remark = models.CharField("备注", max_length=300, blank=True)
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)
    recorded_by = person("登记人")
    voided_at, voided_by = instant("作废时间"), person("作废人")
    void_reason = models.CharField("作废原因", max_length=500, blank=True, editable=False)
    batch_id = models.BigIntegerField(null=True, editable=False)  # of the import that wrote it
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ReceiptManager()

    class Meta:
        verbose_name = "收款"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "unit", "voucher", "received_on", "amount"],
                condition=Q(state="recorded"),
                name="receipt_once",
                violation_error_message="同一凭证号、日期和金额的收款已经登记过。",
            ),
            models.CheckConstraint(
                name="receipt_is_something",
                condition=Q(amount__gt=0),
                violation_error_message="收款金额须大于零。",
            ),
            models.CheckConstraint(
                name="receipt_surplus_has_its_use",
                condition=Q(surplus=0, surplus_use="") | (Q(surplus__gt=0) & ~Q(surplus_use="")),
                violation_error_message="收款超过应收金额，请说明多出部分的去向。",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "received_on", "id"], name="receipt_day"),
            models.Index(
                fields=["county", "batch_id"], name="receipt_batch", condition=Q(batch_id__isnull=False)
            ),
        ]

    def __str__(self):
        return f"凭证 {self.voucher}，{self.amount:,.2f} 元"  # no payer: that may be a person

    def get_absolute_url(self):
        return reverse("operation:receipt", args=[self.pk])

    @classmethod
    def list_url(cls, state):
        """The list of receipts in one state."""
        return f"{reverse('operation:receipts')}?state={state}"

    def facts(self):
        """[(label, text)] that whoever decides on it must have before their eyes."""
        return [
            ("收款单位", self.unit.name),
            ("经营主体", self.operator.shown_name),
            ("到账日期", f"{self.received_on:%Y-%m-%d}"),
            ("金额", f"{self.amount:,.2f} 元"),
            ("凭证号", self.voucher),
            *(
                [("多收部分", f"{self.surplus:,.2f} 元，{self.get_surplus_use_display()}")]
                if self.surplus
                else []
            ),
        ]


class Allocation(CountyModel):
    """So much of a receipt pays so much of a due. What is live of a receipt and its surplus make up its amount."""

    receipt = CountyKey(Receipt, related_name="allocations", verbose_name="收款")
    due = CountyKey(Due, related_name="allocations", verbose_name="应收款")
    amount = money("金额（元）")
    is_live = models.BooleanField("有效", default=True, editable=False)

    class Meta:
        verbose_name = "收款核销"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "receipt", "due"], condition=Q(is_live=True), name="allocation_once"
            ),
            models.CheckConstraint(
                name="allocation_is_something",
                condition=Q(amount__gt=0),
                violation_error_message="核销金额须大于零。",
            ),
        ]

    def __str__(self):
        return f"{self.receipt_id} → {self.due_id}"
