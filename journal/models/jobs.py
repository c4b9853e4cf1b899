"""Work that is owed: a row first, a message second."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from tenancy.models import CountyModel, User


class Job(CountyModel):
    """A piece of background work. Written in the transaction that causes it; Redis only carries its id.

    `post` is the name of the post it was asked for in, `appointment_id` that post; None where nobody worked in one.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "排队中"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "未完成"

    kind = models.CharField("类别", max_length=60)
    key = models.CharField(max_length=120)
    label = models.CharField("事项", max_length=120)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.CharField("岗位", max_length=120, blank=True)
    appointment_id = models.BigIntegerField("任职", null=True, editable=False)
    params = models.JSONField(default=dict)
    state = models.CharField("状态", max_length=8, choices=State, default=State.QUEUED)
    progress = models.PositiveIntegerField("已完成", default=0)
    total = models.PositiveIntegerField("总数", default=0)
    message = models.CharField("说明", max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField("提交时间", default=timezone.now)
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField("完成时间", null=True)

    class Meta:
        verbose_name = "后台任务"
        constraints = [
            models.UniqueConstraint(fields=["county", "key"], name="job_once"),
            models.CheckConstraint(
                name="job_finished_when_over",
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | Q(state__in=["queued", "running"], finished_at=None),
            ),
        ]
        indexes = [models.Index(fields=["county", "state"], name="job_state")]

    def __str__(self):
        return self.label

    @property
    def is_over(self):
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def percent(self):
        return 100 if self.state == self.State.DONE else self.progress * 100 // (self.total or 1)
