"""What a county adds to its ledger: the fields it defines, and the column that keeps their values (decision 009)."""

from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import Value
from django.urls import reverse

from assets.choices import LETTER_CATEGORIES, Category, Subtype
from tenancy import scope
from tenancy.models import CountyKey, CountyModel, Unit
from tenancy.policy import PermittedManager

APART = "、,，;；\n"  # what separates several values in one cell; no option has any of it
_read: ContextVar[dict | None] = ContextVar("custom_fields", default=None)


class CustomField(CountyModel):
    """二（三）A particular of assets that one county keeps besides those everybody keeps."""

    class Kind(models.TextChoices):
        TEXT = "text", "文字"
        LONG = "long", "多行文字"
        INTEGER = "integer", "整数"
        DECIMAL = "decimal", "小数"
        MONEY = "money", "金额（元）"
        DAY = "day", "日期"
        YES_NO = "yes_no", "是否"
        CHOICE = "choice", "单选"
        CHOICES = "choices", "多选"

    unit = CountyKey(Unit, verbose_name="设置单位")
    key = models.CharField("字段代码", max_length=8, editable=False)
    label = models.CharField("字段名称", max_length=20)
    reporting = models.CharField("报表名", max_length=30)
    kind = models.CharField("类型", max_length=8, choices=Kind)
    places = models.PositiveSmallIntegerField(
        "小数位数", default=2, validators=[MaxValueValidator(4, "小数位数应为 0 至 4 位。")]
    )
    unit_word = models.CharField("单位", max_length=8, blank=True)
    help_text = models.CharField("填写说明", max_length=100, blank=True)
    is_required = models.BooleanField("提交审核时必填", default=False)
    applies_to = ArrayField(
        models.CharField(max_length=10, choices=[*Category.choices, *Subtype.choices]),
        verbose_name="适用类型",
        default=list,
        blank=True,
    )
    options = ArrayField(
        models.CharField(
            max_length=30,
            validators=[RegexValidator(f"[{APART}]", "选项中不能有顿号、逗号、分号。", inverse_match=True)],
        ),
        verbose_name="选项",
        default=list,
        blank=True,
    )
    position = models.PositiveIntegerField("顺序", default=0)
    is_active = models.BooleanField("启用", default=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PermittedManager()

    class Meta:
        verbose_name = "自定义字段"
        constraints = [
            models.UniqueConstraint(fields=["county", "key"], name="custom_field_key_once"),
            models.UniqueConstraint(
                fields=["county", "label"],
                condition=models.Q(is_active=True),
                name="custom_field_label_once",
            ),
            models.UniqueConstraint(
                fields=["county", "reporting"],
                condition=models.Q(is_active=True),
                name="custom_field_reporting_once",
            ),
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("assets:field", args=[self.pk])

    def concerns(self, subtype):
        """Whether assets of a subtype (its code) have the field; without any named, all have."""
        return not self.applies_to or bool({subtype, LETTER_CATEGORIES.get(subtype[:1])} & {*self.applies_to})

    @property
    def subtypes(self):
        """The codes of the subtypes it concerns."""
        return [subtype.value for subtype in Subtype if self.concerns(subtype)]

    @property
    def concerned(self):
        """The types and subtypes it concerns, as words; "" where it concerns all."""
        names = dict([*Category.choices, *Subtype.choices])
        return "、".join(names.get(code, code) for code in self.applies_to)

    @property
    def is_number(self):
        return self.kind in (self.Kind.INTEGER, self.Kind.DECIMAL, self.Kind.MONEY)

    @property
    def decimals(self):
        """How many decimals its numbers have: yuan have fen."""
        return {self.Kind.MONEY: 2, self.Kind.DECIMAL: self.places}.get(self.kind, 0)

    @property
    def measured_in(self):
        """The word behind its values: 人, 元, or none."""
        return "元" if self.kind == self.Kind.MONEY else self.unit_word

    def of(self, asset):
        """Its value at an asset, as the column keeps it; None where nothing was said."""
        return asset.custom.get(self.key)

    def shown(self, value, absent="—"):
        """A kept value as people read it, without its unit; whatever was kept, it can be shown."""
        if value is None:
            return absent
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, list):
            return "、".join(map(str, value))
        if self.is_number:
            return f"{Decimal(str(value)):,f}"
        return str(value)


class CustomValues(models.JSONField):
    """{key of a CustomField: value} of one asset: texts, whole numbers, truth, lists of options.

    Amounts, other decimals and days are texts ("1200.00", "2020-09-20"): JSON has no exact numbers and no days.
    """

    def __init__(self, *args, **options):
        super().__init__(*args, **options | {"default": dict, "db_default": Value({}, models.JSONField())})

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        return name, path, args, {k: v for k, v in options.items() if k not in ("default", "db_default")}

    @staticmethod
    def told(county, old, new):
        """[(label, old text, new text)] of what changed between two values of the column, in the fields' order.

        `old` is None for a new row, of which only what was filled in is told.
        """
        for field in fields_of(county):
            was, now = ((row or {}).get(field.key) for row in (old, new))
            if was != now:
                yield (
                    field.label,
                    "" if old is None else field.shown(was, "（空）"),
                    field.shown(now, "（空）"),
                )


def fields_of(county):
    """The fields of a county (its code), in order, those in use before those retired; read once a request."""
    known = _read.get()
    if not county:
        return []
    key = scope.current(), county
    if known is not None and key in known:
        return known[key]
    rows = CustomField.objects.filter(county_id=county).select_related("unit")
    found = list(rows.order_by("-is_active", "position", "pk"))
    if known is not None:
        known[key] = found
    return found


def forget():
    """What was read is read anew: a field has changed."""
    if (known := _read.get()) is not None:
        known.clear()


@contextmanager
def read_once():
    """Inside, the fields of a county are asked of the database once, until one changes."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)
