"""How people look at the ledger: filters they keep, columns they chose, and what they are about to do to many rows."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from journal.models import Job
from tenancy.models import CountyKey, CountyModel, Unit, User


def whose(label):
    return models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=label
    )


class SavedFilter(CountyModel):
    """A filter of the ledger with a name, for its owner or for others as well."""

    class Sharing(models.TextChoices):
        ME = "me", "仅自己"
        UNIT = "unit", "本单位人员"
        COUNTY = "county", "全县（市、区）人员"

    owner = whose("建立人")
    unit = CountyKey(Unit, verbose_name="单位")
    name = models.CharField("名称", max_length=30)
    query = models.CharField("条件", max_length=2000, blank=True)
    sharing = models.CharField("共享", max_length=6, choices=Sharing, default=Sharing.ME)
    is_default = models.BooleanField("默认使用", default=False)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    class Meta:
        verbose_name = "常用筛选"
        constraints = [
            models.UniqueConstraint(fields=["county", "owner", "name"], name="saved_filter_name_once"),
            models.UniqueConstraint(
                fields=["county", "owner"], name="saved_filter_default_once", condition=Q(is_default=True)
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The list with this filter at work."""
        return f"{reverse('assets:list')}?filter={self.pk}"


class ColumnChoice(CountyModel):
    """The columns a person wants to see in the ledger, in their order."""

    owner = whose("人员")
    keys = models.JSONField("列", default=list)

    class Meta:
        verbose_name = "显示的列"
        constraints = [models.UniqueConstraint(fields=["county", "owner"], name="column_choice_once")]

    def __str__(self):
        return "、".join(self.keys)


class Bulk(CountyModel):
    """An act that a person wants to do to many assets: looked at first, then confirmed, then done.

    act     the name of a transition, or "assets.amend"; values {attribute: value} of the latter
    query   the list's filter where everything that passes is meant; said: how many the list told
    worth   the original value, in yuan, of the rows it can be done to
    digest  of what was looked at: the act, its values, the rows and their versions
    """

    class State(models.TextChoices):
        CHOOSING = "choosing", "待填写"
        LOOKING = "looking", "核对中"
        CHECKED = "checked", "待确认"
        RUNNING = "running", "办理中"
        DONE = "done", "已办理"

    by = whose("办理人")
    act = models.CharField("事项", max_length=60)
    values = models.JSONField("更正内容", default=dict)
    state = models.CharField("状态", max_length=8, choices=State, default=State.CHECKED)
    query = models.CharField("条件", max_length=2000, blank=True)
    said = models.PositiveIntegerField("列表所示项数", null=True)
    missing = models.PositiveIntegerField("未计入项数", default=0)
    digest = models.CharField("所见内容摘要", max_length=64, default="", blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    total = models.PositiveIntegerField("项数", default=0)
    able = models.PositiveIntegerField("可以办理", default=0)
    worth = models.DecimalField("原值", max_digits=20, decimal_places=2, default=0)
    job = CountyKey(Job, null=True, blank=True, verbose_name="后台任务")
    created_at = models.DateTimeField("建立时间", default=timezone.now)

    class Meta:
        verbose_name = "批量办理"
        indexes = [models.Index(fields=["county", "by", "id"], name="bulk_by")]

    def __str__(self):
        return self.act

    def get_absolute_url(self):
        return reverse("assets:bulk", args=[self.pk])


class BulkRow(CountyModel):
    """One asset of a bulk act: as it was seen, and what became of it. It does not hold the asset in the ledger.

    seen    the hash of all the asset said when it was looked at; "" where nobody has looked yet
    """

    class Outcome(models.TextChoices):
        ABLE = "able", "可以办理"
        UNABLE = "unable", "不能办理"
        DONE = "done", "已办理"
        REFUSED = "refused", "未办理"

    bulk = CountyKey(Bulk, related_name="rows", verbose_name="批量办理")
    asset_id = models.BigIntegerField("资产")
    seen = models.CharField("所见内容摘要", max_length=64)
    outcome = models.CharField("结果", max_length=7, choices=Outcome)
    sentence = models.CharField("说明", max_length=1000, blank=True)

    class Meta:
        verbose_name = "批量办理的资产"
        constraints = [models.UniqueConstraint(fields=["county", "bulk", "asset_id"], name="bulk_row_once")]
        indexes = [models.Index(fields=["county", "bulk", "outcome", "asset_id"], name="bulk_row_outcome")]

    def __str__(self):
        return f"{self.asset_id}: {self.get_outcome_display()}"
