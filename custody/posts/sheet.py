"""The sheet of a month as a form: a line a person, filled with what stands there or what is due."""

from datetime import date

from django import forms
from django.utils import timezone

from assets.filters import of_import
from custody.models import WorkedMonth
from custody.posts import rules
from custody.posts.filters import PeopleFilter, PlacedFilter
from custody.posts.months import Line
from journal.forms import day

SHAPE = "%Y-%m"


def read_month(text):
    """The first day of a month written as 2020-06; the last month that is over for anything else."""
    try:
        year, month = (int(part) for part in str(text).split("-"))
        return date(year, month, 1) if 2000 <= year <= 2199 else _last()
    except ValueError:
        return _last()


def _last():
    first = rules.first_of(timezone.localdate())
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)


class MonthFilter(PlacedFilter):
    """Which month's sheet, and of which place."""

    VILLAGE = "post__village_id"
    EXACT = {"kind": "post__kind"}
    month = forms.CharField(required=False, max_length=7, widget=forms.HiddenInput)

    matching = staticmethod(PeopleFilter.matching)

    @property
    def active(self):
        """The filters at work; the month is none."""
        return {name: value for name, value in super().active.items() if name != "month"}

    def narrowed(self, rows, f):
        """By what a workbook wrote of this month."""
        if "batch" not in f:
            return rows
        written = WorkedMonth.objects.filter(month=read_month(self.cleaned_data["month"]))
        return rows.filter(pk__in=of_import(written, f, "worked_months").values("engagement"))


class LineForm(forms.Form):
    """One person's month; left alone where the days are not filled in."""

    days = forms.IntegerField(label="出勤天数", required=False, min_value=0, max_value=31)
    amount = forms.DecimalField(
        label="应发补贴", required=False, min_value=0, max_digits=16, decimal_places=2
    )
    paid_on = day("发放日期", required=False)
    remark = forms.CharField(label="备注", required=False, max_length=200)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, row, month, stands):
        due = rules.due(row.post.pay, row.post.per, month, row.from_on, row.to_on)
        shown = {"version": stands.version if stands else 0, "amount": stands.amount if stands else due}
        if stands:
            shown |= {"days": stands.days, "paid_on": stands.paid_on, "remark": stands.remark}
        super().__init__(data, prefix=str(row.pk), initial=shown)
        self.row, self.due, self.stands = row, due, stands
        for field in self.fields.values():
            field.widget.attrs |= {"aria-label": f"{row.name}的{field.label}"}

    @property
    def line(self):
        """What it says, as the act takes it; None where nothing is filled in."""
        told = self.cleaned_data
        if told["days"] is None:
            return None
        amount = self.due if told["amount"] is None else told["amount"]
        version = told["version"] or 0
        return Line(told["days"], amount, told["paid_on"], told["remark"].strip(), version)


def lines_of(data, rows, month):
    """A LineForm for each of these engagements, their posts loaded; one query."""
    known = WorkedMonth.objects.filter(month=month, engagement__in=[row.pk for row in rows])
    stands = {one.engagement_id: one for one in known}
    return [LineForm(data, row=row, month=month, stands=stands.get(row.pk)) for row in rows]
