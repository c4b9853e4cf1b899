"""二（四）The title of an asset, and the shares of its owners."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from assets.models import Asset
from assets.models.asset import instant, person
from journal.models import Document
from ownership import rules
from ownership.choices import Basis, OwnerKind
from ownership.querysets import TitleManager
from tenancy import persons
from tenancy.models import CountyKey, CountyModel, Unit


class Title(CountyModel):
    """Whose an asset is. One is alive for each asset; what it was before stays as extinguished.

    The whole is cut into `whole` parts; what each owner holds of them makes it up exactly (migrations/shares.sql).
    """

    class State(models.TextChoices):
        DRAFT = "draft", "起草"
        PROPOSED = "proposed", "已提出"
        REVIEWED = "reviewed", "待确认"
        CONFIRMED = "confirmed", "已确权"
        CERTIFICATED = "certificated", "已颁证"
        HANDED_OVER = "handed_over", "已移交"
        DISPUTED = "disputed", "有争议"
        EXTINGUISHED = "extinguished", "已注销"

    SETTLED = ("confirmed", "certificated", "handed_over")
    UNDER_WAY = ("draft", "proposed", "reviewed", "disputed")
    INVOLVED = ("reviewer_id", "asset__implementing_dept_id", "asset__supervising_dept_id")
    ENTRUSTED = {"review_title": ("reviewer_id",)}

    unit = CountyKey(Unit, verbose_name="持有单位")
    asset = CountyKey(Asset, verbose_name="资产")
    name = models.CharField("资产名称", max_length=120)
    state = models.CharField("状态", max_length=12, choices=State, default=State.DRAFT, editable=False)
    whole = models.PositiveIntegerField("总份数", default=1)
    basis = models.CharField("确权依据", max_length=12, choices=Basis)
    basis_note = models.CharField("依据说明", max_length=300, blank=True)
    remark = models.CharField("备注", max_length=500, blank=True)
    reviewer = CountyKey(Unit, null=True, blank=True, verbose_name="审核部门")

    return_reason = models.CharField("退回原因", max_length=500, blank=True, editable=False)
    dispute_reason = models.CharField("争议情况", max_length=500, blank=True, editable=False)
    decision_number = models.CharField("决定文号", max_length=60, blank=True)
    decision_on = models.DateField("决定日期", null=True, blank=True)
    decision = CountyKey(Document, null=True, blank=True, verbose_name="决定文件")
    number = models.CharField("权证编号", max_length=24, blank=True, editable=False)
    book_number = models.CharField("三资（国资）登记编号", max_length=60, blank=True)
    extinguish_reason = models.CharField("注销原因", max_length=500, blank=True, editable=False)
    end_asked_at, end_asked_by = instant("申请注销时间"), person("申请注销人")

    proposed_at, proposed_by = instant("提出时间"), person("提出人")
    reviewed_at, reviewed_by = instant("审核时间"), person("审核人")
    confirmed_at, confirmed_by = instant("确认时间"), person("确认人")
    decided_at, decided_by = instant("决定登记时间"), person("决定登记人")
    issued_at, issued_by = instant("颁证时间"), person("颁证人")
    handed_at, handed_by = instant("移交时间"), person("移交办理人")
    extinguished_at, extinguished_by = instant("注销时间"), person("注销人")
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("起草时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = TitleManager()

    class Meta:
        verbose_name = "确权登记"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "asset"], condition=~Q(state="extinguished"), name="title_lives_once"
            ),
            models.UniqueConstraint(
                fields=["county", "number"], condition=~Q(number=""), name="title_number_once"
            ),
            models.CheckConstraint(
                name="title_whole_is_something",
                condition=Q(whole__gte=1, whole__lte=rules.MOST_PARTS),
                violation_error_message=rules.WHOLE_FAULT,
            ),
            models.CheckConstraint(
                name="title_confirmed_in_full_or_not_at_all",
                condition=Q(
                    state__in=["confirmed", "certificated", "handed_over"],
                    confirmed_at__isnull=False,
                    confirmed_by__isnull=False,
                )
                | Q(
                    state__in=["draft", "proposed", "reviewed", "disputed"],
                    confirmed_at=None,
                    confirmed_by=None,
                )
                | Q(state="extinguished"),
            ),
            models.CheckConstraint(
                name="title_certificated_in_full_or_not_at_all",
                condition=Q(
                    state__in=["certificated", "handed_over"],
                    issued_at__isnull=False,
                    issued_by__isnull=False,
                )
                & ~Q(number="")
                | Q(
                    state__in=["draft", "proposed", "reviewed", "disputed", "confirmed"],
                    number="",
                    issued_at=None,
                    issued_by=None,
                )
                | Q(state="extinguished"),
            ),
            models.CheckConstraint(
                name="title_handed_over_in_full_or_not_at_all",
                condition=Q(state="handed_over", handed_at__isnull=False, handed_by__isnull=False)
                | (~Q(state__in=["handed_over", "extinguished"]) & Q(handed_at=None, book_number=""))
                | Q(state="extinguished"),
            ),
            models.CheckConstraint(
                name="title_decided_in_full_or_not_at_all",
                condition=Q(decision_number="", decision_on=None, decision=None, decided_at=None)
                | (~Q(decision_number="") & Q(decision_on__isnull=False, decided_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["county", "state", "id"], name="title_state"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("ownership:title", args=[self.pk])

    @classmethod
    def list_url(cls, state):
        """The list of titles in one state."""
        return f"{reverse('ownership:list')}?state={state}"

    @classmethod
    def asked_url(cls, field):
        """The list of titles that somebody asked to strike off."""
        return f"{reverse('ownership:list')}?ending=1"

    def facts(self):
        """[(label, text)] that whoever decides on it must have before their eyes."""
        return [
            *self.asset.facts()[:3],
            ("产权主体及份额", self.owners_text()),
            ("确权依据", self.get_basis_display()),
            ("依据说明", self.basis_note or "—"),
            *([("审核部门", str(self.reviewer))] if self.reviewer_id else []),
            *([("争议情况", self.dispute_reason)] if self.dispute_reason else []),
            *([("决定文号", self.decision_number)] if self.decision_number else []),
            *([("权证编号", self.number)] if self.number else []),
            *([("申请注销的原因", self.extinguish_reason)] if self.end_asked_at else []),
        ]

    def owners(self):
        """Its shares in order; read once."""
        if not hasattr(self, "_owners"):
            self._owners = list(self.shares.filter(county_id=self.county_id).order_by("position"))
        return self._owners

    def remember_owners(self, shares):
        """Its shares in order, where the caller has read those of many titles at once."""
        self._owners = list(shares)

    def owners_text(self):
        """东关村 51/100（51%）、…, or the only owner's name."""
        return rules.owners_text([(share.shown_name, share.parts) for share in self.owners()], self.whole)

    @property
    def is_settled(self):
        """Whether whose it is stands, as custody and operation ask of it."""
        return self.state in self.SETTLED


class Share(CountyModel):
    """What one owner holds: so many of the title's parts. Owners that are units of the county are known as such."""

    title = CountyKey(Title, related_name="shares", verbose_name="确权登记")
    position = models.PositiveSmallIntegerField("次序", default=1)
    kind = models.CharField("产权主体类别", max_length=16, choices=OwnerKind)
    holder = CountyKey(Unit, null=True, blank=True, verbose_name="产权主体单位")
    name = models.CharField("产权主体", max_length=120)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    parts = models.PositiveIntegerField("份数")

    class Meta:
        verbose_name = "产权份额"
        constraints = [
            models.UniqueConstraint(fields=["county", "title", "position"], name="share_position_once"),
            models.UniqueConstraint(fields=["county", "title", "kind", "name"], name="share_owner_once"),
            models.CheckConstraint(
                name="share_is_something",
                condition=Q(parts__gte=1),
                violation_error_message="份数须是大于零的整数。",
            ),
        ]

    def __str__(self):
        return f"{self.shown_name} {self.parts} 份"

    @property
    def is_person(self):
        """A household is called by a person's name."""
        return self.kind == OwnerKind.HOUSEHOLD

    @property
    def shown_name(self):
        """The name as everybody may read it: of a household, masked."""
        return persons.mask_name(self.name) if self.is_person else self.name
