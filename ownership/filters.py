"""Filters of the lists of titles: read from the address, shown as chips, and carried from page to page."""

from django import forms
from django.utils import timezone

from assets.choices import Category
from assets.filters import ANY, YES_NO, choices
from assets.filters_places import PlaceFilter
from assets.models import Asset
from ownership.choices import Basis, OwnerKind
from ownership.deadline import due_on
from ownership.models import Share, Title

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


class TitleFilter(PlaceFilter):
    """What a list of titles can be narrowed by."""

    state = forms.ChoiceField(
        label="状态", required=False, choices=choices(Title.State), widget=forms.HiddenInput
    )
    group = forms.ChoiceField(label="进度", required=False, choices=[ANY, *GROUPS])
    late = forms.ChoiceField(label="超期未确权", required=False, choices=YES_NO)
    category = forms.ChoiceField(label="资产类型", required=False, choices=choices(Category))
    owner = forms.ChoiceField(label="产权主体类别", required=False, choices=choices(OwnerKind))
    joint = forms.ChoiceField(label="按份共有", required=False, choices=YES_NO)
    basis = forms.ChoiceField(label="确权依据", required=False, choices=choices(Basis))
    reviewer = forms.TypedChoiceField(label="审核部门", required=False, coerce=int, empty_value=None)
    booked = forms.ChoiceField(label="已登记三资（国资）编号", required=False, choices=YES_NO)
    ending = forms.ChoiceField(label="已申请注销", required=False, choices=YES_NO)

    field_order = ["q", "state", "sort", "group", "late", "county", "town"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["reviewer"].choices = self.departments()

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
        if "ending" in f:
            rows = rows.filter(end_asked_at__isnull=f["ending"] != "1")
        if "late" in f:
            rows = late(rows, self.narrowed_to, f["late"] == "1")
        return self._of_bulk(rows, f)

    def _of_bulk(self, rows, f):
        if "bulk" not in f:
            return rows
        done = self.done_by_bulk()
        act = done.values_list("bulk__act", flat=True).first() or ""
        column = "asset_id" if act == "ownership.open" else "pk"
        return rows.filter(**{f"{column}__in": done.values("asset_id")})


def late(rows, county, is_late=True):
    """Of a queryset of titles those not confirmed though their day is over, or all others."""
    over = rows.filter(state__in=Title.UNDER_WAY).alias(due=due_on(county, "asset__"))
    over = over.filter(due__lt=timezone.localdate())
    return over if is_late else rows.exclude(pk__in=over.values("pk"))
