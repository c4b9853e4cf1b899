"""起草确权公示: one notice over all the titles that are ticked, or that the list lets pass (up to 5,000)."""

from django.urls import reverse
from django.views.decorators.http import require_POST

from journal.views.notice_of_many import draw_up
from ownership.notices import CODE, candidates
from ownership.views.papers import chosen
from tenancy import policy

NONE = "所选没有可以公示的：须已提出确权，且没有在公示中。"


@require_POST
def notice(request):
    """二（四）, 一（三）5 Draw up one notice over these titles."""
    policy.require_anywhere(request.user, "draft_notice")
    query = request.POST.get("query", "")[:2000]
    rows = candidates(request.user).filter(pk__in=chosen(request, query).order_by().values("pk"))
    return draw_up(
        request,
        CODE,
        rows.order_by("asset__town_id", "asset__village_id", "pk"),
        list_url=f"{reverse('ownership:list')}?{query}",
        title="起草确权公示",
        what="项确权",
        aside="已在公示中的和还没有提出的",
        none=NONE,
    )
