"""打印: an agreement at a glance."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from journal.prints.steps import ask
from operation.models import Agreement
from operation.prints_agreements import summary as sheet


@require_POST
def summary(request, pk):
    """二（六）Owe the summary of an agreement to whoever asks; the printer makes it."""
    found = get_object_or_404(Agreement.objects.permitted(request.user), pk=pk)
    try:
        return redirect(ask(sheet, [found], by=request.user, county=found.county_id, name=found.name))
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
        return redirect(found)
