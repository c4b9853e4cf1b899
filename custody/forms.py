"""二（五）What is asked when it is written down who looks after an asset."""

from django import forms
from django.utils import timezone

from custody.choices import FundSource, Regime
from custody.models import Duty
from journal.forms import ReasonForm, day


class EndForm(ReasonForm):
    """The last day of a duty, and why it ends."""

    on = day("截止日期", initial=timezone.localdate, help_text="这一天仍由其管护，从次日起解除责任。")
    field_order = ["on", "reason"]


class DutyForm(forms.ModelForm):
    """Whose duty it is, for how long, with what money. What is law is asked by the action that saves it."""

    from_on = day("起始日期")
    to_on = day("截止日期", required=False, help_text="含当日；没有约定期限的不填。")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    class Meta:
        model = Duty
        fields = [
            "kind",
            "regime",
            "body_name",
            "custodian",
            "keeper",
            "phone",
            "from_on",
            "to_on",
            "fund_source",
            "fund_amount",
            "duties",
            "remark",
        ]
        widgets = {
            "body_name": forms.TextInput(attrs={"list": "custody-bodies"}),
            "duties": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "body_name": "行业部门、乡镇、村集体从列表中选；企业、合作社写全称；农户写户主姓名。",
            "custodian": "落实到人，写真实姓名，不写“村委会”。",
            "fund_amount": "每年多少元；不需资金的填 0。",
            "duties": "例如：每周巡查一次，清淤、补坑，发现损坏当日报告。",
        }

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["regime"].choices = [("", "请选择"), *Regime.choices]
        self.fields["fund_source"].choices = [("", "请选择"), *FundSource.choices]

    @property
    def values(self):
        """What custody.actions.draft and amend take."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}
