"""起草经营协议公示: one notice over all the agreements that are ticked, or that the list lets pass."""

from django.urls import reverse
from django.views.decorators.http import require_POST

from journal.views.notice_of_many import draw_up
from operation.bulk import AGREEMENTS
from operation.models import Agreement
from operation.notices import CODE, candidates
from tenancy import policy

NONE = "所选没有可以公示的：须已登记决策，且没有在公示中。"


@require_POST
def notice(request):
    """二（六）, 一（三）5 Draw up one notice over these agreements."""
    policy.require_anywhere(request.user, "draft_notice")
    query = request.POST.get("query", "")[:2000]
    rows = candidates(request.user).filter(pk__in=_chosen(request, query).order_by().values("pk"))
    return draw_up(
        request,
        CODE,
        rows.order_by("unit__path", "pk"),
        list_url=f"{reverse('operation:list')}?{query}",
        title="起草经营协议公示",
        what="份经营协议",
        aside="已在公示中的和还没有登记决策的",
        none=NONE,
    )


def _chosen(request, query):
    """The ticked agreements, or all that the list lets pass."""
    if request.POST.get("all"):
        return AGREEMENTS.passing(query, request.scope, request.user)
    ticked = {pk for pk in request.POST.getlist("pk") if pk.isdecimal() and len(pk) < 19}
    return Agreement.objects.permitted(request.user).filter(pk__in=ticked)
