"""二（四）What is asked before titles of many assets are proposed: by which rule each finds its owner."""

from django import forms

from ownership.choices import Basis
from ownership.owners import OwnerRule
from tenancy import persons
from tenancy.models import Unit

PICK = [("", "请选择")]
OWNING = [Unit.Kind.VILLAGE, Unit.Kind.TOWN, Unit.Kind.DEPARTMENT, Unit.Kind.COUNTY_OFFICE]


class OpenForm(forms.Form):
    """The rule, and what it rests on; the same for all."""

    first, question = "rule", "产权归谁？"

    rule = forms.ChoiceField(
        label="产权主体",
        choices=[*PICK, *OwnerRule.choices],
        error_messages={"required": "请选择产权归谁。"},
        help_text="每项资产各按此找到自己的产权主体；按份共有的，请逐项起草。",
    )
    unit = forms.TypedChoiceField(label="指定的单位", coerce=int, empty_value=None, required=False)
    basis = forms.ChoiceField(
        label="确权依据", choices=[*PICK, *Basis.choices], error_messages={"required": "请选择确权依据。"}
    )
    basis_note = forms.CharField(
        label="依据说明", max_length=300, required=False, help_text="文件名称和文号、会议决议等。"
    )

    def __init__(self, *args, county, **options):
        super().__init__(*args, **options)
        units = (
            Unit.objects.filter(county_id=county, kind__in=OWNING).select_related("parent").order_by("path")
        )
        self.fields["unit"].choices = [*PICK, *((unit.pk, _called(unit)) for unit in units)]

    def clean_basis_note(self):
        """No number of a person."""
        if sentence := persons.fault("依据说明", self.cleaned_data["basis_note"]):
            raise forms.ValidationError(sentence)
        return self.cleaned_data["basis_note"]

    def clean(self):
        """The unit is chosen where the rule asks for one."""
        if self.cleaned_data.get("rule") == OwnerRule.UNIT and not self.cleaned_data.get("unit"):
            self.add_error("unit", "请选择产权归哪个单位。")

    def groups(self):
        """[(value of the rule, [bound fields])]: what is asked with it."""
        rest = [self["basis"], self["basis_note"]]
        for rule in OwnerRule.values:
            if rule == OwnerRule.UNIT:
                yield rule, [self["unit"]]
        yield " ".join(OwnerRule.values), rest

    def values(self):
        """{rule, unit, basis, basis_note} as ownership.opening takes it."""
        data = self.cleaned_data
        unit = data["unit"] if data["rule"] == OwnerRule.UNIT else None
        return {"rule": data["rule"], "unit": unit, "basis": data["basis"], "basis_note": data["basis_note"]}


def _called(unit):
    return f"{unit.parent.name}{unit.name}" if unit.kind == Unit.Kind.VILLAGE and unit.parent else unit.name
