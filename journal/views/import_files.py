"""What the wizard hands out: the blank workbook of a resource, and a batch's own with what was found in it."""

from io import BytesIO

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header

from journal import documents
from journal.documents import TYPES
from journal.imports import annotated, marking, pages, steps
from journal.imports.blank import blank
from journal.imports.resources import REGISTRY
from journal.models import ImportBatch, Job
from journal.views.imports import passed
from tenancy import policy


def template(request):
    """下载模板: drop-downs and notes of the county one works in."""
    resource = REGISTRY.get(request.GET.get("resource", "assets"))
    if resource is None:
        raise Http404
    policy.require_anywhere(request.user, resource.verb)
    return _workbook(f"{resource.label}导入模板.xlsx", blank(resource, request.scope.county))


def faults(request, pk):
    """下载差错表: to be mended in Excel and uploaded again; of many rows made by a job that POST asks for."""
    batch = get_object_or_404(steps.batches(request.user), pk=pk)
    if request.method == "POST":
        return _asked(request, batch)
    if batch.state != ImportBatch.State.CHECKED:
        return passed(request, batch)
    if batch.total <= marking.AT_ONCE:
        made = BytesIO()
        annotated.write(batch, made)
        return _workbook(annotated.name_of(batch), made.getvalue())
    shown = pages.faults(batch)
    if request.htmx and shown["job"]:
        return render(request, "_components/progress.html", shown)
    return render(request, "journal/import_faults.html", shown)


def _asked(request, batch):
    try:
        steps.mark(batch, by=request.user)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
        return redirect(pages.address(batch))
    return redirect("imports:faults", batch.pk)


def faults_file(request, pk):
    """The workbook a job has made, while it still tells of the result as it is."""
    batch = get_object_or_404(steps.batches(request.user), pk=pk)
    if batch.state != ImportBatch.State.CHECKED:
        return passed(request, batch)
    if not marking.is_current(batch) or batch.marking.state != Job.State.DONE:
        return redirect("imports:faults", pk)
    return documents.hand_out(batch.marking.params["file"], "xlsx", annotated.name_of(batch))


def _workbook(name, content):
    response = HttpResponse(content, content_type=TYPES["xlsx"])
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
