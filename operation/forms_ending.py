"""二（六）What is asked when an agreement ends: from which day, how both have settled, what becomes of the deposit."""

from functools import partial

from django import forms

from journal.forms import ReasonForm, day
from operation import deposits
from operation.forms_dues import AMOUNT, WRONG
from operation.forms_steps import past

HELP = "已收保证金 {:,.2f} 元；退还、抵扣、不予退还三项合计须等于这个数。"


def yuan(label, **options):
    """A sum that may be left out."""
    return forms.DecimalField(label=label, required=False, error_messages=WRONG, **AMOUNT, **options)


class DepositForm(forms.Form):
    """What becomes of the deposit that was paid (`deposit`, in yuan)."""

    deposit_returned = yuan("退还保证金（元）")
    deposit_offset = yuan(
        "保证金抵扣欠款（元）", help_text="抵扣的即时核销本协议所欠的款项，先到期的先核销。"
    )
    deposit_kept = yuan("不予退还的保证金（元）")
    deposit_reason = forms.CharField(
        label="保证金处理依据",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="退还凭证号，或者不予退还所依据的约定和原因；有不予退还的必须填写。",
    )

    def __init__(self, *args, deposit, **options):
        super().__init__(*args, **options)
        self.fields["deposit_returned"].help_text = HELP.format(deposit)


class ExpireForm(forms.Form):
    """Nothing but the deposit, where one was paid."""

    @classmethod
    def of(cls, agreement):
        """The form for this agreement."""
        paid = deposits.paid(agreement)
        return partial(DepositForm, deposit=paid) if paid else cls


class EndForm(ReasonForm):
    """From which day it binds no more, why, and how both have settled; and the deposit, where one was paid."""

    ended_on = day("终止日期", help_text="协议履行到这一天（含当日）。")
    settlement = forms.CharField(
        label="结算情况",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="已收、应退、保证金和资产交还等，双方如何结清。",
        error_messages={"required": "请写明结算情况。"},
    )
    amount = forms.DecimalField(
        label="还应付的结算款（元）",
        max_digits=16,
        decimal_places=2,
        min_value=0,
        required=False,
        help_text="各期应付款之外，经营主体还应付的赔偿、修复等款项；没有的不填。",
        error_messages={"min_value": "金额不能为负数。", "invalid": "请填写金额，最多两位小数。"},
    )
    field_order = ["ended_on", "reason", "settlement", "amount"]

    def clean_ended_on(self):
        return past(self.cleaned_data["ended_on"], "终止日期")

    @classmethod
    def of(cls, agreement):
        """The form for this agreement."""
        paid = deposits.paid(agreement)
        return partial(EndWithDepositForm, deposit=paid) if paid else cls


class EndWithDepositForm(DepositForm, EndForm):
    """All of both."""

    field_order = [*EndForm.field_order, *deposits.USES, "deposit_reason"]
