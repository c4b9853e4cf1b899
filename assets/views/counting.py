"""清查表 on a phone: the sheet of a village or department, one line with its history, and what the books do not know.

A page that is sent by the script asks for JSON and gets {state, label, client_id} or {errors}; without the script the
same addresses are plain forms.
"""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assets.choices import Status
from assets.filters_inventory import LineFilter
from assets.forms_inventory import FINDINGS, CountForm, SurplusForm
from assets.inventory import counting
from assets.inventory.rules import book_size, found_text
from assets.models import LinePhoto, Round, RoundLine
from assets.pages import Page
from assets.views.rounds import RELATED
from journal import documents, history
from journal.forms import take_back
from tenancy import policy

State = RoundLine.State
# In what condition a thing may be found; what became of it by a procedure is in the ledger already.
STATUSES = [
    (status.value, status.label)
    for status in Status
    if status not in (Status.LOST, Status.DISPOSED, Status.SCRAPPED, Status.WRITTEN_OFF)
]


def sheet(request, pk):
    """二（三）清查表：the lines of a place or department, to be counted one after another with one thumb."""
    row = get_object_or_404(Round.objects.permitted(request.user), pk=pk)
    asked = request.GET.copy()
    asked["round"] = str(pk)
    form = LineFilter(asked, scope=request.scope, user=request.user)
    mine = counting.countable(RoundLine.objects.all(), request.user)
    rows = form.apply(mine)
    shown = RoundLine.objects.select_related(*RELATED, "counted_by")
    page = Page(
        rows, shown, order="-new", after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    back = request.GET.urlencode()
    left = rows.filter(state=State.UNCOUNTED).count()
    context = {
        "round": row,
        "crumbs": [
            ("清产核资", reverse("assets:rounds")),
            (row.title, row.get_absolute_url()),
            ("清查表", ""),
        ],
        "place": _place(form),
        "lines": [_card(line, row, back) for line in page.rows],
        "q": form.words,
        "filter_form": form,
        "active_count": len(form.active.keys() - {"round"}),
        "clear_url": reverse("assets:count_sheet", args=[pk]),
        "left": left,
        "left_url": _address(request, pk, state=State.UNCOUNTED),
        "all_url": _address(request, pk, state=None) if form.active.get("state") else "",
        "next_url": _address(request, pk, after=page.next, before=None) if page.next else "",
        "prev_url": _address(request, pk, before=page.previous, after=None) if page.previous else "",
        "surplus_url": reverse("assets:surplus", args=[pk]),
        "sheet_url": reverse("assets:print_sheet", args=[pk]),
        "query": back,
        "export_url": reverse("exports:new", query={"resource": "counts", "round": pk} | _kept(form)),
        "can_import": policy.holds(request.user, "import_assets"),
        "statuses": STATUSES,
        "empty": {"title": "没有由您清查的资产", "why": "请换一个村或部门，或清除查找词。"},
    }
    return render(request, "assets/count_sheet.html", context)


def _place(form):
    """What the sheet is of, in words."""
    told = [chip["value"] for chip in form.chips(lambda **changes: "") if chip["label"] != "清查"]
    return "、".join(told)


def _kept(form):
    """The filters of the sheet, for the file that says the same."""
    return {name: value for name, value in form.active.items() if name != "round"}


def _address(request, pk, **changes):
    kept = request.GET.copy()
    for name, value in changes.items():
        kept.pop(name, None)
        if value:
            kept[name] = value
    url = reverse("assets:count_sheet", args=[pk])
    return f"{url}?{kept.urlencode()}" if kept else url


def _card(line, row, back):
    """A line with its form, drawn by hand: fifty of them must be quick on a telephone."""
    can_count = row.state == Round.State.OPEN and not line.decision and line.state != State.SURPLUS
    return {
        "row": line,
        "size": book_size(line),
        "client_id": uuid4() if can_count else "",
        "back": back,
        "found": found_text(line),
    }


def line(request, pk):
    """二（三）One line: the book, what was found, photos, the decision; and counting it."""
    rows = RoundLine.objects.permitted(request.user)
    rows = rows.select_related(
        *RELATED, "round", "county", "implementing_dept", "counted_by", "decided_by", "asset"
    )
    row = get_object_or_404(rows, pk=pk)
    form = CountForm(request.POST or None, request.FILES or None, initial={"seen": row.version})
    if request.method == "POST" and (done := _count(request, row, form)):
        return done
    if request.method == "POST" and wants_json(request):
        return refusal(form)
    may = counting.may_count(row, request.user) and row.state != State.SURPLUS
    photos = row.photos.filter(county_id=row.county_id).select_related("document").order_by("pk")
    context = {
        "line": row,
        "crumbs": [
            ("清产核资", reverse("assets:rounds")),
            (row.round.title, row.round.get_absolute_url()),
            (f"第 {row.serial} 号", ""),
        ],
        "sub": f"{row.county} · {row.unit}",
        "size": book_size(row),
        "found": found_text(row),
        "photos": [_photo(photo) for photo in photos],
        "form": form if may and not row.decision and row.round.state == Round.State.OPEN else None,
        "findings": FINDINGS,
        "asset_url": _asset_url(request.user, row),
        "decide_url": _decide_url(request.user, row),
        "entries": history.of(row, [(RoundLine, [pk]), (LinePhoto, [photo.pk for photo in photos])]),
    }
    return render(request, "assets/round_line.html", context, status=422 if request.method == "POST" else 200)


def _asset_url(user, row):
    return row.asset.get_absolute_url() if row.asset and policy.may(user, policy.SEE, row) else ""


def _decide_url(user, row):
    decides = row.is_difference and not row.decision and policy.may(user, "decide_difference", row)
    return reverse("assets:decide", query={"pk": row.pk}) if decides else ""


def _count(request, row, form):
    """The answer to a count that was taken; None where the form goes back with what is wrong."""
    if not form.is_valid():
        return None
    try:
        done = counting.count(row, by=request.user, **form.said)
    except ValidationError as refused:
        take_back(refused, form)
        return None
    return _taken(request, done, form)


def _taken(request, done, form):
    label = done.get_state_display()
    if wants_json(request):
        return JsonResponse(
            {"state": done.state, "label": label, "found": found_text(done), "client_id": uuid4()}
        )
    messages.success(request, f"已登记：{done.name}，{label}。")
    kept = QueryDict(form.cleaned_data["back"])
    if not form.cleaned_data["back"]:
        return redirect(done)
    url = reverse("assets:count_sheet", args=[done.round_id])
    return redirect(f"{url}?{kept.urlencode()}#l{done.pk}")


def wants_json(request):
    """Whether a script asks, which stays on its page (config/static/kept.js)."""
    return request.headers.get("Accept") == "application/json"


def refusal(form):
    """The answer to a script whose form cannot be taken: every sentence."""
    errors = [str(error) for errors in form.errors.values() for error in errors]
    return JsonResponse({"errors": errors, "client_id": uuid4()}, status=422)


def surplus(request, pk):
    """二（三）盘盈：a thing that is there and not in the books."""
    row = get_object_or_404(Round.objects.permitted(request.user).select_related("unit"), pk=pk)
    policy.require_anywhere(request.user, counting.VERB)
    if not request.scope.county:
        raise Http404
    told = {"user": request.user, "county": row.county_id, "initial": {"client_id": uuid4()}}
    form = SurplusForm(request.POST or None, request.FILES or None, **told)
    if form.is_valid():
        try:
            done = counting.report_surplus(row, by=request.user, **form.said)
        except ValidationError as refused:
            take_back(refused, form)
        else:
            messages.success(request, f"已登记盘盈：{done.name}。是否入账由县扶贫办决定。")
            return redirect(done)
    context = {
        "title": "登记盘盈",
        "crumbs": [("清产核资", reverse("assets:rounds")), (row.title, row.get_absolute_url()), ("盘盈", "")],
        "sub": "现场有、台账没有的资产。先在清查表中查找，确认没有登记过再填。",
        "form": form,
        "submit_label": "登记",
        "cancel_url": row.get_absolute_url(),
    }
    return render(request, "journal/form.html", context, status=422 if request.method == "POST" else 200)


def _photo(photo):
    url = reverse("assets:line_photo", args=[photo.line_id, photo.pk])
    return {
        "name": photo.document.name,
        "url": url,
        "thumb_url": f"{url}?small=1",
        "kind_label": "清查照片",
        "size": photo.document.size,
        "at": photo.document.uploaded_at,
        "remove_url": "",
    }


def photo(request, pk, photo):
    """A photo of a line, after the policy of the line."""
    row = get_object_or_404(RoundLine.objects.permitted(request.user), pk=pk)
    found = get_object_or_404(LinePhoto.objects.select_related("document"), line=row, pk=photo)
    if "small" in request.GET:
        return documents.serve_preview(found.document)
    return documents.serve(found.document, inline=True)
