"""二（六）Who operates assets; 三（四）and who may not any more."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from assets.models.asset import instant, person
from journal.models import Document
from operation.choices import Offence, OperatorKind
from operation.querysets import OperatorManager
from tenancy import persons
from tenancy.models import CountyKey, CountyModel, Unit
from tenancy.policy import PermittedManager


class Operator(CountyModel):
    """A body or household that operates assets of a county; one over several counties has a row in each.

    Everybody of the county sees it: who looks for an operator must find what is known of it.
    """

    SEEN_BY_COUNTY = True

    unit = CountyKey(Unit, verbose_name="登记单位")
    kind = models.CharField("主体类别", max_length=12, choices=OperatorKind)
    name = models.CharField("名称", max_length=120)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    legal_person = models.CharField("法定代表人（负责人）", max_length=40)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    account = models.CharField("收付款账号", max_length=40, blank=True)
    address = models.CharField("住所", max_length=200, blank=True)
    related = models.CharField("申报的关联方", max_length=500, blank=True)
    remark = models.CharField("备注", max_length=300, blank=True)
    batch_id = models.BigIntegerField(null=True, editable=False)  # of the import that wrote it
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = OperatorManager()

    class Meta:
        verbose_name = "经营主体"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "credit_code"],
                condition=~Q(credit_code=""),
                name="operator_code_once",
                violation_error_message="本县已登记过这个统一社会信用代码的经营主体。",
            ),
            models.CheckConstraint(
                name="operator_of_a_register_has_its_code",
                condition=Q(kind__in=["household", "farm", "other"]) | ~Q(credit_code=""),
                violation_error_message="请填写统一社会信用代码。",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "name"], name="operator_name"),
            models.Index(
                fields=["county", "batch_id"], name="operator_batch", condition=Q(batch_id__isnull=False)
            ),
        ]

    def __str__(self):
        return self.shown_name

    def get_absolute_url(self):
        return reverse("operation:operator", args=[self.pk])

    @property
    def is_person(self):
        """A household is called by a person's name."""
        return self.kind == OperatorKind.HOUSEHOLD

    @property
    def shown_name(self):
        """The name as everybody may read it: of a household, masked."""
        return persons.mask_name(self.name) if self.is_person else self.name


class Sanction(CountyModel):
    """失信惩戒: for what, by which decision, until when. While it holds no new agreement is signed."""

    SEEN_BY_COUNTY = True

    unit = CountyKey(Unit, verbose_name="登记单位")
    operator = CountyKey(Operator, related_name="sanctions", verbose_name="经营主体")
    offence = models.CharField("失信情形", max_length=8, choices=Offence)
    facts = models.CharField("主要事实", max_length=500)
    decision_number = models.CharField("决定文号", max_length=60)
    decision = CountyKey(Document, verbose_name="决定文件")
    from_on = models.DateField("起始日期")
    to_on = models.DateField("截止日期", null=True, blank=True)
    imposed_at = models.DateTimeField("登记时间", auto_now_add=True)
    imposed_by = person("登记人")
    lifted_at, lifted_by = instant("解除时间"), person("解除人")
    lift_reason = models.CharField("解除原因", max_length=500, blank=True, editable=False)

    objects = PermittedManager()

    class Meta:
        verbose_name = "失信惩戒"
        constraints = [
            models.CheckConstraint(
                name="sanction_ends_after_it_begins",
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                violation_error_message="截止日期不能早于起始日期。",
            ),
            models.CheckConstraint(
                name="sanction_lifted_in_full_or_not_at_all",
                condition=Q(lifted_at=None, lifted_by=None, lift_reason="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lift_reason="")),
            ),
        ]

    def __str__(self):
        return f"{self.get_offence_display()}（{self.decision_number}）"

    def get_absolute_url(self):
        return reverse("operation:operator", args=[self.operator_id])
