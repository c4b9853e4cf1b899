"""维修: one repair order from the report to its acceptance, with the photos of before and after side by side."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from assets.clauses import CLAUSES
from assets.models import Asset
from custody.choices_patrols import Stage
from custody.forms_repairs import AmendForm, RepairForm
from custody.models import Patrol, Repair, SpotPhoto
from custody.patrols import hints, repairs, rules
from custody.views.patrols import attempt, hand_out
from journal import history
from ownership.prints import at
from tenancy import policy

CLAUSE = "二（五）"
RELATED = (
    "unit",
    "county",
    "asset__unit",
    "asset__town",
    "asset__village",
    "made_by",
    "repaired_by",
    "accepted_by",
)


def repair(request, pk):
    """二（五）一张维修单：损坏情况、期限、费用、修复前后照片和验收。"""
    found = get_object_or_404(Repair.objects.permitted(request.user).select_related(*RELATED), pk=pk)
    patrols = Patrol.objects.filter(county_id=found.county_id, repair=found).order_by("pk")
    photos = _photos(found, patrols)
    may_edit = found.state == Repair.State.ORDERED and policy.may(request.user, repairs.VERB, found)
    late = rules.overdue_days(found.limit_on, timezone.localdate())
    context = {
        "repair": found,
        "asset": found.asset,
        "crumbs": [("维修", reverse("patrols:repairs")), (found.asset.name, found.asset.get_absolute_url())],
        "sub": f"{found.county} · {found.unit}",
        "place": at(found.asset),
        "late": late if found.state == Repair.State.ORDERED else 0,
        "patrols": list(patrols),
        "before": [hints.shown(photo) for photo in photos if photo.stage != Stage.AFTER],
        "after": [hints.shown(photo) for photo in photos if photo.stage == Stage.AFTER],
        "hints": hints.of_repair(photos),
        "edit_url": reverse("patrols:repair_edit", args=[pk]) if may_edit else "",
        "entries": history.of(found, [(Repair, [found.pk])]),
    }
    return render(request, "custody/repair.html", context)


def _photos(found, patrols):
    """The photos of a repair: those of the looks that led to it, of the report, and of what was repaired."""
    rows = SpotPhoto.objects.filter(county_id=found.county_id)
    mine = rows.filter(repair=found) | rows.filter(patrol__in=patrols.values("pk"))
    return sorted(hints.for_hints(mine), key=lambda photo: photo.stage == Stage.AFTER)


def new(request, asset):
    """二（五）Report that an asset is damaged, and order its repair."""
    rows = Asset.objects.permitted(request.user).select_related("unit", "county", "town", "village")
    asset = get_object_or_404(rows, pk=asset)
    policy.require(request.user, repairs.VERB, asset)
    form = RepairForm(request.POST or None, request.FILES or None, initial=repairs.usual(asset))
    if request.method == "POST" and form.is_valid():
        if made := attempt(form, lambda: repairs.order(asset, by=request.user, **form.cleaned_data)):
            messages.success(request, f"已报修：{asset.name}，期限 {made.limit_on}。")
            return redirect(made)
    return _form(request, "报修", form, asset, asset.get_absolute_url(), "报修")


def edit(request, pk):
    """二（五）Say anew by when, by whom and at whose cost."""
    rows = Repair.objects.permitted(request.user).select_related("unit", "asset__unit")
    found = get_object_or_404(rows, pk=pk)
    policy.require(request.user, repairs.VERB, found)
    if found.state != Repair.State.ORDERED:
        raise PermissionDenied(f"当前状态为「{found.get_state_display()}」，待维修的方可修改。")
    initial = {name: getattr(found, name) for name in (*repairs.KEPT, "version")}
    form = AmendForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if saved := attempt(form, lambda: repairs.amend(found, by=request.user, **form.cleaned_data)):
            messages.success(request, "已保存维修单。")
            return redirect(saved)
    return _form(request, "修改维修单", form, found.asset, found.get_absolute_url(), "保存")


def _form(request, title, form, asset, cancel_url, submit_label):
    context = {
        "title": title,
        "crumbs": [("维修", reverse("patrols:repairs")), (asset.name, asset.get_absolute_url())],
        "asset": asset,
        "form": form,
        "clause": CLAUSE,
        "quote": CLAUSES[CLAUSE],
        "cancel_url": cancel_url,
        "submit_label": submit_label,
    }
    return render(
        request, "custody/repair_form.html", context, status=422 if request.method == "POST" else 200
    )


def photo(request, pk, photo):
    """A photo of a repair, after the policy of the repair."""
    row = get_object_or_404(Repair.objects.permitted(request.user), pk=pk)
    return hand_out(request, SpotPhoto.objects.filter(repair=row), photo)
