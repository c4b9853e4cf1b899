"""三（二）Guidance and training of townships and villages by the county's departments."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from assets.models.asset import person
from custody.choices_patrols import Manner, Subject
from journal.models import Document
from tenancy.models import CountyKey, CountyModel, Unit
from tenancy.policy import PermittedManager

MOST = 2000  # more people than any county gathers for a training


class Training(CountyModel):
    """A training that a department held: when, where, by whom, on what, and who came."""

    SEEN_BY_COUNTY = True  # townships and villages see what was held for them

    unit = CountyKey(Unit, verbose_name="组织单位")
    subject = models.CharField("培训内容", max_length=10, choices=Subject)
    manner = models.CharField("培训方式", max_length=8, choices=Manner, default=Manner.CLASS)
    title = models.CharField("培训名称", max_length=80)
    on = models.DateField("培训日期")
    place = models.CharField("培训地点", max_length=80)
    teacher = models.CharField("授课（指导）人", max_length=80)
    content = models.CharField("主要内容", max_length=1000, blank=True)
    sheet = CountyKey(Document, null=True, blank=True, editable=False, verbose_name="签到表")
    made_at, made_by = models.DateTimeField("登记时间", auto_now_add=True), person("登记人")
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = PermittedManager()

    class Meta:
        verbose_name = "指导培训"
        indexes = [models.Index(fields=["county", "-on", "-id"], name="training_day")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("training:training", args=[self.pk])


class Attendance(CountyModel):
    """How many a township, village or department was to send to a training, and how many came."""

    training = CountyKey(Training, related_name="lines", verbose_name="指导培训")
    unit = CountyKey(Unit, verbose_name="参训单位")
    asked = models.PositiveSmallIntegerField(
        "应到人数", validators=[MaxValueValidator(MOST, f"人数不能超过 {MOST} 人。")]
    )
    came = models.PositiveSmallIntegerField(
        "实到人数", validators=[MaxValueValidator(MOST, f"人数不能超过 {MOST} 人。")]
    )

    class Meta:
        verbose_name = "培训到会"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "training", "unit"],
                name="attendance_once",
                violation_error_message="同一单位只填一行。",
            ),
            models.CheckConstraint(
                name="attendance_no_more_than_asked",
                condition=Q(came__lte=F("asked")),
                violation_error_message="实到人数不能多于应到人数。",
            ),
        ]

    def __str__(self):
        return f"{self.unit.name}：{self.came}/{self.asked}"
