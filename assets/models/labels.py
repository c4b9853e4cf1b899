"""Labels that somebody has had drawn, and how far each printer of theirs prints beside the sheet."""

from datetime import timedelta
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone

from journal.models import Document, Job
from journal.models.documents import StorageKey, storage_key
from tenancy.models import Appointment, CountyKey, CountyModel, User

KEPT = timedelta(days=1)
FARTHEST = Decimal(10)  # mm; who is off by more has chosen the wrong sheet


def expiry():
    return timezone.now() + KEPT


def millimetres(label):
    """How far a printer is off, to the tenth."""
    return models.DecimalField(
        label,
        max_digits=4,
        decimal_places=1,
        default=Decimal(0),
        validators=[
            MinValueValidator(-FARTHEST, f"不能小于 -{FARTHEST} 毫米。"),
            MaxValueValidator(FARTHEST, f"不能大于 {FARTHEST} 毫米。"),
        ],
    )


class PrinterOffset(CountyModel):
    """How far one person's printer prints beside the sheet, and the sheet last put into it."""

    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="本人"
    )
    printer = models.CharField("打印机", max_length=40)
    sheet = models.CharField("标签纸", max_length=16)
    x, y = millimetres("向右移（毫米）"), millimetres("向下移（毫米）")
    used_at = models.DateTimeField("最近使用", auto_now=True)

    class Meta:
        verbose_name = "打印机校准"
        constraints = [models.UniqueConstraint(fields=["county", "by", "printer"], name="printer_once")]

    def __str__(self):
        return self.printer


class LabelRun(CountyModel):
    """One file of labels for one person in one of their posts: asked for, drawn by a job, kept for a day.

    The county is the post's. `assets` are ids, in the order of printing.
    """

    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="本人"
    )
    post = CountyKey(Appointment, verbose_name="岗位")
    sheet = models.CharField("标签纸", max_length=16)
    x, y = millimetres("向右移（毫米）"), millimetres("向下移（毫米）")
    start = models.PositiveSmallIntegerField("起始位置", default=1)
    assets = models.JSONField("资产", default=list)
    name = models.CharField("文件名", max_length=200)
    key = StorageKey(default=storage_key)
    document = CountyKey(Document, null=True, blank=True, verbose_name="文件")
    job = CountyKey(Job, null=True, blank=True, verbose_name="后台任务")
    created_at = models.DateTimeField("提交时间", auto_now_add=True)
    expires_at = models.DateTimeField("过期时间", default=expiry)
    removed_at = models.DateTimeField("清除时间", null=True, blank=True)

    class Meta:
        verbose_name = "标签打印"
        indexes = [models.Index(fields=["county", "by"], name="label_run_by")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("assets:label_run", args=[self.pk])

    @property
    def is_expired(self):
        return self.removed_at is not None or self.expires_at <= timezone.now()
