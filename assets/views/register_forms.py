"""登记、更正、作废: the pages that write the registers of households and subsidies through their acts."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assets import registers
from assets.actions import Stale
from assets.forms_registers import GrantForm, HouseholdForm, SubsidyForm, initial_of
from assets.models import Household, HouseholdGrant, Subsidy
from assets.similar import one_at_a_time
from assets.views.conflict import opened_with, reconcile
from journal.forms import ReasonForm, take_back
from tenancy import policy

VERB = registers.VERB
HOUSEHOLDS, SUBSIDIES = ("到户登记", "assets:households"), ("补贴登记", "assets:subsidies")
ELSEWHERE = "此村不在您的登记范围内，请由当地乡镇或县级单位登记。"
ALIKE = "本村已有同名的户，请核对上方所列；确属不同户的，勾选「已核对，不是同一户」后再保存。"
CHANGED = "您填写期间，他人已修改此条登记。请核对下列差异后再保存。"


def household_create(request):
    """二（三）登记一户和它的第一项到户资产。"""
    options = _may_add(request)
    home = HouseholdForm(request.POST or None, prefix="home", **options)
    thing = GrantForm(request.POST or None, **options)
    alike = []
    if request.method == "POST" and home.is_valid() & thing.is_valid():
        one_at_a_time(request.user)
        alike = _alike(home)
        if not alike and (saved := _try([home, thing], lambda: _register(request.user, home, thing))):
            messages.success(request, f"已登记：{saved.householder}户，{thing.cleaned_data['name']}")
            return redirect("assets:household_create" if "another" in request.POST else saved)
    return _page(request, [home, thing], "登记到户资产", HOUSEHOLDS, alike=alike, can_add_another=True)


def _may_add(request):
    """What the forms of a new line ask for; 403 where this person's post keeps no register."""
    if not request.scope.county or not policy.holds(request.user, VERB):
        raise PermissionDenied("您的岗位不能登记到户资产和补贴。")
    return {"user": request.user, "county": request.scope.county}


def _alike(home):
    """Households of the village with the same name, until it is said that this is another."""
    data = home.cleaned_data
    if data["not_duplicate"]:
        return []
    rows = Household.objects.filter(
        county_id=home.county, village_id=data["village_id"], householder=data["householder"]
    )
    found = list(rows.select_related("village").order_by("pk")[:5])
    if found:
        home.add_error(None, ALIKE)
    return [
        {"url": row.get_absolute_url(), "name": row.householder, "code": row.code, "row": row}
        for row in found
    ]


def _register(user, home, thing):
    if home.unit is None:
        raise registers.Refused({"where": ELSEWHERE})
    return registers.register_household(by=user, unit=home.unit, grant=thing.values, **home.values)


def household_edit(request, pk):
    """更正一户的登记，写明理由。"""
    home = _managed(request, Household, pk)
    return _amend(request, home, HouseholdForm, "更正到户登记", HOUSEHOLDS, _save_household)


def _save_household(row, form, told):
    if form.unit is None:
        raise registers.Refused({"where": ELSEWHERE})
    return registers.amend_household(row, unit=form.unit, **told, **form.values)


def grant_create(request, pk):
    """二（三）为已登记的户再登记一项到户资产。"""
    home = _managed(request, Household, pk)
    form = GrantForm(request.POST or None, user=request.user, county=home.county_id)
    if request.method == "POST" and form.is_valid():
        one_at_a_time(request.user)
        if saved := _try([form], lambda: registers.add_grant(home, by=request.user, **form.values)):
            messages.success(request, f"已登记：{saved.name}")
            return redirect(saved)
    place = home.get_absolute_url()
    return _page(request, [form], f"再登记一项：{home.householder}户", HOUSEHOLDS, cancel=place)


def grant_edit(request, pk):
    """二（三）更正一项到户资产：绩效结果、现状等，写明理由。"""
    grant = _managed(request, HouseholdGrant, pk)

    def save(row, form, told):
        return registers.amend_grant(row, **told, **form.values)

    return _amend(request, grant, GrantForm, "更正到户资产", HOUSEHOLDS, save)


def grant_withdraw(request, pk):
    """作废一项到户资产，写明原因。"""
    return _withdraw(request, _managed(request, HouseholdGrant, pk), registers.withdraw_grant)


def subsidy_create(request):
    """二（三）登记一笔补贴的绩效结果和受益对象。"""
    form = SubsidyForm(request.POST or None, **_may_add(request))
    if request.method == "POST" and form.is_valid():
        one_at_a_time(request.user)
        if saved := _try([form], lambda: registers.register_subsidy(by=request.user, **form.values)):
            messages.success(request, f"已登记：{saved}")
            return redirect("assets:subsidy_create" if "another" in request.POST else saved)
    return _page(request, [form], "登记补贴", SUBSIDIES, can_add_another=True)


def subsidy_edit(request, pk):
    """二（三）更正一笔补贴，写明理由。"""
    subsidy = _managed(request, Subsidy, pk)

    def save(row, form, told):
        return registers.amend_subsidy(row, **told, **form.values)

    return _amend(request, subsidy, SubsidyForm, "更正补贴登记", SUBSIDIES, save)


def subsidy_withdraw(request, pk):
    """作废一笔补贴登记，写明原因。"""
    return _withdraw(request, _managed(request, Subsidy, pk), registers.withdraw_subsidy)


def _managed(request, model, pk):
    """A line this person sees and may change; one that is void is shown, but not changed."""
    related = {
        Household: ("town", "village"),
        HouseholdGrant: ("household__unit", "project", "asset"),
        Subsidy: ("project",),
    }
    rows = model.objects.permitted(request.user).select_related("unit", *related[model])
    row = get_object_or_404(rows, pk=pk)
    policy.require(request.user, VERB, row)
    if getattr(row, "withdrawn_reason", ""):
        raise PermissionDenied("此条登记已经作废，不能更改。")
    return row


def _amend(request, row, form_class, title, crumb, save):
    """Change a line with a reason; where somebody else has changed it meanwhile, both are shown side by side."""

    def shown(of, data=None):
        options = {"user": request.user, "county": of.county_id}
        return form_class(data, instance=of, initial=initial_of(of), **options)

    form, conflict = shown(row, request.POST or None), None
    if request.method != "POST":
        form.initial["opened"] = opened_with(row, [form], [])
    elif form.is_valid():
        told = {"by": request.user, "version": form.cleaned_data["version"]}
        told["reason"] = form.cleaned_data["reason"]
        try:
            saved = _try([form], lambda: save(row, form, told))
        except Stale as stale:
            form.add_error(None, CHANGED)
            conflict = reconcile(stale.theirs, [form], [shown(stale.theirs)], [])
        else:
            if saved:
                messages.success(request, "已保存。")
                return redirect(saved)
    return _page(request, [form], title, crumb, cancel=row.get_absolute_url(), conflict=conflict)


def _try(forms, save):
    """Save; what the rules refuse comes back at the field it belongs to, of whichever form has it."""
    try:
        return save()
    except Stale:
        raise
    except ValidationError as wrong:
        take_back(wrong, *forms, town="where", village="where")


def _withdraw(request, row, act):
    """Ask why, then declare the line void."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _try([form], lambda: act(row, by=request.user, reason=form.cleaned_data["reason"]) or True):
            messages.success(request, "已作废，登记保留可查，不再计入合计。")
            return redirect(row)
    context = {"title": f"作废：{row.name}", "sub": "作废的登记保留可查，不再计入合计，也不能恢复。"}
    context |= {"form": form, "submit_label": "作废", "cancel_url": row.get_absolute_url()}
    return render(request, "journal/form.html", context, status=422 if request.method == "POST" else 200)


def _page(request, forms, title, crumb, *, cancel="", alike=(), conflict=None, can_add_another=False):
    label, name = crumb
    home = forms[0]
    context = {
        "title": title,
        "crumbs": [(label, reverse(name)), (title, "")],
        "form": home,
        "chosen_detail": forms[1] if len(forms) > 1 else None,
        "hidden": [field for form in forms for field in form.hidden_fields()],
        "groups": [group for form in forms for group in form.groups()],
        "alike": alike,
        "not_duplicate": home["not_duplicate"] if alike or _was_asked(home) else None,
        "conflict": conflict,
        "projects_url": reverse("assets:project_options"),
        "cancel_url": cancel or reverse(name),
        "can_add_another": can_add_another,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "assets/register_form.html", context, status=status)


def _was_asked(form):
    """Whether the page before asked whether it is another household."""
    return "not_duplicate" in form.fields and form.add_prefix("not_duplicate") in form.data
