"""二（五）What is asked when somebody is reviewed for a post, comes into it, and leaves it."""

from django import forms
from django.utils import timezone

from custody.posts.choices import Leaving
from journal.forms import ReasonForm, day

NO_FILE = "请选择文件：扫描件或照片，PDF、JPG 或 PNG。"
LATE = "日期不能晚于今天。"


def people(label, least, help_text=""):
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=5000,
        help_text=help_text,
        error_messages={
            "required": f"请填写{label}。",
            "invalid": "请填写整数。",
            "min_value": f"{label}不能少于 {least}。",
            "max_value": f"{label}不应超过 5000，请核对。",
        },
    )


def paper(label, help_text):
    return forms.FileField(
        label=label,
        help_text=help_text,
        error_messages={"required": NO_FILE, "empty": NO_FILE, "missing": NO_FILE},
    )


class PastDay:
    """clean of a day that has come already."""

    @staticmethod
    def clean(on):
        if on > timezone.localdate():
            raise forms.ValidationError(LATE)
        return on


class ReviewForm(forms.Form):
    """民主评议: when it was held, who came, how they voted, what was written down."""

    reviewed_on = day("评议日期")
    attended = people("参会人数", 1)
    in_favour = people("同意人数", 0, "须超过参会人数的半数。")
    against = people("不同意人数", 0, "弃权的不计入。")
    file = paper("评议记录", "会议记录或表决票的扫描件、照片，PDF 或图片。")
    priority_reason = forms.CharField(
        label="未优先录用的理由",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="本岗位还有符合条件的贫困（脱贫、监测等）家庭劳动力等待、而本人不属于这些家庭时，必须写明。",
    )

    def clean_reviewed_on(self):
        """A meeting that was held."""
        return PastDay.clean(self.cleaned_data["reviewed_on"])


class AgreementForm(forms.Form):
    """聘用协议书: from when to when."""

    from_on = day("协议起始日期")
    to_on = day("协议截止日期", help_text="含当日。")
    file = paper("聘用协议书", "双方签字的协议书，PDF 或图片。")
    reason = forms.CharField(
        label="同名情况说明",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="本县其他单位有同名、同日出生的人员在岗，而确不是同一人的，写明如何核实，将记入操作记录。",
    )


class LeavingForm(ReasonForm):
    """Why and from which day somebody is in the post no more."""

    ended_on = day("离岗日期", initial=timezone.localdate, help_text="在岗的最后一天，含当日。")
    leaving = forms.ChoiceField(label="离岗情形", choices=[("", "请选择"), *Leaving.choices])
    field_order = ["ended_on", "leaving", "reason"]

    def clean_ended_on(self):
        """A day that has come: who leaves later is written down then."""
        return PastDay.clean(self.cleaned_data["ended_on"])
