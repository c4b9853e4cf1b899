"""设置 · 自定义字段: what a county adds to its ledger. Every change is an act of assets.custom.actions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from assets.custom import actions
from assets.custom.forms import FieldForm, groups
from assets.models.custom import CustomField, fields_of
from journal import history
from journal.forms import ReasonForm, take_back
from journal.transitions import Refused
from tenancy import policy
from tenancy.models import Unit

VERB = "manage_fields"
COLUMNS = [
    {"label": "字段名称", "css": "name"},
    {"label": "报表名", "css": "sort"},
    {"label": "类型", "css": "at"},
    {"label": "适用", "css": "more"},
    {"label": "已填", "css": "amount", "num": True},
    {"label": "状态", "css": "st"},
    {"label": "顺序", "css": "year"},
]
WAYS = {"up": -1, "down": 1}
# One pass over the county's rows, whatever fields they have.
FILLED = """SELECT key, count(*) FROM assets_asset CROSS JOIN LATERAL jsonb_object_keys(custom) AS key
WHERE county_id = %s GROUP BY key"""


def index(request):
    """The county's fields, those in use first, with how many assets have each."""
    _office(request)
    fields = fields_of(request.scope.county)
    filled = _filled(request.scope.county)
    context = {
        "sub": f"{request.post.county.name}在台账上增设的登记内容；登记表、列表、筛选、导入导出中随之出现。",
        "columns": COLUMNS,
        "rows": [_line(field, filled.get(field.key, 0)) for field in fields],
        "add_url": reverse("assets:field_create"),
        "empty": {
            "title": "还没有自定义字段",
            "why": "本县报表要求、台账没有的内容，可以在这里增设，例如“管护人数”“保险到期日”。",
            "action_label": "新增字段",
            "action_url": reverse("assets:field_create"),
        },
    }
    return render(request, "assets/fields.html", context)


def create(request):
    """Add a field."""
    office = _office(request)
    form = FieldForm(request.POST or None)
    if field := _done(form, lambda: actions.define(unit=office, by=request.user, **form.values)):
        messages.success(request, f"已新增字段：{field}")
        return redirect("assets:fields")
    return _page(request, form, "新增自定义字段")


def edit(request, pk):
    """Change a field, with what was done to it so far."""
    field = _field(request, pk)
    form = FieldForm(request.POST or None, instance=field)
    version = request.POST.get("version", "")
    if _done(
        form, lambda: actions.redefine(field, by=request.user, version=_version(version), **form.values)
    ):
        messages.success(request, f"已保存字段：{field}")
        return redirect("assets:fields")
    entries = history.of(field, [(CustomField, [field.pk])])
    more = {"entries": entries, "switch_url": reverse("assets:field_switch", args=[field.pk])}
    more |= {"switch_label": "停用" if field.is_active else "重新启用", "state": _state(field)}
    return _page(request, form, f"字段：{CustomField.objects.get(pk=pk)}", more)


@require_POST
def move(request, pk):
    """One place up or down."""
    field = _field(request, pk)
    way = request.POST.get("way")
    if way in WAYS:
        actions.move(field, by=request.user, places=WAYS[way])
    return redirect("assets:fields")


def switch(request, pk):
    """Retire a field, or take it up again, with a reason."""
    field = _field(request, pk)
    form, verb = ReasonForm(request.POST or None), "停用" if field.is_active else "启用"
    if form.is_valid():
        try:
            said = form.cleaned_data["reason"]
            actions.switch(field, by=request.user, active=not field.is_active, reason=said)
        except Refused as refused:
            take_back(refused, form)
        else:
            messages.success(request, f"已{verb}字段：{field}")
            return redirect("assets:fields")
    context = {
        "title": f"{verb}字段：{field}",
        "crumbs": [("自定义字段", reverse("assets:fields")), (field.label, field.get_absolute_url())],
        "sub": "停用后不再填写，已填的内容仍在详情和变更记录中显示。" if field.is_active else "",
        "form": form,
        "submit_label": verb,
        "cancel_url": reverse("assets:fields"),
    }
    return render(request, "journal/form.html", context, status=422 if form.is_bound else 200)


def _office(request):
    """The county office at which this person manages fields; PermissionDenied where there is none."""
    offices = policy.units(request.user, VERB).filter(kind=Unit.Kind.COUNTY_OFFICE)
    office = offices.filter(county_id=request.scope.county).first() if request.scope.county else None
    if office is None:
        raise PermissionDenied("您当前的岗位不能设置自定义字段；由县扶贫办经办人或县级管理员办理。")
    return office


def _field(request, pk):
    """A field of the county at work, 404 for any other; 403 for who may not change it."""
    if not request.scope.county:
        raise Http404
    rows = CustomField.objects.filter(county_id=request.scope.county).select_related("unit")
    field = get_object_or_404(rows, pk=pk)
    policy.require(request.user, VERB, field)
    return field


def _filled(county):
    with connection.cursor() as cursor:
        cursor.execute(FILLED, [county])
        return dict(cursor.fetchall())


def _line(field, filled):
    state, label = _state(field)
    return {
        "label": field.label,
        "required": field.is_required,
        "url": field.get_absolute_url(),
        "reporting": field.reporting,
        "kind": f"{field.get_kind_display()}{f'（{field.unit_word}）' if field.unit_word else ''}",
        "concerns": field.concerned or "全部资产",
        "filled": filled,
        "state": state,
        "state_label": label,
        "move_url": reverse("assets:field_move", args=[field.pk]) if field.is_active else "",
    }


def _state(field):
    return ("ledger", "在用") if field.is_active else ("retired", "已停用")


def _version(text):
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _done(form, action):
    """What the action returned, or None: the form is not filled in yet, or says what is wrong."""
    if not form.is_valid():
        return None
    try:
        return action()
    except Refused as refused:
        take_back(refused, form)


def _page(request, form, title, more=None):
    context = {
        "title": title,
        "crumbs": [("自定义字段", reverse("assets:fields"))],
        "form": form,
        "groups": list(groups(form)),
        "submit_label": "保存",
        "cancel_url": reverse("assets:fields"),
    }
    return render(
        request, "assets/field_form.html", context | (more or {}), status=422 if form.is_bound else 200
    )
