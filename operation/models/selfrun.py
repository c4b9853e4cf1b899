"""二（六）自营: the owner operates an asset itself, says how that helps the poor; another person confirms it."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from assets.models import Asset
from assets.models.asset import instant, person
from assets.models.project import money
from operation.models.agreements import term
from tenancy import persons
from tenancy.models import CountyKey, CountyModel, Unit
from tenancy.policy import PermittedManager


class SelfOperation(CountyModel):
    """An operating asset that its owner runs itself: who answers for it, from when to when, and whom it helps how."""

    class State(models.TextChoices):
        DECLARED = "declared", "待确认"
        IN_FORCE = "in_force", "自营中"
        ENDED = "ended", "已终止"
        WITHDRAWN = "withdrawn", "已撤回"

    INVOLVED = ("asset__implementing_dept_id", "asset__supervising_dept_id")

    unit = CountyKey(Unit, verbose_name="申报单位")
    asset = CountyKey(Asset, verbose_name="资产")
    name = models.CharField("资产名称", max_length=120, editable=False)  # as it was called when declared
    state = models.CharField("状态", max_length=10, choices=State, default=State.DECLARED, editable=False)
    runner = models.CharField("经营负责人", max_length=40)
    from_on = models.DateField("起始日期")
    to_on = models.DateField("截止日期", null=True, blank=True)
    benefit = models.CharField("带贫减贫方式", max_length=500)
    income = money("预计年收益（元）")
    remark = models.CharField("备注", max_length=300, blank=True)

    withdraw_reason = models.CharField("撤回（不予确认）原因", max_length=500, blank=True, editable=False)
    end_reason = models.CharField("终止原因", max_length=500, blank=True, editable=False)
    confirmed_at, confirmed_by = instant("确认时间"), person("确认人")
    ended_at, ended_by = instant("终止时间"), person("终止办理人")
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("申报时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = PermittedManager()

    class Meta:
        verbose_name = "自营申报"
        constraints = [
            ExclusionConstraint(
                name="asset_under_one_self_operation",
                expressions=[
                    ("county", RangeOperators.EQUAL),
                    ("asset", RangeOperators.EQUAL),
                    (term(), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=["in_force", "ended"]),
                violation_error_message="此资产在这段时间内已有确认的自营申报，请先终止原来的自营。",
            ),
            models.UniqueConstraint(
                fields=["county", "asset"],
                condition=Q(state="declared"),
                name="self_operation_declared_once",
                violation_error_message="此资产已有一项待确认的自营申报。",
            ),
            models.CheckConstraint(
                name="self_operation_ends_after_it_begins",
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                violation_error_message="截止日期不能早于起始日期。",
            ),
            models.CheckConstraint(name="self_operation_income_not_negative", condition=Q(income__gte=0)),
            models.CheckConstraint(
                name="self_operation_confirmed_in_full_or_not_at_all",
                condition=Q(state__in=["declared", "withdrawn"], confirmed_at=None, confirmed_by=None)
                | Q(
                    state__in=["in_force", "ended"],
                    confirmed_at__isnull=False,
                    confirmed_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="self_operation_over_in_full_or_not_at_all",
                condition=Q(state="ended", ended_at__isnull=False, to_on__isnull=False)
                | (~Q(state="ended") & Q(ended_at=None, ended_by=None)),
            ),
        ]
        indexes = [models.Index(fields=["county", "state", "id"], name="self_operation_state")]

    def __str__(self):
        return f"{self.name}自营"

    def get_absolute_url(self):
        return reverse("operation:selfrun", args=[self.pk])

    @classmethod
    def list_url(cls, state):
        """The list of declarations in one state."""
        return f"{reverse('operation:selfruns')}?state={state}"

    @property
    def term_text(self):
        """2020-10-01 至 2023-09-30, or 2020-10-01 起."""
        return f"{self.from_on:%Y-%m-%d} " + (f"至 {self.to_on:%Y-%m-%d}" if self.to_on else "起")

    def facts(self, names=False):
        """[(label, text)] that whoever decides on it must have before their eyes; the runner in full for `names`."""
        return [
            ("资产", self.name),
            ("申报单位", self.unit.name),
            ("经营负责人", self.runner if names else persons.mask_name(self.runner)),
            ("经营期限", self.term_text),
            ("带贫减贫方式", self.benefit),
            ("预计年收益", f"{self.income:,.2f} 元"),
            *([("备注", self.remark)] if self.remark else []),
        ]
