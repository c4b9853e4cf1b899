"""Filters of the list of trainings."""

from django import forms
from django.db.models import Exists, OuterRef, Q, Sum

from assets.filters import choices
from assets.filters_places import PlaceFilter
from custody.choices_patrols import Manner, Subject
from custody.models import Attendance, Training
from journal.forms import day

EXACT = {
    "state": "state",
    "county": "county_id",
    "holder": "unit_id",
    "subject": "subject",
    "manner": "manner",
}


def with_attendance(rows):
    """Of a queryset of trainings each with how many were to come (`asked`) and came (`came`)."""
    return rows.annotate(asked=Sum("lines__asked"), came=Sum("lines__came"))


class TrainingFilter(PlaceFilter):
    """What trainings can be narrowed by; a place means: somebody from there was to come."""

    state = forms.ChoiceField(
        label="状态", required=False, choices=choices(Training.State), widget=forms.HiddenInput
    )
    holder = forms.TypedChoiceField(label="组织单位", required=False, coerce=int, empty_value=None)
    subject = forms.ChoiceField(label="培训内容", required=False, choices=choices(Subject))
    manner = forms.ChoiceField(label="培训方式", required=False, choices=choices(Manner))
    since, until = day("培训日期自", required=False), day("培训日期至", required=False)

    field_order = ["q", "state", "sort", "county", "town", "village", "holder", "subject", "manner"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["holder"].choices = self.departments()

    def apply(self, rows):
        """The rows of a queryset of trainings that pass."""
        f = self.active
        rows = rows.filter(**{EXACT[name]: value for name, value in f.items() if name in EXACT})
        if words := self.cleaned_data.get("q", "").strip():
            rows = rows.filter(
                Q(title__contains=words) | Q(place__contains=words) | Q(teacher__contains=words)
            )
        if "since" in f:
            rows = rows.filter(on__gte=f["since"])
        if "until" in f:
            rows = rows.filter(on__lte=f["until"])
        for name, where in (
            ("town", ("unit__region", "unit__region__parent")),
            ("village", ("unit__region",)),
        ):
            if f.get(name):
                rows = rows.filter(_asked_from(f[name], where))
        return rows


def _asked_from(code, where):
    """A condition: a unit in the place of this code was to come."""
    here = Q()
    for path in where:
        here |= Q(**{path: code})
    lines = Attendance.objects.filter(county_id=OuterRef("county_id"), training=OuterRef("pk"))
    return Exists(lines.filter(here))
