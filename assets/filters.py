"""Filters of the asset list: read from the address, shown as chips, counted, and carried from page to page."""

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from assets import buckets, custom, saved
from assets.choices import Category, Scope, Status, Subtype
from assets.models import Asset, Attachment, Bulk, BulkRow, Project
from journal.models import ImportBatch, ImportRow
from tenancy import policy
from tenancy.models import Region, Unit

ANY = ("", "全部")
AMOUNT = {"min_value": 0, "max_digits": 14, "decimal_places": 2}
YES_NO = [ANY, ("1", "是"), ("0", "否")]
UNTOLD = "未注明"
WROTE = [(action, action.label) for action in (ImportRow.Action.NEW, ImportRow.Action.UPDATE)]


def choices(enum):
    return [ANY, *enum.choices]


class AssetFilter(forms.Form):
    """What a list of assets can be narrowed by; an unknown value is ignored, never an error page.

    A saved filter's `?filter=<id>` in `data` (a QueryDict) stands for what it holds; `form.data` has it written out.
    """

    q = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label="状态", required=False, choices=choices(Asset.State), widget=forms.HiddenInput
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    county = forms.TypedChoiceField(label="县区", required=False, coerce=int, empty_value=None)
    town = forms.TypedChoiceField(label="乡镇", required=False, coerce=int, empty_value=None)
    category = forms.ChoiceField(label="类型", required=False, choices=choices(Category))
    subtype = forms.ChoiceField(label="小类", required=False, choices=choices(Subtype))
    year_from = forms.IntegerField(label="形成年度自", required=False, min_value=1986, max_value=2099)
    year_to = forms.IntegerField(label="形成年度至", required=False, min_value=1986, max_value=2099)
    value_from = forms.DecimalField(label="原值不低于（元）", required=False, **AMOUNT)
    value_to = forms.DecimalField(label="原值不超过（元）", required=False, **AMOUNT)
    status = forms.ChoiceField(label="使用状况", required=False, choices=choices(Status))
    scope = forms.ChoiceField(label="纳入依据", required=False, choices=choices(Scope))
    dept = forms.TypedChoiceField(label="实施或监管部门", required=False, coerce=int, empty_value=None)
    fund_kind = forms.ChoiceField(label="资金类别", required=False, choices=[ANY, *buckets.FUND_KINDS])
    fund_level = forms.ChoiceField(label="资金级次", required=False, choices=[ANY, *buckets.FUND_LEVELS])
    stale = forms.ChoiceField(label="停留时间", required=False, choices=[ANY, *buckets.STALE])
    photos = forms.ChoiceField(label="现场照片", required=False, choices=[ANY, ("1", "有"), ("0", "没有")])
    returned = forms.ChoiceField(label="被退回", required=False, choices=YES_NO)
    held = forms.ChoiceField(label="冻结", required=False, choices=YES_NO)
    impl = forms.IntegerField(
        label="实施部门", required=False, min_value=0, max_value=2**62, widget=forms.HiddenInput
    )
    village = forms.TypedChoiceField(label="村（社区）", required=False, coerce=int, empty_value=None)
    unit = forms.IntegerField(
        label="持有单位", required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput
    )
    bulk = forms.IntegerField(
        label="批量办理", required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput
    )
    batch = forms.IntegerField(
        label="导入批次", required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput
    )
    wrote = forms.ChoiceField(
        label="导入办理", required=False, choices=[ANY, *WROTE], widget=forms.HiddenInput
    )
    project = forms.IntegerField(
        label="项目", required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput
    )

    def __init__(self, data, *, scope, user):
        data = saved.query_of(data, user, scope.county)
        super().__init__(data)
        self.scope, self.user = scope, user
        counties = Region.objects.filter(level=Region.Level.COUNTY)
        if scope.county:
            del self.fields["county"]
            county = scope.county
        else:
            self.fields["county"].choices = [("", "全部"), *counties.values_list("code", "name")]
            code = data.get("county") or ""
            county = int(code) if code.isdecimal() and len(code) < 13 else 0
            if not policy.may(user, policy.SEE, Unit(county_id=county)):
                county = 0  # a city's reader is told nothing of another city's counties
        towns = (
            Region.objects.filter(parent=county, level=Region.Level.TOWN) if county else Region.objects.none()
        )
        known = towns.order_by("code").values_list("code", "name")
        self.fields["town"].choices = [ANY, *known, (buckets.ABSENT, UNTOLD)]
        self._offer_villages(data.get("village") or "", data.get("town") or "")
        depts = Unit.objects.filter(county=county, kind__in=[Unit.Kind.DEPARTMENT, Unit.Kind.COUNTY_OFFICE])
        self.fields["dept"].choices = [("", "全部"), *(depts.values_list("pk", "name") if county else [])]
        self.narrowed_to = county
        self.fields |= custom.filters(county)

    def _offer_villages(self, village, town):
        """Those of the township that is chosen: a county's four hundred would be half the page."""
        town = village[:9] if len(village) == 12 else town
        field = self.fields["village"]
        if town.isdecimal() and len(town) < 13 and int(town) in dict(self.fields["town"].choices):
            below = Region.objects.filter(parent=int(town)).order_by("code").values_list("code", "name")
            field.choices = [ANY, *below, (buckets.ABSENT, UNTOLD)]
        else:
            field.choices, field.widget = [ANY, (buckets.ABSENT, UNTOLD)], forms.HiddenInput()

    @property
    def active(self):
        """{name: value} of the filters at work (search words and order are not filters)."""
        self.is_valid()
        aside = {"q", "sort"} if self.cleaned_data.get("batch") else {"q", "sort", "wrote"}
        found = self.cleaned_data.items()
        return {k: v for k, v in found if v not in ("", None) and k not in aside}

    def apply(self, rows, without=()):
        """The rows of a queryset that pass; `without` names filters that are left out of account."""
        f = {name: value for name, value in self.active.items() if name not in without}
        if words := self.cleaned_data.get("q"):
            rows = rows.matching(words, self.scope.county or f.get("county"))
        exact = {k: v for k, v in f.items() if k in EXACT}
        rows = rows.filter(**{EXACT[k]: v or None for k, v in exact.items()})  # 0: names none
        if "batch" in f:
            rows = of_import(rows, f, "assets")
        if "year_from" in f:
            rows = rows.filter(formed_year__gte=f["year_from"])
        if "year_to" in f:
            rows = rows.filter(formed_year__lte=f["year_to"])
        if "dept" in f:
            rows = rows.filter(Q(implementing_dept_id=f["dept"]) | Q(supervising_dept_id=f["dept"]))
        for field in ("kind", "level"):
            if part := f.get(f"fund_{field}"):
                rows = buckets.by_fund(rows, field, part)
        if "stale" in f:
            rows = buckets.stale(rows, int(f["stale"]))
        if "value_from" in f:
            rows = rows.filter(original_value__gte=f["value_from"])
        if "value_to" in f:
            rows = rows.filter(original_value__lte=f["value_to"])
        if "photos" in f:
            has = Exists(PHOTOS)
            rows = rows.filter(has if f["photos"] == "1" else ~has)
        if "bulk" in f:
            done = BulkRow.objects.filter(bulk=f["bulk"], bulk__by=self.user, outcome=BulkRow.Outcome.DONE)
            rows = rows.filter(pk__in=done.values("asset_id"))
        for name, column in WORDED.items():
            if name in f:
                rows = rows.exclude(**{column: ""}) if f[name] == "1" else rows.filter(**{column: ""})
        return custom.narrow(rows, self.narrowed_to, f)

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
        if name == "project":
            project = Project.objects.permitted(self.user).filter(pk=value).first()
            return project.name if project else str(value)
        if name == "batch":
            return self._batch(value)
        if name in ("impl", "unit"):
            return str(Unit.objects.filter(pk=value).first() or UNTOLD)
        if name == "bulk":
            made = Bulk.objects.filter(pk=value, by=self.user).first()
            return f"{localdate(made.created_at):%Y-%m-%d} 第 {value} 号" if made else str(value)
        return str(dict(getattr(self.fields[name], "choices", ())).get(value, value))

    def _batch(self, pk):
        """The file of an import and its day; the bare number where it is gone, or not this person's to see."""
        found = ImportBatch.objects.permitted(self.user).filter(pk=pk).select_related("document").first()
        return f"{found.document.name}（{localdate(found.created_at):%Y-%m-%d}）" if found else str(pk)


def of_import(rows, filters, resource):
    """The rows an import made, changed, or either, as the active filters say; `resource`: as which they come in."""
    batch = ImportBatch.objects.filter(pk=filters["batch"]).first()
    if batch is None:
        return rows.filter(batch_id=filters["batch"])
    return batch.wrote(rows, resource, filters.get("wrote", ""))


PHOTOS = Attachment.objects.filter(
    county_id=OuterRef("county_id"),
    asset_id=OuterRef("pk"),
    kind=Attachment.Kind.PHOTO,
    removed_reason="",
)
WORDED = {"held": "hold_reason", "returned": "return_reason"}  # 是 where there is a reason
EXACT = {
    "state": "state",
    "county": "county_id",
    "town": "town_id",
    "category": "category",
    "subtype": "subtype",
    "status": "status",
    "scope": "scope",
    "project": "project_id",
    "village": "village_id",
    "unit": "unit_id",
    "impl": "implementing_dept_id",
}
SUMMED = {"state", "county", "town", "category"}  # the summary knows count and value by these alone
