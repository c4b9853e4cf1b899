"""Staged rows of an import: checked in the database before a single one is written."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from journal.models.documents import Document
from journal.models.entries import Change
from journal.models.jobs import Job
from tenancy.models import CountyKey, CountyModel, Unit, User
from tenancy.policy import PermittedManager

KEPT = timedelta(days=1)  # what is staged holds people's data: it does not outlive the work (剩余信息保护)


def expiry():
    return timezone.now() + KEPT


class ImportBatch(CountyModel):
    """One uploaded workbook on its way into the register.

    What it quotes of the workbook (title, columns, mapping, kinds of faults), the file and its name are there until
    `expires_at`; `cleared_at` says since when they are not. What was written is known by the journal.
    """

    class State(models.TextChoices):
        READING = "reading", "读取中"
        UPLOADED = "uploaded", "待核对列"
        CHECKING = "checking", "检查中"
        CHECKED = "checked", "待确认"
        WRITING = "writing", "写入中"
        WRITTEN = "written", "已导入"
        UNDOING = "undoing", "撤销中"
        UNDONE = "undone", "已撤销"
        EXPIRED = "expired", "已过期"

    resource = models.CharField(max_length=60)
    unit = CountyKey(Unit, verbose_name="登记单位")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    document = CountyKey(Document, verbose_name="文件")
    state = models.CharField("状态", max_length=10, choices=State, default=State.UPLOADED)
    sheet = models.CharField("工作表", max_length=80, blank=True)
    title = models.CharField("表名", max_length=300, blank=True)
    money_unit = models.CharField("金额单位", max_length=4, blank=True)
    columns = models.JSONField("列", default=list)
    mapping = models.JSONField("对应关系", default=dict)
    total = models.PositiveIntegerField("行数", default=0)
    wrong = models.PositiveIntegerField("错误行", default=0)
    doubtful = models.PositiveIntegerField("提示行", default=0)
    counts = models.JSONField("各类行数", default=dict)
    written = models.PositiveIntegerField("写入行", default=0)
    entry_id = models.BigIntegerField("操作记录", null=True, editable=False)
    digest = models.CharField("核对结果摘要", max_length=64, blank=True)
    reason = models.CharField("导入说明", max_length=200, blank=True)
    job = CountyKey(Job, null=True, blank=True)
    marking = CountyKey(Job, null=True, blank=True, verbose_name="差错表任务")
    created_at = models.DateTimeField("上传时间", auto_now_add=True)
    expires_at = models.DateTimeField("过期时间", default=expiry)
    cleared_at = models.DateTimeField("清除时间", null=True, editable=False)

    objects = PermittedManager()

    class Meta:
        verbose_name = "导入批次"

    def __str__(self):
        """By its number: what a file is called may be a person's name, and the journal keeps this for good."""
        return f"第 {self.pk} 批"

    def clear(self):
        """Take away what is quoted of the workbook; numbers and the hash of what was seen stay. Saves the row."""
        numbers = {key: count for key, count in self.counts.items() if isinstance(count, int)}
        self.title, self.sheet, self.columns, self.mapping, self.counts = "", "", [], {}, numbers
        self.save()

    def touched(self, model):
        """The ids of the rows of a registry model that its writing made or changed, as a query."""
        told = Change.objects.filter(county_id=self.county_id, entry_id=self.entry_id)
        return told.filter(table=model._meta.db_table).values("row_id")

    def wrote(self, rows, resource, action=""):
        """Those of a queryset of a registry's rows that it made (`action` new), changed (update), or either.

        `resource`: the name under which such rows are imported.
        The journal knows what it changed, the staged rows what an update was about; they may have been cleared.
        """
        made = models.Q(batch_id=self.pk)
        if action == ImportRow.Action.NEW or not self.counts.get(ImportRow.Action.UPDATE):
            return rows.none() if action == ImportRow.Action.UPDATE else rows.filter(made)
        changed = models.Q(pk__in=self.touched(rows.model))
        if resource == self.resource:
            about = self.rows.filter(action=ImportRow.Action.UPDATE, is_wrong=False)
            changed |= models.Q(pk__in=about.values("subject_id"))
        rows = rows.filter(county_id=self.county_id)
        return rows.filter(changed).exclude(made) if action else rows.filter(made | changed)


class ImportRow(CountyModel):
    """One row of the workbook: the cells as they stood, what they mean, and what is wrong with them.

    cells        texts as read, never changed; marks: {position: "formula" | "uncached" | "imprecise"}
    mends        {position: text} a person put in place of a cell; answers: {question: the option a person chose}
    values       what will be written, by part; differences: [{key, label, old, new}] of an update of `subject_id`
    faults       [{column, cell, level, text}, …] (journal/imports/lines.py)
    is_checked   whether all of this holds for the cells, mends and answers as they are now
    """

    class Action(models.TextChoices):
        NEW = "new", "新增"
        UPDATE = "update", "更新"
        SAME = "same", "无变化"
        DUPLICATE = "duplicate", "重复"
        OTHER = "other", "另行登记"
        SKIP = "skip", "不导入"

    batch = CountyKey(ImportBatch, related_name="rows")
    number = models.PositiveIntegerField("行号")
    cells = models.JSONField(default=list, db_default=[])
    marks = models.JSONField(default=dict, db_default={})
    mends = models.JSONField(default=dict, db_default={})
    answers = models.JSONField(default=dict, db_default={})
    values = models.JSONField(default=dict, db_default={})
    action = models.CharField("办理", max_length=9, choices=Action, default=Action.NEW, db_default=Action.NEW)
    subject_id = models.BigIntegerField(null=True)
    differences = models.JSONField(default=list, db_default=[])
    faults = models.JSONField(default=list, db_default=[])
    is_wrong = models.BooleanField(default=False, db_default=False)
    is_doubtful = models.BooleanField(default=False, db_default=False)
    is_checked = models.BooleanField(default=False, db_default=False)

    class Meta:
        verbose_name = "导入行"
        constraints = [
            models.UniqueConstraint(fields=["county", "batch", "number"], name="import_row_once"),
        ]

    def __str__(self):
        return f"第 {self.number} 行"


class ColumnMemory(CountyModel):
    """Which column a unit's people took a header for, so that the next workbook of that layout needs no asking."""

    resource = models.CharField("内容", max_length=60)
    unit = CountyKey(Unit, verbose_name="登记单位")
    header = models.CharField("列名", max_length=120)
    key = models.CharField("字段", max_length=60, blank=True)
    used_at = models.DateTimeField("最近使用", auto_now=True)

    class Meta:
        verbose_name = "列对应记忆"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "unit", "resource", "header"], name="column_memory_once"
            ),
        ]

    def __str__(self):
        return f"{self.header} → {self.key}"
