"""公示公告 and the objections to it: what was posted is fixed, for the database too (migrations/notices.sql)."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Upper
from django.urls import reverse
from django.utils import timezone

from journal.models.documents import Document
from tenancy.models import CountyKey, CountyModel, Region, Unit, User
from tenancy.policy import PermittedManager


def person(label):
    return models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=label,
    )


def place(label):
    return models.ForeignKey(
        Region,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=label,
    )


class Notice(CountyModel):
    """A sheet on the village's board and on the public pages: what is going to be decided, or what was.

    Its words are a NoticeBody, found by `sha256`; its number is given when it is posted. Whether its period has begun
    or ended is computed from the days.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "拟稿"
        POSTED = "posted", "已发布"
        CORRECTED = "corrected", "已更正"
        WITHDRAWN = "withdrawn", "已撤回"
        DROPPED = "dropped", "已作废"

    class Counted(models.TextChoices):
        CALENDAR = "calendar", "日历日"
        WORKING = "working", "工作日"

    unit = CountyKey(Unit, verbose_name="公示单位")
    kind = models.CharField("类别", max_length=40)
    asks = models.BooleanField("征求异议", default=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    number = models.CharField("编号", max_length=24, blank=True)
    title = models.CharField("标题", max_length=120)
    town = place("乡镇")
    village = place("村（社区）")
    counted = models.CharField("计算方式", max_length=8, choices=Counted, default=Counted.CALENDAR)
    begins_on = models.DateField("公示起始日")
    ends_on = models.DateField("公示截止日")
    since = models.DateField("应公示事项发生日", null=True, blank=True)
    late_reason = models.CharField("逾期公示原因", max_length=300, blank=True)
    sha256 = models.CharField("内容摘要", max_length=64)
    replaces = CountyKey("self", null=True, blank=True, verbose_name="更正的公示")
    posted_at = models.DateTimeField("发布时间", null=True, blank=True)
    posted_by = person("发布人")
    void_reason = models.CharField("更正、撤回或作废原因", max_length=500, blank=True)
    void_at = models.DateTimeField("更正、撤回或作废时间", null=True, blank=True)
    start_photo = CountyKey(Document, null=True, blank=True, verbose_name="开始张贴照片")
    start_place = models.CharField("开始张贴地点", max_length=120, blank=True)
    started_on = models.DateField("开始张贴日期", null=True, blank=True)
    end_photo = CountyKey(Document, null=True, blank=True, verbose_name="期满照片")
    end_place = models.CharField("期满查看地点", max_length=120, blank=True)
    ended_on = models.DateField("期满查看日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = PermittedManager()

    class Meta:
        verbose_name = "公示公告"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "number"], condition=~Q(number=""), name="notice_number_once"
            ),
            models.CheckConstraint(
                name="notice_days_in_order",
                condition=Q(ends_on__gte=F("begins_on")),
                violation_error_message="公示截止日不能早于起始日。",
            ),
            models.CheckConstraint(
                name="notice_posted_in_full",
                condition=Q(state__in=["draft", "dropped"], number="", posted_at=None)
                | Q(state__in=["posted", "corrected", "withdrawn"], posted_at__isnull=False) & ~Q(number=""),
            ),
            models.CheckConstraint(
                name="notice_proved_in_full",
                condition=Q(started_on=None, start_photo=None)
                | Q(started_on__isnull=False, start_photo__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_end_proved_in_full",
                condition=Q(ended_on=None, end_photo=None)
                | Q(ended_on__isnull=False, end_photo__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["county", "-begins_on", "-id"], name="notice_newest"),
            models.Index(fields=["county", "state"], name="notice_state"),
        ]

    def __str__(self):
        return f"{self.title}（{self.number}）" if self.number else self.title

    @classmethod
    def list_url(cls, state):
        """The list of notices in one state."""
        return f"{reverse('notices:list')}?state={state}"

    def get_absolute_url(self):
        return reverse("notices:detail", args=[self.pk])

    def facts(self):
        """[(label, text)] that whoever decides on it must have before their eyes."""
        return [
            ("标题", self.title),
            ("公示单位", str(self.unit)),
            ("公示期", f"{self.begins_on:%Y-%m-%d} 至 {self.ends_on:%Y-%m-%d}（含起止两日）"),
            ("计算方式", self.get_counted_display()),
            ("内容摘要", self.sha256),
        ]

    @property
    def is_public(self):
        return self.number != ""

    @property
    def is_over(self):
        """Whether its last day is gone by."""
        return self.ends_on < timezone.localdate()


class NoticeBody(CountyModel):
    """The words of a notice as they were drawn up for one version of it; never changed (journal/notices/body.py)."""

    notice = CountyKey(Notice, verbose_name="公示公告")
    body = models.JSONField("内容")
    words = models.GeneratedField(  # what visitors search: unfolding each body takes six times as long
        verbose_name="检索文字",
        expression=Upper(Cast("body", models.TextField())),
        output_field=models.TextField(),
        db_persist=True,
    )
    sha256 = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = "公示内容"
        constraints = [
            models.UniqueConstraint(fields=["county", "notice", "sha256"], name="notice_body_once")
        ]

    def __str__(self):
        return self.sha256


class NoticeRow(CountyModel):
    """A row that a notice shows, at its place in its table; live until the notice is corrected or taken back.

    Or until this row alone was taken out of it: when and why, while the others go on.
    """

    notice = CountyKey(Notice, verbose_name="公示公告")
    kind = models.CharField("类别", max_length=40)
    table = models.CharField("数据表", max_length=63)
    row_id = models.BigIntegerField("行")
    position = models.PositiveIntegerField("序号")
    is_live = models.BooleanField("有效", default=True)
    out_at = models.DateTimeField("撤下时间", null=True, blank=True)
    out_reason = models.CharField("撤下原因", max_length=500, blank=True)

    class Meta:
        verbose_name = "公示对象"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "table", "row_id", "kind"],
                condition=Q(is_live=True),
                name="notice_row_once",
            ),
            models.CheckConstraint(
                name="notice_row_out_in_full",
                condition=Q(out_at=None, out_reason="")
                | Q(out_at__isnull=False, is_live=False) & ~Q(out_reason=""),
            ),
        ]

    def __str__(self):
        return f"{self.table} {self.row_id}"


class Objection(CountyModel):
    """What somebody said against a notice while it stood, and the answer; who said it stands in Objector.

    Whoever said it holds the receipt; the row only has its hash.
    """

    class State(models.TextChoices):
        ACCEPTED = "accepted", "已受理"
        ANSWERED = "answered", "已答复"

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "异议成立，更正或撤回公示"
        DISMISSED = "dismissed", "异议不成立，说明理由"
        DUPLICATE = "duplicate", "与已有异议重复，一并答复"
        UNRELATED = "unrelated", "不属于本公示的事项"
        EMPTY = "empty", "没有可以核实的内容"

    SEEN_WITH = "view_objections"

    notice = CountyKey(Notice, related_name="objections", verbose_name="公示公告")
    unit = CountyKey(Unit, verbose_name="公示单位")
    state = models.CharField("状态", max_length=10, choices=State, default=State.ACCEPTED)
    receipt_hash = models.CharField("受理号摘要", max_length=64)
    is_named = models.BooleanField("实名", default=False)
    text = models.CharField("异议内容", max_length=2000)
    text_hash = models.CharField("内容摘要", max_length=64)
    accepted_at = models.DateTimeField("受理时间", default=timezone.now)
    outcome = models.CharField("处理结果", max_length=10, choices=Outcome, blank=True)
    lines = models.CharField("涉及的序号", max_length=500, blank=True)
    answer = models.CharField("答复", max_length=2000, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = person("答复人")
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = PermittedManager()

    class Meta:
        verbose_name = "公示异议"
        constraints = [
            models.UniqueConstraint(fields=["county", "receipt_hash"], name="objection_receipt_once"),
            models.UniqueConstraint(fields=["county", "notice", "text_hash"], name="objection_said_once"),
            models.CheckConstraint(
                name="objection_answered_in_full",
                condition=Q(state="accepted", answered_at=None, answered_by=None, answer="", outcome="")
                | Q(state="answered", answered_at__isnull=False, answered_by__isnull=False)
                & ~Q(answer="")
                & ~Q(outcome=""),
            ),
        ]

    def __str__(self):
        return f"{timezone.localtime(self.accepted_at):%Y-%m-%d} 的异议"

    @classmethod
    def list_url(cls, state):
        """The list of objections in one state."""
        return f"{reverse('notices:objections')}?state={state}"

    def get_absolute_url(self):
        return reverse("notices:objection", args=[self.pk])

    def facts(self):
        """[(label, text)] that whoever answers it must have before their eyes."""
        return [
            ("公示", str(self.notice)),
            ("受理时间", f"{timezone.localtime(self.accepted_at):%Y-%m-%d %H:%M}"),
            ("异议内容", self.text),
        ]


class Objector(CountyModel):
    """Who said it, where they chose to: seen by those who answer, in no journal, on no public page."""

    SEEN_WITH = "view_objections"

    objection = CountyKey(Objection, related_name="objectors", verbose_name="异议")
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("联系电话", max_length=20, blank=True)

    class Meta:
        verbose_name = "异议人"
        constraints = [models.UniqueConstraint(fields=["county", "objection"], name="objector_once")]

    def __str__(self):
        return self.name
