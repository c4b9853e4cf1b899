"""Projects and the money behind them: fund → project → asset is the chain that must never break."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from assets.choices import FundKind, FundLevel, Nature, ProjectKind
from tenancy.models import CountyKey, CountyModel, Region, Unit
from tenancy.policy import PermittedManager


def money(label, **options):
    """Yuan to the fen: numeric(16, 2), never negative (the constraint stands on each table)."""
    return models.DecimalField(
        label,
        max_digits=16,
        decimal_places=2,
        validators=[MinValueValidator(0, "金额不能为负数。")],
        **options,
    )


def year(label, **options):
    """A year money or things of this field can have: the fund began in 1986; a year to come is a slip."""
    return models.PositiveSmallIntegerField(
        label,
        validators=[
            MinValueValidator(1986, "年度不能早于 1986 年。"),
            MaxValueValidator(2099, "年度不能晚于 2099 年。"),
        ],
        **options,
    )


class Project(CountyModel):
    """A project of one fund year: what was approved, where, for how much, and who carried it out."""

    INVOLVED = ("implementing_dept_id", "supervising_dept_id")

    unit = CountyKey(Unit, verbose_name="填报单位")
    number = models.CharField("项目编号", max_length=40, blank=True)
    name = models.CharField("项目名称", max_length=200)
    fund_year = year("资金年度")
    approval_number = models.CharField("批复文号", max_length=80, blank=True)
    kind = models.CharField("项目类型", max_length=12, choices=ProjectKind, default=ProjectKind.INDUSTRY)
    nature = models.CharField("建设性质", max_length=12, choices=Nature, default=Nature.NEW)
    town = models.ForeignKey(
        Region,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name="乡镇",
    )
    place = models.CharField("实施地点", max_length=200, blank=True)
    scope_text = models.CharField("建设内容及规模", max_length=1000, blank=True)
    start_on = models.DateField("开工日期", null=True, blank=True)
    end_on = models.DateField("完工日期", null=True, blank=True)
    budget = money("资金规模（元）", null=True)  # published tables leave it open; the form asks for it
    fund_text = models.CharField("资金来源原文", max_length=300, blank=True)
    implementing_dept = CountyKey(Unit, null=True, blank=True, verbose_name="实施单位")
    implementing_text = models.CharField("实施单位原文", max_length=120, blank=True)
    supervising_dept = CountyKey(Unit, null=True, blank=True, verbose_name="主管部门")
    beneficiaries = models.CharField("受益对象", max_length=500, blank=True)
    linkage = models.CharField("带贫减贫机制", max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    batch_id = models.BigIntegerField(null=True, editable=False)

    objects = PermittedManager()

    class Meta:
        verbose_name = "项目"
        constraints = [
            models.CheckConstraint(name="project_budget_not_negative", condition=Q(budget__gte=0)),
            models.CheckConstraint(
                name="project_ends_after_it_starts",
                condition=Q(start_on=None) | Q(end_on=None) | Q(end_on__gte=models.F("start_on")),
                violation_error_message="完工日期不能早于开工日期。",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "fund_year", "id"], name="project_year"),
            models.Index(fields=["county", "name"], name="project_name"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("assets:project", args=[self.pk])


class FundingLine(CountyModel):
    """二（一）One sum of a project: whose money, which fund, by which document."""

    project = CountyKey(Project, related_name="lines", verbose_name="项目")
    level = models.CharField("资金级次", max_length=10, choices=FundLevel)
    kind = models.CharField("资金类别", max_length=12, choices=FundKind)
    amount = money("金额（元）")
    document_number = models.CharField("文号", max_length=80, blank=True)

    class Meta:
        verbose_name = "资金来源"
        constraints = [
            models.CheckConstraint(name="funding_amount_not_negative", condition=Q(amount__gte=0)),
        ]

    def __str__(self):
        return f"{self.get_level_display()}{self.get_kind_display()} {self.amount} 元"
