"""Entries and changes: written once, sealed, read as sentences. The rules are held by migration 0002."""

from django.db import models
from django.db.models.functions import Now

from tenancy.models import CountyKey, CountyManager, CountyModel, User


class EntryQuerySet(models.QuerySet):
    def about(self, subject):
        """The entries whose subject is this row, newest first."""
        return self.filter(
            county_id=subject.county_id, subject_type=subject._meta.label_lower, subject_id=subject.pk
        ).order_by("-pk")

    def about_any(self, subjects):
        """The entries whose subject is one of these rows of one table and county (at least one row)."""
        return self.filter(
            county_id=subjects[0].county_id,
            subject_type=subjects[0]._meta.label_lower,
            subject_id__in=[subject.pk for subject in subjects],
        )


class Entry(CountyModel):
    """An act: who, with the name and post of that day, did what to which row, when and why.

    No key to its subject: the journal never stands in the way of the rows it tells of. `at` and `tx` are set by
    the database.
    """

    OF_CITIES_TOO = True

    at = models.DateTimeField("时间", db_default=Now())
    tx = models.BigIntegerField(db_default=0)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    by_name = models.CharField("姓名", max_length=40)
    post = models.CharField("岗位", max_length=120)
    act = models.CharField("事项", max_length=60)
    label = models.CharField("事项名称", max_length=40)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    subject_name = models.CharField("对象", max_length=200)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20, blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    seen = models.CharField("所见内容摘要", max_length=64, blank=True)
    job_id = models.BigIntegerField(null=True, blank=True)

    objects = CountyManager.from_queryset(EntryQuerySet)()

    class Meta:
        verbose_name = "操作记录"
        indexes = [
            models.Index(fields=["county", "subject_type", "subject_id"], name="entry_subject"),
            models.Index(fields=["county", "tx"], name="entry_tx"),
        ]

    def __str__(self):
        return f"{self.by_name} {self.label} {self.subject_name}"


class Change(CountyModel):
    """What an act did to one row of the registry: written by a trigger, never by the application."""

    class Op(models.TextChoices):
        INSERT = "+", "新增"
        UPDATE = "~", "修改"
        DELETE = "-", "删除"

    entry = CountyKey(Entry, related_name="changes")
    tx = models.BigIntegerField()
    table = models.CharField(max_length=63)
    op = models.CharField(max_length=1, choices=Op)
    row_id = models.BigIntegerField()
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)

    class Meta:
        verbose_name = "数据变动"
        indexes = [models.Index(fields=["county", "table", "row_id"], name="change_row")]

    def __str__(self):
        return f"{self.get_op_display()} {self.table} {self.row_id}"


class Seal(CountyModel):
    """A link of a county's chain: the digest of all entries and changes of the transactions from one to the next.

    `form` says how it was reckoned (migrations/sealing_in_pieces.sql).
    """

    at = models.DateTimeField()
    from_tx = models.BigIntegerField()
    to_tx = models.BigIntegerField()
    entries = models.IntegerField()
    previous = models.BinaryField(null=True)
    digest = models.BinaryField()
    form = models.SmallIntegerField(default=2, db_default=2)

    class Meta:
        verbose_name = "封存"
        constraints = [
            models.UniqueConstraint(fields=["county", "from_tx"], name="seal_no_fork"),
        ]

    def __str__(self):
        return bytes(self.digest).hex()
