"""起草确权公示: one notice over all the titles that are ticked, or that the list lets pass (up to 5,000)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from journal.forms import take_back
from journal.notices import draft_notice
from journal.notices.forms import NoticeForm
from ownership.notices import CODE, candidates
from ownership.views.papers import chosen
from tenancy import policy

NONE = "所选没有可以公示的：须已提出确权，且没有在公示中。"


@require_POST
def notice(request):
    """二（四）, 一（三）5 Ask for the days of a notice over these titles, then draw it up in the name of one's unit."""
    policy.require_anywhere(request.user, "draft_notice")
    query = request.POST.get("query", "")[:2000]
    rows = candidates(request.user).filter(pk__in=chosen(request, query).order_by().values("pk"))
    rows = rows.order_by("asset__town_id", "asset__village_id", "pk")
    count = rows.count()
    if not count or not request.scope.county:
        messages.warning(request, NONE)
        return redirect(f"{reverse('ownership:list')}?{query}")
    form = NoticeForm(request.POST if "begins_on" in request.POST else None)
    if form.is_valid():
        try:
            made = draft_notice(CODE, rows, by=request.user, unit=request.post.unit, **form.cleaned_data)
        except ValidationError as refused:
            take_back(refused, form)
        else:
            messages.success(request, f"已起草，共 {count:,} 项。请核对内容，再请有发布权限的人审阅发布。")
            return redirect(made)
    context = {
        "count": f"{count:,}",
        "unit": request.post.unit,
        "form": form,
        "kept": [
            (name, value) for name in ("all", "query", "told", "pk") for value in request.POST.getlist(name)
        ],
        "list_url": f"{reverse('ownership:list')}?{query}",
    }
    return render(request, "ownership/notice.html", context, status=422 if form.is_bound else 200)
