"""三（二）Guidance and training of townships and villages by the county's departments."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from assets.models.asset import instant, person
from custody.choices_patrols import Manner, Subject
from journal.models import Document
from tenancy.models import CountyKey, CountyModel, Unit
from tenancy.policy import PermittedManager

MOST = 2000  # more people than any county gathers for a training


class Training(CountyModel):
    """A training that a department held: when, where, by whom, on what, and who came."""

    class State(models.TextChoices):
        VALID = "valid", "有效"
        VOID = "void", "已作废"

    SEEN_BY_COUNTY = True  # townships and villages see what was held for them

    unit = CountyKey(Unit, verbose_name="组织单位")
    state = models.CharField("状态", max_length=8, choices=State, default=State.VALID, editable=False)
    subject = models.CharField("培训内容", max_length=10, choices=Subject)
    manner = models.CharField("培训方式", max_length=8, choices=Manner, default=Manner.CLASS)
    title = models.CharField("培训名称", max_length=80)
    on = models.DateField("培训日期")
    place = models.CharField("培训地点", max_length=80)
    teacher = models.CharField("授课（指导）人", max_length=80)
    content = models.CharField("主要内容", max_length=1000, blank=True)
    sheet = CountyKey(Document, null=True, blank=True, editable=False, verbose_name="签到表")
    made_at, made_by = models.DateTimeField("登记时间", auto_now_add=True), person("登记人")
    void_reason = models.CharField("作废原因", max_length=500, blank=True, editable=False)
    voided_at, voided_by = instant("作废时间"), person("作废办理人")
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = PermittedManager()

    class Meta:
        verbose_name = "指导培训"
        constraints = [
            models.CheckConstraint(
                name="training_void_in_full_or_not_at_all",
                condition=Q(state="valid", voided_at=None, voided_by=None, void_reason="")
                | Q(state="void", voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason=""),
            ),
        ]
        indexes = [models.Index(fields=["county", "-on", "-id"], name="training_day")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("training:training", args=[self.pk])

    @classmethod
    def list_url(cls, state):
        """The list of trainings in one state."""
        return f"{reverse('training:list')}?state={state}"

    def facts(self):
        """[(label, text)] of what was held: shown on its page, and before it is declared void."""
        return [
            ("培训名称", self.title),
            ("培训内容", self.get_subject_display()),
            ("培训方式", self.get_manner_display()),
            ("培训日期", str(self.on)),
            ("培训地点", self.place),
            ("授课（指导）人", self.teacher),
            ("组织单位", self.unit.name),
            ("主要内容", self.content or "—"),
        ]


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
