"""What must be done by a day, who was reminded of it and when, and the letters about it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from tenancy.models import CountyKey, CountyModel, Unit, User
from tenancy.policy import PermittedManager


class Deadline(CountyModel):
    """A row of some register has to be dealt with by a day. Set and cleared by actions; moved, it is another row.

    Not journaled: the act that sets or clears it is, and here stands who did. `table` and `row_id` name the row,
    `subject` is what it was called when the day was set.
    """

    kind = models.CharField("事项", max_length=60)
    table = models.CharField("登记簿", max_length=60)
    row_id = models.BigIntegerField("记录")
    unit = CountyKey(Unit, verbose_name="单位")
    subject = models.CharField("对象", max_length=200)
    due_on = models.DateField("到期日")
    basis = models.CharField("依据", max_length=300)
    set_at = models.DateTimeField("设定时间", default=timezone.now)
    set_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="设定人"
    )
    cleared_at = models.DateTimeField("办结时间", null=True)
    cleared_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="办结人"
    )

    objects = PermittedManager()

    class Meta:
        verbose_name = "期限"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "table", "row_id", "kind"],
                condition=Q(cleared_at=None),
                name="deadline_open_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["county", "due_on", "id"], condition=Q(cleared_at=None), name="deadline_open_due"
            )
        ]

    def __str__(self):
        return self.subject


class Reminder(CountyModel):
    """One person was told once that a deadline is so many days away (`step`; below 0: days gone by)."""

    deadline = CountyKey(Deadline, related_name="reminders", verbose_name="期限")
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="提醒对象"
    )
    step = models.SmallIntegerField("提前天数")
    sent_on = models.DateField("提醒日")
    read_at = models.DateTimeField("阅读时间", null=True)

    class Meta:
        verbose_name = "期限提醒"
        constraints = [
            models.UniqueConstraint(fields=["county", "deadline", "user", "step"], name="reminder_once"),
        ]
        indexes = [
            models.Index(fields=["county", "user", "sent_on"], name="reminder_of"),
            models.Index(fields=["county", "user"], condition=Q(read_at=None), name="reminder_unread"),
        ]

    def __str__(self):
        return f"{self.deadline_id} → {self.user_id}（{self.step}）"


class Digest(CountyModel):
    """One letter to one person with the reminders of one day; it is owed until it is sent."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="收件人"
    )
    on = models.DateField("提醒日")
    sent_at = models.DateTimeField("发送时间", null=True)

    class Meta:
        verbose_name = "提醒邮件"
        constraints = [models.UniqueConstraint(fields=["county", "user", "on"], name="digest_once")]
        indexes = [models.Index(fields=["county", "on"], condition=Q(sent_at=None), name="digest_owed")]

    def __str__(self):
        return f"{self.user_id}：{self.on}"
