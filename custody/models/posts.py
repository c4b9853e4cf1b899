"""二（五）Public-welfare posts (公益岗位): what is done, by how many, for how much, and for which assets."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from assets.models import Asset
from assets.models.asset import instant, person
from assets.models.project import money
from assets.models.registers import region
from custody.posts.choices import Money, Payer, Per, PostKind
from tenancy.models import CountyKey, CountyModel, Unit
from tenancy.policy import PermittedManager

MOST_PLACES = 200


class WelfarePost(CountyModel):
    """A public-welfare post of a village: what is done, by how many, for how much, from when to when."""

    unit = CountyKey(Unit, verbose_name="设岗单位")
    village = region("村（社区）")
    kind = models.CharField("岗位类别", max_length=10, choices=PostKind)
    name = models.CharField("岗位名称", max_length=60)
    duties = models.CharField("岗位职责", max_length=500, blank=True)
    places = models.PositiveSmallIntegerField(
        "岗位人数",
        default=1,
        validators=[
            MinValueValidator(1, "岗位人数至少 1 人。"),
            MaxValueValidator(MOST_PLACES, f"岗位人数不应超过 {MOST_PLACES} 人，请核对。"),
        ],
    )
    pay = money("补贴标准（元）")
    per = models.CharField("计发周期", max_length=5, choices=Per, default=Per.MONTH)
    payer = models.CharField("发放方", max_length=10, choices=Payer)
    funds = models.CharField("补贴资金来源", max_length=10, choices=Money)
    from_on = models.DateField("设岗起始日期")
    to_on = models.DateField("设岗截止日期")
    remark = models.CharField("备注", max_length=300, blank=True)
    closed_reason = models.CharField("撤岗原因", max_length=500, blank=True, editable=False)
    closed_at, closed_by = instant("撤岗时间"), person("撤岗办理人")
    version = models.PositiveIntegerField(default=1, editable=False)
    batch_id = models.BigIntegerField(null=True, editable=False)
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = PermittedManager()

    class Meta:
        verbose_name = "公益岗位"
        constraints = [
            models.CheckConstraint(
                name="welfare_post_ends_after_it_begins",
                condition=Q(to_on__gte=F("from_on")),
                violation_error_message="设岗截止日期不能早于起始日期。",
            ),
            models.CheckConstraint(
                name="welfare_post_is_for_somebody",
                condition=Q(places__gte=1, places__lte=MOST_PLACES, pay__gte=0),
                violation_error_message="岗位人数至少 1 人，补贴标准不能为负数。",
            ),
            models.CheckConstraint(
                name="welfare_post_lies_in_its_county",
                condition=Q(county=F("village") / 1000000),
                violation_error_message="所选村（社区）不属于本县，请重新选择。",
            ),
            models.CheckConstraint(
                name="welfare_post_closed_in_full_or_not_at_all",
                condition=Q(closed_reason="", closed_at=None, closed_by=None)
                | (~Q(closed_reason="") & Q(closed_at__isnull=False, closed_by__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["county", "village", "id"], name="welfare_post_village"),
            models.Index(
                fields=["county", "batch_id"], name="welfare_post_batch", condition=Q(batch_id__isnull=False)
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("posts:post", args=[self.pk])

    @property
    def pay_text(self):
        """The standard as people read it: 每月 500.00 元."""
        return f"{self.get_per_display()} {self.pay:,.2f} 元"


class PostAsset(CountyModel):
    """An asset that the holders of a post look after; the duty for it, whoever bears it, is read from the asset."""

    post = CountyKey(WelfarePost, related_name="assets", verbose_name="公益岗位")
    asset = CountyKey(Asset, verbose_name="资产")

    class Meta:
        verbose_name = "岗位看护的资产"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "post", "asset"],
                name="post_asset_once",
                violation_error_message="此资产已列入本岗位。",
            )
        ]

    def __str__(self):
        return f"{self.post} · {self.asset}"
