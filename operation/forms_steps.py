"""二（六）What is asked when an agreement is decided or signed."""

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from journal.forms import day
from operation.choices import Procedure
from ownership.owners import known_as
from tenancy import persons, policy

PICK = [("", "请选择")]
SCAN = "扫描件，PDF 或图片。"
PAPER = RegexValidator(r"^[\w（）()〔〕\[\]./#-]+\Z", "编号只由文字、数字和 - / . 组成，中间不留空格。")


def not_somebodys(number):
    """A validator: papers have numbers of their own. Raises ValidationError for what is a person's identity number."""
    if persons.is_somebodys(number):
        raise forms.ValidationError("此处填写的是身份证号码，请填写文书上的编号。")


NUMBER = [PAPER, not_somebodys]


def units_with(user, verb, county):
    """{id: Unit} of a county (its code) at which a person holds a verb, in the order of places."""
    rows = policy.units(user, verb).filter(county_id=county).select_related("region__parent").order_by("path")
    return {unit.pk: unit for unit in rows}


def named(units):
    """Choices of {id: Unit}: a village behind its township."""
    return [(pk, known_as(unit)) for pk, unit in units.items()]


def paper(label, **options):
    """A scanned paper."""
    told = {"required": f"请选择{label}{'' if label.endswith('件') else '的扫描件'}。"}
    return forms.FileField(label=label, error_messages=told, **{"help_text": SCAN} | options)


def past(value, label):
    """A day that has come already. Raises ValidationError."""
    if value > timezone.localdate():
        raise forms.ValidationError(f"{label}不能晚于今天。")
    return value


class DecideForm(forms.Form):
    """By which procedure the operator was chosen, when, and the minutes."""

    procedure = forms.ChoiceField(
        label="确定程序", choices=[*PICK, *Procedure.choices], error_messages={"required": "请选择确定程序。"}
    )
    chosen_on = day("确定日期", help_text="会议或者成交的日期。")
    platform_number = forms.CharField(
        label="交易平台编号",
        max_length=60,
        required=False,
        validators=NUMBER,
        help_text="在产权交易平台成交的填写项目编号。",
    )
    file = paper("会议记录、成交文件")

    def clean_chosen_on(self):
        return past(self.cleaned_data["chosen_on"], "确定日期")

    def clean(self):
        """A deal on the platform has its number there."""
        data = self.cleaned_data
        if data.get("procedure") == Procedure.PLATFORM and not data.get("platform_number"):
            self.add_error("platform_number", "在产权交易平台确定的，请填写交易平台编号。")


class SignForm(forms.Form):
    """The number on the paper that both have signed, and the paper."""

    paper_number = forms.CharField(
        label="合同号",
        max_length=60,
        validators=NUMBER,
        help_text="纸质合同上的编号。",
        error_messages={"required": "请填写纸质合同上的合同号。"},
    )
    file = paper("合同扫描件", help_text="双方签字盖章的合同，PDF 或图片。")
