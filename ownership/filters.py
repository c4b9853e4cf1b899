"""Filters of the lists of titles: read from the address, shown as chips, and carried from page to page."""

from django import forms
from django.utils import timezone

from assets.choices import Category
from assets.filters import ANY, UNTOLD, YES_NO, choices
from assets.models import Asset, BulkRow
from ownership.choices import Basis, OwnerKind
from ownership.deadline import due_on
from ownership.models import Share, Title
from tenancy import policy
from tenancy.models import Region, Unit

ABSENT = 0
GROUPS = [("under_way", "确权中（未确认）"), ("settled", "已确权（含已颁证、已移交）")]
EXACT = {
    "state": "state",
    "county": "county_id",
    "town": "asset__town_id",
    "village": "asset__village_id",
    "category": "asset__category",
    "basis": "basis",
    "reviewer": "reviewer_id",
}


class TitleFilter(forms.Form):
    """What a list of titles can be narrowed by; an unknown value is ignored, never an error page."""

    q = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label="状态", required=False, choices=choices(Title.State), widget=forms.HiddenInput
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    group = forms.ChoiceField(label="进度", required=False, choices=[ANY, *GROUPS])
    late = forms.ChoiceField(label="超期未确权", required=False, choices=YES_NO)
    county = forms.TypedChoiceField(label="县区", required=False, coerce=int, empty_value=None)
    town = forms.TypedChoiceField(label="乡镇", required=False, coerce=int, empty_value=None)
    village = forms.IntegerField(
        label="村（社区）", required=False, min_value=0, max_value=2**62, widget=forms.HiddenInput
    )
    category = forms.ChoiceField(label="资产类型", required=False, choices=choices(Category))
    owner = forms.ChoiceField(label="产权主体类别", required=False, choices=choices(OwnerKind))
    joint = forms.ChoiceField(label="按份共有", required=False, choices=YES_NO)
    basis = forms.ChoiceField(label="确权依据", required=False, choices=choices(Basis))
    reviewer = forms.TypedChoiceField(label="审核部门", required=False, coerce=int, empty_value=None)
    booked = forms.ChoiceField(label="已登记三资（国资）编号", required=False, choices=YES_NO)
    bulk = forms.IntegerField(
        label="批量办理", required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput
    )

    def __init__(self, data, *, scope, user):
        super().__init__(data)
        self.scope, self.user = scope, user
        county = scope.county or self._county(data.get("county") or "")
        self.narrowed_to = county
        if scope.county:
            del self.fields["county"]
        else:
            counties = Region.objects.filter(level=Region.Level.COUNTY).order_by("code")
            self.fields["county"].choices = [ANY, *counties.values_list("code", "name")]
        towns = (
            Region.objects.filter(parent=county, level=Region.Level.TOWN).order_by("code") if county else ()
        )
        self.fields["town"].choices = [ANY, *((t.code, t.name) for t in towns), (ABSENT, UNTOLD)]
        depts = Unit.objects.filter(county=county, kind__in=[Unit.Kind.DEPARTMENT, Unit.Kind.COUNTY_OFFICE])
        self.fields["reviewer"].choices = [ANY, *(depts.values_list("pk", "name") if county else [])]

    def _county(self, code):
        county = int(code) if code.isdecimal() and len(code) < 13 else 0
        return county if policy.may(self.user, policy.SEE, Unit(county_id=county)) else 0

    @property
    def active(self):
        """{name: value} of the filters at work (search words and order are not filters)."""
        self.is_valid()
        return {k: v for k, v in self.cleaned_data.items() if v not in ("", None) and k not in ("q", "sort")}

    def apply(self, rows):
        """The rows of a queryset of titles that pass; those extinguished only where they are asked for."""
        f = self.active
        rows = rows if "state" in f or "bulk" in f else rows.living()
        if words := self.cleaned_data.get("q"):
            rows = rows.matching(words)
        rows = rows.filter(**{EXACT[name]: value or None for name, value in f.items() if name in EXACT})
        if "group" in f:
            states = Title.SETTLED if f["group"] == "settled" else Title.UNDER_WAY
            rows = rows.filter(state__in=states, asset__state=Asset.State.LEDGER)
        if "owner" in f:
            rows = rows.filter(pk__in=Share.objects.filter(kind=f["owner"]).values("title"))
        if "joint" in f:
            several = Share.objects.filter(position=2).values("title")
            rows = rows.filter(pk__in=several) if f["joint"] == "1" else rows.exclude(pk__in=several)
        if "booked" in f:
            rows = rows.exclude(book_number="") if f["booked"] == "1" else rows.filter(book_number="")
        if "late" in f:
            rows = late(rows, self.narrowed_to, f["late"] == "1")
        return self._of_bulk(rows, f)

    def _of_bulk(self, rows, f):
        if "bulk" not in f:
            return rows
        done = BulkRow.objects.filter(bulk=f["bulk"], bulk__by=self.user, outcome=BulkRow.Outcome.DONE)
        act = done.values_list("bulk__act", flat=True).first() or ""
        column = "asset_id" if act == "ownership.open" else "pk"
        return rows.filter(**{f"{column}__in": done.values("asset_id")})

    def chips(self, address):
        """[{label, value, remove_url}] for the filters at work; `address(**changes)` writes an address."""
        return [
            {
                "label": self.fields[name].label,
                "value": self._shown(name, value),
                "remove_url": address(**{name: None}),
            }
            for name, value in self.active.items()
            if name != "state"
        ]

    def _shown(self, name, value):
        if name == "village":
            return str(Region.objects.filter(pk=value).first() or UNTOLD)
        if name == "bulk":
            return f"第 {value} 号"
        return str(dict(getattr(self.fields[name], "choices", ())).get(value, value))


def late(rows, county, is_late=True):
    """Of a queryset of titles those not confirmed though their day is over, or all others."""
    over = rows.filter(state__in=Title.UNDER_WAY).alias(due=due_on(county, "asset__"))
    over = over.filter(due__lt=timezone.localdate())
    return over if is_late else rows.exclude(pk__in=over.values("pk"))
