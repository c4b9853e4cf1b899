"""打印: made by the printer, fetched by whoever asked; another's print does not exist here."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render

from journal import documents
from journal.prints import pages, steps

RECENT = 50


def index(request):
    """我的打印."""
    return render(request, "journal/print_list.html", pages.listed(steps.mine(request.user)[:RECENT]))


def detail(request, pk):
    """How far it is, and where it can be fetched; htmx asks for the bar alone until it is done."""
    row = get_object_or_404(steps.mine(request.user), pk=pk)
    if request.htmx:
        return render(request, "_components/progress.html", pages.progress(row))
    return render(request, "journal/print.html", pages.detail(row))


def file(request, pk):
    """下载: the policy is asked once more of each row, as the post may have ended since."""
    row = get_object_or_404(steps.mine(request.user), pk=pk)
    try:
        document = steps.file_of(row, by=request.user)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
        return redirect(row)
    if document is None:
        messages.info(request, "文件还在生成，完成后即可下载。")
        return redirect(row)
    return documents.serve(document)
