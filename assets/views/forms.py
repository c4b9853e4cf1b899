"""登记、修改、更正: the pages that write an asset through its acts."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assets import actions
from assets.choices import Subtype
from assets.forms import AssetForm, detail_forms, groups, initial_of
from assets.models import Asset, Project, detail_of
from assets.similar import similar
from journal.history import shown
from journal.models import Entry
from tenancy import policy

EDITABLE = {
    Asset.State.DRAFT: "register_asset",
    Asset.State.LEDGER: "amend_asset",
}


def create(request):
    """二（三）登记一项资产为草稿。"""
    if not request.scope.county or not policy.units(request.user, "register_asset").exists():
        raise PermissionDenied("您的岗位不能登记资产。")
    form = AssetForm(request.POST or None, user=request.user, county=request.scope.county)
    details = detail_forms(request.POST or None)
    duplicates = []
    if request.method == "POST" and _valid(form, details):
        duplicates = _doubts(form)
        if not duplicates:
            asset = _try(form, lambda: _register(request.user, form, details))
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
    kept = detail_of(asset)
    details = detail_forms(request.POST or None, {Subtype(asset.subtype).detail: kept} if kept else {})
    amending = asset.state == Asset.State.LEDGER
    form = AssetForm(
        request.POST or None,
        instance=asset,
        initial=initial_of(asset),
        user=request.user,
        county=asset.county_id,
        amending=amending,
    )
    conflict = None
    if request.method == "POST" and _valid(form, details):
        try:
            saved = _try(form, lambda: _amend(asset, request.user, form, details))
        except actions.Stale as stale:
            conflict = _conflict(stale.theirs, form)
        else:
            if saved:
                messages.success(request, f"已保存：{saved}")
                return redirect(saved)
    title = "更正资产" if amending else "修改资产"
    return _page(request, form, details, title, conflict=conflict, cancel=asset.get_absolute_url())


def duplicates(request):
    """Assets that may be the one being typed, for the box above the form."""
    place = request.GET.get("place", "")
    found = similar(
        request.GET.get("name", ""), place=int(place) if place.isdigit() and len(place) < 13 else None
    )
    return render(request, "assets/_duplicates.html", {"duplicates": found})


def project_options(request):
    """Projects whose name holds the words typed so far, for the list under the field."""
    words = request.GET.get("project", "").strip()
    rows = Project.objects.permitted(request.user).filter(name__contains=words).order_by("-fund_year", "-pk")
    return render(request, "assets/_projects.html", {"projects": rows[:20] if words else []})


def _valid(form, details):
    chosen = _chosen(form, details)
    return form.is_valid() and (chosen is None or chosen.is_valid())


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
    return actions.register(
        by=user, detail=chosen.cleaned_data if chosen else None, aliases=form.alias_numbers, **form.values
    )


def _amend(asset, user, form, details):
    chosen = _chosen(form, details)
    return actions.amend(
        asset,
        by=user,
        version=form.cleaned_data["version"],
        reason=form.cleaned_data.get("reason", ""),
        detail=chosen.cleaned_data if chosen else None,
        aliases=form.alias_numbers,
        **form.values,
    )


def _try(form, save):
    """Save; what the rules refuse comes back at the field it belongs to."""
    try:
        return save()
    except actions.Stale:
        raise
    except ValidationError as wrong:
        fields = getattr(
            wrong, "error_dict", {None: wrong.error_list if hasattr(wrong, "error_list") else []}
        )
        for name, errors in fields.items():
            here = {"town": "place", "village": "place"}.get(name, name)
            form.add_error(here if here in form.fields else None, errors)


def _conflict(theirs, form):
    """What the other person saved beside what this one typed, field by field; the next save is then deliberate."""
    rows = []
    for field in Asset._meta.concrete_fields:
        key = field.name if field.name in form.values else field.attname
        if key not in form.values:
            continue
        mine, saved = form.values[key], getattr(theirs, key)
        if mine != saved:
            rows.append(
                {"label": field.verbose_name, "theirs": _text(field, saved), "yours": _text(field, mine)}
            )
    form.data = form.data.copy()
    form.data["version"] = theirs.version
    form.add_error(None, "您填写期间，他人已修改本资产。请核对下列差异后再保存。")
    return {"by": _last_hand(theirs), "at": theirs.updated_at, "rows": rows}


def _text(field, value):
    return str(value) if hasattr(value, "pk") else shown(field, value, {})


def _last_hand(asset):
    last = Entry.objects.about(asset).first()
    return last.by_name if last else "他人"


def _page(request, form, details, title, *, cancel, duplicates=(), conflict=None):
    context = {
        "title": title,
        "crumbs": [("资产", reverse("assets:list"))],
        "form": form,
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
