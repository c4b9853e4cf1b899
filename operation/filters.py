"""Filters of the lists of agreements and operators: read from the address, shown as chips, kept while turning."""

from datetime import timedelta

from django import forms
from django.db.models import Q
from django.utils import timezone

from assets.filters import ANY, WROTE, YES_NO, choices, of_import
from assets.filters_places import number
from operation.choices import Every, IncomeRule, Mode, OperatorKind, Procedure
from operation.models import Agreement, Operator, Sanction
from operation.querysets import holding
from tenancy.models import Region, Unit

SOON = 90  # days before its end in which an agreement is thought about
ENDING = [("soon", f"{SOON} 天内到期"), ("over", "到期未办结")]


class OperationFilter(forms.Form):
    """What both lists share; an unknown value is ignored, never an error page."""

    q = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    county = forms.TypedChoiceField(label="县区", required=False, coerce=int, empty_value=None)

    EXACT = {"county": "county_id"}

    def __init__(self, data, *, scope, user):
        super().__init__({name: value.replace("\0", "") for name, value in data.items()})
        self.scope, self.user = scope, user
        if scope.county:
            del self.fields["county"]
        else:
            counties = Region.objects.filter(level=Region.Level.COUNTY).order_by("code")
            self.fields["county"].choices = [ANY, *counties.values_list("code", "name")]

    @property
    def active(self):
        """{name: value} of the filters at work; search words are none."""
        self.is_valid()
        return {k: v for k, v in self.cleaned_data.items() if v not in ("", None) and k != "q"}

    @property
    def words(self):
        """What is searched for."""
        self.is_valid()
        return self.cleaned_data.get("q", "").strip()

    def apply(self, rows):
        """The rows of a queryset that pass."""
        active = self.active
        return rows.filter(**{self.EXACT[name]: active[name] for name in active.keys() & self.EXACT.keys()})

    def chips(self, address):
        """[{label, value, remove_url}] of the filters at work; `address(**changes)` writes an address."""
        return [
            {
                "label": self.fields[name].label,
                "value": self.shown(name, value),
                "remove_url": address(**{name: None}),
            }
            for name, value in self.active.items()
            if name != "state"
        ]

    def shown(self, name, value):
        """A value as people read it."""
        return str(dict(getattr(self.fields[name], "choices", ())).get(value, value))

    def told(self):
        """The filters at work in words, for the head of a file."""
        parts = [f"{chip['label']}：{chip['value']}" for chip in self.chips(lambda **changes: "")]
        return "；".join(parts + (["按关键词查找"] if self.words else []))


class ImportedFilter(OperationFilter):
    """Of a list whose rows may come from a workbook (`RESOURCE`): also by the import that wrote or changed them."""

    batch = number("导入批次")
    wrote = forms.ChoiceField(
        label="导入办理", required=False, choices=[ANY, *WROTE], widget=forms.HiddenInput
    )

    def apply(self, rows):
        """The rows that pass."""
        rows, active = super().apply(rows), self.active
        return of_import(rows, active, self.RESOURCE) if "batch" in active else rows

    def shown(self, name, value):
        """An import by its number."""
        return f"第 {value} 批" if name == "batch" else super().shown(name, value)


class AgreementFilter(ImportedFilter):
    """经营协议 by state, place, way of operation, income, days left and operator."""

    state = forms.ChoiceField(
        label="状态", required=False, choices=choices(Agreement.State), widget=forms.HiddenInput
    )
    town = forms.TypedChoiceField(label="乡镇", required=False, coerce=int, empty_value=None)
    mode = forms.ChoiceField(label="经营方式", required=False, choices=choices(Mode))
    income_rule = forms.ChoiceField(label="收益约定", required=False, choices=choices(IncomeRule))
    every = forms.ChoiceField(label="付款周期", required=False, choices=choices(Every))
    procedure = forms.ChoiceField(label="确定程序", required=False, choices=choices(Procedure))
    kind = forms.ChoiceField(label="主体类别", required=False, choices=choices(OperatorKind))
    ending = forms.ChoiceField(label="期限", required=False, choices=[ANY, *ENDING])
    barred = forms.ChoiceField(label="主体受失信惩戒", required=False, choices=YES_NO)
    amending = forms.ChoiceField(label="变更待审核", required=False, choices=YES_NO)
    operator = number("经营主体")

    RESOURCE = "agreements"
    EXACT = OperationFilter.EXACT | {
        "state": "state",
        "mode": "mode",
        "income_rule": "income_rule",
        "every": "every",
        "procedure": "procedure",
        "kind": "operator__kind",
        "operator": "operator_id",
    }

    def __init__(self, data, *, scope, user):
        super().__init__(data, scope=scope, user=user)
        towns = Unit.objects.filter(county_id=scope.county, kind=Unit.Kind.TOWN).order_by("code")
        found = towns.values_list("region_id", "name") if scope.county else ()
        self.fields["town"].choices = [ANY, *found]

    def apply(self, rows):
        """The rows that pass."""
        rows, active = super().apply(rows), self.active
        if self.words:
            rows = rows.matching(self.words)
        if "town" in active:
            below = Q(unit__region_id=active["town"]) | Q(unit__region__parent_id=active["town"])
            rows = rows.filter(below)
        if "ending" in active:
            rows = rows.filter(state=Agreement.State.IN_FORCE, **_ending(active["ending"]))
        if "amending" in active:
            rows = rows.filter(amend_asked_at__isnull=active["amending"] != "1")
        if "barred" in active:
            held = Q(operator__in=holding(Sanction.objects.all()).values("operator"))
            rows = rows.filter(held) if active["barred"] == "1" else rows.exclude(held)
        return rows

    def shown(self, name, value):
        """An operator by its name."""
        if name == "operator":
            return str(Operator.objects.filter(pk=value).first() or "—")
        return super().shown(name, value)


def _ending(which):
    today = timezone.localdate()
    if which == "over":
        return {"to_on__lt": today}
    return {"to_on__gte": today, "to_on__lte": today + timedelta(days=SOON)}


class OperatorFilter(ImportedFilter):
    """经营主体 by kind and by whether they are sanctioned."""

    kind = forms.ChoiceField(label="主体类别", required=False, choices=choices(OperatorKind))
    barred = forms.ChoiceField(label="受失信惩戒", required=False, choices=YES_NO)

    RESOURCE = "operators"
    EXACT = OperationFilter.EXACT | {"kind": "kind"}

    def apply(self, rows):
        """The rows that pass; people are found by no name."""
        rows, active = super().apply(rows), self.active
        if self.words:
            named = Q(name__contains=self.words) & ~Q(kind=OperatorKind.HOUSEHOLD)
            rows = rows.filter(named | Q(credit_code=self.words.upper()))
        if "barred" in active:
            held = Q(pk__in=holding(Sanction.objects.all()).values("operator"))
            rows = rows.filter(held) if active["barred"] == "1" else rows.exclude(held)
        return rows
