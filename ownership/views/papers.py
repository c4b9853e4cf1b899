"""打印: the register, certificates and the list of what is handed over, of ticked titles or of all that pass."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from journal.prints.steps import ask
from ownership import prints
from ownership.bulk import TITLES
from ownership.models import Title
from tenancy import policy

KINDS = {"register": prints.register, "certificate": prints.certificate, "handover": prints.handover}
# Of what is not certificated yet there is neither a certificate nor anything to hand over.
CERTIFIED_ONLY = {"certificate", "handover"}
NONE_CERTIFIED = "所选都还没有颁证，不能打印。颁证后再打印。"


@require_POST
def paper(request, kind):
    """二（四）Owe a document of titles to whoever asks; the printer makes it."""
    if kind not in KINDS:
        raise Http404
    policy.require_anywhere(request.user, policy.SEE)
    query = request.POST.get("query", "")[:2000]
    rows = chosen(request, query)
    back = request.POST.get("back") or f"{reverse('ownership:list')}?{query}"
    if kind in CERTIFIED_ONLY:
        rows = rows.filter(state__in=prints.CERTIFIED)
        if not rows.exists():
            messages.warning(request, NONE_CERTIFIED)
            return redirect(back if back.startswith("/ownership/") else "ownership:list")
    if sentence := prints.warning():
        messages.warning(request, sentence)
    county = request.scope.county or request.post.county_id
    ordered = rows.order_by("asset__town_id", "asset__village_id", "number", "pk")
    try:
        return redirect(ask(KINDS[kind], ordered, by=request.user, county=county))
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
        return redirect(f"{reverse('ownership:list')}?{query}")


def chosen(request, query):
    """The ticked titles, or all that the list lets pass."""
    if request.POST.get("all"):
        return TITLES.passing(query, request.scope, request.user)
    ticked = {pk for pk in request.POST.getlist("pk") if pk.isdecimal() and len(pk) < 19}
    return Title.objects.permitted(request.user).filter(pk__in=ticked)
