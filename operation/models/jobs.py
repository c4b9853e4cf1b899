"""二（六）优先选择当地贫困劳动力: whom an operator gave work, for how long, for which wages."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from assets.models import Household
from assets.models.project import money, year
from operation.choices import Category
from operation.models.agreements import Agreement
from tenancy import persons
from tenancy.models import CountyKey, CountyModel, Unit
from tenancy.policy import PermittedManager


class LocalJob(CountyModel):
    """One person's work of one year under an agreement: whoever may see households reads who it is."""

    SEEN_WITH = "view_households"

    unit = CountyKey(Unit, verbose_name="填报单位")
    agreement = CountyKey(Agreement, related_name="jobs", verbose_name="经营协议")
    household = CountyKey(Household, null=True, blank=True, verbose_name="所在户")
    worker = models.CharField("务工人员", max_length=40)
    category = models.CharField("人员类别", max_length=12, choices=Category)
    work = models.CharField("岗位", max_length=60)
    year = year("年度")
    months = models.PositiveSmallIntegerField("务工月数")
    wages = money("劳务报酬（元）")
    is_void = models.BooleanField("已作废", default=False, editable=False)
    void_reason = models.CharField("作废原因", max_length=500, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    batch_id = models.BigIntegerField(null=True, editable=False)
    created_at = models.DateTimeField("登记时间", auto_now_add=True)

    objects = PermittedManager()

    class Meta:
        verbose_name = "带动就业"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "agreement", "worker", "year", "work"],
                condition=Q(is_void=False),
                name="local_job_once",
                violation_error_message="此人本年度在该岗位的务工已经登记过。",
            ),
            models.CheckConstraint(
                name="local_job_months_of_a_year",
                condition=Q(months__gte=1, months__lte=12),
                violation_error_message="务工月数须在 1 至 12 之间。",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "year", "id"], name="local_job_year"),
            models.Index(
                fields=["county", "batch_id"], name="local_job_batch", condition=Q(batch_id__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{persons.mask_name(self.worker)} · {self.year}年{self.work}"

    def get_absolute_url(self):
        return reverse("operation:job", args=[self.pk])
