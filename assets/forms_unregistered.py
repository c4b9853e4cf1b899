"""What the list of unregistered projects can be narrowed by; an unknown value narrows nothing."""

from django import forms
from django.db.models import Exists, OuterRef, Q

from assets.models import Asset
from assets.unregistered import Lack
from journal.templatetags.jiadi import place
from tenancy.models import Region, Unit

ANY = ("", "全部")
UNTOLD = 0


class UnregisteredFilter(forms.Form):
    """By what is amiss, by place and by department; the villages are those of the township that is chosen."""

    q = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    lack = forms.ChoiceField(label="情况", required=False, choices=[ANY, *Lack.choices])
    county = forms.TypedChoiceField(label="县区", required=False, coerce=int, empty_value=None)
    town = forms.TypedChoiceField(label="乡镇", required=False, coerce=int, empty_value=None)
    village = forms.TypedChoiceField(label="村（社区）", required=False, coerce=int, empty_value=None)
    dept = forms.TypedChoiceField(label="实施单位", required=False, coerce=int, empty_value=None)
    year = forms.IntegerField(label="资金年度", required=False, min_value=1986, max_value=2099)

    def __init__(self, data, *, scope):
        super().__init__(data)
        level, county = Region.Level, scope.county
        if county:
            del self.fields["county"]
            regions = Region.objects.filter(parent=county, level=level.TOWN).order_by("code")
            kinds = [Unit.Kind.DEPARTMENT, Unit.Kind.COUNTY_OFFICE, Unit.Kind.TOWN]
            units = Unit.objects.filter(county=county, kind__in=kinds).order_by("kind", "code")
            self.fields["town"].choices = [ANY, *regions.values_list("code", "name"), (UNTOLD, "未注明")]
            self.fields["dept"].choices = [ANY, *units.values_list("pk", "name"), (UNTOLD, "未注明")]
            self.villages = self._villages(data.get("town") or "")
            self.fields["village"].choices = [
                ANY,
                *((code, place(name)) for code, name in self.villages.items()),
            ]
        else:
            for name in ("town", "village", "dept"):
                del self.fields[name]
            self.villages = {}
            counties = Region.objects.filter(level=level.COUNTY).order_by("code")
            self.fields["county"].choices = [ANY, *counties.values_list("code", "name")]

    def _villages(self, town):
        known = dict(self.fields["town"].choices)
        if not town.isdecimal() or len(town) > 12 or int(town) not in known or int(town) == UNTOLD:
            return {}
        return dict(Region.objects.filter(parent=int(town)).order_by("code").values_list("code", "name"))

    @property
    def active(self):
        """{name: value} of the filters at work, the words that are searched for not among them."""
        self.is_valid()
        return {name: v for name, v in self.cleaned_data.items() if v not in ("", None) and name != "q"}

    def apply(self, rows):
        """The rows of `unregistered.lacking` that pass."""
        active = self.active
        if words := (self.cleaned_data.get("q") or "").strip():
            rows = rows.filter(name__contains=words)
        for name, column in (("lack", "lack"), ("county", "county"), ("year", "fund_year")):
            if name in active:
                rows = rows.filter(**{column: active[name]})
        if "town" in active:
            rows = rows.filter(town=active["town"] or None)
        if "dept" in active:
            rows = rows.filter(implementing_dept=active["dept"] or None)
        if "village" in active:
            rows = rows.filter(in_village(active["village"], self.villages[active["village"]]))
        return rows

    def told(self):
        """The filters at work, in words."""
        parts = [
            f"{self.fields[name].label}：{self.shown(name, value)}" for name, value in self.active.items()
        ]
        words = (self.cleaned_data.get("q") or "").strip()
        return "；".join([*parts, *([f"查找：{words}"] if words else [])])

    def shown(self, name, value):
        """A value as people read it."""
        return str(dict(getattr(self.fields[name], "choices", ())).get(value, value))

    def query(self, **changes):
        """The filters as an address writes them, with changes (None: without)."""
        told = {name: str(value) for name, value in self.cleaned_data.items() if value not in ("", None)}
        return {name: value for name, value in (told | changes).items() if value is not None}


def in_village(code, name):
    """The condition that a project concerns a village: its place names it, or something of it stands there."""
    there = Asset.objects.filter(county_id=OuterRef("county_id"), project_id=OuterRef("pk"), village_id=code)
    return Q(town=code // 1000, place__contains=short_name(name)) | Exists(there)


def short_name(name):
    """A village as a project's place names it: 韩庄村民委员会 → 韩庄."""
    return place(name).removesuffix("村")
