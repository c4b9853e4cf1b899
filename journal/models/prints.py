"""What somebody had printed: asked for, made by the printer's job, kept for a day."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from journal.models.documents import Document, StorageKey, storage_key
from journal.models.exports import expiry
from journal.models.jobs import Job
from tenancy.models import Appointment, CountyKey, CountyModel, User


class Print(CountyModel):
    """One PDF for one person, made in one of their posts; nobody else's, and not theirs once the post has ended.

    `rows`: the ids of the rows it shows, of the kind's model. `parts` of them are rendered and lie on the disk beside
    the file to come: who takes over from a killed printer goes on behind them. `once` is the key under which the same
    person asking again gets the same print; it is given up when the print may be made anew.
    """

    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="打印人"
    )
    post = CountyKey(Appointment, verbose_name="岗位")
    kind = models.CharField("内容", max_length=60)
    rows = models.JSONField("记录", default=list)
    params = models.JSONField("参数", default=dict)
    once = models.CharField("防重键", max_length=120, blank=True, editable=False)
    name = models.CharField("文件名", max_length=200)
    key = StorageKey(default=storage_key)
    document = CountyKey(Document, null=True, blank=True, verbose_name="文件")
    job = CountyKey(Job, null=True, blank=True, verbose_name="任务")
    parts = models.PositiveIntegerField("已排版", default=0, editable=False)
    pages = models.PositiveIntegerField("页数", default=0)
    created_at = models.DateTimeField("提交时间", auto_now_add=True)
    expires_at = models.DateTimeField("过期时间", default=expiry)
    removed_at = models.DateTimeField("清除时间", null=True, blank=True)

    class Meta:
        verbose_name = "打印"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "by", "once"], condition=~Q(once=""), name="print_asked_once"
            )
        ]
        indexes = [models.Index(fields=["county", "by"], name="print_by")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("prints:detail", args=[self.pk])

    @property
    def is_expired(self):
        return self.removed_at is not None or self.expires_at <= timezone.now()

    def part_key(self, number):
        """Where a part lies until the whole is there; number from 0."""
        return f"{self.key}-{number}"
