"""二（六）What is asked when an owner declares that it operates an asset itself, and when that ends."""

from django import forms
from django.utils import timezone

from journal.forms import ReasonForm, day


class SelfRunForm(forms.Form):
    """Who runs it, from when to when, whom it helps how, and what it should earn."""

    runner = forms.CharField(
        label="经营负责人",
        max_length=40,
        help_text="写姓名；证件号码和电话不登记。",
        error_messages={"required": "请填写经营负责人。"},
    )
    from_on = day("起始日期", help_text="从这一天起由产权单位自行经营。")
    to_on = day("截止日期", required=False, help_text="含当日；没有期限的不填。")
    benefit = forms.CharField(
        label="带贫减贫方式",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="收益怎样使用，带动多少户就业、增收。",
        error_messages={"required": "请写明带贫减贫方式。"},
    )
    income = forms.DecimalField(
        label="预计年收益（元）",
        max_digits=16,
        decimal_places=2,
        min_value=0,
        error_messages={
            "required": "请填写预计年收益，没有收益的填 0。",
            "min_value": "金额不能为负数。",
            "invalid": "请填写金额，最多两位小数。",
        },
    )
    remark = forms.CharField(label="备注", max_length=300, required=False)


class EndForm(ReasonForm):
    """The last day, and why."""

    ended_on = day("终止日期", initial=timezone.localdate, help_text="自营到这一天为止（含当日）。")
    field_order = ["ended_on", "reason"]

    def clean_ended_on(self):
        """A day that has come."""
        ended_on = self.cleaned_data["ended_on"]
        if ended_on > timezone.localdate():
            raise forms.ValidationError("终止日期不能晚于今天。")
        return ended_on
