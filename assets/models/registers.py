"""二（三）Beside the ledger of public and operating assets: what went to households, and money that made no asset.

Where a sum goes, by what it became:
    Asset           a thing or share of public or operating type, and a household-type one that an office keeps whole
    HouseholdGrant  a thing one household got or built with a grant (到户类, D01–D03); its line tells the
                    household, the performance result and whether the thing is still there
    Subsidy         money that made nothing to be kept (贴息, 直接补贴, 雨露计划, 管理费, 其他); its line tells the
                    performance result and, by category and number, whom it reached

A line is registered, amended with a reason and withdrawn (作废) with a reason; only the undoing of an import deletes.
Identity numbers and telephone numbers have no column, and what looks like an identity number is refused everywhere.
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from assets.choices import Measure, Subtype
from assets.models.asset import Asset
from assets.models.project import Project, money, year
from tenancy.models import CountyKey, CountyModel, Region, Unit
from tenancy.policy import PermittedManager

# As tenancy.persons.ID_NUMBER, in PostgreSQL's words: the last wall, for whoever writes by set.
ID_NUMBER = r"(^|\D)[1-9]\d{5}(18|19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx](\D|$)"
HOUSEHOLD_SUBTYPES = [(s.value, s.label) for s in Subtype if s.value.startswith("D")]


class Result(models.TextChoices):
    """二（三）项目绩效结果."""

    PENDING = "pending", "待评价"
    MET = "met", "达到预期"
    PARTLY = "partly", "部分达到"
    UNMET = "unmet", "未达到"

    @property
    def needs_note(self):
        """Whether it must be said what is lacking, and why."""
        return self in (Result.PARTLY, Result.UNMET)


def region(label, **options):
    return models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=label, **options
    )


def people(label, most):
    """A number of households or persons."""
    return models.PositiveIntegerField(
        label,
        null=True,
        blank=True,
        validators=[MaxValueValidator(most, f"不应超过 {most:,}，请核对。")],
    )


def without_id_numbers(name, *fields):
    """The constraint that no text of a row holds an identity number."""
    return models.CheckConstraint(
        name=name,
        condition=Q(*[~Q(**{f"{field}__regex": ID_NUMBER}) for field in fields]),
        violation_error_message="含有身份证号码。本系统不登记身份证号，请删去后再保存。",
    )


class Household(CountyModel):
    """A household that received something: who heads it, where it lives, of which category it is."""

    class Kind(models.TextChoices):
        """Categories of beneficiaries (帮扶对象类别), the one that counted when the household was helped."""

        REGISTERED = "registered_poor", "建档立卡贫困户"
        LIFTED = "lifted_out", "脱贫户"
        UNSTABLE = "unstable", "脱贫不稳定户"
        MARGINAL = "marginal", "边缘易致贫户"
        SUDDEN = "sudden_hardship", "突发严重困难户"
        MONITORED = "monitored", "监测户"
        MINIMUM = "minimum_living", "低保户"
        EXTREME = "extreme_poverty", "特困供养户"
        DISABLED = "disabled", "残疾人户"
        ORDINARY = "ordinary", "一般农户"

    SEEN_WITH = "view_households"  # people's names: the register's own verb, in lists and in the journal

    unit = CountyKey(Unit, verbose_name="登记单位")
    town = region("乡镇")
    village = region("村（社区）")
    code = models.CharField("户编号", max_length=30, blank=True)
    householder = models.CharField("户主姓名", max_length=40)
    kind = models.CharField("户类别", max_length=16, choices=Kind)
    population = models.PositiveSmallIntegerField(
        "家庭人口",
        null=True,
        blank=True,
        validators=[
            MinValueValidator(1, "家庭人口至少 1 人，不清楚的请留空。"),
            MaxValueValidator(30, "家庭人口不应超过 30 人，请核对。"),
        ],
    )
    remark = models.CharField("户备注", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    batch_id = models.BigIntegerField(null=True, editable=False)
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = PermittedManager()

    class Meta:
        verbose_name = "到户登记"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "code"],
                condition=~Q(code=""),
                name="household_code_once",
                violation_error_message="此户编号已登记，请从已登记的户中添加。",
            ),
            models.CheckConstraint(
                name="household_lives_in_its_county",
                condition=Q(county=F("village") / 1000000, town=F("village") / 1000),
                violation_error_message="所选村（社区）不属于所选乡镇或本县，请重新选择。",
            ),
            without_id_numbers("household_holds_no_id_number", "householder", "code", "remark"),
        ]
        indexes = [
            models.Index(fields=["county", "village", "householder"], name="household_village"),
            models.Index(
                fields=["county", "batch_id"], name="household_batch", condition=Q(batch_id__isnull=False)
            ),
        ]

    def __str__(self):
        """Without the person's name: it stands in the journal, which more people read than the register."""
        return f"到户登记第 {self.pk} 号"

    def get_absolute_url(self):
        return reverse("assets:household", args=[self.pk])


class HouseholdGrant(CountyModel):
    """二（二）（三）A thing a household got or built with poverty-alleviation money, and what became of it."""

    class Presence(models.TextChoices):
        """Whether it is still there, as the village last saw it."""

        KEPT = "kept", "在养"
        IN_USE = "in_use", "在用"
        IDLE = "idle", "闲置"
        SOLD = "sold", "已出售"
        CONSUMED = "consumed", "自用消耗"
        DEAD = "dead", "死亡"
        DAMAGED = "damaged", "损毁"
        LOST = "lost", "去向不明"

    SEEN_WITH = Household.SEEN_WITH

    unit = CountyKey(Unit, verbose_name="登记单位")
    household = CountyKey(Household, related_name="grants", verbose_name="受益户")
    project = CountyKey(Project, null=True, blank=True, verbose_name="来源项目")
    asset = CountyKey(Asset, null=True, blank=True, verbose_name="对应资产")
    name = models.CharField("资产名称", max_length=120)
    subtype = models.CharField("资产小类", max_length=3, choices=HOUSEHOLD_SUBTYPES)
    quantity = models.DecimalField(
        "数量",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "数量不能为负数。")],
    )
    measure = models.CharField("计量单位", max_length=10, choices=Measure, blank=True)
    amount = money("补助金额（元）")
    year = year("补助年度")
    granted_on = models.DateField("发放日期", null=True, blank=True)
    fund_text = models.CharField("资金来源", max_length=300, blank=True)
    persons = people("受益人数", 30)
    result = models.CharField("绩效结果", max_length=8, choices=Result, default=Result.PENDING)
    result_note = models.CharField("绩效说明", max_length=500, blank=True)
    presence = models.CharField("现状", max_length=8, choices=Presence, default=Presence.IN_USE)
    presence_on = models.DateField("现状核实日期", null=True, blank=True)
    remark = models.CharField("备注", max_length=300, blank=True)
    withdrawn_reason = models.CharField("作废原因", max_length=500, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    batch_id = models.BigIntegerField(null=True, editable=False)
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = PermittedManager()

    class Meta:
        verbose_name = "到户资产"
        constraints = [
            models.CheckConstraint(name="grant_amount_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="grant_subtype_of_households",
                condition=Q(subtype__startswith="D"),
                violation_error_message="资产小类不属于到户类资产，请重新选择。",
            ),
            without_id_numbers(
                "grant_holds_no_id_number", "name", "fund_text", "result_note", "remark", "withdrawn_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["county", "year", "id"], name="grant_year"),
            models.Index(
                fields=["county", "batch_id"], name="grant_batch", condition=Q(batch_id__isnull=False)
            ),
        ]

    def __str__(self):
        return f"到户资产第 {self.pk} 号"

    def get_absolute_url(self):
        return f"{reverse('assets:household', args=[self.household_id])}#grant-{self.pk}"


class Subsidy(CountyModel):
    """二（二）（三）Money that made no asset: its performance result and whom it reached, by category and number."""

    class Kind(models.TextChoices):
        """Those of assets.choices.ExcludedKind, and the rest."""

        INTEREST = "interest", "金融扶贫贴息"
        SUBSIDY = "subsidy", "直接发放的补贴"
        TUITION = "tuition", "雨露计划等补助"
        MANAGEMENT_FEE = "management_fee", "项目管理费"
        OTHER = "other", "其他非资产支出"

    unit = CountyKey(Unit, verbose_name="登记单位")
    kind = models.CharField("补贴类别", max_length=16, choices=Kind)
    year = year("年度")
    name = models.CharField("名称", max_length=200)
    project = CountyKey(Project, null=True, blank=True, verbose_name="来源项目")
    town = region("乡镇", null=True, blank=True)
    village = region("村（社区）", null=True, blank=True)
    place = models.CharField("实施地点", max_length=200, blank=True)
    amount = money("金额（元）", null=True)  # published tables leave it open; the form asks for it
    fund_text = models.CharField("资金来源", max_length=300, blank=True)
    households = people("受益户数", 1_000_000)
    persons = people("受益人数", 5_000_000)
    beneficiaries = models.CharField("受益对象", max_length=500, blank=True)
    result = models.CharField("绩效结果", max_length=8, choices=Result, default=Result.PENDING)
    result_note = models.CharField("绩效说明", max_length=500, blank=True)
    remark = models.CharField("备注", max_length=500, blank=True)
    withdrawn_reason = models.CharField("作废原因", max_length=500, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    batch_id = models.BigIntegerField(null=True, editable=False)
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = PermittedManager()

    class Meta:
        verbose_name = "补贴登记"
        constraints = [
            models.CheckConstraint(name="subsidy_amount_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="subsidy_lies_in_its_county",
                condition=(Q(town=None) | Q(county=F("town") / 1000))
                & (Q(village=None) | Q(county=F("village") / 1000000, town=F("village") / 1000)),
                violation_error_message="所选村（社区）不属于所选乡镇或本县，请重新选择。",
            ),
            without_id_numbers(
                "subsidy_holds_no_id_number",
                *("name", "place", "fund_text", "beneficiaries", "result_note", "remark", "withdrawn_reason"),
            ),
        ]
        indexes = [
            models.Index(fields=["county", "kind", "year", "id"], name="subsidy_kind"),
            models.Index(
                fields=["county", "batch_id"], name="subsidy_batch", condition=Q(batch_id__isnull=False)
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("assets:subsidy", args=[self.pk])
