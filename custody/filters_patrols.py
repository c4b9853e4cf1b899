"""Filters of the lists of patrols and of repair orders."""

from django import forms
from django.db.models import Exists, OuterRef
from django.utils import timezone

from assets.choices import Category
from assets.filters import YES_NO, choices
from assets.filters_places import PlaceFilter, number
from custody.choices import FundSource
from custody.choices_patrols import Condition
from custody.models import Patrol, Repair, SpotPhoto
from journal.forms import day

EXACT = {
    "state": "state",
    "county": "county_id",
    "town": "asset__town_id",
    "village": "asset__village_id",
    "category": "asset__category",
    "condition": "condition",
    "payer": "payer",
    "asset": "asset_id",
}


def _narrowed(form, rows):
    """The rows that pass what both lists are narrowed by."""
    f = form.active
    if words := form.cleaned_data.get("q", "").strip():
        rows = rows.filter(asset__name__contains=words) | rows.filter(asset__number__contains=words)
    return rows.filter(**{EXACT[name]: value or None for name, value in f.items() if name in EXACT})


class PatrolFilter(PlaceFilter):
    """What the list of patrols can be narrowed by."""

    state = forms.ChoiceField(
        label="认定", required=False, choices=choices(Patrol.State), widget=forms.HiddenInput
    )
    condition = forms.ChoiceField(label="巡查结果", required=False, choices=choices(Condition))
    category = forms.ChoiceField(label="资产类型", required=False, choices=choices(Category))
    twin = forms.ChoiceField(label="照片与以前的相同或相近", required=False, choices=YES_NO)
    since, until = day("巡查日期自", required=False), day("巡查日期至", required=False)
    asset = number("资产")

    field_order = ["q", "state", "sort", "county", "town", "village", "condition", "twin", "since", "until"]

    def apply(self, rows):
        """The rows of a queryset of patrols that pass."""
        f, rows = self.active, _narrowed(self, rows)
        if "since" in f:
            rows = rows.filter(on__gte=f["since"])
        if "until" in f:
            rows = rows.filter(on__lte=f["until"])
        if "twin" in f:
            known = Exists(
                SpotPhoto.objects.filter(
                    county_id=OuterRef("county_id"), patrol=OuterRef("pk"), twin__isnull=False
                )
            )
            rows = rows.filter(known if f["twin"] == "1" else ~known)
        return rows


class RepairFilter(PlaceFilter):
    """What the list of repair orders can be narrowed by."""

    state = forms.ChoiceField(
        label="状态", required=False, choices=choices(Repair.State), widget=forms.HiddenInput
    )
    late = forms.ChoiceField(label="超期未修", required=False, choices=YES_NO)
    payer = forms.ChoiceField(label="经费来源", required=False, choices=choices(FundSource))
    category = forms.ChoiceField(label="资产类型", required=False, choices=choices(Category))
    asset = number("资产")

    field_order = ["q", "state", "sort", "county", "town", "village", "late", "payer"]

    def apply(self, rows):
        """The rows of a queryset of repair orders that pass."""
        f, rows = self.active, _narrowed(self, rows)
        if "late" in f:
            late = {"state": Repair.State.ORDERED, "limit_on__lt": timezone.localdate()}
            rows = rows.filter(**late) if f["late"] == "1" else rows.exclude(**late)
        return rows
