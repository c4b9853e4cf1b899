"""设置 · 本县参数: what holds in this county, since when and by which document; its head sets it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from journal import parameters
from journal.forms import ParameterForm, take_back
from journal.models import CountySetting
from journal.transitions import Refused
from tenancy import policy
from tenancy.models import Unit

COLUMNS = [
    {"label": "参数", "css": "name"},
    {"label": "现行值", "css": "amount", "num": True},
    {"label": "可设范围", "css": "sort"},
    {"label": "依据", "css": "more"},
    {"label": "自何日起", "css": "at"},
]
HISTORY = [
    {"label": "参数值", "css": "amount", "num": True},
    {"label": "起止", "css": "at"},
    {"label": "依据文件", "css": "name"},
    {"label": "设置人", "css": "sort"},
    {"label": "设置时间", "css": "more"},
]
NO_COUNTY = "本县参数只在县级岗位中查看；请先在页面上方切换岗位。"


def index(request):
    """一（三）3 Every parameter with what holds today."""
    county = _county(request)
    rows = {}
    for row in parameters.valid(county):
        rows.setdefault(row.key, row)
    context = {
        "sub": f"指导意见留给各县确定的数字，{request.post.county.name}现行如下；没有设置的按默认值。",
        "columns": COLUMNS,
        "rows": [_line(one, rows.get(key)) for key, one in parameters.REGISTRY.items()],
    }
    return render(request, "journal/parameters.html", context)


def detail(request, key):
    """One parameter: what was set when and by which document; for the head of the office, the form that sets it."""
    county = _county(request)
    if key not in parameters.REGISTRY:
        raise Http404
    one, office = parameters.REGISTRY[key], _office(request)
    if request.method == "POST" and office is None:
        policy.require_anywhere(request.user, parameters.VERB)
    form = ParameterForm(request.POST or None) if office else None
    if form and form.is_valid():
        try:
            parameters.set_parameter(one, by=request.user, unit=office, **form.cleaned_data)
        except Refused as refused:
            take_back(refused, form)
        else:
            messages.success(request, f"已设置「{one.label}」。")
            return redirect("journal:parameters")
    context = _portrait(one, county) | {"form": form}
    return render(request, "journal/parameter.html", context, status=422 if form and form.errors else 200)


def _portrait(one, county):
    set_rows = CountySetting.objects.filter(county_id=county, key=one.key).select_related("set_by")
    now = one.rows(county).first()
    return {
        "title": one.label,
        "crumbs": [("本县参数", reverse("journal:parameters"))],
        "clause": one.clause,
        "facts": [
            ("现行值", f"{now.value if now else one.default} {one.unit}"),
            ("依据", now.source if now else one.source),
            ("默认值", f"{one.default} {one.unit}"),
            ("默认值的依据", one.source),
            ("可设范围", f"{one.least} 至 {one.most} {one.unit}"),
        ],
        "columns": HISTORY,
        "rows": [_past(row, one.unit) for row in set_rows.order_by("-pk")],
        "back_url": reverse("journal:parameters"),
    }


def _past(row, unit):
    until = f"至 {row.valid_until:%Y-%m-%d}" if row.valid_until else "起"
    return {
        "value": f"{row.value} {unit}",
        "days": f"{row.valid_from:%Y-%m-%d} {until}",
        "source": row.source,
        "by": row.set_by.name,
        "at": row.set_at,
    }


def _line(one, row):
    return {
        "label": one.label,
        "clause": one.clause,
        "url": reverse("journal:parameter", args=[one.key]),
        "value": f"{row.value if row else one.default} {one.unit}",
        "limits": f"{one.least} 至 {one.most} {one.unit}",
        "source": row.source if row else f"默认：{one.source}",
        "since": row.valid_from if row else None,
    }


def _county(request):
    policy.require_anywhere(request.user, policy.SEE)
    if not request.scope.county:
        raise PermissionDenied(NO_COUNTY)
    return request.scope.county


def _office(request):
    """The county office at which this person sets parameters, or None."""
    offices = policy.units(request.user, parameters.VERB).filter(kind=Unit.Kind.COUNTY_OFFICE)
    return offices.filter(county_id=request.scope.county).first()
