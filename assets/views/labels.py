"""QR labels: which assets, on which sheet, for which printer; a test page with rulers, and the file."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from assets import forms_labels
from assets.filters import AssetFilter
from assets.labels import codes, making
from assets.labels.calibration import calibration
from assets.labels.sheets import SHEETS
from assets.models import Asset, LabelRun
from journal import documents
from journal.forms import take_back
from journal.progress import of_job
from journal.transitions import Refused
from tenancy import policy
from tenancy.scope import working_in


def labels(request):
    """二（三）账实相符：labels for the ticked assets (pk), or for all that pass a list's filters (query)."""
    policy.require_anywhere(request.user, policy.SEE)
    chosen = Chosen(request)
    if chosen.is_ticked and not chosen.found:
        raise Http404
    printers = forms_labels.known(request.user)
    does = request.POST.get("do") if request.method == "POST" else None
    begun = forms_labels.initial(printers, request.GET.get("printer", ""))
    form = forms_labels.LabelForm(request.POST if does else None, initial=begun)
    if does and form.is_valid():
        try:
            return _done(request, chosen.rows, does, form.cleaned_data)
        except Refused as refused:
            take_back(refused, form)
    context = chosen.told() | {
        "form": form,
        "printers": [
            {"name": p.printer, "x": p.x, "y": p.y, "url": chosen.address(p.printer)} for p in printers
        ],
        "crumbs": [("资产", reverse("assets:list")), ("打印标签", "")],
        "cancel_url": chosen.back,
        "warning": codes.warning(),
    }
    return render(request, "assets/labels.html", context, status=422 if form.errors else 200)


def _done(request, rows, does, data):
    """The test page, the file at once where it is small, or the page of the job that draws it."""
    with working_in(request.post.county_id):
        forms_labels.remember(request.user, request.post.county_id, data)
    moved = {"x": data["x"], "y": data["y"]}
    if does == "test":
        return _pdf(calibration(SHEETS[data["sheet"]], **moved), "标签校准页.pdf")
    given = moved | {"sheet": data["sheet"], "start": data["start"]}
    few = making.printable(rows)[: making.AT_ONCE + 1]
    found = making.labels_of(few)
    if 0 < len(found) <= making.AT_ONCE:
        return _pdf(making.draw(found, **given)[0], f"资产标签_{len(found)}张.pdf")
    return redirect(making.start(by=request.user, post=request.post, rows=rows, **given))


def _pdf(content, name):
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


class Chosen:
    """Which assets a request means: `pk`s ticked, or with `all` (or no pk) those passing the list's filters.

    The filters are those of the address, or of the field `query`, which carries them from page to page.
    """

    def __init__(self, request):
        sent = request.POST if request.method == "POST" else request.GET
        # Odd ids are ids of nothing: they must never come to mean everything.
        self.is_ticked = "pk" in sent and not sent.get("all")
        self.pks = sorted(_numbers(sent.getlist("pk"))) if self.is_ticked else []
        self.query = QueryDict(sent.get("query", "")) if "query" in sent else request.GET.copy()
        rows = Asset.objects.permitted(request.user)
        if self.is_ticked:
            self.rows = rows.filter(pk__in=self.pks)
        else:
            self.rows = AssetFilter(self.query, scope=request.scope, user=request.user).apply(rows)
        self.found = self.rows.order_by().count()

    @property
    def back(self):
        """The page to go back to: the asset where one was chosen, else the list as it was filtered."""
        if len(self.pks) == 1:
            return reverse("assets:detail", args=self.pks)
        return f"{reverse('assets:list')}?{self._filters()}"

    def _filters(self):
        kept = self.query.copy()
        for name in ("pk", "all", "query", "printer", "after", "before"):
            kept.pop(name, None)
        return kept.urlencode()

    def address(self, printer):
        """This page for the same assets, with a printer's offset filled in."""
        asked = QueryDict(mutable=True)
        asked.setlist("pk", self.pks)
        asked["printer"] = printer
        if not self.is_ticked:
            asked["query"] = self._filters()
        return f"{reverse('assets:labels')}?{asked.urlencode()}"

    def told(self):
        """What the page says of them, and the hidden fields that keep them."""
        entered = making.printable(self.rows).order_by().count()
        kept = [("pk", pk) for pk in self.pks] or [("query", self._filters()), ("all", "1")]
        gone = len(self.pks) - self.found if self.is_ticked else 0
        telling = making.telling(self.rows).order_by().count()
        left = {"unentered": self.found - entered - telling, "telling": telling, "gone": gone}
        return {"count": entered, "kept": kept} | left


def _numbers(texts):
    return {int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 19}  # a bigint


def run(request, pk):
    """How far the labels are, and where to fetch them."""
    row = get_object_or_404(LabelRun.objects.filter(by=request.user).select_related("job"), pk=pk)
    shown = of_job(row.job)
    if row.document_id and not row.is_expired:
        shown |= {"result_url": reverse("assets:label_file", args=[row.pk]), "result_label": "下载标签"}
    elif row.is_expired:
        shown["text"] = making.EXPIRED
    context = {
        "job": shown,
        "poll_url": request.path,
        "expires_at": row.expires_at,
        "sheet": SHEETS[row.sheet].label,
    }
    return render(request, "_components/progress.html" if request.htmx else "assets/label_run.html", context)


def file(request, pk):
    """The file, for whoever asked for it and may still see each of its assets."""
    row = get_object_or_404(LabelRun.objects.filter(by=request.user).select_related("document"), pk=pk)
    try:
        document = making.file_of(row, by=request.user)
    except Refused as refused:
        messages.error(request, refused.messages[0])
        document = None
    return documents.serve(document) if document else redirect(row)
