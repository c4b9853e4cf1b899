"""二（三）清产核资: a round, its teams, the frozen list of what is expected, and what was found instead.

A line of the list says what the books said when the round was opened, what a person found, and, where the two
differ, what was decided. 未清查 is its own state: only a person who looked and found nothing makes a line 盘亏.
"""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from assets.choices import Category, Measure, Scope, Status, Subtype
from assets.models.asset import Asset, instant, person
from assets.models.project import money, year
from assets.models.registers import HouseholdGrant, Result, region, without_id_numbers
from journal.models import Document
from tenancy.models import CountyKey, CountyModel, Unit, User
from tenancy.policy import PermittedManager


def counted(label):
    """A quantity that is not negative."""
    return models.DecimalField(
        label,
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "数量不能为负数。")],
    )


class Round(CountyModel):
    """二（三）A stock-taking that the county opens for a part of its ledger, and closes when all of it is settled."""

    class State(models.TextChoices):
        OPEN = "open", "清查中"
        CLOSED = "closed", "已结束"

    SEEN_BY_COUNTY = True  # whoever reads a part of the ledger knows of the round; the lines are each unit's

    unit = CountyKey(Unit, verbose_name="组织单位")
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN, editable=False)
    title = models.CharField("清查名称", max_length=80)
    basis = models.CharField("工作依据", max_length=120, blank=True)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("完成日期")
    categories = ArrayField(models.CharField(max_length=10, choices=Category), verbose_name="资产类型")
    towns = ArrayField(models.BigIntegerField(), verbose_name="乡镇范围", default=list, blank=True)
    departments = ArrayField(models.BigIntegerField(), verbose_name="部门范围", default=list, blank=True)
    scope_text = models.CharField("清查范围", max_length=500, editable=False)
    year_from = year("形成年度自", null=True, blank=True)
    year_to = year("形成年度至", null=True, blank=True)
    remark = models.CharField("工作要求", max_length=500, blank=True)
    expected = models.PositiveIntegerField("应清查资产项数", default=0, editable=False)
    expected_homes = models.PositiveIntegerField("应核实到户资产项数", default=0, editable=False)
    opened_by = person("组织人")
    closed_at, closed_by = instant("结束时间"), person("结束办理人")
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("开始组织时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = PermittedManager()

    class Meta:
        verbose_name = "清产核资"
        constraints = [
            models.CheckConstraint(
                name="round_dates_in_order",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="完成日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                name="round_years_in_order",
                condition=Q(year_from=None) | Q(year_to=None) | Q(year_to__gte=F("year_from")),
                violation_error_message="形成年度的止年不能早于起年。",
            ),
            models.CheckConstraint(
                name="round_closed_in_full_or_not_at_all",
                condition=Q(state="open", closed_at=None, closed_by=None)
                | Q(state="closed", closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("assets:round", args=[self.pk])

    @classmethod
    def list_url(cls, state):
        """The list of rounds in one state."""
        return f"{reverse('assets:rounds')}?state={state}"

    def facts(self):
        """[(label, text)] that whoever decides on it must have before their eyes."""
        return [
            ("清查名称", self.title),
            ("清查范围", self.scope_text),
            ("起止日期", f"{self.starts_on} 至 {self.ends_on}"),
            ("应清查资产", f"{self.expected:,} 项"),
            ("应核实到户资产", f"{self.expected_homes:,} 项"),
        ]


class RoundTeam(CountyModel):
    """Who goes and looks, and where."""

    round = CountyKey(Round, related_name="teams", verbose_name="清产核资")
    name = models.CharField("组名", max_length=40)
    leader = models.CharField("组长", max_length=40)
    members = models.CharField("组员", max_length=200, blank=True)
    area = models.CharField("负责范围", max_length=200, blank=True)

    class Meta:
        verbose_name = "清查组"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "round", "name"],
                name="team_name_once",
                violation_error_message="组名不能重复。",
            )
        ]

    def __str__(self):
        return self.name


class RoundLine(CountyModel):
    """二（三）One asset of the expected list, or one that the books do not know: the book, the thing, the decision."""

    class State(models.TextChoices):
        UNCOUNTED = "uncounted", "未清查"
        MATCH = "match", "相符"
        MISMATCH = "mismatch", "账实不符"
        LOSS = "loss", "盘亏"
        SURPLUS = "surplus", "盘盈"

    class Decision(models.TextChoices):
        KEEP = "keep", "维持台账"
        CORRECT = "correct", "更正台账"
        HOLD = "hold", "冻结待查"
        RETIRE = "retire", "核销退出"
        REGISTER = "register", "补登入账"
        DECLINE = "decline", "不予登记"

    INVOLVED = ("implementing_dept_id", "supervising_dept_id")

    round = CountyKey(Round, related_name="lines", verbose_name="清产核资")
    serial = models.PositiveIntegerField("序号")
    unit = CountyKey(Unit, verbose_name="持有单位")
    asset = CountyKey(Asset, null=True, blank=True, verbose_name="资产")
    state = models.CharField(
        "清查结果", max_length=10, choices=State, default=State.UNCOUNTED, editable=False
    )

    number = models.CharField("资产编号", max_length=24, blank=True)
    name = models.CharField("资产名称", max_length=120)
    category = models.CharField("资产类型", max_length=10, choices=Category)
    subtype = models.CharField("资产小类", max_length=3, choices=Subtype)
    scope = models.CharField("纳入依据", max_length=12, choices=Scope)
    formed_year = year("形成年度")
    town = region("乡镇", null=True, blank=True)
    village = region("村（社区）", null=True, blank=True)
    address = models.CharField("账面位置", max_length=120, blank=True)
    implementing_dept = CountyKey(Unit, null=True, blank=True, verbose_name="实施部门")
    supervising_dept = CountyKey(Unit, null=True, blank=True, verbose_name="监管部门")
    quantity = counted("账面数量")
    measure = models.CharField("计量单位", max_length=10, choices=Measure, blank=True)
    original_value = money("账面原值（元）", null=True, blank=True)
    status = models.CharField("账面状况", max_length=20, choices=Status)

    found_quantity = counted("实盘数量")
    found_status = models.CharField("实际状况", max_length=20, choices=Status, blank=True)
    found_address = models.CharField("实际位置", max_length=120, blank=True)
    note = models.CharField("清查说明", max_length=300, blank=True)
    counted_on = models.DateField("清查日期", null=True, blank=True)
    counted_at, counted_by = instant("清查登记时间"), person("清查人")

    decision = models.CharField("处理决定", max_length=10, choices=Decision, blank=True, editable=False)
    decision_reason = models.CharField("处理理由", max_length=500, blank=True, editable=False)
    decided_at, decided_by = instant("决定时间"), person("决定人")
    version = models.PositiveIntegerField(default=1, editable=False)
    # The version in which it was last sent back: whatever was seen of an earlier one is no count of it any more.
    sent_back_version = models.PositiveIntegerField("退回时版本", default=0, db_default=0, editable=False)
    batch_id = models.BigIntegerField(null=True, editable=False)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = PermittedManager()

    class Meta:
        verbose_name = "清查明细"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "round", "asset"],
                name="line_asset_once",
                condition=Q(asset__isnull=False),
            ),
            models.UniqueConstraint(fields=["county", "round", "serial"], name="line_serial_once"),
            models.CheckConstraint(
                name="line_counted_in_full_or_not_at_all",
                condition=Q(state="uncounted", counted_on=None, counted_at=None, counted_by=None)
                | (
                    ~Q(state="uncounted")
                    & Q(counted_on__isnull=False, counted_at__isnull=False, counted_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="line_decided_in_full_or_not_at_all",
                condition=Q(decision="", decided_at=None, decided_by=None)
                | (
                    ~Q(decision="")
                    & ~Q(decision_reason="")
                    & Q(decided_at__isnull=False, decided_by__isnull=False)
                    & Q(state__in=["mismatch", "loss", "surplus"])
                ),
            ),
            models.CheckConstraint(
                name="line_decided_by_another",
                condition=Q(decided_by=None) | ~Q(decided_by=F("counted_by")),
                violation_error_message="差异须由清查人以外的人处理。",
            ),
            models.CheckConstraint(
                name="line_of_an_asset_or_a_surplus",
                condition=Q(asset__isnull=False) | Q(state="surplus"),
                violation_error_message="清单内的明细须对应一项资产。",
            ),
            models.CheckConstraint(name="line_quantity_not_negative", condition=Q(found_quantity__gte=0)),
            models.CheckConstraint(
                name="line_lies_in_its_county",
                condition=(Q(town=None) | Q(county=F("town") / 1000))
                & (Q(village=None) | Q(county=F("village") / 1000000, town=F("village") / 1000)),
                violation_error_message="所选村（社区）不属于所选乡镇或本县，请重新选择。",
            ),
        ]
        indexes = [models.Index(fields=["county", "round", "village"], name="line_village")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("assets:round_line", args=[self.pk])

    @property
    def is_difference(self):
        """Whether book and thing differ."""
        return self.state in DIFFERENCES

    @property
    def is_settled(self):
        """Whether nothing is left to do with it in this round."""
        return self.state == self.State.MATCH or bool(self.decision)


DIFFERENCES = (RoundLine.State.MISMATCH, RoundLine.State.LOSS, RoundLine.State.SURPLUS)


class HouseholdLine(CountyModel):
    """二（三）A household's asset in a round, on its short sheet: result, beneficiary, whether it is still there.

    What is found goes into the register itself, by the ordinary act.
    """

    class State(models.TextChoices):
        UNCOUNTED = "uncounted", "未核实"
        COUNTED = "counted", "已核实"

    class Beneficiary(models.TextChoices):
        SAME = "same", "本户受益"
        OTHER = "other", "已转由他人使用"
        NOBODY = "nobody", "无人受益"

    SEEN_WITH = "view_households"

    round = CountyKey(Round, related_name="homes", verbose_name="清产核资")
    serial = models.PositiveIntegerField("序号")
    unit = CountyKey(Unit, verbose_name="登记单位")
    grant = CountyKey(HouseholdGrant, verbose_name="到户资产")
    town = region("乡镇")
    village = region("村（社区）")
    state = models.CharField(
        "核实情况", max_length=10, choices=State, default=State.UNCOUNTED, editable=False
    )
    presence = models.CharField("现状", max_length=8, choices=HouseholdGrant.Presence, blank=True)
    result = models.CharField("绩效结果", max_length=8, choices=Result, blank=True)
    beneficiary = models.CharField("受益情况", max_length=8, choices=Beneficiary, blank=True)
    note = models.CharField("核实说明", max_length=300, blank=True)
    counted_at, counted_by = instant("核实时间"), person("核实人")
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = PermittedManager()

    class Meta:
        verbose_name = "到户资产核实"
        constraints = [
            models.UniqueConstraint(fields=["county", "round", "grant"], name="home_line_once"),
            models.CheckConstraint(
                name="home_line_counted_in_full_or_not_at_all",
                condition=Q(state="uncounted", counted_at=None, counted_by=None)
                | Q(state="counted", counted_at__isnull=False, counted_by__isnull=False),
            ),
            without_id_numbers("home_line_holds_no_id_number", "note"),
        ]
        indexes = [models.Index(fields=["county", "round", "village"], name="home_line_village")]

    def __str__(self):
        return f"到户资产核实第 {self.pk} 号"

    def get_absolute_url(self):
        return reverse("assets:round_home", args=[self.pk])


class LinePhoto(CountyModel):
    """What a counter saw; who may see the line may see it."""

    line = CountyKey(RoundLine, related_name="photos", verbose_name="清查明细")
    document = CountyKey(Document, verbose_name="照片")

    class Meta:
        verbose_name = "清查照片"

    def __str__(self):
        return self.document.name


class CountPost(CountyModel):
    """A count that has arrived, by the id the phone gave it: sent again after a lost connection, it is known."""

    client_id = models.UUIDField("登记标识")
    line = CountyKey(RoundLine, null=True, blank=True, verbose_name="清查明细")
    home = CountyKey(HouseholdLine, null=True, blank=True, verbose_name="到户资产核实")
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="登记人"
    )
    at = models.DateTimeField("收到时间", auto_now_add=True)

    class Meta:
        verbose_name = "清查登记回执"
        constraints = [
            models.UniqueConstraint(fields=["county", "client_id"], name="count_post_once"),
            models.CheckConstraint(
                name="count_post_of_one_line",
                condition=Q(line__isnull=False, home=None) | Q(line=None, home__isnull=False),
                violation_error_message="一次登记只对应一项明细。",
            ),
        ]

    def __str__(self):
        return str(self.client_id)
