"""二（四）What is asked when whose an asset is gets written down."""

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from journal.forms import day


class DecisionForm(forms.Form):
    """The county government's decision on a title that was not clear."""

    decision_number = forms.CharField(
        label="决定文号",
        max_length=60,
        help_text="例如 修政〔2020〕12 号。",
        error_messages={"required": "请填写决定文号。"},
    )
    decision_on = day("决定日期", help_text="文件上的成文日期。")
    file = forms.FileField(
        label="决定文件",
        help_text="扫描件，PDF 或图片。",
        error_messages={"required": "请选择决定文件的扫描件。"},
    )

    def clean_decision_on(self):
        """The day of a paper that is there already."""
        decided = self.cleaned_data["decision_on"]
        if decided > timezone.localdate():
            raise forms.ValidationError("决定日期不能晚于今天。")
        return decided


class BookForm(forms.Form):
    """The number under which the asset stands in the collective's or the State's books."""

    book_number = forms.CharField(
        label="三资（国资）登记编号",
        max_length=60,
        validators=[
            RegexValidator(r"^[\w（）()〔〕\[\]./-]+\Z", "编号只由文字、数字和 - / . 组成，中间不留空格。")
        ],
        help_text="农村“三资”平台或国有资产管理系统中的编号。",
        error_messages={"required": "请填写登记编号。"},
    )
