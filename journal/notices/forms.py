"""Forms of notices: what one looks for."""

from django import forms

from journal.forms import day
from journal.models import Notice
from journal.notices.kinds import KINDS


class NoticeFilter(forms.Form):
    """What one looks for in the list; a field that cannot be read narrows nothing."""

    q = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)  # the bar draws it
    state = forms.ChoiceField(choices=Notice.State.choices, required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="类别", required=False)
    since = day("公示起始日从", required=False)
    until = day("到", required=False, help_text="含当日。")

    PARTS = {"q": "title__contains", "state": "state", "kind": "kind"}
    DAYS = {"since": "begins_on__gte", "until": "begins_on__lte"}

    def __init__(self, data, **options):
        super().__init__({name: value.replace("\x00", "") for name, value in data.items()}, **options)
        self.fields["kind"].choices = [("", "全部"), *((kind.code, kind.label) for kind in KINDS.values())]

    @property
    def active(self):
        """What is looked for, by field, as it is written in an address."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    def apply(self, rows):
        """The notices that fit."""
        active = self.active
        looked = self.PARTS | self.DAYS
        return rows.filter(**{looked[name]: value for name, value in active.items()})
