"""二（六）What is asked when the amount of a due is worked out, and when lateness is charged."""

from django import forms
from django.utils import timezone

from journal.forms import day
from operation.forms_steps import past

AMOUNT = {"max_digits": 16, "decimal_places": 2, "min_value": 0}
WRONG = {"min_value": "不能为负数。", "invalid": "请填写数字，例如 12000.00。"}


class FixForm(forms.Form):
    """The profit or the power of the period, or the amount itself, and what it rests on."""

    quantity = forms.DecimalField(
        label="本期利润（元）或发电量（千瓦时）",
        required=False,
        max_digits=16,
        decimal_places=2,
        min_value=0,
        help_text="按协议约定的比例或单价算出应收金额。",
        error_messages=WRONG,
    )
    amount = forms.DecimalField(
        label="应收金额（元）",
        required=False,
        help_text="协议另有算法、不能直接按比例或单价算的，填写应收金额，上一栏留空。",
        error_messages=WRONG,
        **AMOUNT,
    )
    basis = forms.CharField(
        label="核定依据",
        max_length=300,
        help_text="审计报告、财务报表、电费结算单等的名称和日期。",
        error_messages={"required": "请写明核定依据。"},
    )

    def clean(self):
        """One of the two is told."""
        told = [name for name in ("quantity", "amount") if self.cleaned_data.get(name) is not None]
        if len(told) != 1 and not self.errors:
            self.add_error(None, "利润（发电量）和应收金额，填写其中一项。")


class LateFeeForm(forms.Form):
    """Up to which day lateness is charged."""

    until = day("计算到", initial=timezone.localdate, help_text="含当日，不晚于今天。")

    def clean_until(self):
        return past(self.cleaned_data["until"], "计算日期")
