"""起草公示 from a list: one notice over all the rows that were ticked there, or that the list lets pass."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from journal.forms import take_back
from journal.notices import draft_notice
from journal.notices.forms import NoticeForm

DONE = "已起草，共 {:,} 项。请核对内容，再请有发布权限的人审阅发布。"
KEPT = ("all", "query", "told", "pk")  # what a bar over many rows says of what was chosen


def draw_up(request, code, rows, *, list_url, title, what, aside, none):
    """Ask for the days of a notice of a kind (its code) over these rows, then draw it up in the name of one's unit.

    `what` they are (项确权), which of those chosen are left `aside`; `none`: the sentence where all are.
    """
    count = rows.count()
    if not count or not request.scope.county:
        messages.warning(request, none)
        return redirect(list_url)
    form = NoticeForm(request.POST if "begins_on" in request.POST else None)
    if form.is_valid():
        try:
            made = draft_notice(code, rows, by=request.user, unit=request.post.unit, **form.cleaned_data)
        except ValidationError as refused:
            take_back(refused, form)
        else:
            messages.success(request, DONE.format(count))
            return redirect(made)
    context = {
        "title": title,
        "count": f"{count:,}",
        "what": what,
        "aside": aside,
        "unit": request.post.unit,
        "form": form,
        "kept": [(name, value) for name in KEPT for value in request.POST.getlist(name)],
        "list_url": list_url,
    }
    return render(request, "journal/notice_of_many.html", context, status=422 if form.is_bound else 200)
