"""二（五）Who looks after an asset from when to when, with what money; and how it passes from hand to hand."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone

from assets.models import Asset
from assets.models.asset import instant, person
from assets.models.project import money
from custody import rules
from custody.choices import DutyKind, FundSource, Keeper, Regime
from custody.querysets import DutyManager
from journal.models import Document
from tenancy.models import CountyKey, CountyModel, Unit
from tenancy.policy import PermittedManager


def term(first="from_on", last="to_on"):
    """An expression: the days from the first to the last, both among them; without a last day, all that come."""
    boundary = RangeBoundary(inclusive_lower=True, inclusive_upper=True)
    return Func(F(first), F(last), boundary, function="daterange", output_field=DateRangeField())


class Handover(CountyModel):
    """One custodian hands duties on to another: both signatures, and what was found on the day."""

    INVOLVED = ("body_id",)

    unit = CountyKey(Unit, verbose_name="持有单位")
    body = CountyKey(Unit, null=True, blank=True, verbose_name="责任单位")
    on = models.DateField("交接日期")
    giver = models.CharField("移交人", max_length=40)
    taker = models.CharField("接收人", max_length=40)
    found = models.CharField("交接情况", max_length=500, blank=True)
    giver_signature = CountyKey(Document, verbose_name="移交人签名")
    taker_signature = CountyKey(Document, verbose_name="接收人签名")
    made_at = models.DateTimeField("登记时间", auto_now_add=True)
    made_by = person("登记人")

    objects = PermittedManager()

    class Meta:
        verbose_name = "管护交接"
        constraints = [
            models.CheckConstraint(
                name="handover_between_two",
                condition=~Q(giver=F("taker")),
                violation_error_message="移交人和接收人不能是同一人。",
            )
        ]

    def __str__(self):
        return f"{self.on} 管护交接"  # people's names stay out of the journal's own lines

    def get_absolute_url(self):
        return reverse("custody:handover", args=[self.pk])


class Duty(CountyModel):
    """A custodian's duty for an asset: whose, of which kind, from when to when. Two of one kind never overlap."""

    class State(models.TextChoices):
        DRAFT = "draft", "起草"
        IN_FORCE = "in_force", "履行中"
        HANDED_OVER = "handed_over", "已交接"
        ENDED = "ended", "已终止"
        WITHDRAWN = "withdrawn", "已撤销"

    HELD = ("in_force", "handed_over", "ended")  # somebody was responsible, from its first day to its last
    INVOLVED = ("asset__implementing_dept_id", "asset__supervising_dept_id", "body_id")
    # A department looks after its duties itself, whoever holds the asset: 由相关行业部门落实责任单位和责任人.
    ENTRUSTED = {"manage_custody": ("body_id",), "confirm_custody": ("body_id",)}

    unit = CountyKey(Unit, verbose_name="持有单位")
    asset = CountyKey(Asset, verbose_name="资产")
    name = models.CharField("资产名称", max_length=120)
    state = models.CharField("状态", max_length=12, choices=State, default=State.DRAFT, editable=False)
    kind = models.CharField("管护内容", max_length=10, choices=DutyKind, default=DutyKind.CARE)
    regime = models.CharField("管护方式", max_length=10, choices=Regime)
    body = CountyKey(Unit, null=True, blank=True, verbose_name="责任单位")
    body_name = models.CharField("管护主体名称", max_length=120)
    custodian = models.CharField("管护责任人", max_length=40)
    keeper = models.CharField("管护人员类别", max_length=10, choices=Keeper, default=Keeper.CADRE)
    phone = models.CharField(
        "联系电话",
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^[0-9+() -]{5,20}\Z", "联系电话只写数字，例如 0391-3925000。")],
    )
    from_on = models.DateField("起始日期")
    to_on = models.DateField("截止日期", null=True, blank=True)
    fund_source = models.CharField("管护经费来源", max_length=10, choices=FundSource)
    fund_amount = money("管护经费（元/年）", default=0)
    duties = models.CharField("管护职责", max_length=500, blank=True)
    remark = models.CharField("备注", max_length=300, blank=True)

    handover = CountyKey(Handover, null=True, blank=True, editable=False, verbose_name="交接")
    previous = CountyKey("self", null=True, blank=True, editable=False, verbose_name="前一任")
    return_reason = models.CharField("退回原因", max_length=500, blank=True, editable=False)
    end_reason = models.CharField("终止原因", max_length=500, blank=True, editable=False)
    begun_at, begun_by = instant("确认时间"), person("确认人")
    ended_at, ended_by = instant("终止时间"), person("终止办理人")
    batch_id = models.BigIntegerField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("起草时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = DutyManager()

    class Meta:
        verbose_name = "管护责任"
        constraints = [
            ExclusionConstraint(
                name="duty_one_of_a_kind_at_a_time",
                expressions=[
                    ("county", RangeOperators.EQUAL),
                    ("asset", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (term(), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=["in_force", "handed_over", "ended"]),
                violation_error_message="此资产在这段时间内已有同类管护责任，请先办理交接或终止。",
            ),
            models.CheckConstraint(
                name="duty_ends_after_it_begins",
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                violation_error_message="截止日期不能早于起始日期。",
            ),
            models.CheckConstraint(
                name="duty_money_is_not_negative",
                condition=Q(fund_amount__gte=0),
                violation_error_message="管护经费不能为负数。",
            ),
            models.CheckConstraint(
                name="duty_begun_in_full_or_not_at_all",
                condition=Q(state__in=["draft", "withdrawn"], begun_at=None, begun_by=None)
                | (~Q(state__in=["draft", "withdrawn"]) & Q(begun_at__isnull=False, begun_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="duty_over_has_its_last_day",
                condition=Q(state__in=["draft", "withdrawn", "in_force"])
                | Q(state="handed_over", to_on__isnull=False, handover__isnull=False)
                | Q(state="ended", to_on__isnull=False, ended_at__isnull=False),
                violation_error_message="已交接或终止的管护责任须有截止日期。",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "state", "id"], name="duty_state"),
            models.Index(fields=["county", "asset", "state"], name="duty_of_asset"),
        ]

    def __str__(self):
        return f"{self.name}的{self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("custody:duty", args=[self.pk])

    @classmethod
    def list_url(cls, state):
        """The list of duties in one state."""
        return f"{reverse('custody:list')}?state={state}"

    def facts(self):
        """[(label, text)] that whoever decides on it must have before their eyes."""
        return [
            *self.asset.facts()[:3],
            ("管护内容", self.get_kind_display()),
            ("管护方式", self.get_regime_display()),
            ("管护主体", self.body_name),
            ("管护责任人", f"{self.custodian}（{self.get_keeper_display()}）"),
            ("期限", self.term_text()),
            ("管护经费", self.funds_text()),
            *([("管护职责", self.duties)] if self.duties else []),
        ]

    def term_text(self):
        """2020-10-01 至 2021-09-30, or 起 where its last day is not told."""
        return rules.term_text(self.from_on, self.to_on)

    def funds_text(self):
        """Who pays how much a year."""
        paid = f"，每年 {self.fund_amount:,.2f} 元" if self.fund_amount else ""
        return f"{self.get_fund_source_display()}{paid}"

    @property
    def is_lapsed(self):
        """Whether its term is over though nobody has ended it."""
        return self.state == self.State.IN_FORCE and bool(self.to_on) and self.to_on < timezone.localdate()
