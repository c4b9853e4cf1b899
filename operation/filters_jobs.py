"""Filters of the lists of jobs and of self-operations: read from the address, shown as chips, kept while turning."""

from django import forms
from django.db.models import Q

from assets.filters import ANY, WROTE, YES_NO, choices, of_import
from assets.filters_places import PlaceFilter, number
from operation.choices import Category
from operation.models import Agreement, LocalJob, SelfOperation
from operation.places import placed
from tenancy import policy

NAMES = "view_households"  # whoever holds it reads people's names


class JobFilter(PlaceFilter):
    """带动就业 by place, year, category, agreement, and whether the household is known; void ones only when asked."""

    state = forms.ChoiceField(
        label="状态", required=False, choices=[ANY, ("void", "已作废")], widget=forms.HiddenInput
    )
    year = forms.IntegerField(label="年度", required=False, min_value=1986, max_value=2099)
    category = forms.ChoiceField(label="人员类别", required=False, choices=choices(Category))
    tied = forms.ChoiceField(label="关联到户登记", required=False, choices=YES_NO)
    agreement, batch = number("经营协议"), number("导入批次")
    wrote = forms.ChoiceField(
        label="导入办理", required=False, choices=[ANY, *WROTE], widget=forms.HiddenInput
    )

    EXACT = {"county": "county_id", "year": "year", "category": "category", "agreement": "agreement_id"}
    field_order = ["q", "state", "sort", "county", "town", "village", "year", "category", "tied"]

    def apply(self, rows):
        """The rows of a queryset of jobs that pass."""
        f = self.active
        rows = rows.filter(**{path: f[name] for name, path in self.EXACT.items() if name in f})
        if "batch" in f:
            rows = of_import(rows, f, "jobs")
        else:
            rows = rows.filter(is_void=f.get("state") == "void")
        rows = placed(rows, f)
        if "tied" in f:
            rows = rows.filter(household__isnull=f["tied"] != "1")
        if words := self.cleaned_data.get("q"):
            rows = rows.filter(self._matching(words))
        return rows

    def _matching(self, words):
        found = Agreement.objects.filter(Q(name__contains=words) | Q(number__contains=words))
        mine = Q(agreement__in=found.values("pk")) | Q(work__contains=words)
        return mine | Q(worker__contains=words) if policy.holds(self.user, NAMES) else mine

    def _shown(self, name, value):
        if name == "agreement":
            return str(Agreement.objects.permitted(self.user).filter(pk=value).first() or "—")
        return super()._shown(name, value)


class SelfRunFilter(PlaceFilter):
    """自营申报 by state and place."""

    state = forms.ChoiceField(
        label="状态", required=False, choices=choices(SelfOperation.State), widget=forms.HiddenInput
    )
    asset = number("资产")

    EXACT = {"county": "county_id", "state": "state", "asset": "asset_id"}
    field_order = ["q", "state", "sort", "county", "town", "village"]

    def apply(self, rows):
        """The rows of a queryset of self-operations that pass."""
        f = self.active
        rows = rows.filter(**{path: f[name] for name, path in self.EXACT.items() if name in f})
        rows = placed(rows, f)
        if words := self.cleaned_data.get("q"):
            rows = rows.filter(Q(name__contains=words) | Q(asset__number__contains=words))
        return rows


def all_jobs(user):
    """The jobs a person may see: names are masked for whoever may not read them."""
    return LocalJob.objects.permitted(user, policy.SEE)
