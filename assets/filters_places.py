"""What the filters of lists have in common whose rows lie in a county's townships and villages."""

from django import forms

from assets.filters import ANY, UNTOLD
from assets.models import BulkRow
from tenancy import policy
from tenancy.models import Region, Unit

ASIDE = ("q", "sort")
MOST = 2**62


def number(label, least=1):
    """A hidden filter that names a row by its id."""
    return forms.IntegerField(
        label=label, required=False, min_value=least, max_value=MOST, widget=forms.HiddenInput
    )


def region(label):
    """A filter that names a place by its code."""
    return forms.TypedChoiceField(label=label, required=False, coerce=int, empty_value=None)


class PlaceFilter(forms.Form):
    """County, township, village and words; an unknown value is ignored, never an error page.

    `narrowed_to` is the county (its code) that is looked at, 0 over counties.
    """

    q = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    county, town = region("县区"), region("乡镇")
    village = number("村（社区）", least=0)
    bulk = number("批量办理")

    def __init__(self, data, *, scope, user):
        super().__init__(data)
        self.scope, self.user = scope, user
        self.narrowed_to = county = scope.county or self._county(data.get("county") or "")
        if scope.county:
            del self.fields["county"]
        else:
            counties = Region.objects.filter(level=Region.Level.COUNTY).order_by("code")
            self.fields["county"].choices = [ANY, *counties.values_list("code", "name")]
        towns = (
            Region.objects.filter(parent=county, level=Region.Level.TOWN).order_by("code") if county else ()
        )
        self.fields["town"].choices = [ANY, *((t.code, t.name) for t in towns), (0, UNTOLD)]

    def departments(self):
        """[(id, name)] of the county's offices, for a filter that names one."""
        kinds = [Unit.Kind.DEPARTMENT, Unit.Kind.COUNTY_OFFICE]
        rows = Unit.objects.filter(county=self.narrowed_to, kind__in=kinds)
        return [ANY, *(rows.values_list("pk", "name") if self.narrowed_to else [])]

    def _county(self, code):
        county = int(code) if code.isdecimal() and len(code) < 13 else 0
        return county if policy.may(self.user, policy.SEE, Unit(county_id=county)) else 0

    @property
    def active(self):
        """{name: value} of the filters at work (search words and order are not filters).

        What an import did to rows narrows them together with the import alone.
        """
        self.is_valid()
        aside = ASIDE if self.cleaned_data.get("batch") else (*ASIDE, "wrote")
        return {k: v for k, v in self.cleaned_data.items() if v not in ("", None) and k not in aside}

    @property
    def words(self):
        """What is searched for."""
        self.is_valid()
        return self.cleaned_data.get("q", "").strip()

    def done_by_bulk(self):
        """The rows of the bulk act that is asked for, which was this person's own and did something to them."""
        return BulkRow.objects.filter(
            bulk=self.active["bulk"], bulk__by=self.user, outcome=BulkRow.Outcome.DONE
        )

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

    def told(self):
        """The filters at work in words, for the head of a file; the words searched for may be a name."""
        parts = [f"{chip['label']}：{chip['value']}" for chip in self.chips(lambda **changes: "")]
        if state := self.active.get("state"):
            parts.append(f"{self.fields['state'].label}：{self._shown('state', state)}")
        return "；".join(parts + (["按关键词查找"] if self.words else []))

    def _shown(self, name, value):
        if name == "village":
            return str(Region.objects.filter(pk=value).first() or UNTOLD)
        if name in ("bulk", "batch"):
            return f"第 {value} 号"
        return str(dict(getattr(self.fields[name], "choices", ())).get(value, value))
