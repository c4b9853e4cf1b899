"""二（四）The form of a title: what it rests on, and its owners with their parts."""

from django import forms
from django.forms import BaseFormSet, formset_factory

from ownership import rules
from ownership.choices import Basis, OwnerKind
from ownership.owners import Owner, known_as, of_unit
from tenancy.models import Unit

PICK = [("", "请选择")]
BLANK, MORE = 2, 5
UNKNOWN = "本县没有名为“{}”的{}，请从列表中选择，村名前写上乡镇名称。"
SEVERAL = "本县有几个“{}”，请在村名前写上乡镇名称。"


class TitleForm(forms.Form):
    """What a title rests on, and into how many parts its whole is cut."""

    basis = forms.ChoiceField(
        label="确权依据", choices=[*PICK, *Basis.choices], error_messages={"required": "请选择确权依据。"}
    )
    basis_note = forms.CharField(
        label="依据说明",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="文件名称和文号、会议决议等。",
    )
    whole = forms.IntegerField(
        label="总份数",
        min_value=1,
        max_value=rules.MOST_PARTS,
        help_text="整数。一个产权主体填 1；按百分比的填 100；64 个村平分的填 64。",
        error_messages={"required": rules.WHOLE_FAULT, "invalid": rules.WHOLE_FAULT},
    )
    remark = forms.CharField(label="备注", max_length=500, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class OwnerForm(forms.Form):
    """One owner and what it holds."""

    kind = forms.ChoiceField(label="类别", choices=[*PICK, *OwnerKind.choices])
    name = forms.CharField(
        label="产权主体名称", max_length=120, widget=forms.TextInput(attrs={"list": "owner-units"})
    )
    credit_code = forms.CharField(label="统一社会信用代码", max_length=18, required=False)
    parts = forms.IntegerField(
        label="份数",
        min_value=1,
        max_value=rules.MOST_PARTS,
        error_messages={"min_value": "份数须是大于零的整数。", "invalid": "份数须是整数。"},
    )

    def clean_credit_code(self):
        """Capitals, as the code is written."""
        return self.cleaned_data["credit_code"].strip().upper()


class _Owners(BaseFormSet):
    """Rows of owners; a row left empty is left out."""

    def __init__(self, *args, county, **options):
        self.units = units_of(county)
        super().__init__(*args, **options)

    def initial_form_count(self):
        """None of the rows that are sent must be filled in: an owner is taken away by emptying its row."""
        return 0 if self.is_bound else super().initial_form_count()

    def clean(self):
        """Each owner that is a unit of the county is found among its units."""
        for form in self.forms:
            if form.has_changed() and not form.errors:
                self._find(form)

    def _find(self, form):
        kind, name = OwnerKind(form.cleaned_data["kind"]), form.cleaned_data["name"].strip()
        if not kind.unit_kinds:
            return
        known = {unit.pk: unit for unit in self.units.get(name, ()) if unit.kind in kind.unit_kinds}
        if len(known) == 1:
            form.unit = next(iter(known.values()))
        else:
            told = SEVERAL.format(name) if known else UNKNOWN.format(name, kind.label)
            form.add_error("name", told)

    def owners(self):
        """[Owner] of the rows that are filled in, in order."""
        return [self._owner(form) for form in self.forms if form.has_changed()]

    def _owner(self, form):
        data = form.cleaned_data
        if unit := getattr(form, "unit", None):
            return of_unit(unit, data["parts"])
        return Owner(data["kind"], data["name"].strip(), None, data["credit_code"], data["parts"])

    @property
    def labels(self):
        """What the list beside the name offers."""
        return [label for label, found in self.units.items() if len(found) == 1]


def OwnerForms(data, *, county, first=None, shares=()):
    """The rows of a title's owners: those of `shares`, or for a new one the village (or unit) of the asset `first`.

    Where more rows are asked for ("more" in data), that many more are empty.
    """
    initial = [
        {"kind": s.kind, "name": s.name, "credit_code": s.credit_code, "parts": s.parts} for s in shares
    ]
    if first is not None:
        guess = of_unit(first.unit)
        initial = [{"kind": guess.kind, "name": guess.name, "parts": 1}]
    if data is not None and "more" in data:
        data = data.copy()
        total = data.get("owners-TOTAL_FORMS", "0")
        total = int(total) if total.isdecimal() and len(total) < 4 else 0
        data["owners-TOTAL_FORMS"] = min(total + MORE, rules.MOST_OWNERS)
    made = formset_factory(
        OwnerForm, formset=_Owners, extra=BLANK, max_num=rules.MOST_OWNERS, absolute_max=rules.MOST_OWNERS
    )
    return made(data, initial=None if data else initial, prefix="owners", county=county)


def units_of(county):
    """{name: [Unit]} by which owners are known: a unit's name, and a village's behind its township's."""
    kinds = [Unit.Kind.VILLAGE, Unit.Kind.TOWN, Unit.Kind.DEPARTMENT, Unit.Kind.COUNTY_OFFICE]
    rows = (
        Unit.objects.filter(county_id=county, kind__in=kinds)
        .select_related("region__parent")
        .order_by("path")
    )
    found = {}
    for unit in rows:
        for name in {unit.name, known_as(unit)}:
            found.setdefault(name, []).append(unit)
    return found
