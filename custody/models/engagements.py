"""二（五）A person's way into a public-welfare post and time in it, and the months worked and paid."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from assets.models import Household
from assets.models.asset import instant, person
from assets.models.project import money
from assets.models.registers import without_id_numbers
from custody.models.duties import term
from custody.models.posts import WelfarePost
from custody.posts import rules
from custody.posts.choices import FIRST, Leaving, Sex
from journal.models import Document
from tenancy import persons
from tenancy.models import CountyKey, CountyModel, Unit
from tenancy.policy import PermittedManager


def votes(label):
    """How many people came, or were for it or against it."""
    return models.PositiveSmallIntegerField(label, null=True, blank=True, editable=False)


class Engagement(CountyModel):
    """A person's way into a post, from the application to the county's filing, and the time in it.

    The category of the household is the register's on the day of the application. No text and no notice names the
    person in full: the row is seen with the verb of the register of households, as its history is.
    """

    class State(models.TextChoices):
        APPLIED = "applied", "已申请"
        REVIEWED = "reviewed", "评议通过"
        APPROVED = "approved", "乡镇已审批"
        FILED = "filed", "县级已备案"
        SERVING = "serving", "在岗"
        ENDED = "ended", "已离岗"
        DECLINED = "declined", "未录用"

    SEEN_WITH = Household.SEEN_WITH
    WAITING = ("applied", "reviewed")  # for a place
    TAKEN = ("approved", "filed", "serving")  # of the places of a post
    LIVE = ("applied", "reviewed", "approved", "filed", "serving")

    unit = CountyKey(Unit, verbose_name="设岗单位")
    post = CountyKey(WelfarePost, related_name="engagements", verbose_name="公益岗位")
    state = models.CharField("状态", max_length=10, choices=State, default=State.APPLIED, editable=False)
    household = CountyKey(Household, null=True, blank=True, verbose_name="所在户")
    kind = models.CharField("户类别", max_length=16, choices=Household.Kind, editable=False)
    name = models.CharField("姓名", max_length=40)
    sex = models.CharField("性别", max_length=5, choices=Sex)
    born_on = models.DateField("出生日期")
    phone = models.CharField("联系电话", max_length=20, blank=True)
    applied_on = models.DateField("申请日期")
    remark = models.CharField("备注", max_length=300, blank=True)

    reviewed_on = models.DateField("评议日期", null=True, blank=True, editable=False)
    attended, in_favour, against = votes("参会人数"), votes("同意人数"), votes("不同意人数")
    minutes = CountyKey(Document, null=True, blank=True, editable=False, verbose_name="评议记录")
    priority_reason = models.CharField("未优先录用的理由", max_length=500, blank=True, editable=False)
    back_reason = models.CharField("退回原因", max_length=500, blank=True, editable=False)
    decline_reason = models.CharField("未录用原因", max_length=500, blank=True, editable=False)
    from_on = models.DateField("协议起始日期", null=True, blank=True, editable=False)
    to_on = models.DateField("协议截止日期", null=True, blank=True, editable=False)
    agreement = CountyKey(Document, null=True, blank=True, editable=False, verbose_name="聘用协议书")
    leaving = models.CharField("离岗情形", max_length=10, choices=Leaving, blank=True, editable=False)
    end_reason = models.CharField("离岗说明", max_length=500, blank=True, editable=False)

    reviewed_at, reviewed_by = instant("评议登记时间"), person("评议登记人")
    approved_at, approved_by = instant("审批时间"), person("审批人")
    filed_at, filed_by = instant("备案时间"), person("备案人")
    begun_at, begun_by = instant("上岗登记时间"), person("上岗登记人")
    ended_at, ended_by = instant("离岗登记时间"), person("离岗登记人")
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = PermittedManager()

    class Meta:
        verbose_name = "公益岗位聘用"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "post", "name", "born_on"],
                condition=Q(state__in=["applied", "reviewed", "approved", "filed", "serving"]),
                name="engagement_once_a_post",
                violation_error_message="此人已申请或已在本岗位，不能重复登记。",
            ),
            ExclusionConstraint(
                name="engagement_one_post_at_a_time",
                expressions=[
                    ("county", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    ("born_on", RangeOperators.EQUAL),
                    (term(), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=["serving", "ended"]),
                violation_error_message="此人在这段时间内已在另一公益岗位，请先办理离岗。",
            ),
            models.CheckConstraint(
                name="engagement_ends_after_it_begins",
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                violation_error_message="协议截止日期不能早于起始日期。",
            ),
            models.CheckConstraint(
                name="engagement_votes_are_of_those_who_came",
                condition=Q(attended=None) | Q(attended__gte=F("in_favour") + F("against")),
                violation_error_message="同意和不同意的人数之和不能超过参会人数。",
            ),
            models.CheckConstraint(
                name="engagement_reviewed_in_full_or_not_at_all",
                condition=Q(state__in=["applied", "declined"])
                | Q(reviewed_on__isnull=False, attended__isnull=False, minutes__isnull=False),
            ),
            models.CheckConstraint(
                name="engagement_agreed_in_full_or_not_at_all",
                condition=Q(
                    state__in=["serving", "ended"],
                    from_on__isnull=False,
                    to_on__isnull=False,
                    agreement__isnull=False,
                    begun_by__isnull=False,
                )
                | Q(from_on=None, to_on=None, agreement=None),
            ),
            without_id_numbers("engagement_holds_no_id_number", "name", "phone", "remark"),
        ]
        indexes = [
            models.Index(fields=["county", "state", "id"], name="engagement_state"),
        ]

    def __str__(self):
        """Without the person's name: it stands in the journal, which more people read than may see it."""
        return f"公益岗位聘用第 {self.pk} 号"

    def get_absolute_url(self):
        return reverse("posts:engagement", args=[self.pk])

    @classmethod
    def list_url(cls, state):
        """The list of people in one state."""
        return f"{reverse('posts:people')}?state={state}"

    @property
    def is_first(self):
        """优先吸纳贫困家庭劳动力: whether the person is of a household that comes before others."""
        return self.kind in FIRST

    @property
    def shown_name(self):
        """The name as people without the register's verb may read it: 张*."""
        return persons.mask_name(self.name)

    def age(self, on):
        """The person's age in full years on a day."""
        return rules.age(self.born_on, on)

    def facts(self):
        """[(label, text)] that whoever decides on it must have before their eyes."""
        told = [
            ("岗位", str(self.post)),
            ("补贴标准", f"{self.post.pay_text}，{self.post.get_payer_display()}"),
            ("姓名", self.name),
            ("性别、出生日期", f"{self.get_sex_display()}，{self.born_on:%Y-%m-%d}"),
            ("户类别", self.get_kind_display()),
        ]
        if self.reviewed_on:
            count = f"参会 {self.attended} 人，同意 {self.in_favour} 人，不同意 {self.against} 人"
            told.append(("民主评议", f"{self.reviewed_on:%Y-%m-%d}，{count}"))
        if self.priority_reason:
            told.append(("未优先录用的理由", self.priority_reason))
        if self.from_on:
            told.append(("协议期", f"{self.from_on:%Y-%m-%d} 至 {self.to_on:%Y-%m-%d}"))
        return told


class WorkedMonth(CountyModel):
    """A month of somebody in a post: on how many days they came, what is due, and when it was paid."""

    SEEN_WITH = Household.SEEN_WITH

    unit = CountyKey(Unit, verbose_name="设岗单位")
    engagement = CountyKey(Engagement, related_name="months", verbose_name="聘用")
    month = models.DateField("月份")
    days = models.PositiveSmallIntegerField("出勤天数")
    amount = money("应发补贴（元）")
    paid_on = models.DateField("发放日期", null=True, blank=True)
    remark = models.CharField("备注", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    batch_id = models.BigIntegerField(null=True, editable=False)
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = PermittedManager()

    class Meta:
        verbose_name = "出勤与补贴"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "engagement", "month"],
                name="worked_month_once",
                violation_error_message="此人这个月已登记。",
            ),
            models.CheckConstraint(
                name="worked_month_begins_on_its_first_day",
                condition=Q(month__day=1),
                violation_error_message="月份须写成年和月，例如 2020-06。",
            ),
            models.CheckConstraint(
                name="worked_month_has_no_more_days",
                condition=Q(days__lte=31, amount__gte=0),
                violation_error_message="出勤天数不能超过当月天数，补贴不能为负数。",
            ),
            models.CheckConstraint(
                name="worked_month_paid_after_it_began",
                condition=Q(paid_on=None) | Q(paid_on__gte=F("month")),
                violation_error_message="发放日期不能早于所发的月份。",
            ),
            without_id_numbers("worked_month_holds_no_id_number", "remark"),
        ]
        indexes = [
            models.Index(fields=["county", "month", "id"], name="worked_month_month"),
            models.Index(
                fields=["county", "batch_id"], name="worked_month_batch", condition=Q(batch_id__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.month:%Y 年 %m 月}出勤与补贴"

    def get_absolute_url(self):
        return f"{reverse('posts:engagement', args=[self.engagement_id])}#months"
