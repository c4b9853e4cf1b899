"""登记、修改、更正: the pages that write an asset through its acts."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assets import actions
from assets.choices import Subtype
from assets.forms import AssetForm, detail_forms, groups, initial_of
from assets.models import Alias, Asset, Project, detail_of
from assets.similar import one_at_a_time, similar
from assets.views.conflict import SENTENCE, opened_with, reconcile
from journal.forms import take_back
from tenancy import policy


def create(request):
    """二（三）登记一项资产为草稿。"""
    if not request.scope.county or not policy.units(request.user, "register_asset").exists():
        raise PermissionDenied("您的岗位不能登记资产。")
    form = AssetForm(request.POST or None, user=request.user, county=request.scope.county)
    details = detail_forms(request.POST or None)
    duplicates = []
    if request.method == "POST" and _valid(form, details):
        one_at_a_time(request.user)
        duplicates = _doubts(form)
        if not duplicates:
            asset = _try(form, details, lambda: _register(request.user, form, details))
            if asset:
                messages.success(request, f"已登记：{asset}")
                return redirect("assets:create" if "another" in request.POST else asset)
    return _page(request, form, details, "登记资产", duplicates=duplicates, cancel=reverse("assets:list"))


def edit(request, pk):
    """修改草稿，或写明理由更正已入账资产。"""
    rows = Asset.objects.permitted(request.user).select_related("unit", "project")
    asset = get_object_or_404(rows, pk=pk)
    if sentence := actions.why_not_amend(asset, request.user):
        raise PermissionDenied(sentence)
    known = _known(asset)
    form, details = _forms_of(asset, request.user, known, request.POST or None)
    if request.method != "POST":
        form.initial["opened"] = opened_with(asset, [form, *details.values()], known)
    conflict = None
    if request.method == "POST" and _valid(form, details):
        try:
            saved = _try(form, details, lambda: _amend(asset, request.user, form, details))
        except actions.Stale as stale:
            conflict = _conflict(stale.theirs, request.user, form, details)
        else:
            if saved:
                messages.success(request, f"已保存：{saved}")
                return redirect(saved)
    title = "更正资产" if asset.state == Asset.State.LEDGER else "修改资产"
    return _page(request, form, details, title, conflict=conflict, cancel=asset.get_absolute_url())


def duplicates(request):
    """Assets that may be the one being typed, for the box above the form."""
    policy.require_anywhere(request.user, "register_asset")
    place = request.GET.get("place", "")
    name = request.GET.get("name", "").replace("\0", "")
    found = similar(name, place=int(place) if place.isdecimal() and len(place) < 13 else None)
    return render(request, "assets/_duplicates.html", {"duplicates": found})


def project_options(request):
    """Projects whose name holds the words typed so far, for the list under the field."""
    words = request.GET.get("project", "").replace("\0", "").strip()
    rows = Project.objects.permitted(request.user).filter(name__contains=words).order_by("-fund_year", "-pk")
    return render(request, "assets/_projects.html", {"projects": rows[:20] if words else []})


def _known(asset):
    return list(Alias.objects.filter(asset=asset).order_by("pk").values_list("number", flat=True))


def _forms_of(asset, user, known, data=None):
    """The form of a saved asset and those of its details; unbound, they show what is saved."""
    kept = detail_of(asset)
    details = detail_forms(data, {Subtype(asset.subtype).detail: kept} if kept else {})
    form = AssetForm(
        data,
        instance=asset,
        initial=initial_of(asset),
        user=user,
        county=asset.county_id,
        amending=asset.state == Asset.State.LEDGER,
        known=known,
    )
    return form, details


def _valid(form, details):
    chosen = _chosen(form, details)
    right = form.is_valid()
    return (chosen is None or chosen.is_valid()) and right  # both are asked: all faults are told at once


def _chosen(form, details):
    subtype = form.data.get("subtype", "")
    return details.get(Subtype(subtype).detail) if subtype in Subtype.values else None


def _doubts(form):
    data = form.cleaned_data
    if data["not_duplicate"]:
        return []
    found = similar(data["name"], place=data["village_id"] or data["town_id"], project=data["project"])
    if found:
        form.add_error(
            None, "可能已经登记过，请核对上方所列资产；确属不同资产的，勾选「已核对，不是重复登记」后再保存。"
        )
    return found


def _register(user, form, details):
    chosen = _chosen(form, details)
    return actions.register(by=user, detail=chosen.cleaned_data if chosen else None, **form.values)


def _amend(asset, user, form, details):
    chosen = _chosen(form, details)
    return actions.amend(
        asset,
        by=user,
        version=form.cleaned_data["version"],
        reason=form.cleaned_data.get("reason", ""),
        detail=chosen.cleaned_data if chosen else None,
        **form.values,
    )


def _try(form, details, save):
    """Save; what the rules refuse comes back at the field it belongs to."""
    try:
        return save()
    except actions.Stale:
        raise
    except ValidationError as wrong:
        chosen = _chosen(form, details)
        take_back(wrong, form, *([chosen] if chosen else []), town="place", village="place")


def _conflict(theirs, user, form, details):
    """Nothing is overwritten unseen: the untouched takes what is saved, the rest is shown beside it."""
    known = _known(theirs)
    saved, saved_details = _forms_of(theirs, user, known)
    form.fields["alias"].help_text = saved.fields["alias"].help_text
    form.add_error(None, SENTENCE)
    return reconcile(theirs, [form, *details.values()], [saved, *saved_details.values()], known)


def _page(request, form, details, title, *, cancel, duplicates=(), conflict=None):
    context = {
        "title": title,
        "crumbs": [("资产", reverse("assets:list"))],
        "form": form,
        "chosen_detail": _chosen(form, details),
        "groups": list(groups(form, details)),
        "duplicates": duplicates,
        "asks_duplicate": bool(duplicates) or "not_duplicate" in form.data,
        "duplicates_url": reverse("assets:duplicates"),
        "projects_url": reverse("assets:project_options"),
        "conflict": conflict,
        "cancel_url": cancel,
        "submit_label": "保存",
        "can_add_another": form.instance.pk is None,
    }
    return render(request, "assets/form.html", context, status=422 if request.method == "POST" else 200)
