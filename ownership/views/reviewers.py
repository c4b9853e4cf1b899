"""二（四）确权审核部门: which department the county has named for which sort of assets."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render

from journal.forms import take_back
from ownership import naming
from ownership.choices import Subject
from ownership.models import Reviewer
from tenancy import policy
from tenancy.models import Unit

COLUMNS = [{"label": "资产"}, {"label": "审核部门"}, {"label": "依据文件"}, {"label": "指定日期"}]


class ReviewerForm(forms.Form):
    """A department for a sort of assets, by a paper."""

    subject = forms.ChoiceField(label="审核范围", choices=[("", "请选择"), *Subject.choices])
    unit = forms.TypedChoiceField(
        label="审核部门", coerce=int, required=False, help_text="留空即不再审核；股权、债权必须有审核部门。"
    )
    source = forms.CharField(
        label="依据文件",
        max_length=120,
        help_text="县级人民政府确定审核部门的文件名称和文号。",
        error_messages={"required": "请写明依据文件。"},
    )

    def __init__(self, *args, county, **options):
        super().__init__(*args, **options)
        found = Unit.objects.filter(county_id=county, kind__in=naming.KINDS).order_by("pk")
        self.units = {unit.pk: unit for unit in found}
        self.fields["unit"].choices = [("", "请选择"), *((unit.pk, unit.name) for unit in found)]
        self.fields["unit"].empty_value = None


def reviewers(request):
    """二（四）界定结果由县级人民政府确定的部门审核。"""
    policy.require_anywhere(request.user, policy.SEE)
    county = request.scope.county
    may = bool(county) and policy.holds(request.user, naming.VERB)
    if request.method == "POST" and not may:
        raise PermissionDenied("指定审核部门由县扶贫办负责人办理。")
    form = ReviewerForm(request.POST or None, county=county) if may else None
    if form is not None and form.is_valid() and _named(request, form, county):
        return redirect("ownership:reviewers")
    named = {
        one.subject: one
        for one in Reviewer.objects.filter(county_id=county, ended_at=None).select_related("unit")
    }
    rows = [{"label": subject.label, "named": named.get(subject)} for subject in Subject]
    context = {"columns": COLUMNS, "rows": rows, "form": form, "has_county": bool(county)}
    status = 422 if request.method == "POST" else 200
    return render(request, "ownership/reviewers.html", context, status=status)


def _named(request, form, county):
    data = form.cleaned_data
    try:
        if data["unit"]:
            unit = form.units[data["unit"]]
            naming.name_reviewer(unit=unit, subject=data["subject"], source=data["source"], by=request.user)
        else:
            naming.end_review(county, data["subject"], by=request.user, reason=data["source"])
    except ValidationError as refused:
        take_back(refused, form)
        return False
    messages.success(request, "已保存确权审核部门。")
    return True
