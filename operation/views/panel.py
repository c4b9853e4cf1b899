"""What the page of an asset shows of who operates it, on which terms, for what money, with whose work."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from assets.models import Asset
from operation import actions, picture
from operation.guards import sanctions, unready
from operation.models import AgreementAsset
from tenancy import policy

SHOWN = 10


def panel(request, asset):
    """二（六）谁经营、按什么约定、收了多少钱、带动谁就业; without htmx, the agreement's own page."""
    rows = Asset.objects.permitted(request.user).select_related("unit")
    asset = get_object_or_404(rows, pk=asset)
    lines = AgreementAsset.objects.filter(county_id=asset.county_id, asset=asset)
    lines = lines.select_related("agreement__operator__unit", "agreement__unit").order_by("-from_on", "-pk")
    agreements = [line.agreement for line in lines[:SHOWN]]
    current = picture.current(agreements)
    seen = {one.pk for one in agreements if policy.may(request.user, policy.SEE, one)}
    if not request.htmx:
        return redirect(current if current and current.pk in seen else asset)
    context = {
        "asset": asset,
        "is_operating": asset.category == "operating",
        "current": current,
        "others": [one for one in agreements if one != current],
        "seen": seen,
        **_terms(current),
        **_next(asset, current, request.user),
    }
    return render(request, "operation/_panel.html", context)


def _terms(current):
    """Of the agreement by which it is operated: sanction, money, work and the lists they open."""
    if current is None:
        return {}
    held = sanctions(current.county_id, [current.operator_id]).get(current.operator_id)
    if not current.number:
        return {"sanction": held}
    return {
        "sanction": held,
        "money": picture.money(current),
        "shared": picture.assets_of(current),
        "work": picture.work(current),
        "dues_url": reverse("operation:dues", query={"agreement": current.pk}),
        "jobs_url": reverse("operation:jobs", query={"agreement": current.pk}),
        "lapsed": current.to_on < timezone.localdate(),
    }


def _next(asset, current, user):
    """Whether its owner runs it, and what this person may do, or why nobody may."""
    run = picture.self_operation(asset)
    obstacles = [] if current or run else unready([asset])[asset.pk]
    mine = not (obstacles or current or run) and policy.may(user, actions.VERB, asset)
    return {
        "selfrun": run,
        "sees_run": run and policy.may(user, policy.SEE, run),
        "obstacles": obstacles,
        "new_url": reverse("operation:create", query={"asset": asset.pk}) if mine else "",
        "run_url": reverse("operation:selfrun_create", args=[asset.pk]) if mine else "",
    }
