"""二（五）Somebody went and looked at an asset: when, in what condition it was, with photos and a position."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from assets.models import Asset
from assets.models.asset import instant, person
from custody.choices_patrols import Condition, Stage
from custody.models.repairs import Repair
from journal.models import Document
from tenancy.models import CountyKey, CountyModel, Unit
from tenancy.policy import PermittedManager


def degrees(label, digits, least, most):
    """A coordinate to the sixth decimal; outside China it is a slip."""
    sentence = f"{label}应在 {least} 至 {most} 之间。"
    return models.DecimalField(
        label,
        max_digits=digits,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(least, sentence), MaxValueValidator(most, sentence)],
    )


class Patrol(CountyModel):
    """One look at one asset. It counts unless a reviewer has said, with a reason, that it does not."""

    class State(models.TextChoices):
        VALID = "valid", "有效"
        VOID = "void", "不予认可"

    INVOLVED = ("asset__implementing_dept_id", "asset__supervising_dept_id")

    unit = CountyKey(Unit, verbose_name="持有单位")
    asset = CountyKey(Asset, verbose_name="资产")
    client_id = models.UUIDField("登记标识", editable=False)
    state = models.CharField("认定", max_length=8, choices=State, default=State.VALID, editable=False)
    on = models.DateField("巡查日期")
    condition = models.CharField("巡查结果", max_length=10, choices=Condition)
    note = models.CharField("情况说明", max_length=300, blank=True)
    longitude = degrees("经度", 9, 73, 136)
    latitude = degrees("纬度", 8, 3, 54)
    accuracy = models.PositiveIntegerField("定位误差（米）", null=True, blank=True)
    repair = CountyKey(Repair, null=True, blank=True, editable=False, verbose_name="维修单")
    made_at, made_by = models.DateTimeField("登记时间", auto_now_add=True), person("巡查人")
    void_reason = models.CharField("不予认可的原因", max_length=500, blank=True, editable=False)
    voided_at, voided_by = instant("不予认可时间"), person("不予认可办理人")
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = PermittedManager()

    class Meta:
        verbose_name = "巡查记录"
        constraints = [
            models.UniqueConstraint(fields=["county", "client_id"], name="patrol_post_once"),
            models.CheckConstraint(
                name="patrol_position_in_full_or_not_at_all",
                condition=Q(longitude=None, latitude=None, accuracy=None)
                | Q(longitude__isnull=False, latitude__isnull=False),
            ),
            models.CheckConstraint(
                name="patrol_void_in_full_or_not_at_all",
                condition=Q(state="valid", voided_at=None, voided_by=None, void_reason="")
                | Q(state="void", voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason=""),
            ),
            models.CheckConstraint(
                name="patrol_voided_by_another",
                condition=Q(voided_by=None) | ~Q(voided_by=F("made_by")),
                violation_error_message="巡查记录须由巡查人以外的人认定。",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "asset", "-on"], condition=Q(state="valid"), name="patrol_last"),
            models.Index(fields=["county", "-on", "-id"], name="patrol_day"),
        ]

    def __str__(self):
        return f"{self.asset.name}（{self.on}）"

    def get_absolute_url(self):
        return reverse("patrols:patrol", args=[self.pk])

    @classmethod
    def list_url(cls, state):
        """The list of patrols in one state."""
        return f"{reverse('patrols:list')}?state={state}"

    def facts(self):
        """[(label, text)] that whoever judges it must have before their eyes."""
        return [
            ("资产名称", self.asset.name),
            ("巡查日期", str(self.on)),
            ("巡查人", str(self.made_by or "—")),
            ("巡查结果", self.get_condition_display()),
            ("情况说明", self.note or "—"),
        ]


class SpotPhoto(CountyModel):
    """A photo taken on the spot, of a patrol or of a repair, with where it was taken and which earlier one it is like.

    `twin` is that earlier photo, `bits` by how many of 64 the two looks differ: found when the photo came in.
    """

    patrol = CountyKey(Patrol, null=True, blank=True, related_name="photos", verbose_name="巡查记录")
    repair = CountyKey(Repair, null=True, blank=True, related_name="photos", verbose_name="维修单")
    stage = models.CharField("照片类别", max_length=8, choices=Stage)
    document = CountyKey(Document, verbose_name="照片")
    longitude = degrees("经度", 9, 73, 136)
    latitude = degrees("纬度", 8, 3, 54)
    accuracy = models.PositiveIntegerField("定位误差（米）", null=True, blank=True)
    twin = CountyKey("self", null=True, blank=True, editable=False, verbose_name="相似的照片")
    bits = models.PositiveSmallIntegerField("相差位数", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "现场照片"
        constraints = [
            models.CheckConstraint(
                name="spot_photo_of_something",
                condition=Q(patrol__isnull=False) | Q(repair__isnull=False),
                violation_error_message="照片须属于一次巡查或一张维修单。",
            ),
            models.CheckConstraint(
                name="spot_photo_twin_in_full_or_not_at_all",
                condition=Q(twin=None, bits=None) | Q(twin__isnull=False, bits__isnull=False),
            ),
        ]

    def __str__(self):
        return self.document.name

    @property
    def position(self):
        """(longitude, latitude, accuracy in metres), or None."""
        return None if self.longitude is None else (self.longitude, self.latitude, self.accuracy or 0)
