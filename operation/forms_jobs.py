"""二（六）What is asked when somebody's work under an agreement is entered."""

from django import forms
from django.utils import timezone

from assets.models import Household
from operation.choices import Category

PICK = [("", "请选择")]
NO_HOME = [("", "不关联")]


class JobForm(forms.Form):
    """Who worked, of which category and household, as what, how long, for how much."""

    worker = forms.CharField(
        label="务工人员",
        max_length=40,
        help_text="只写姓名；证件号码和电话不登记。",
        error_messages={"required": "请填写务工人员姓名。"},
    )
    category = forms.ChoiceField(
        label="人员类别",
        choices=[*PICK, *Category.choices],
        error_messages={"required": "请选择人员类别。"},
    )
    household = forms.TypedChoiceField(
        label="所在户",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="到户登记中与协议资产同村的户；没有登记的不选。",
        error_messages={"invalid_choice": "请从列出的户中选择，或不关联。"},
    )
    work = forms.CharField(label="岗位", max_length=60, error_messages={"required": "请填写岗位。"})
    year = forms.IntegerField(
        label="年度",
        initial=lambda: timezone.localdate().year,
        error_messages={"required": "请填写年度。", "invalid": "请填写年份，例如 2024。"},
    )
    months = forms.IntegerField(
        label="务工月数",
        min_value=1,
        max_value=12,
        error_messages={
            "required": "请填写务工月数。",
            "invalid": "请填写整数。",
            "min_value": "务工月数须在 1 至 12 之间。",
            "max_value": "务工月数须在 1 至 12 之间。",
        },
    )
    wages = forms.DecimalField(
        label="劳务报酬（元）",
        max_digits=16,
        decimal_places=2,
        min_value=0,
        help_text="本年度合计。",
        error_messages={
            "required": "请填写劳务报酬。",
            "min_value": "金额不能为负数。",
            "invalid": "请填写金额，最多两位小数。",
        },
    )

    def __init__(self, *args, homes, **options):
        """`homes`: the households [Household] of the villages, with their villages."""
        super().__init__(*args, **options)
        self.homes = {home.pk: home for home in homes}
        self.fields["household"].choices = [*NO_HOME, *((pk, _told(home)) for pk, home in self.homes.items())]

    def clean_household(self):
        """The household itself."""
        return self.homes.get(self.cleaned_data["household"])


def _told(home: Household):
    code = f"（{home.code}）" if home.code else ""
    return f"{home.householder}{code} · {home.get_kind_display()}"
