"""公示 · 异议办理: what was said against the notices of these units, and one objection with its answer."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from journal import history
from journal.acts import Refused
from journal.forms import take_back
from journal.models import Notice, Objection
from journal.notices.answering import MOST, ManyForm, answer_many
from tenancy import policy

SIZE = MOST
VERB, ANSWER = "view_objections", "answer_objection"
NONE = "没有选中待答复的异议，请先在列表中勾选。"
COLUMNS = [
    {"label": "受理时间", "css": "code"},
    {"label": "异议内容", "css": "name"},
    {"label": "公示", "css": "at"},
    {"label": "公示单位", "css": "more"},
    {"label": "状态", "css": "st"},
]
STATES = {Objection.State.ACCEPTED: "submitted", Objection.State.ANSWERED: "ledger"}


def index(request):
    """一（三）1 The objections that a person's post reaches, those not answered first; by notice, state and words."""
    policy.require_anywhere(request.user, VERB)
    kept, notice = _asked(request)
    rows = Objection.objects.permitted(request.user).select_related("notice", "unit")
    if notice:
        rows = rows.filter(notice=notice)
    if "q" in kept:
        rows = rows.filter(text__icontains=kept["q"])
    if "state" in kept:
        rows = rows.filter(state=kept["state"])
    behind = _behind(request)
    rows = rows.filter(behind) if behind else rows
    found = list(rows.order_by("state", "-pk")[: SIZE + 1])
    mine = _answerable(request)
    able = set(mine.filter(pk__in=[one.pk for one in found]).values_list("pk", flat=True))
    context = {
        "columns": COLUMNS,
        "tabs": [
            {"label": label, "url": _address(kept | {"state": name}), "active": kept.get("state", "") == name}
            for name, label in [("", "全部"), *Objection.State.choices]
        ],
        "kept": kept,
        "notice": notice,
        "rows": _lines(found[:SIZE], able),
        "able": bool(able),
        "page": _turn(found, kept, behind=behind),
        "empty": {"title": "没有异议", "why": "群众在公开页面上对公示提出的异议，会出现在这里。"},
    }
    return render(request, "journal/objections.html", context)


def _asked(request):
    """({state, q, notice} as far as they can be read, the notice)."""
    given = {
        name: request.GET.get(name, "").replace("\0", "").strip()[:60] for name in ("state", "q", "notice")
    }
    if given["state"] not in Objection.State.values:
        given["state"] = ""
    pk = given["notice"]
    notices = Notice.objects.permitted(request.user)
    notice = notices.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
    return {name: text for name, text in given.items() if text and (name != "notice" or notice)}, notice


def _address(kept):
    return reverse("notices:objections", query={name: text for name, text in kept.items() if text} or None)


def _behind(request):
    """What comes after the row the page before ended with, `state~pk`; None for the first page."""
    state, _, pk = request.GET.get("after", "").partition("~")
    if state not in Objection.State.values or not pk.isdecimal() or len(pk) > 18:
        return None
    return Q(state__gt=state) | Q(state=state, pk__lt=int(pk))


def _turn(found, kept, *, behind):
    """The addresses of the first and the next page (see the component pagination)."""
    page, more = found[:SIZE], len(found) > SIZE
    return {
        "count_text": f"本页 {len(page)} 件",
        "first_url": _address(kept) if behind else "",
        "prev_url": "",
        "next_url": _address(kept | {"after": f"{page[-1].state}~{page[-1].pk}"}) if more else "",
    }


def _answerable(request):
    """The objections this person may answer here: of the county one works in, not answered yet."""
    rows = Objection.objects.permitted(request.user, ANSWER).filter(state=Objection.State.ACCEPTED)
    return rows if request.scope.county else rows.none()


@require_POST
def answer(request):
    """一（三）1 Read several objections in full, then give all of them one answer."""
    policy.require_anywhere(request.user, ANSWER)
    ticked = {pk for pk in request.POST.getlist("pk") if pk.isdecimal() and len(pk) < 19}
    rows = _answerable(request).filter(pk__in=ticked).select_related("notice").order_by("notice_id", "pk")
    found = list(rows[: MOST + 1])
    if not found:
        messages.warning(request, NONE)
        return redirect("notices:objections")
    form = ManyForm(request.POST if "answer" in request.POST else None)
    if form.is_valid():
        try:
            refused = answer_many(
                rows.order_by(), by=request.user, county=request.scope.county, **form.cleaned_data
            )
        except Refused as told:
            take_back(told, form)
        else:
            messages.success(request, f"已答复 {len(found) - len(refused)} 件。提出人凭受理号可以看到。")
            if refused:
                told = "；".join(sorted({text for texts in refused.values() for text in texts}))
                messages.warning(request, f"另有 {len(refused)} 件没有答复：{told}")
            return redirect(_address({"state": Objection.State.ACCEPTED}))
    context = {
        "crumbs": [("异议办理", reverse("notices:objections"))],
        "found": found,
        "form": form,
        "cancel_url": _address({"state": Objection.State.ACCEPTED}),
    }
    return render(request, "journal/answer_many.html", context, status=422 if form.is_bound else 200)


def detail(request, pk):
    """One objection: what was said, by whom where they said so, and the answer."""
    rows = Objection.objects.permitted(request.user).select_related("notice", "unit", "county", "answered_by")
    one = get_object_or_404(rows, pk=pk)
    context = {
        "objection": one,
        "crumbs": [("异议办理", reverse("notices:objections"))],
        "sub": f"{one.county} · {one.unit}",
        "state": STATES[one.state],
        "objector": one.objectors.filter(county_id=one.county_id).first(),
        "entries": history.of(one, [(Objection, [])]),
    }
    return render(request, "journal/objection.html", context)


def _lines(found, able):
    """The objections as the list shows them; how many say the same to whatever notice, in the same words."""
    same = Objection.objects.filter(text_hash__in={one.text_hash for one in found}).order_by()
    counts = dict(same.values_list("text_hash").annotate(n=Count("pk")))
    return [_line(one, able, counts.get(one.text_hash, 1)) for one in found]


def _line(one, able, same):
    return {
        "pk": one.pk if one.pk in able else None,
        "same": same if same > 1 else 0,
        "at": one.accepted_at,
        "text": one.text if len(one.text) <= 120 else f"{one.text[:120]}…",
        "url": one.get_absolute_url(),
        "notice": str(one.notice),
        "unit": one.unit.name,
        "state": STATES[one.state],
        "state_label": one.get_state_display(),
    }
