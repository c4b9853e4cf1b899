"""二（一）–（三）The asset, the heart of the ledger."""

import re

from django.contrib.postgres.indexes import HashIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.html import format_html

from assets.choices import Acquisition, Category, Measure, Scope, Status, Subtype
from assets.models.custom import CustomValues, fields_of
from assets.models.project import Project, money, year
from assets.querysets import WORTH, AssetManager
from journal.history import shown
from journal.models import Document
from tenancy.models import CountyKey, CountyModel, Region, Unit, User


def person(label):
    return models.ForeignKey(
        User,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=label,
    )


def instant(label):
    return models.DateTimeField(label, null=True, blank=True, editable=False)


class Asset(CountyModel):
    """A thing, or a share, that poverty-alleviation money built and the county answers for."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        SUBMITTED = "submitted", "待审核"
        VERIFIED = "verified", "待入账"
        LEDGER = "ledger", "已入账"
        RETIRED = "retired", "已退出"

    INVOLVED = ("implementing_dept_id", "supervising_dept_id")
    ENTRUSTED = {"patrol_assets": INVOLVED}  # 谁实施谁负责、谁使用谁监管: a department goes and looks, too

    unit = CountyKey(Unit, verbose_name="持有单位")
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT, editable=False)
    number = models.CharField("资产编号", max_length=24, blank=True, editable=False)
    name = models.CharField("资产名称", max_length=120)
    category = models.CharField("资产类型", max_length=10, choices=Category)
    subtype = models.CharField("资产小类", max_length=3, choices=Subtype)

    scope = models.CharField("纳入依据", max_length=12, choices=Scope)
    scope_reason = models.CharField("纳入说明", max_length=300, blank=True)
    formed_year = year("形成年度")
    acquisition = models.CharField("取得方式", max_length=12, choices=Acquisition)
    donor = models.CharField("捐赠人", max_length=80, blank=True)
    donation_value = money("捐赠作价（元）", null=True, blank=True)
    valuation_basis = models.CharField("作价依据", max_length=200, blank=True)
    tracing = models.CharField("追溯情况", max_length=500, blank=True)
    counted_on = models.DateField("清产核资日期", null=True, blank=True)

    project = CountyKey(Project, null=True, blank=True, verbose_name="来源项目")
    town = models.ForeignKey(
        Region,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name="乡镇",
    )
    village = models.ForeignKey(
        Region,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name="村（社区）",
    )
    address = models.CharField("详细位置", max_length=120, blank=True)
    longitude = models.DecimalField(
        "经度",
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(73, "经度应在 73 至 136 之间。"),
            MaxValueValidator(136, "经度应在 73 至 136 之间。"),
        ],
    )
    latitude = models.DecimalField(
        "纬度",
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(3, "纬度应在 3 至 54 之间。"),
            MaxValueValidator(54, "纬度应在 3 至 54 之间。"),
        ],
    )
    holder = models.CharField("实际持有（使用）人", max_length=120, blank=True)
    implementing_dept = CountyKey(Unit, null=True, blank=True, verbose_name="实施部门")
    supervising_dept = CountyKey(Unit, null=True, blank=True, verbose_name="监管部门")

    spec = models.CharField("建设内容及规模", max_length=1000, blank=True)
    quantity = models.DecimalField(
        "数量",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "数量不能为负数。")],
    )
    measure = models.CharField("计量单位", max_length=10, choices=Measure, blank=True)
    original_value = money("原值（元）", null=True, blank=True)
    life_years = models.PositiveSmallIntegerField(
        "使用年限（年）",
        null=True,
        blank=True,
        validators=[MaxValueValidator(100, "使用年限不能超过 100 年。")],
    )
    in_use_on = models.DateField("开始使用日期", null=True, blank=True)
    status = models.CharField("使用状况", max_length=20, choices=Status, default=Status.IN_USE)
    status_reason = models.CharField("状况说明", max_length=300, blank=True)
    remark = models.CharField("备注", max_length=500, blank=True)
    custom = CustomValues("本县补充信息", blank=True, editable=False)

    return_reason = models.CharField("退回原因", max_length=500, blank=True, editable=False)
    hold_reason = models.CharField("冻结原因", max_length=500, blank=True, editable=False)
    retire_reason = models.CharField("退出原因", max_length=500, blank=True, editable=False)
    submitted_at, submitted_by = instant("提交时间"), person("提交人")
    verified_at, verified_by = instant("审核时间"), person("审核人")
    entered_at, entered_by = instant("入账时间"), person("入账人")
    retired_at, retired_by = instant("退出时间"), person("退出办理人")
    version = models.PositiveIntegerField(default=1, editable=False)
    batch_id = models.BigIntegerField(null=True, editable=False)
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = AssetManager()

    class Meta:
        verbose_name = "资产"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "number"], condition=~Q(number=""), name="asset_number_once"
            ),
            models.CheckConstraint(name="asset_value_not_negative", condition=Q(original_value__gte=0)),
            models.CheckConstraint(
                name="asset_subtype_of_its_type",
                condition=Q(category="public", subtype__startswith="G")
                | Q(category="operating", subtype__startswith="J")
                | Q(category="household", subtype__startswith="D"),
                violation_error_message="资产小类与资产类型不符，请重新选择小类。",
            ),
            models.CheckConstraint(
                name="asset_lies_in_its_county",
                condition=(Q(town=None) | Q(county=F("town") / 1000))
                & (Q(village=None) | Q(county=F("village") / 1000000, town=F("village") / 1000)),
                violation_error_message="所选村（社区）不属于所选乡镇或本县，请重新选择。",
            ),
            models.CheckConstraint(
                name="asset_donation_has_donor",
                condition=~Q(acquisition="donated") | (~Q(donor="") & Q(donation_value__isnull=False)),
                violation_error_message="捐赠取得的资产须填写捐赠人和捐赠作价。",
            ),
            models.CheckConstraint(
                name="asset_before_2016_by_tracing",
                condition=Q(scope="before_2016", formed_year__lt=2016)
                | (~Q(scope="before_2016") & Q(formed_year__gte=2016)),
                violation_error_message="形成年度与纳入依据不符，请核对。",
            ),
            models.CheckConstraint(
                name="asset_number_with_ledger",
                condition=Q(state__in=["ledger", "retired"]) & ~Q(number="")
                | Q(state__in=["draft", "submitted", "verified"], number=""),
            ),
            models.CheckConstraint(
                name="asset_entered_in_full_or_not_at_all",
                condition=Q(
                    state__in=["ledger", "retired"], entered_at__isnull=False, entered_by__isnull=False
                )
                | Q(state__in=["draft", "submitted", "verified"], entered_at=None, entered_by=None),
            ),
            models.CheckConstraint(
                name="asset_verified_in_full_or_not_at_all",
                condition=Q(state__in=["draft", "submitted"], verified_at=None, verified_by=None)
                | Q(
                    state__in=["verified", "ledger", "retired"],
                    verified_at__isnull=False,
                    verified_by__isnull=False,
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["county", "state", "id"], name="asset_state"),
            models.Index(fields=["county", "town", "category", "state"], name="asset_town"),
            models.Index(fields=["county", "village"], name="asset_village"),
            models.Index(F("county"), WORTH, F("id"), name="asset_value"),
            # Searching and summing a county reads this alone, not the table, whose rows of all counties lie mixed.
            models.Index(
                fields=["county", "id"],
                include=["name", "number", "original_value", "state"],
                name="asset_reading",
            ),
            models.Index(fields=["county", "formed_year", "id"], name="asset_year"),
            models.Index(
                fields=["county", "batch_id"], name="asset_batch", condition=Q(batch_id__isnull=False)
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("assets:detail", args=[self.pk])

    @classmethod
    def list_url(cls, state):
        """The list of assets in one state."""
        return f"{reverse('assets:list')}?state={state}"

    def facts(self):
        """[(label, text)] that whoever decides on it must have before their eyes."""
        value = f"{self.original_value:,.2f} 元" if self.original_value is not None else "—"
        size = (
            f"{self.quantity.normalize():f} {self.get_measure_display()}"
            if self.quantity is not None
            else "—"
        )
        return [
            ("资产名称", self.name),
            ("资产类型", f"{self.get_category_display()} · {self.get_subtype_display()}"),
            ("持有单位", self.unit.name),
            ("所在地", str(self.village or self.town or "—")),
            ("形成年度", f"{self.formed_year} 年"),
            ("纳入依据", self.get_scope_display()),
            ("数量", size),
            ("原值", value),
            ("实施部门", str(self.implementing_dept or "—")),
            ("监管部门", str(self.supervising_dept or "—")),
            *self._grounds(),
            *self._details(),
            *self.custom_facts(),
            ("照片和附件", self._papers()),
        ]

    def _grounds(self):
        """What a donation or the tracing of an older asset rests on (二（一）)."""
        if self.acquisition == Acquisition.DONATED:
            yield "捐赠人", self.donor
            yield "捐赠作价", f"{self.donation_value:,.2f} 元" if self.donation_value is not None else "—"
            yield "作价依据", self.valuation_basis or "—"
        if self.scope == Scope.BEFORE_2016:
            yield "追溯情况", self.tracing
            yield "清产核资日期", str(self.counted_on or "—")

    def _details(self):
        """What is filled in of the subtype's own fields: one query."""
        from assets.models.details import detail_of  # the details are made after the asset

        kept = detail_of(self)
        for field in kept._meta.concrete_fields if kept else ():
            value = getattr(kept, field.attname)
            if field.name not in ("id", "county", "asset") and value not in (None, ""):
                yield field.verbose_name, shown(field, value, {})

    def custom_facts(self):
        """[(label, text)] of what the county keeps besides; of a field not asked here any more, what is left of it."""
        for field in fields_of(self.county_id):
            value, asked = field.of(self), field.is_active and field.concerns(self.subtype)
            if asked or value is not None:
                unit = f" {field.measured_in}" if field.measured_in and value is not None else ""
                why = "" if asked else "（不适用）" if field.is_active else "（已停用）"
                yield field.label + why, field.shown(value) + unit

    def _papers(self):
        """How many photos and papers there are, as a link to the page that shows them: one query."""
        kinds = self.attachments.filter(county_id=self.county_id, removed_reason="").values_list(
            "kind", flat=True
        )
        photos = list(kinds).count(Attachment.Kind.PHOTO)
        text = f"照片 {photos} 张，资料 {len(kinds) - photos} 份"
        return format_html('{}（<a href="{}" target="_blank">查看资产页</a>）', text, self.get_absolute_url())

    @property
    def is_held(self):
        """Frozen: nothing may be built on it until it is released."""
        return bool(self.hold_reason)


class Alias(CountyModel):
    """A number the asset had elsewhere: an old ledger's, the 三资 platform's. Numbers are never re-used or lost."""

    APART = "、,，;； \t\r\n"  # what stands between several numbers; no number has any of it

    asset = CountyKey(Asset, related_name="aliases", verbose_name="资产")
    number = models.CharField("原编号", max_length=60)
    origin = models.CharField("出处", max_length=60, blank=True)

    class Meta:
        verbose_name = "原编号"
        constraints = [
            models.UniqueConstraint(fields=["county", "asset", "number"], name="alias_once"),
        ]
        indexes = [
            HashIndex(fields=["number"], name="alias_number")
        ]  # readers over counties ask by the whole

    def __str__(self):
        return self.number

    @classmethod
    def split(cls, text):
        """The numbers in a text or cell, each once, in order."""
        return list(dict.fromkeys(filter(None, re.split(f"[{cls.APART}]+", text))))


class Attachment(CountyModel):
    """A photo or paper of an asset; who may see the asset may see it."""

    class Kind(models.TextChoices):
        PHOTO = "photo", "现场照片"
        ACCEPTANCE = "acceptance", "验收资料"
        INVOICE = "invoice", "票据凭证"
        AGREEMENT = "agreement", "合同协议"
        OTHER = "other", "其他资料"

    asset = CountyKey(Asset, related_name="attachments", verbose_name="资产")
    document = CountyKey(Document, verbose_name="文件")
    kind = models.CharField("类别", max_length=12, choices=Kind)
    caption = models.CharField("说明", max_length=120, blank=True)
    removed_reason = models.CharField("撤下原因", max_length=500, blank=True, editable=False)

    class Meta:
        verbose_name = "附件"

    def __str__(self):
        return self.caption or self.document.name


class Serial(CountyModel):
    """The last serial given under one prefix of asset numbers; numbers are given once and in order."""

    prefix = models.CharField(max_length=20)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "编号序列"
        constraints = [models.UniqueConstraint(fields=["county", "prefix"], name="serial_prefix_once")]

    def __str__(self):
        return f"{self.prefix}{self.last:04}"


class Summary(CountyModel):
    """Count and value by township, type and state, kept by a trigger, so that a city's totals cost nothing."""

    town_code = models.BigIntegerField(default=0)
    category = models.CharField(max_length=10, choices=Category)
    state = models.CharField(max_length=10, choices=Asset.State)
    n = models.BigIntegerField()
    value = models.DecimalField(max_digits=20, decimal_places=2)

    class Meta:
        verbose_name = "汇总"
        constraints = [
            models.UniqueConstraint(fields=["county", "town_code", "category", "state"], name="summary_once")
        ]

    def __str__(self):
        return f"{self.county_id} {self.category} {self.state}: {self.n}"
