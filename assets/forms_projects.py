"""The forms of a project: shape only. What must be true is asked by the act that saves (assets.projects)."""

from django import forms

from assets.choices import FundKind, FundLevel, ProjectKind
from assets.clauses import CLAUSES
from assets.models import FundingLine, Project
from tenancy import policy
from tenancy.models import Region, Unit

REPORTING = [Unit.Kind.COUNTY_OFFICE, Unit.Kind.DEPARTMENT, Unit.Kind.TOWN]
GROUPS = [
    ("项目", "", ("name", "unit", "fund_year", "number", "approval_number", "kind", "nature")),
    ("建在哪里", "", ("town", "place", "scope_text", "start_on", "end_on")),
    ("谁实施、谁主管", "二（三）", ("implementing_dept", "supervising_dept", "beneficiaries", "linkage")),
    ("资金规模", "二（一）", ("budget",)),
]


def _date():
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ProjectForm(forms.ModelForm):
    """A project without its sources of money; with a reason where it is being amended."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label="修改理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="将记入变更记录。",
    )

    class Meta:
        model = Project
        fields = (
            "unit",
            "name",
            "fund_year",
            "number",
            "approval_number",
            "kind",
            "nature",
            "town",
            "place",
            "scope_text",
            "start_on",
            "end_on",
            "implementing_dept",
            "supervising_dept",
            "beneficiaries",
            "linkage",
            "budget",
        )
        widgets = {
            "start_on": _date(),
            "end_on": _date(),
            "scope_text": forms.Textarea(attrs={"rows": 2}),
            "beneficiaries": forms.Textarea(attrs={"rows": 2}),
            "linkage": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, user, county, **options):
        super().__init__(*args, **options)
        bodies = Unit.objects.filter(county_id=county).order_by("path")
        depts = bodies.filter(kind__in=REPORTING[:2])
        self.fields["unit"].queryset = units(user, county)
        self.fields["town"].queryset = Region.objects.filter(
            parent_id=county, level=Region.Level.TOWN
        ).order_by("code")
        for name in ("implementing_dept", "supervising_dept"):
            self.fields[name].queryset = depts
        for name in ("unit", "town", "implementing_dept", "supervising_dept"):
            self.fields[name].empty_label = "请选择"
        self.fields["budget"].required = True
        if self.instance.pk:
            del self.fields["unit"]
        else:
            del self.fields["reason"]

    def _post_clean(self):
        """Nothing: the rules are asked by the act."""

    @property
    def values(self):
        """What the act takes: the model's own fields."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "reason")}

    @property
    def groups(self):
        """The fields in groups, with the clause each rests on; the reason is asked last, by the page itself."""
        for title, clause, names in GROUPS:
            fields = [self[name] for name in names if name in self.fields]
            yield {"title": title, "clause": clause, "quote": CLAUSES.get(clause, ""), "fields": fields}


def units(user, county):
    """The units for which a person may enter projects: offices and townships, not villages."""
    found = policy.units(user, "manage_projects").filter(county_id=county, kind__in=REPORTING)
    return found.order_by("path")


class LineForm(forms.ModelForm):
    """One source of money; an empty row is not looked at."""

    id = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = FundingLine
        fields = ("level", "kind", "amount", "document_number")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name, choices in (("level", FundLevel), ("kind", FundKind)):
            self.fields[name].choices = [("", "请选择"), *choices.choices]

    def _post_clean(self):
        """Nothing: the rules are asked by the act."""


class BaseLines(forms.BaseFormSet):
    """The sources of money of a project, with some empty rows for more; a table, so each cell says what it is."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            field.widget.attrs["aria-label"] = f"第 {index + 1} 项{field.label}"

    @property
    def lines(self):
        """What the act takes: the rows that are filled in and not taken out."""
        rows = [form.cleaned_data for form in self.forms if form.has_changed() or form.initial]
        return [
            {name: value for name, value in row.items() if name != "DELETE" and (name != "id" or value)}
            for row in rows
            if not row.get("DELETE")
        ]


Lines = forms.formset_factory(
    LineForm, formset=BaseLines, extra=3, max_num=20, can_delete=True, validate_max=True
)


def initial_lines(project):
    """The rows the formset begins with."""
    return list(project.lines.order_by("pk").values("id", "level", "kind", "amount", "document_number"))


class ProjectFilter(forms.Form):
    """What a list of projects can be narrowed by; an unknown value is ignored, never an error page."""

    q = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    year = forms.IntegerField(label="资金年度", required=False, min_value=1986, max_value=2099)
    kind = forms.ChoiceField(label="项目类型", required=False, choices=[("", "全部"), *ProjectKind.choices])

    @property
    def active(self):
        """{name: value} of the filters at work."""
        self.is_valid()
        return {name: self.cleaned_data[name] for name in ("year", "kind") if self.cleaned_data.get(name)}

    def apply(self, rows):
        """The rows of a queryset that pass."""
        keys = {"year": "fund_year", "kind": "kind"}
        rows = rows.filter(**{keys[name]: value for name, value in self.active.items()})
        words = self.cleaned_data.get("q", "").strip()
        return rows.filter(name__contains=words) if words else rows
