"""二（五）Who looks after an asset from when to when, with what money; and how it passes from hand to hand."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse

from assets.models import Asset
from assets.models.asset import instant, person
from assets.models.project import money
from custody.choices import DutyKind, FundSource, Regime
from journal.models import Document
from tenancy.models import CountyKey, CountyModel, Unit
from tenancy.policy import PermittedManager


def term(first="from_on", last="to_on"):
    """An expression: the days from the first to the last, both among them; without a last day, all that come."""
    boundary = RangeBoundary(inclusive_lower=True, inclusive_upper=True)
    return Func(F(first), F(last), boundary, function="daterange", output_field=DateRangeField())


class Handover(CountyModel):
    """One custodian hands duties on to another: both signatures, and what was found on the day."""

    unit = CountyKey(Unit, verbose_name="持有单位")
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
        return f"{self.giver}移交{self.taker}"

    def get_absolute_url(self):
        return reverse("custody:handover", args=[self.pk])


class Duty(CountyModel):
    """A custodian's duty for an asset: whose, of which kind, from when to when. Two of one kind never overlap."""

    class State(models.TextChoices):
        DRAFT = "draft", "起草"
        IN_FORCE = "in_force", "履行中"
        HANDED_OVER = "handed_over", "已交接"
        ENDED = "ended", "已终止"

    HELD = (
        "in_force",
        "handed_over",
        "ended",
    )  # that somebody was responsible, from its first day to its last
    INVOLVED = ("asset__implementing_dept_id", "asset__supervising_dept_id", "body_id")

    unit = CountyKey(Unit, verbose_name="持有单位")
    asset = CountyKey(Asset, verbose_name="资产")
    state = models.CharField("状态", max_length=12, choices=State, default=State.DRAFT, editable=False)
    kind = models.CharField("管护内容", max_length=10, choices=DutyKind, default=DutyKind.CARE)
    regime = models.CharField("管护方式", max_length=10, choices=Regime)
    body = CountyKey(Unit, null=True, blank=True, verbose_name="责任单位")
    body_name = models.CharField("管护主体名称", max_length=120)
    custodian = models.CharField("管护责任人", max_length=40)
    phone = models.CharField("联系电话", max_length=20, blank=True)
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
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("起草时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = PermittedManager()

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
                condition=Q(state="draft", begun_at=None, begun_by=None)
                | (~Q(state="draft") & Q(begun_at__isnull=False, begun_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="duty_over_has_its_last_day",
                condition=Q(state__in=["draft", "in_force"])
                | Q(state="handed_over", to_on__isnull=False, handover__isnull=False)
                | Q(state="ended", to_on__isnull=False, ended_at__isnull=False),
                violation_error_message="已交接或终止的管护责任须有截止日期。",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "state", "id"], name="duty_state"),
        ]

    def __str__(self):
        return f"{self.custodian} · {self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("custody:duty", args=[self.pk])
