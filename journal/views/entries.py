"""操作记录: the acts of a county, newest first, page by page, found by person, subject, act and day."""

from datetime import datetime, time, timedelta

from django import forms
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from journal import history
from journal.forms import day
from journal.models import Entry
from tenancy import policy

SIZE = 50


class EntryFilter(forms.Form):
    """What one looks for; a field that cannot be read narrows nothing."""

    q = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)  # the bar draws it
    who = forms.CharField(label="经办人姓名", max_length=40, required=False)
    label = forms.CharField(label="事项", max_length=40, required=False, help_text="例如：入账、更正、任命。")
    since = day("从", required=False)
    until = day("到", required=False, help_text="含当日。")

    PARTS = {"q": "subject_name__contains", "who": "by_name__contains", "label": "label__contains"}

    @property
    def active(self):
        """What is looked for, by field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, rows):
        """The entries that fit."""
        active = self.active
        rows = rows.filter(**{self.PARTS[name]: active[name] for name in self.PARTS.keys() & active.keys()})
        if "since" in active:
            rows = rows.filter(at__gte=_midnight(active["since"]))
        if "until" in active:
            rows = rows.filter(at__lt=_midnight(active["until"]) + timedelta(days=1))
        return rows

    def query(self):
        """The same as it is written in an address."""
        return {name: str(value) for name, value in self.active.items()}


def entries(request):
    """The page."""
    policy.require_anywhere(request.user, "view_journal")
    form = EntryFilter({name: value.replace("\x00", "") for name, value in request.GET.items()})
    rows = form.narrow(policy.permitted(Entry.objects.all(), request.user, "view_journal"))
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    page = list(rows.order_by("-pk")[: SIZE + 1])
    linked = policy.holds(request.user, "view_register")
    here, query = reverse("journal:entries"), form.query()
    context = {
        "entries": [
            history.told(entry, named=True, linked=linked, reader=request.user) for entry in page[:SIZE]
        ],
        "filter_form": form,
        "active_count": len(query.keys() - {"q"}),
        "clear_url": here,
        "older_url": reverse("journal:entries", query=query | {"before": page[SIZE - 1].pk})
        if len(page) > SIZE
        else "",
    }
    return render(request, "journal/entries.html", context)


def _midnight(on):
    """The first instant of a civil day."""
    return timezone.make_aware(datetime.combine(on, time.min))
