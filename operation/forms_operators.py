"""二（六）、三（四）The forms of operators and sanctions: shape only."""

from django import forms
from django.core.validators import RegexValidator

from journal.forms import day
from operation.choices import Offence
from operation.forms_steps import NUMBER, PICK, named, paper, units_with
from operation.models import Operator

VERB = "manage_operators"
TELEPHONE = RegexValidator(r"^[0-9+() -]{5,20}\Z", "联系电话只写数字，例如 0391-3925000。")
ACCOUNT = RegexValidator(r"^[0-9 -]{6,40}\Z", "账号只写数字。")


class OperatorForm(forms.ModelForm):
    """What is known of an operator."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    unit = forms.TypedChoiceField(label="登记单位", coerce=int, empty_value=None)
    phone = forms.CharField(
        label="联系电话",
        max_length=20,
        required=False,
        validators=[TELEPHONE],
        help_text="只有登记、监督人员看得到全号。",
    )
    account = forms.CharField(
        label="收付款账号",
        max_length=40,
        required=False,
        validators=[ACCOUNT],
        help_text="收款应从这个账户来；只有登记、监督人员看得到全号。",
    )

    class Meta:
        model = Operator
        fields = (
            "unit",
            "kind",
            "name",
            "credit_code",
            "legal_person",
            "phone",
            "account",
            "address",
            "related",
            "remark",
        )
        help_texts = {
            "credit_code": "农户、家庭农场等没有的不填。",
            "related": "与村（居）干部、其他经营主体的亲属、投资关系，由经营主体申报。",
            "name": "与营业执照、登记证书一致；农户填写户主姓名。",
        }
        widgets = {"related": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, user, county, **options):
        super().__init__(*args, **options)
        self.units = units_with(user, VERB, county)
        self.fields["unit"].choices = [*PICK, *named(self.units)]
        self.fields["kind"].error_messages["invalid_choice"] = "请从列表中选择主体类别。"
        self.fields["kind"].choices = [*PICK, *self.fields["kind"].choices[1:]]
        if self.instance.pk:
            del self.fields["unit"]

    def _post_clean(self):
        """Nothing: the rules are asked by the act."""

    def clean_credit_code(self):
        """Capitals, as the code is written."""
        return self.cleaned_data["credit_code"].strip().upper()

    def clean_unit(self):
        """The unit itself."""
        return self.units[self.cleaned_data["unit"]]

    @property
    def values(self):
        """What the act takes."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "unit")}


class SanctionForm(forms.Form):
    """三（四）For what, by which decision, until when."""

    offence = forms.ChoiceField(
        label="失信情形", choices=[*PICK, *Offence.choices], error_messages={"required": "请选择失信情形。"}
    )
    facts = forms.CharField(
        label="主要事实",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明时间、金额和情节；不写个人的证件号码。",
        error_messages={"required": "请写明主要事实。"},
    )
    decision_number = forms.CharField(
        label="决定文号", max_length=60, validators=NUMBER, help_text="例如 修扶贫办〔2020〕12号。"
    )
    from_on = day("起始日期")
    to_on = day("截止日期", required=False, help_text="含当日；没有期限的不填，解除前一直有效。")
    file = paper("决定文件")
