"""二（五）An order to repair: what is damaged, by when, who pays; and that somebody else saw it repaired."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from assets.models import Asset
from assets.models.asset import instant, person
from assets.models.project import money
from custody.choices import FundSource
from tenancy.models import CountyKey, CountyModel, Unit
from tenancy.policy import PermittedManager


class Repair(CountyModel):
    """A repair order of one asset: reported, repaired by somebody, and accepted by somebody else."""

    class State(models.TextChoices):
        ORDERED = "ordered", "待维修"
        REPAIRED = "repaired", "待验收"
        ACCEPTED = "accepted", "已验收"
        CANCELLED = "cancelled", "已撤销"

    INVOLVED = ("asset__implementing_dept_id", "asset__supervising_dept_id")
    OPEN = (State.ORDERED.value, State.REPAIRED.value)

    unit = CountyKey(Unit, verbose_name="持有单位")
    asset = CountyKey(Asset, verbose_name="资产")
    state = models.CharField("状态", max_length=10, choices=State, default=State.ORDERED, editable=False)
    damage = models.CharField("损坏情况", max_length=300)
    limit_on = models.DateField("维修期限")
    payer = models.CharField("维修经费来源", max_length=10, choices=FundSource)
    estimate = money("预计费用（元）", null=True, blank=True)
    repairer = models.CharField("承修单位或个人", max_length=80, blank=True)
    repaired_on = models.DateField("修复日期", null=True, blank=True, editable=False)
    cost = money("实际费用（元）", null=True, blank=True, editable=False)
    work = models.CharField("维修内容", max_length=300, blank=True, editable=False)
    rework_reason = models.CharField("返修原因", max_length=500, blank=True, editable=False)
    cancel_reason = models.CharField("撤销原因", max_length=500, blank=True, editable=False)
    made_at, made_by = models.DateTimeField("报修时间", auto_now_add=True), person("报修人")
    repaired_at, repaired_by = instant("修复登记时间"), person("修复登记人")
    accepted_at, accepted_by = instant("验收时间"), person("验收人")
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = PermittedManager()

    class Meta:
        verbose_name = "维修单"
        constraints = [
            models.CheckConstraint(
                name="repair_money_not_negative",
                condition=(Q(estimate=None) | Q(estimate__gte=0)) & (Q(cost=None) | Q(cost__gte=0)),
            ),
            models.CheckConstraint(
                name="repair_repaired_in_full_or_not_at_all",
                condition=Q(
                    state__in=["repaired", "accepted"],
                    repaired_on__isnull=False,
                    cost__isnull=False,
                    repaired_at__isnull=False,
                    repaired_by__isnull=False,
                )
                | Q(state__in=["ordered", "cancelled"]),
            ),
            models.CheckConstraint(
                name="repair_accepted_in_full_or_not_at_all",
                condition=Q(state="accepted", accepted_at__isnull=False, accepted_by__isnull=False)
                | ~Q(state="accepted") & Q(accepted_at=None, accepted_by=None),
            ),
            models.CheckConstraint(
                name="repair_accepted_by_another",
                condition=Q(accepted_by=None)
                | (~Q(accepted_by=F("repaired_by")) & ~Q(accepted_by=F("made_by"))),
                violation_error_message="维修须由报修人和维修人以外的人验收。",
            ),
        ]
        indexes = [models.Index(fields=["county", "state", "id"], name="repair_state")]

    def __str__(self):
        return f"{self.asset.name}维修"

    def get_absolute_url(self):
        return reverse("patrols:repair", args=[self.pk])

    @classmethod
    def list_url(cls, state):
        """The list of repair orders in one state."""
        return f"{reverse('patrols:repairs')}?state={state}"

    def facts(self):
        """[(label, text)] that whoever decides on it must have before their eyes."""
        told = [
            ("资产名称", self.asset.name),
            ("损坏情况", self.damage),
            ("维修期限", str(self.limit_on)),
            ("经费来源", self.get_payer_display()),
        ]
        if self.repaired_on:
            told += [
                ("修复日期", str(self.repaired_on)),
                ("维修内容", self.work or "—"),
                ("承修单位或个人", self.repairer or "—"),
                ("实际费用", f"{self.cost:,.2f} 元"),
            ]
        return told
