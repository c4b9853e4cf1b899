"""三（二）The form of a training: shape only; what must be true is asked by the act that saves."""

from django import forms
from django.utils import timezone

from custody.choices_patrols import Manner, Subject
from custody.training import attending
from custody.training.recording import HOLDERS, VERB
from journal.forms import day
from tenancy import policy
from tenancy.models import Unit

HOW = "每行一个单位：名称、应到人数、实到人数，用空格隔开，也可从表格粘贴；村写“乡镇 村名”，如“城关镇 东关村 2 2”。"


def text(label, most, **options):
    return forms.CharField(
        label=label, max_length=most, error_messages={"required": f"请填写{label}。"}, **options
    )


class TrainingForm(forms.Form):
    """What was taught, when, where, by whom, and who came."""

    unit = forms.TypedChoiceField(
        label="组织单位", coerce=int, error_messages={"required": "请选择组织单位。"}
    )
    title = text("培训名称", 80)
    subject = forms.ChoiceField(
        label="培训内容",
        choices=[("", "请选择"), *Subject.choices],
        error_messages={"required": "请选择培训内容。"},
    )
    manner = forms.ChoiceField(label="培训方式", choices=Manner)
    on = day("培训日期", initial=timezone.localdate)
    place = text("培训地点", 80)
    teacher = text("授课（指导）人", 80, help_text="写单位和姓名，不写证件号码。")
    content = forms.CharField(
        label="主要内容", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    lines = forms.CharField(
        label="参训单位和人数",
        max_length=20_000,
        help_text=HOW,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "请至少填写一个参训单位。"},
    )
    sheet = forms.FileField(
        label="签到表", required=False, help_text="扫描件或照片，PDF 或图片；只有组织单位和监督部门可以打开。"
    )

    def __init__(self, *args, user, county, **options):
        super().__init__(*args, **options)
        self.county = county
        mine = policy.units(user, VERB).filter(county_id=county, kind__in=HOLDERS).order_by("pk")
        self.holders = {unit.pk: unit for unit in mine}
        self.fields["unit"].choices = [(unit.pk, unit.name) for unit in self.holders.values()]

    def groups(self):
        """[(title, [BoundField])] as the page shows them."""
        what = ("unit", "title", "subject", "manner", "on", "place", "teacher", "content")
        return [("培训", [self[name] for name in what]), ("到会情况", [self["lines"], self["sheet"]])]

    def clean_unit(self):
        return self.holders[self.cleaned_data["unit"]]

    def clean_lines(self):
        units = Unit.objects.filter(county_id=self.county).select_related("region", "parent__region")
        rows, faults = attending.read(self.cleaned_data["lines"], attending.names_of(units))
        if faults:
            raise forms.ValidationError(faults[:20])
        return rows
