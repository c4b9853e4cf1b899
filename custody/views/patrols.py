"""巡查: looking at one asset with the phone in one's hand, and what was found at one look."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from assets.clauses import CLAUSES
from assets.models import Asset
from assets.views.counting import refusal, wants_json
from custody.forms_patrols import PatrolForm
from custody.models import Patrol, Repair, SpotPhoto
from custody.patrols import hints, rules
from custody.patrols.recording import VERB, record
from custody.patrols.schedule import due_on, unlooked
from journal import documents, history
from journal.forms import take_back
from ownership.prints import at
from tenancy import policy

CLAUSE = "二（五）"
RELATED = ("unit", "county", "asset__unit", "asset__town", "asset__village", "made_by", "repair")
RECENT = 5


def new(request, asset):
    """二（五）Write down what was found of an asset, on the spot."""
    rows = Asset.objects.permitted(request.user).select_related("unit", "county", "town", "village")
    asset = get_object_or_404(rows.annotate(due=due_on(request.scope.county)), pk=asset)
    policy.require(request.user, VERB, asset)
    obstacle = unlooked(asset)
    form = PatrolForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and not obstacle and form.is_valid():
        if done := attempt(form, lambda: record(asset, by=request.user, **form.cleaned_data)):
            ordered = "，已开出维修单" if done.repair_id else ""
            messages.success(request, f"已登记巡查：{asset.name}，{done.get_condition_display()}{ordered}。")
            return JsonResponse({"url": done.get_absolute_url()}) if wants_json(request) else redirect(done)
    if request.method == "POST" and wants_json(request):
        if obstacle:
            form.add_error(None, obstacle)
        return refusal(form)
    context = {
        "asset": asset,
        "crumbs": [("巡查记录", reverse("patrols:list")), (asset.name, asset.get_absolute_url())],
        "place": at(asset),
        "due": asset.due,
        "late": rules.overdue_days(asset.due, timezone.localdate()) if asset.due else 0,
        "obstacles": [obstacle] if obstacle else [],
        "form": form,
        "last": _of(asset).first(),
        "clause": CLAUSE,
        "quote": CLAUSES[CLAUSE],
    }
    return render(
        request, "custody/patrol_new.html", context, status=422 if request.method == "POST" else 200
    )


def _of(asset):
    """The patrols of an asset, the newest first."""
    rows = Patrol.objects.filter(county_id=asset.county_id, asset=asset)
    return rows.select_related("made_by").order_by("-on", "-pk")


def attempt(form, save):
    try:
        return save()
    except ValidationError as refused:
        take_back(refused, form)


def patrol(request, pk):
    """二（五）一次巡查：结果、照片、位置，以及供认定人核对的提示。"""
    found = get_object_or_404(Patrol.objects.permitted(request.user).select_related(*RELATED), pk=pk)
    photos = list(hints.for_hints(found.photos.filter(county_id=found.county_id)))
    again = policy.may(request.user, VERB, found.asset) and not unlooked(found.asset)
    context = {
        "patrol": found,
        "asset": found.asset,
        "crumbs": [("巡查记录", reverse("patrols:list")), (found.asset.name, found.asset.get_absolute_url())],
        "sub": f"{found.county} · {found.unit}",
        "place": at(found.asset),
        "position": _position(found),
        "hints": hints.of_patrol(found, photos),
        "photos": [hints.shown(photo) for photo in photos],
        "again_url": reverse("patrols:new", args=[found.asset_id]) if again else "",
        "entries": history.of(found, [(Patrol, [found.pk])]),
    }
    return render(request, "custody/patrol.html", context)


def _position(found):
    if found.longitude is None:
        return "没有定位"
    accuracy = f"，误差约 {found.accuracy} 米" if found.accuracy else ""
    return f"东经 {found.longitude}，北纬 {found.latitude}{accuracy}"


def photo(request, pk, photo):
    """A photo of a patrol, after the policy of the patrol."""
    row = get_object_or_404(Patrol.objects.permitted(request.user), pk=pk)
    return hand_out(request, SpotPhoto.objects.filter(patrol=row), photo)


def hand_out(request, photos, pk):
    """One of these photos, or the small picture of it."""
    found = get_object_or_404(photos.select_related("document"), pk=pk)
    if "small" in request.GET:
        return documents.serve_preview(found.document)
    return documents.serve(found.document, inline=True)


def panel(request, asset):
    """What the page of an asset shows of patrols and repairs; without htmx, the page to look at it or its last look."""
    rows = Asset.objects.permitted(request.user).select_related("unit")
    asset = get_object_or_404(rows.annotate(due=due_on(request.scope.county)), pk=asset)
    may = policy.may(request.user, VERB, asset) and not unlooked(asset)
    new_url = reverse("patrols:new", args=[asset.pk]) if may else ""
    if not request.htmx:
        return redirect(new_url or _of(asset).first() or asset)
    repairs = Repair.objects.filter(county_id=asset.county_id, asset=asset, state__in=Repair.OPEN)
    context = {
        "asset": asset,
        "patrols": list(_of(asset)[:RECENT]),
        "repairs": list(repairs.order_by("pk")),
        "note": unlooked(asset) or "",
        "due": None if unlooked(asset) else asset.due,
        "late": 0 if unlooked(asset) else rules.overdue_days(asset.due, timezone.localdate()),
        "new_url": new_url,
        "repair_url": reverse("patrols:repair_new", args=[asset.pk]) if may else "",
    }
    return render(request, "custody/_patrol_panel.html", context)
