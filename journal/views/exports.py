"""导出: asked for, made by a job, fetched by whoever asked; another's export does not exist here."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from journal import documents
from journal.exports import pages, steps
from journal.exports.forms import PDF, ExportForm
from journal.exports.registry import EXPORTS
from journal.forms import take_back
from tenancy import policy

RECENT = 50
OURS = ("resource", "csrfmiddlewaretoken", "layout", "format", "after", "before")


def new(request):
    """选择版式和格式. The list's filters come in the address, and the file holds what they let pass."""
    resource = request.GET.get("resource") or next(iter(EXPORTS))
    kind = EXPORTS.get(resource)
    if kind is None:
        raise Http404
    policy.require_anywhere(request.user, kind.verb)
    query = _query(request)
    form = ExportForm(request.POST or None, kind=kind, initial={"layout": request.GET.get("layout", "view")})
    if form.is_valid():
        chosen = {"layout": form.cleaned_data["layout"], "fmt": form.cleaned_data["format"]}
        asked = {"by": request.user, "post": request.post, "scope": request.scope, "query": query}
        try:
            if chosen["fmt"] == PDF:
                return redirect(steps.start_paper(resource=resource, **asked))
            row = steps.start(resource=resource, **asked, **chosen)
            return redirect("exports:detail", row.pk)
        except ValidationError as refused:
            take_back(refused, form)
    told = kind.told(request.user, request.scope, query)
    context = pages.new(form, kind, told, query)
    return render(
        request, "journal/export_new.html", context, status=422 if request.method == "POST" else 200
    )


def index(request):
    """我的导出."""
    return render(request, "journal/export_list.html", pages.listed(steps.mine(request.user)[:RECENT]))


def detail(request, pk):
    """How far it is, and where it can be fetched; htmx asks for the bar alone until it is done."""
    row = get_object_or_404(steps.mine(request.user), pk=pk)
    if request.htmx:
        return render(request, "_components/progress.html", pages.progress(row))
    return render(request, "journal/export.html", pages.detail(row))


def file(request, pk):
    """下载: the policy is asked once more, as the post may have ended since."""
    row = get_object_or_404(steps.mine(request.user), pk=pk)
    try:
        document = steps.file_of(row, by=request.user)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
        return redirect("exports:detail", pk)
    if document is None:
        messages.info(request, "文件还在生成，完成后即可下载。")
        return redirect("exports:detail", pk)
    return documents.serve(document)


def _query(request):
    """The list's own parameters."""
    query = request.GET.copy()
    for name in OURS:
        query.pop(name, None)
    return query
