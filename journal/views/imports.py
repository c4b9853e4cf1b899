"""导入: upload, columns, check, result. Every batch is its uploader's own; another's does not exist here."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from journal.forms import take_back
from journal.imports import columns as columns_page
from journal.imports import grid, pages, steps
from journal.imports.forms import ColumnsForm, ConfirmForm, PointForm, UploadForm
from journal.imports.resources import REGISTRY, columns_of
from journal.models import ImportBatch
from tenancy import policy
from tenancy.roles import VERBS

State = ImportBatch.State
RECENT = 10


def upload(request):
    """选择文件."""
    units = list(steps.units(request.user))
    if not units:
        raise PermissionDenied(f"您的岗位没有「{VERBS['import_assets']}」的权限。")
    mine = request.post.unit_id if request.post else None
    verbs = {grant.verb for grant in policy.grants(request.user)}
    told = {"units": units, "verbs": verbs, "mine": mine}
    told["initial"] = {"resource": request.GET.get("resource", "")}
    form = UploadForm(request.POST or None, request.FILES or None, **told)
    if form.is_valid():
        try:
            batch = steps.upload(by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error("file", refused)
        else:
            return redirect("imports:columns", batch.pk)
    recent = steps.written(request.user).order_by("-pk")[:RECENT]
    return _page(
        request, "journal/import_upload.html", pages.upload(form, recent, request.scope.county, request.user)
    )


def columns(request, pk):
    """对应列: which column is which, and what holds for the whole table."""
    batch = _batch(request, pk)
    if batch.state == State.READING:
        return render(request, "journal/import_wait.html", pages.wait(batch, stage=2))
    if batch.state not in (State.UPLOADED, State.CHECKED):
        return passed(request, batch)
    resource, posted = REGISTRY[batch.resource], request.POST or None
    form = ColumnsForm(
        posted,
        columns=batch.columns,
        known=columns_of(resource, batch.county_id),
        chosen=batch.mapping.get("columns"),
        initial={"money_unit": batch.money_unit},
    )
    table_form = resource.TableForm(
        posted, prefix="t", initial=batch.mapping.get("table") or batch.mapping["suggested"]
    )
    if form.is_valid() & table_form.is_valid():
        told = {"table": table_form.cleaned_data, "money_unit": form.cleaned_data["money_unit"]}
        return _step(request, steps.choose, batch, columns=form.keys(), **told)
    return _page(request, "journal/import_columns.html", columns_page.shown(batch, form, table_form))


@require_POST
def point(request, pk):
    """工作表和表头: read once more, where the person says the table is."""
    batch = _batch(request, pk)
    if batch.state not in (State.UPLOADED, State.CHECKED):
        return passed(request, batch)
    form = PointForm(request.POST, sheets=batch.mapping["sheets"])
    if form.is_valid():
        return _step(request, steps.point, batch, **form.cleaned_data)
    messages.warning(request, " ".join(told for errors in form.errors.values() for told in errors))
    return redirect("imports:columns", pk)


def check(request, pk):
    """核对: the job on its way; then all rows with all faults, and the confirmation."""
    batch = _batch(request, pk)
    if batch.state == State.CHECKING:
        return render(request, "journal/import_wait.html", pages.wait(batch, stage=3))
    if batch.state != State.CHECKED:
        return passed(request, batch)
    before = steps.written_before(batch)
    form = ConfirmForm(request.POST or None, batch=batch, before=before)
    if form.is_valid():
        try:
            steps.confirm(batch, by=request.user, seen=request.POST.get("seen", ""), **form.cleaned_data)
            return redirect("imports:result", pk)
        except ValidationError as refused:
            batch.refresh_from_db()
            if batch.state != State.CHECKED:
                messages.warning(request, refused.messages[0])
                return redirect(pages.address(batch))
            take_back(refused, form)
    template = "journal/_check.html" if request.htmx else "journal/import_check.html"
    return _page(request, template, grid.check(batch, form, before, request.GET))


def result(request, pk):
    """写入: the job on its way; then what came of it, and of its undoing."""
    batch = get_object_or_404(steps.written(request.user), pk=pk)
    if batch.state in (State.WRITING, State.UNDOING):
        return render(request, "journal/import_wait.html", pages.wait(batch, stage=4))
    if batch.state not in (State.WRITTEN, State.UNDONE):
        return passed(request, batch)
    return render(request, "journal/import_result.html", pages.result(batch, request.user))


def progress(request, pk):
    """The bar, asked for each second; when the job is over, the browser goes where the batch now is."""
    batch = get_object_or_404(steps.written(request.user), pk=pk)
    if batch.job is None or batch.job.is_over:
        return HttpResponseClientRedirect(pages.address(batch))
    return render(request, "_components/progress.html", pages.progress(batch))


@require_POST
def recheck(request, pk):
    """重新核对."""
    return _step(request, steps.recheck, _batch(request, pk))


@require_POST
def abandon(request, pk):
    """放弃本批: staged rows and file are removed."""
    return _step(request, steps.abandon, _batch(request, pk), done="已放弃，暂存的数据已清除。")


def _batch(request, pk):
    return get_object_or_404(steps.batches(request.user), pk=pk)


def _step(request, step, batch, done="", **data):
    """Do one step and go where the batch now is; a refusal is said there."""
    try:
        step(batch, by=request.user, **data)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
    else:
        if done:
            messages.success(request, done)
    batch.refresh_from_db()
    return redirect(pages.address(batch))


def passed(request, batch):
    """Whoever comes too late, or twice, is told so in a sentence, and sees where the batch is."""
    if batch.state == State.EXPIRED:
        messages.info(request, steps.GONE)
    elif request.method == "POST":
        messages.info(request, f"本批{batch.get_state_display()}，无需重复办理。")
    return redirect(pages.address(batch))


def _page(request, template, context):
    return render(request, template, context, status=422 if request.method == "POST" else 200)
