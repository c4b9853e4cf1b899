"""Filters of the lists of agreements and operators: read from the address, shown as chips, kept while turning."""

from datetime import timedelta

from django import forms
from django.db.models import Q
from django.utils import timezone

from assets.filters import ANY, WROTE, YES_NO, choices, of_import
from assets.filters_places import PlaceFilter, number
from operation.choices import Every, IncomeRule, Mode, OperatorKind, Procedure
from operation.models import Agreement, Operator, Sanction
from operation.places import placed
from operation.querysets import holding

SOON = 90  # days before its end in which an agreement is thought about
ENDING = [("soon", f"{SOON} 天内到期"), ("over", "到期未办结")]


class OperationFilter(PlaceFilter):
    """What the lists share: rows by their unit's place."""

    bulk = None

    EXACT = {"county": "county_id"}

    def apply(self, rows):
        """The rows of a queryset that pass."""
        active = self.active
        rows = rows.filter(**{self.EXACT[name]: active[name] for name in active.keys() & self.EXACT.keys()})
        return placed(rows, active)


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


class AgreementFilter(ImportedFilter):
    """经营协议 by state, place, way of operation, income, days left and operator."""

    state = forms.ChoiceField(
        label="状态", required=False, choices=choices(Agreement.State), widget=forms.HiddenInput
    )
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

    def apply(self, rows):
        """The rows that pass."""
        rows, active = super().apply(rows), self.active
        if self.words:
            rows = rows.matching(self.words)
        if "ending" in active:
            rows = rows.filter(state=Agreement.State.IN_FORCE, **_ending(active["ending"]))
        if "amending" in active:
            rows = rows.filter(amend_asked_at__isnull=active["amending"] != "1")
        if "barred" in active:
            held = Q(operator__in=holding(Sanction.objects.all()).values("operator"))
            rows = rows.filter(held) if active["barred"] == "1" else rows.exclude(held)
        return rows

    def _shown(self, name, value):
        if name == "operator":
            return str(Operator.objects.filter(pk=value).first() or "—")
        return super()._shown(name, value)


def _ending(which):
    today = timezone.localdate()
    if which == "over":
        return {"to_on__lt": today}
    return {"to_on__gte": today, "to_on__lte": today + timedelta(days=SOON)}


class OperatorFilter(ImportedFilter):
    """经营主体 by the place of who entered them, by kind and by whether they are sanctioned."""

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
