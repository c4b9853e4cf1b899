"""二（五）What is asked before duties for many assets are drafted: one person, one term, one kind of body."""

from django import forms

from custody import rules
from custody.choices import Regime
from custody.forms import DutyForm
from custody.models import Duty
from tenancy import persons

PICK = [("", "请选择")]
NAMED = (Regime.ENTERPRISE, Regime.HOUSEHOLD)  # no unit of the county: its name is asked
REST = "kind custodian keeper phone from_on to_on fund_source fund_amount duties remark".split()
NEAR = (
    "村集体、乡镇、行业部门管护的，管护主体分别取各项资产的所在村、所在乡镇、监管部门（没有的取实施部门）。"
)


class AssignForm(DutyForm):
    """As for one, but that bodies which are units are found by where each asset lies."""

    first, question = "regime", "由谁管护？"

    version = None
    regime = forms.ChoiceField(
        label="管护方式",
        choices=[*PICK, *Regime.choices],
        error_messages={"required": "请选择管护方式。"},
        help_text=NEAR,
    )

    class Meta(DutyForm.Meta):
        model = Duty

    def __init__(self, *args, county, **options):
        super().__init__(*args, **options)
        self.fields["body_name"].required = False
        self.fields["body_name"].widget = forms.TextInput()
        self.fields["body_name"].help_text = "企业、合作社写全称；农户写户主姓名。"

    def clean(self):
        """The body is named where it is no unit of the county; and nobody is named by a number."""
        data = super().clean()
        if data.get("regime") in NAMED and not (data.get("body_name") or "").strip():
            self.add_error("body_name", "请填写管护主体的名称。")
        if data.get("custodian") and not rules.is_name(data["custodian"]):
            self.add_error("custodian", "管护责任人须落实到人，请写真实姓名。")
        for name in ("custodian", "duties", "remark", "body_name"):
            if sentence := persons.fault(self.fields[name].label, data.get(name) or ""):
                self.add_error(name, sentence)
        return data

    def groups(self):
        """[(values of the regime, [bound fields])]: what is asked with it."""
        yield " ".join(NAMED), [self["body_name"]]
        yield " ".join(Regime.values), [self[name] for name in REST]

    def values(self):
        """What custody.assigning takes, as JSON keeps it."""
        told = super().values
        return {name: _plain(value) for name, value in told.items()}


def _plain(value):
    return value if value is None or isinstance(value, str) else str(value)
