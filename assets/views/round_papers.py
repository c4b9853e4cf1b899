"""清查表 and 清查报告 on paper: asked for here, made by the printer."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from assets.filters_inventory import LineFilter
from assets.inventory import prints
from assets.models import Round, RoundLine
from journal.prints import steps


@require_POST
def print_sheet(request, pk):
    """二（三）清查表：the lines that the sheet's filter lets pass, in the order of the list."""
    row = get_object_or_404(Round.objects.permitted(request.user), pk=pk)
    asked = QueryDict(request.POST.get("query", "")[:500], mutable=True)
    asked["round"] = str(pk)
    form = LineFilter(asked, scope=request.scope, user=request.user)
    rows = form.apply(RoundLine.objects.permitted(request.user)).order_by("serial")
    place = "、".join(chip["value"] for chip in form.chips(lambda **changes: "") if chip["label"] != "清查")
    return _ask(request, row, prints.count_sheet, rows, name=f"清查表_{place or row.title}", place=place)


@require_POST
def print_report(request, pk):
    """二（三）清查报告。"""
    row = get_object_or_404(Round.objects.permitted(request.user), pk=pk)
    return _ask(
        request,
        row,
        prints.round_report,
        [row],
        name=f"{row.title}{'报告' if row.state == Round.State.CLOSED else '进度'}",
    )


def _ask(request, row, kind, rows, **told):
    try:
        return redirect(steps.ask(kind, rows, by=request.user, county=row.county_id, **told))
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
        return redirect(row)
