"""公示 · 公示公告: what hangs on the boards of these units, what is drawn up, and one notice with all about it."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from journal import history
from journal.models import Notice, Objection
from journal.notices.forms import NoticeFilter
from journal.notices.kinds import label_of
from journal.notices.reading import body_of, taken_out
from tenancy import policy

SIZE = 50
LINES = 50  # of a notice's table on the staff page; the public page shows all
State = Notice.State
DOORS = ("draft_notice", "prove_notice")
COLUMNS = [
    {"label": "编号", "css": "code"},
    {"label": "标题", "css": "name"},
    {"label": "类别", "css": "sort"},
    {"label": "公示单位", "css": "at"},
    {"label": "公示期", "css": "more"},
    {"label": "状态", "css": "st"},
]


def index(request):
    """一（三）5 The notices of those units this person's post reaches, the newest first."""
    policy.require_anywhere(request.user, "view_register")
    form = NoticeFilter(request.GET)
    rows = form.apply(Notice.objects.permitted(request.user)).select_related("unit").order_by("-pk")
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: SIZE + 1])
    kept = form.active
    context = {
        "sub": request.post.unit.name if request.post else "",
        "tabs": list(_tabs(kept)),
        "columns": COLUMNS,
        "rows": [_line(notice) for notice in found[:SIZE]],
        "q": kept.get("q", ""),
        "filter_form": form,
        "active_count": len(kept.keys() - {"q", "state"}),
        "clear_url": reverse("notices:list"),
        "page": {
            "count_text": f"本页 {len(found[:SIZE])} 份",
            "first_url": _address(kept) if before else "",
            "prev_url": "",
            "next_url": _address(kept, before=found[SIZE - 1].pk) if len(found) > SIZE else "",
        },
        "empty": {
            "title": "没有公示公告",
            "why": "起草的、发布的公示公告会出现在这里；也可能是筛选条件太严。",
        },
    }
    return render(request, "journal/notices.html", context)


def detail(request, pk):
    """One notice: its words as they are fixed, how far it is, its objections, what was done about it."""
    rows = Notice.objects.permitted(request.user).select_related(
        "unit", "county", "town", "village", "replaces"
    )
    notice = get_object_or_404(rows, pk=pk)
    body = body_of(notice)
    state, label = stage(notice)
    context = {
        "notice": notice,
        "crumbs": [("公示公告", reverse("notices:list")), (notice.number or "未编号", "")],
        "sub": f"{notice.county} · {notice.unit} · {label_of(notice.kind)}",
        "state": state,
        "state_label": label,
        "body": body,
        "columns": [{"label": "序号", "num": True}, *({"label": text} for text in body["columns"])],
        "lines": body["rows"][:LINES],
        "out": taken_out(notice),
        "rest": max(0, len(body["rows"]) - LINES),
        "objections": _objections(request, notice),
        "photos": list(_photos(notice)),
        "entries": history.of(notice, [(Notice, [pk])]),
    } | _doors(request, notice)
    return render(request, "journal/notice.html", context)


def _doors(request, notice):
    """The addresses of what a person may do besides the transitions: {edit_url, prove_url, print_url, public_url}."""
    is_draft, may = (
        notice.state == State.DRAFT,
        {verb: policy.may(request.user, verb, notice) for verb in DOORS},
    )
    to_prove = notice.started_on is None or (
        notice.ended_on is None and notice.ends_on <= timezone.localdate()
    )
    proves = notice.state == State.POSTED and notice.begins_on <= timezone.localdate() and to_prove
    return {
        "edit_url": reverse("notices:edit", args=[notice.pk]) if is_draft and may["draft_notice"] else "",
        "prove_url": reverse("notices:prove", args=[notice.pk]) if proves and may["prove_notice"] else "",
        "prove_label": "登记期满张贴" if notice.started_on else "登记开始张贴",
        "print_url": reverse("notices:print", args=[notice.pk]) if notice.is_public else "",
        "public_url": reverse("public:notice", args=[notice.number]) if notice.is_public else "",
    }


def _photos(notice):
    """The photos of the posting, as the component shows them."""
    for end, label, on in (("start", "开始张贴", notice.started_on), ("end", "期满", notice.ended_on)):
        if on:
            url = reverse("notices:photo", args=[notice.pk, end])
            yield {"name": label, "url": url, "thumb_url": f"{url}?preview=1", "at": on}


def stage(notice):
    """(name, label) of how far a notice is: its state, and of one that is posted where today lies in its days."""
    if notice.state != State.POSTED:
        names = {
            State.DRAFT: "draft",
            State.CORRECTED: "warning",
            State.WITHDRAWN: "refused",
            State.DROPPED: "retired",
        }
        return names[notice.state], notice.get_state_display()
    today = timezone.localdate()
    if today < notice.begins_on:
        return "submitted", "待开始"
    return ("ledger", "期满") if notice.is_over else ("submitted", "公示中")


def _tabs(kept):
    rest = {name: value for name, value in kept.items() if name != "state"}
    for state, label in [("", "全部"), *State.choices]:
        url = _address(rest | ({"state": state} if state else {}))
        yield {"label": label, "url": url, "active": kept.get("state", "") == state}


def _address(kept, **more):
    return reverse("notices:list", query=kept | more or None)


def _line(notice):
    state, label = stage(notice)
    return {
        "number": notice.number or "未编号",
        "title": notice.title,
        "url": notice.get_absolute_url(),
        "kind": label_of(notice.kind),
        "unit": notice.unit.name,
        "days": f"{notice.begins_on:%Y-%m-%d} 至 {notice.ends_on:%Y-%m-%d}",
        "state": state,
        "state_label": label,
    }


def _objections(request, notice):
    """The objections to it, for who may read them; else how many there are."""
    mine = Objection.objects.permitted(request.user).filter(notice=notice).order_by("state", "-pk")[:LINES]
    waiting = f"{reverse('notices:objections')}?notice={notice.pk}"
    return {
        "all_url": waiting if mine else "",
        "count": Objection.objects.filter(county_id=notice.county_id, notice=notice).count(),
        "rows": [(str(one), one.get_absolute_url(), one.get_state_display()) for one in mine],
    }
