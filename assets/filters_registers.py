"""Filters of the registers of households and subsidies: read from the address, shown as chips, kept while turning."""

from django import forms
from django.db.models import Q

from assets.filters import ANY, WROTE, choices, of_import
from assets.models import Household, HouseholdGrant, Result, Subsidy
from tenancy.models import Region

ASIDE = ("q", "sort")
CODE = 13  # no region has a longer code


def hidden(label, most=2**62):
    return forms.IntegerField(
        label=label, required=False, min_value=1, max_value=most, widget=forms.HiddenInput
    )


def region(label):
    return forms.TypedChoiceField(label=label, required=False, coerce=int, empty_value=None)


class RegisterFilter(forms.Form):
    """What both registers can be narrowed by; an unknown value is ignored, never an error page."""

    q = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    county = region("县区")
    town = region("乡镇")
    village = region("村（社区）")
    year = forms.IntegerField(label="年度", required=False, min_value=1986, max_value=2099)
    result = forms.ChoiceField(label="绩效结果", required=False, choices=choices(Result))
    withdrawn = forms.ChoiceField(label="作废的", required=False, choices=[("", "不显示"), ("1", "只看作废")])
    batch = hidden("导入批次")
    wrote = forms.ChoiceField(
        label="导入办理", required=False, choices=[ANY, *WROTE], widget=forms.HiddenInput
    )

    EXACT = {"county": "county_id", "year": "year", "result": "result"}

    def __init__(self, data, *, scope, user):
        super().__init__({name: value.replace("\0", "") for name, value in data.items()})
        self.scope, self.user = scope, user
        if scope.county:
            del self.fields["county"]
        else:
            counties = Region.objects.filter(level=Region.Level.COUNTY)
            self.fields["county"].choices = [("", "全部"), *counties.values_list("code", "name")]
        self._offer("town", scope.county or _code(self.data.get("county")), Region.Level.TOWN)
        town = _code(self.data.get("town"))  # another county's has no villages here
        known = town in dict(self.fields["town"].choices)
        self._offer("village", town if known else None, Region.Level.VILLAGE)

    def _offer(self, name, above, level):
        below = Region.objects.filter(parent_id=above, level=level).order_by("code") if above else []
        codes = below.values_list("code", "name") if above else []
        self.fields[name].choices = [("", "全部"), *codes]

    @property
    def active(self):
        """{name: value} of the filters at work; search words are none."""
        self.is_valid()
        aside = ASIDE if self.cleaned_data.get("batch") else (*ASIDE, "wrote")
        return {k: v for k, v in self.cleaned_data.items() if v not in ("", None) and k not in aside}

    @property
    def words(self):
        """What is searched for."""
        self.is_valid()
        return self.cleaned_data.get("q", "").strip()

    def apply(self, rows):
        """The rows of a queryset that pass; withdrawn ones only where they are asked for."""
        active = self.active
        rows = (
            rows.exclude(withdrawn_reason="") if "withdrawn" in active else rows.filter(withdrawn_reason="")
        )
        rows = rows.filter(**{self.EXACT[name]: active[name] for name in active.keys() & self.EXACT.keys()})
        if "batch" in active:
            rows = of_import(rows, active, self.RESOURCE)
        return rows.filter(self.matching(self.words)) if self.words else rows

    def chips(self, address):
        """[{label, value, remove_url}] of the filters at work; `address(**changes)` writes an address."""
        below = {"county": {"town": None, "village": None}, "town": {"village": None}}
        for name, value in self.active.items():
            yield {
                "label": self.fields[name].label,
                "value": str(dict(getattr(self.fields[name], "choices", ())).get(value, value)),
                "remove_url": address(**{name: None} | below.get(name, {})),
            }

    def told(self):
        """The same in words, for the head of a file."""
        parts = [f"{chip['label']}：{chip['value']}" for chip in self.chips(lambda **changes: "")]
        return "；".join(parts + ([f"查找：{self.words}"] if self.words else []))


class HouseholdFilter(RegisterFilter):
    """到户登记 by place, category, subtype, year, result and whether the thing is still there."""

    RESOURCE = "households"
    kind = forms.ChoiceField(label="户类别", required=False, choices=choices(Household.Kind))
    subtype = forms.ChoiceField(
        label="资产小类", required=False, choices=[("", "全部"), *HouseholdGrant.subtype.field.choices]
    )
    presence = forms.ChoiceField(label="现状", required=False, choices=choices(HouseholdGrant.Presence))

    EXACT = RegisterFilter.EXACT | {
        "town": "household__town_id",
        "village": "household__village_id",
        "kind": "household__kind",
        "subtype": "subtype",
        "presence": "presence",
    }
    field_order = ["q", "county", "town", "village", "kind", "subtype", "year", "result", "presence"]

    def told(self):
        """In words, but for the words searched for: they may be a name, and the journal tells of every export."""
        parts = super().told().removesuffix(f"查找：{self.words}").rstrip("；")
        return "；".join(part for part in (parts, "按关键词查找" if self.words else "") if part)

    @staticmethod
    def matching(words):
        """By the householder's name or code, or by what was given."""
        mine = Q(household__householder__contains=words) | Q(household__code=words)
        return mine | Q(name__contains=words)


class SubsidyFilter(RegisterFilter):
    """补贴登记 by kind, place, year and result."""

    RESOURCE = "subsidies"
    kind = forms.ChoiceField(label="补贴类别", required=False, choices=choices(Subsidy.Kind))

    EXACT = RegisterFilter.EXACT | {"town": "town_id", "village": "village_id", "kind": "kind"}
    field_order = ["q", "county", "kind", "town", "village", "year", "result"]

    @staticmethod
    def matching(words):
        """By its name, its place or its beneficiaries."""
        return Q(name__contains=words) | Q(place__contains=words) | Q(beneficiaries__contains=words)


def _code(text):
    """A region's code from the address, or None."""
    return int(text) if text and text.isdecimal() and len(text) < CODE else None
