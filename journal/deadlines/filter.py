"""What a list of deadlines can be narrowed by; an unknown value narrows nothing, it is never an error page."""

from datetime import timedelta

from django import forms
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from journal.deadlines.setting import KINDS
from journal.models import Reminder
from tenancy import policy
from tenancy.models import Region, Unit

SOON, LATER = 7, 30
WHEN = {
    "open": "未办结",
    "overdue": "已逾期",
    "week": f"{SOON} 日内到期",
    "month": f"{LATER} 日内到期",
    "later": f"{LATER} 日后到期",
    "done": "已办结",
}
PLACED = [Unit.Kind.TOWN, Unit.Kind.DEPARTMENT, Unit.Kind.COUNTY_OFFICE]


class DeadlineFilter(forms.Form):
    """`when` is the tab; `sent` and `step` are a reminder's: the deadlines this person was reminded of that day."""

    when = forms.ChoiceField(required=False, choices=[*WHEN.items()], widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="事项", required=False)
    county = forms.TypedChoiceField(label="县区", required=False, coerce=int, empty_value=None)
    unit = forms.TypedChoiceField(label="乡镇或部门", required=False, coerce=int, empty_value=None)
    due = forms.DateField(label="到期日", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    sent = forms.DateField(label="提醒日", required=False, widget=forms.HiddenInput)
    step = forms.IntegerField(label="提前天数", required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, scope, user, post):
        super().__init__(data)
        self.user, self.post = user, post
        self.fields["kind"].choices = [("", "全部"), *((kind.name, kind.label) for kind in KINDS.values())]
        if scope.county:
            del self.fields["county"]
            units = policy.units(user, policy.SEE).filter(kind__in=PLACED).order_by("-kind", "code")
            self.fields["unit"].choices = [("", "全部"), *units.values_list("pk", "name")]
        else:
            del self.fields["unit"]
            counties = Region.objects.filter(level=Region.Level.COUNTY).order_by("code")
            self.fields["county"].choices = [("", "全部"), *counties.values_list("code", "name")]

    @property
    def active(self):
        """{name: value} of what narrows the list, the tab among them."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}

    def apply(self, rows, when=None):
        """The rows that pass; `when` goes before the tab of the address."""
        active = self.active
        rows = _when(rows, when or active.get("when", "open"))
        if "kind" in active:
            rows = rows.filter(kind=active["kind"])
        if "county" in active:
            rows = rows.filter(county=active["county"])
        if "unit" in active:
            above = Unit.objects.get(pk=active["unit"])
            rows = rows.filter(unit__in=Unit.objects.filter(path__startswith=above.path).values("pk"))
        if "due" in active:
            rows = rows.filter(due_on=active["due"])
        if "sent" in active and "step" in active:
            told = Reminder.objects.filter(
                county=self.post.county_id,
                deadline=OuterRef("pk"),
                user=self.user,
                sent_on=active["sent"],
                step=active["step"],
            )
            rows = rows.filter(Exists(told))
        return rows

    def query(self, **changes):
        """The filters as they are written in an address, with changes (None: without)."""
        told = {name: str(value) for name, value in self.active.items()} | changes
        return {name: value for name, value in told.items() if value is not None}

    def chips(self, address):
        """[{label, value, remove_url}] for the filters at work; `address(**changes)` writes an address."""
        shown = {name: value for name, value in self.active.items() if name not in ("when", "step")}
        return [
            {
                "label": self.fields[name].label,
                "value": str(dict(getattr(self.fields[name], "choices", ())).get(value, value)),
                "remove_url": address(**{name: None} | ({"step": None} if name == "sent" else {})),
            }
            for name, value in shown.items()
        ]


def _when(rows, when):
    if when == "done":
        return rows.exclude(cleared_at=None)
    return rows.filter(bounds(timezone.localdate())[when], cleared_at=None)


def bounds(today):
    """{when: condition} of what is open, seen from a day."""
    return {
        "open": Q(),
        "overdue": Q(due_on__lt=today),
        "week": Q(due_on__range=(today, today + timedelta(days=SOON))),
        "month": Q(due_on__range=(today, today + timedelta(days=LATER))),
        "later": Q(due_on__gt=today + timedelta(days=LATER)),
    }


def counts(today):
    """{when: aggregate} of how many open deadlines each tab has."""
    return {when: Count("pk", filter=q) for when, q in bounds(today).items()}
