"""打印: the roster of ticked duties or of all that pass, and the receipt of a hand-over."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from custody import prints
from custody.bulk import DUTIES
from custody.models import Duty, Handover
from journal.prints.steps import ask
from tenancy import policy


@require_POST
def roster(request):
    """二（五）Owe the roster of duties, village by village, to whoever asks; the printer makes it."""
    policy.require_anywhere(request.user, policy.SEE)
    query = request.POST.get("query", "")[:2000]
    rows = chosen(request, query).order_by("asset__town_id", "asset__village_id", "name", "pk")
    return _asked(request, prints.roster, rows, f"{reverse('custody:list')}?{query}")


@require_POST
def receipt(request, pk):
    """二（五）Owe the receipt of a hand-over."""
    found = get_object_or_404(Handover.objects.permitted(request.user), pk=pk)
    return _asked(request, prints.receipt, Handover.objects.filter(pk=found.pk), found.get_absolute_url())


def chosen(request, query):
    """The ticked duties, or all that the list lets pass."""
    if request.POST.get("all"):
        return DUTIES.passing(query, request.scope, request.user)
    ticked = {pk for pk in request.POST.getlist("pk") if pk.isdecimal() and len(pk) < 19}
    return Duty.objects.permitted(request.user).filter(pk__in=ticked)


def _asked(request, kind, rows, back):
    county = request.scope.county or request.post.county_id
    try:
        return redirect(ask(kind, rows, by=request.user, county=county))
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
        return redirect(back)
