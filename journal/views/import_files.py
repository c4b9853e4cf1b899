"""What the wizard hands out: the blank workbook of a resource, and a batch's own with what was found in it."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from journal.documents import TYPES
from journal.imports import steps
from journal.imports.annotated import annotated
from journal.imports.blank import blank
from journal.imports.resources import REGISTRY
from journal.models import ImportBatch
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
    """下载差错表: to be mended in Excel and uploaded again."""
    batch = get_object_or_404(steps.batches(request.user), pk=pk)
    if batch.state != ImportBatch.State.CHECKED:
        return passed(request, batch)
    return _workbook(*annotated(batch))


def _workbook(name, content):
    response = HttpResponse(content, content_type=TYPES["xlsx"])
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
