"""二（一）2016 年以前形成的资产: the record of its tracing, without which it does not enter the managed ledger."""

from django.db import models

from assets.choices import Status
from assets.models.asset import Asset
from tenancy.models import CountyKey, CountyModel


class Tracing(CountyModel):
    """二（一）What could be found out about an asset from before 2016: what, from whom, its state today, its title."""

    class Title(models.TextChoices):
        """厘清权属关系: how far it is known whose the asset is."""

        CLEAR = "clear", "权属清楚"
        PARTLY = "partly", "部分厘清，仍有待查"
        UNCLEAR = "unclear", "权属不清，须报县级人民政府确定"

    asset = CountyKey(Asset, related_name="tracings", verbose_name="资产")
    known = models.CharField("已查明的情况", max_length=500)
    informants = models.CharField("情况来源", max_length=200)
    status = models.CharField("目前状态", max_length=20, choices=Status)
    status_note = models.CharField("状态说明", max_length=300, blank=True)
    title = models.CharField("权属查证", max_length=8, choices=Title)
    title_note = models.CharField("权属依据", max_length=300)
    traced_on = models.DateField("清查日期")
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        verbose_name = "追溯登记"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "asset"],
                name="tracing_once",
                violation_error_message="此资产已有追溯登记，请在原记录上更正。",
            ),
        ]

    def __str__(self):
        return f"追溯登记第 {self.pk} 号"
