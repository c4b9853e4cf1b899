"""二（四）界定结果由县级人民政府确定的部门审核: which department, for what, by which paper."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from ownership.choices import Subject
from tenancy.models import CountyKey, CountyModel, Unit, User
from tenancy.policy import PermittedManager


class Reviewer(CountyModel):
    """A department the county named to review what was determined of one sort of assets, until another is named."""

    unit = CountyKey(Unit, verbose_name="审核部门")
    subject = models.CharField("审核范围", max_length=10, choices=Subject)
    source = models.CharField("依据文件", max_length=120)
    named_at = models.DateTimeField("指定时间", auto_now_add=True)
    named_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="指定人"
    )
    ended_at = models.DateTimeField("停止时间", null=True, blank=True)

    objects = PermittedManager()

    class Meta:
        verbose_name = "确权审核部门"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "subject"], condition=Q(ended_at=None), name="reviewer_once"
            )
        ]

    def __str__(self):
        return f"{self.get_subject_display()}的审核部门：{self.unit}"

    def get_absolute_url(self):
        """The page that names them all."""
        return reverse("ownership:reviewers")
