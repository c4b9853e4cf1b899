"""Filters of what a round expects and found: read from the address, shown as chips, counted, carried along."""

from django import forms
from django.db.models import Q

from assets.choices import Category
from assets.filters_registers import RegisterFilter, hidden
from assets.models import DIFFERENCES, HouseholdLine, Round, RoundLine
from tenancy.models import Unit

State = RoundLine.State
UNDECIDED, DECIDED, DIFFERENCE, COUNTED = "undecided", "decided", "difference", "counted"
NOWHERE = 0  # of what has no township, village or department: each number of a round opens a list
UNPLACED = {"town": "全县（未分到乡镇）", "village": "镇级（未分到村）", "department": "未填实施部门"}
STATES = [
    ("", "全部"),
    *State.choices,
    (COUNTED, "已清查"),
    (DIFFERENCE, "有差异"),
    (UNDECIDED, "差异未处理"),
    (DECIDED, "差异已处理"),
]


class OfRound(RegisterFilter):
    """What belongs to one round, or to all of the county's where none is named."""

    year = result = withdrawn = batch = wrote = None  # of the registers only
    round = forms.TypedChoiceField(label="清查", required=False, coerce=int, empty_value=None)

    def __init__(self, data, *, scope, user):
        super().__init__(data, scope=scope, user=user)
        rounds = Round.objects.permitted(user).order_by("-pk")
        self.fields["round"].choices = [("", "全部"), *rounds.values_list("pk", "title")]

    def apply(self, rows):
        """The rows of a queryset that pass."""
        active = self.active
        for name in active.keys() & self.EXACT.keys():
            field, value = self.EXACT[name], active[name]
            rows = rows.filter(**({field: value} if value else {f"{field}__isnull": True}))
        if "state" in active:
            rows = rows.filter(self.of_state(active["state"]))
        return rows.filter(self.matching(self.words)) if self.words else rows


class LineFilter(OfRound):
    """清查明细 by result, place, type and the department that built it."""

    state = forms.ChoiceField(label="清查结果", required=False, choices=STATES)
    category = forms.ChoiceField(label="资产类型", required=False, choices=[("", "全部"), *Category.choices])
    department = forms.TypedChoiceField(label="实施部门", required=False, coerce=int, empty_value=None)
    unit = hidden("持有单位")
    batch = hidden("导入批次")
    wrote = forms.CharField(label="导入办理", required=False, widget=forms.HiddenInput)

    EXACT = {
        "county": "county_id",
        "round": "round_id",
        "town": "town_id",
        "village": "village_id",
        "category": "category",
        "department": "implementing_dept_id",
        "unit": "unit_id",
        "batch": "batch_id",
    }
    field_order = ["q", "county", "round", "state", "town", "village", "category", "department"]

    def __init__(self, data, *, scope, user):
        super().__init__(data, scope=scope, user=user)
        bodies = Unit.objects.filter(kind__in=(Unit.Kind.COUNTY_OFFICE, Unit.Kind.DEPARTMENT))
        if not scope.county:
            bodies = bodies.none()
        self.fields["department"].choices = [("", "全部"), *bodies.order_by("path").values_list("pk", "name")]
        for name, label in UNPLACED.items():
            self.fields[name].choices = [*self.fields[name].choices, (NOWHERE, label)]

    @staticmethod
    def of_state(state):
        """One state, or what several have in common."""
        differs = Q(state__in=DIFFERENCES)
        return {
            COUNTED: ~Q(state=State.UNCOUNTED),
            DIFFERENCE: differs,
            UNDECIDED: differs & Q(decision=""),
            DECIDED: ~Q(decision=""),
        }.get(state, Q(state=state))

    @staticmethod
    def matching(words):
        """By name or number."""
        return Q(name__contains=words) | Q(number__contains=words)


class HomeFilter(OfRound):
    """到户资产核实 by place and whether somebody was there."""

    state = forms.ChoiceField(
        label="核实情况", required=False, choices=[("", "全部"), *HouseholdLine.State.choices]
    )

    EXACT = {"county": "county_id", "round": "round_id", "town": "town_id", "village": "village_id"}
    field_order = ["q", "county", "round", "state", "town", "village"]

    @staticmethod
    def of_state(state):
        """Looked after, or not yet."""
        return Q(state=state)

    @staticmethod
    def matching(words):
        """By the householder's name or code, or by what was given."""
        mine = Q(grant__household__householder__contains=words) | Q(grant__household__code=words)
        return mine | Q(grant__name__contains=words)
