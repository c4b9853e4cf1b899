"""What somebody took out of a register: asked for, made by a job, kept for a day."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from journal.models.documents import Document, StorageKey, storage_key
from journal.models.jobs import Job
from tenancy.models import Appointment, CountyKey, CountyManager, CountyModel, User

KEPT = timedelta(days=1)  # a file that leaves the wall's protection does not lie about (剩余信息保护)


def expiry():
    return timezone.now() + KEPT


class Export(CountyModel):
    """One file for one person, made in one of their posts; nobody else's, and not theirs once the post has ended.

    `query` is the list's address behind the ?, `told` the same in words: they may name people and go with the file.
    `filters` says which filters were used and no more; so does the journal, for good. The county is the post's: a
    city's reader has the city's code here, and the file may hold rows of all its counties. `columns`: the keys of
    those chosen for the current view.
    """

    class Layout(models.TextChoices):
        VIEW = "view", "当前视图"
        ALL = "all", "全部字段"
        LEDGER = "ledger", "正式台账"

    class Format(models.TextChoices):
        XLSX = "xlsx", "Excel 工作簿"
        CSV = "csv", "CSV 表格（UTF-8）"
        CSV_GB = "csv_gb", "CSV 表格（GB18030）"

    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="导出人"
    )
    post = CountyKey(Appointment, verbose_name="岗位")
    resource = models.CharField("内容", max_length=60)
    query = models.CharField("条件", max_length=4000, blank=True)
    told = models.CharField("条件说明", max_length=500, blank=True)
    filters = models.CharField("所用条件", max_length=500, blank=True)
    layout = models.CharField("版式", max_length=8, choices=Layout)
    format = models.CharField("格式", max_length=8, choices=Format)
    columns = models.JSONField("列", default=list)
    name = models.CharField("文件名", max_length=200)
    key = StorageKey(default=storage_key)
    document = CountyKey(Document, null=True, blank=True, verbose_name="文件")
    job = CountyKey(Job, null=True, blank=True, verbose_name="任务")
    rows = models.PositiveIntegerField("行数", default=0)
    created_at = models.DateTimeField("提交时间", auto_now_add=True)
    expires_at = models.DateTimeField("过期时间", default=expiry)
    removed_at = models.DateTimeField("清除时间", null=True, blank=True)

    objects = CountyManager()

    class Meta:
        verbose_name = "导出"
        indexes = [models.Index(fields=["county", "by"], name="export_by")]

    def __str__(self):
        return self.name

    @property
    def is_expired(self):
        return self.removed_at is not None or self.expires_at <= timezone.now()
