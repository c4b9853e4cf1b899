"""Filters of the list of duties: read from the address, shown as chips, and carried from page to page."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from assets.choices import Category
from assets.filters import ANY, WROTE, choices, of_import
from assets.filters_places import PlaceFilter, number
from custody.choices import DutyKind, FundSource, Keeper, Regime
from custody.models import Duty
from tenancy import policy

NAMES = "view_households"  # whoever holds it reads people's names and numbers
TERMS = [("lapsed", "已到期"), ("30", "30 日内到期"), ("90", "90 日内到期"), ("open", "没有约定期限")]
EXACT = {
    "state": "state",
    "county": "county_id",
    "town": "asset__town_id",
    "village": "asset__village_id",
    "category": "asset__category",
    "kind": "kind",
    "regime": "regime",
    "keeper": "keeper",
    "fund": "fund_source",
    "asset": "asset_id",
    "body": "body_id",
}


class DutyFilter(PlaceFilter):
    """What a list of duties can be narrowed by."""

    state = forms.ChoiceField(
        label="状态", required=False, choices=choices(Duty.State), widget=forms.HiddenInput
    )
    kind = forms.ChoiceField(label="管护内容", required=False, choices=choices(DutyKind))
    regime = forms.ChoiceField(label="管护方式", required=False, choices=choices(Regime))
    keeper = forms.ChoiceField(label="管护人员类别", required=False, choices=choices(Keeper))
    category = forms.ChoiceField(label="资产类型", required=False, choices=choices(Category))
    term = forms.ChoiceField(label="期限", required=False, choices=[ANY, *TERMS])
    fund = forms.ChoiceField(label="经费来源", required=False, choices=choices(FundSource))
    body = forms.TypedChoiceField(label="管护部门", required=False, coerce=int, empty_value=None)
    asset, batch = number("资产"), number("导入批次")
    wrote = forms.ChoiceField(
        label="导入办理", required=False, choices=[ANY, *WROTE], widget=forms.HiddenInput
    )

    field_order = ["q", "state", "sort", "county", "town", "village", "kind", "regime", "keeper", "term"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["body"].choices = self.departments()

    def apply(self, rows):
        """The rows of a queryset of duties that pass; those withdrawn only where they are asked for."""
        f = self.active
        rows = rows if {"state", "bulk", "batch"} & f.keys() else rows.exclude(state=Duty.State.WITHDRAWN)
        if words := self.cleaned_data.get("q"):
            rows = rows.matching(words, names=policy.holds(self.user, NAMES))
        rows = rows.filter(**{EXACT[name]: value or None for name, value in f.items() if name in EXACT})
        if "batch" in f:
            rows = of_import(rows, f, "duties")
        if "term" in f:
            rows = of_term(rows, f["term"])
        return self._of_bulk(rows, f)

    def _of_bulk(self, rows, f):
        if "bulk" not in f:
            return rows
        done = self.done_by_bulk()
        act = done.values_list("bulk__act", flat=True).first() or ""
        column = "asset_id" if act == "custody.assign" else "pk"
        return rows.filter(**{f"{column}__in": done.values("asset_id")})


def of_term(rows, term):
    """Of a queryset of duties those in force whose last day is over, near, or not told."""
    today = timezone.localdate()
    if term == "lapsed":
        return rows.lapsed()
    if term == "open":
        return rows.filter(state=Duty.State.IN_FORCE, to_on=None)
    last = today + timedelta(days=int(term))
    return rows.filter(state=Duty.State.IN_FORCE, to_on__gte=today, to_on__lte=last)
