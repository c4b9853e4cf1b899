"""核对: what a person mends there, cell by cell or all alike, answers, and leaves out; and the undoing of a batch."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect, push_url, retarget

from journal.forms import take_back
from journal.imports import grid, pages, steps
from journal.imports.forms import CellForm, ConfirmForm, UndoForm
from journal.models import ImportBatch
from journal.views.imports import passed

State = ImportBatch.State


def cell(request, pk, number, column):
    """改一格: the editor of a cell, in its place or as a page of its own."""
    batch = _checked(request, pk)
    if batch is None:
        return _moved_on(request, pk)
    found = grid.cell(batch, number, column, None, request.GET)
    if found is None:
        raise Http404("没有这一格。")
    initial = {"text": found["was"], "was": found["was"]}
    form = CellForm(request.POST or None, initial=initial, alike=found["alike"])
    if form.is_valid():
        try:
            if "restore" in request.POST:
                steps.restore(batch, by=request.user, number=number, column=column)
            else:
                steps.mend(batch, by=request.user, number=number, column=column, **form.cleaned_data)
            return _back(request, batch)
        except ValidationError as refused:
            take_back(refused, form)
    context = found | {"form": form, "inline": bool(request.htmx)}
    if not request.htmx:
        return render(request, "journal/import_cell.html", context, status=422 if form.is_bound else 200)
    shown = push_url(render(request, "journal/_cell.html", context), False)
    return retarget(shown, f"#{found['cell_id']}") if form.is_bound else shown


@require_POST
def answer(request, pk):
    """答复: what is told by the button that was pressed (see `_settle`)."""
    batch = _checked(request, pk)
    if batch is None:
        return _moved_on(request, pk)
    try:
        told = [*request.POST.get("a", "").split("|", 2), "", ""]
        _settle(batch, request.user, *told[:2], request.POST.get("option", told[2]))
    except ValidationError as refused:
        return _back(request, batch, refused)
    return _back(request, batch)


def _settle(batch, by, who, what, option):
    """An option for a row (7|twin|skip), for all that read like it (s7|twin|skip), for a kind of question
    (k|id|skip; without an option each as proposed); a row left out or taken in (7|row|skip), or a kind (x|id|)."""
    alike, number = who[:1] == "s", who.removeprefix("s")
    if who in ("k", "x"):
        kind = next((kind for kind in batch.counts.get("kinds", []) if kind["id"] == what), None)
        if kind is None:
            raise ValidationError("核对结果已经更新，请查看最新结果后再办理。")
        if who == "x":
            steps.leave_out(batch, by=by, kind=kind)
        else:
            steps.answer(batch, by=by, question=kind["question"], option=option or None, kind=kind)
    elif not number.isdecimal() or len(number) > 9 or "\0" in what + option:
        raise ValidationError("没有选定要办理的行，请在表中选择。")
    elif what == "row":
        steps.leave_out(batch, by=by, number=int(number), out=bool(option))
    else:
        steps.answer(batch, by=by, question=what, option=option, number=int(number), alike=alike)


def undo(request, pk):
    """撤销本批: why, and what stands in the way."""
    batch = get_object_or_404(steps.written(request.user), pk=pk)
    if batch.state not in (State.WRITTEN, State.UNDOING):
        return passed(request, batch)
    form = UndoForm(request.POST or None)
    if form.is_valid():
        try:
            steps.undo(batch, by=request.user, **form.cleaned_data)
            return redirect("imports:result", pk)
        except ValidationError as refused:
            take_back(refused, form)
    context = pages.undo(batch, form, request.user)
    return render(request, "journal/import_undo.html", context, status=422 if form.is_bound else 200)


def _checked(request, pk):
    """The person's own batch while it waits for them, or None where it moved on."""
    batch = get_object_or_404(steps.batches(request.user), pk=pk)
    return batch if batch.state == State.CHECKED else None


def _moved_on(request, pk):
    batch = steps.batches(request.user).get(pk=pk)
    answer = passed(request, batch)
    return HttpResponseClientRedirect(answer.url) if request.htmx else answer


def _back(request, batch, refused=None):
    """The rows again where one was looking: the grid for htmx, else the page; the wait where the job has to check."""
    batch = steps.batches(request.user).get(pk=batch.pk)
    if not request.htmx or batch.state != State.CHECKED:
        for sentence in refused.messages if refused else []:
            messages.warning(request, sentence)
        address = reverse("imports:check", args=[batch.pk]) + f"?{request.GET.urlencode()}"
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
    before = steps.written_before(batch)
    form = ConfirmForm(batch=batch, before=before, initial={"reason": request.POST.get("reason", "")[:200]})
    context = grid.check(batch, form, before, request.GET) | {"with_confirmation": True}
    context["notices"] += refused.messages if refused else []
    shown = render(request, "journal/_check.html", context)
    return retarget(shown, "#check")
