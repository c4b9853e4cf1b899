"""What is asked before an act on many assets: which field becomes what."""

from django import forms

from assets import custom
from assets.choices import Status
from assets.models import Asset
from tenancy.models import Unit

PICK = [("", "请选择")]
# field: (label, the attributes it writes)
FIELDS = {
    "status": ("使用状况", ("status", "status_reason")),
    "supervising_dept": ("监管部门", ("supervising_dept_id",)),
    "implementing_dept": ("实施部门", ("implementing_dept_id",)),
    "holder": ("实际持有（使用）人", ("holder",)),
    "life_years": ("使用年限（年）", ("life_years",)),
}
OWN = "custom-"


class AmendForm(forms.Form):
    """二（三）Which field of all these assets is corrected, and to what."""

    first, question = "field", "请选定要更正的内容，填写更正后的值。"

    field = forms.ChoiceField(label="更正哪一项", error_messages={"required": "请选择要更正的内容。"})
    status = forms.ChoiceField(label="使用状况", choices=[*PICK, *Status.choices], required=False)
    status_reason = forms.CharField(
        label="状况说明",
        max_length=300,
        required=False,
        help_text="除在建、在用外须写明原因。",
    )
    supervising_dept = forms.TypedChoiceField(label="监管部门", coerce=int, empty_value=None, required=False)
    implementing_dept = forms.TypedChoiceField(label="实施部门", coerce=int, empty_value=None, required=False)
    holder = forms.CharField(
        label="实际持有（使用）人",
        max_length=Asset._meta.get_field("holder").max_length,
        required=False,
        help_text="留空即清除原有内容。",
    )
    life_years = forms.IntegerField(label="使用年限（年）", min_value=1, max_value=100, required=False)

    def __init__(self, *args, county, **options):
        super().__init__(*args, **options)
        depts = Unit.objects.filter(
            county_id=county, kind__in=[Unit.Kind.DEPARTMENT, Unit.Kind.COUNTY_OFFICE]
        )
        offices = [*PICK, *depts.order_by("pk").values_list("pk", "name")]
        self.fields["supervising_dept"].choices = self.fields["implementing_dept"].choices = offices
        self.own = {field.key: field for field in custom.columns(county)}
        for key, field in custom.form_fields(self.own.values()).items():
            self.fields[f"{OWN}{key}"] = field
        known = [(name, label) for name, (label, _) in FIELDS.items()]
        self.fields["field"].choices = [
            *PICK,
            *known,
            *((f"{OWN}{key}", field.label) for key, field in self.own.items()),
        ]

    def clean(self):
        """The field that was chosen has its value, where it may not be emptied."""
        name = self.cleaned_data.get("field")
        needed = {"status", "supervising_dept", "implementing_dept", "life_years"}
        if name in needed and name not in self.errors and self.cleaned_data.get(name) in ("", None):
            self.add_error(name, f"请填写{FIELDS[name][0]}。")

    def groups(self):
        """[(field name, [bound fields])]: what is asked where that field is chosen."""
        for name, (_, attributes) in FIELDS.items():
            asked = [name, *(a for a in attributes if a in self.fields and a != name)]
            yield name, [self[field] for field in asked]
        for key in self.own:
            yield f"{OWN}{key}", [self[f"{OWN}{key}"]]

    def values(self):
        """{attribute: value} as assets.amending takes it."""
        name = self.cleaned_data["field"]
        if name.startswith(OWN):
            field = self.own[name.removeprefix(OWN)]
            return {"custom": {field.key: custom.stored(field, self.cleaned_data[name])}}
        return {attribute: self.cleaned_data[attribute.removesuffix("_id")] for attribute in FIELDS[name][1]}
