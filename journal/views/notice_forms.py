"""公示 · drawing a notice up, changing the draft, proving that it hung, and putting it on paper."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from journal import documents
from journal.forms import take_back
from journal.models import Notice
from journal.notices import KINDS, draft_notice, proving, redraft
from journal.notices.forms import NoticeForm, ProofForm
from journal.notices.papers import LAYOUTS
from journal.notices.reading import body_of
from journal.prints import steps as prints
from journal.transitions import Refused
from tenancy import policy

OFFERED = 300  # rows one may tick on the page; more are shown by village or kind
NO_COUNTY = "公示只在县级以下岗位中起草；请先在页面上方切换岗位。"
COLUMNS = [{"label": "名称", "css": "name"}, {"label": "单位", "css": "at"}]


def new(request):
    """一（三）5 Draw up a notice of a kind over the rows that are ticked, in the name of the unit one works at."""
    _require_unit(request)
    choices = [kind for kind in KINDS.values() if kind.candidates]
    kind = KINDS.get(request.GET.get("kind", ""), choices[0] if choices else None)
    if kind is None or kind.candidates is None:
        raise Http404
    rows = list(kind.candidates(request.user)[:OFFERED])
    ticked = set(request.POST.getlist("row") or request.GET.getlist("row"))
    chosen = [row for row in rows if str(row.pk) in ticked]
    form = NoticeForm(request.POST or None)
    given = {"unit": request.post.unit, "by": request.user}
    if notice := _done(form, lambda: draft_notice(kind.code, chosen, **given, **form.cleaned_data)):
        messages.success(request, "已起草。请核对内容，再请有发布权限的人审阅发布。")
        return redirect(notice)
    context = {
        "title": f"起草{kind.word}",
        "crumbs": [("公示公告", reverse("notices:list"))],
        "sub": f"以{request.post.unit}的名义",
        "kinds": [
            (one.label, reverse("notices:new", query={"kind": one.code}), one is kind) for one in choices
        ],
        "columns": COLUMNS,
        "rows": [
            {"pk": row.pk, "name": str(row), "unit": str(row.unit), "on": str(row.pk) in ticked}
            for row in rows
        ],
        "is_full": len(rows) == OFFERED,
        "form": form,
        "cancel_url": reverse("notices:list"),
    }
    return render(request, "journal/notice_new.html", context, status=422 if form.is_bound else 200)


def edit(request, pk):
    """一（三）5 Change a draft: its days and words; the rows are read anew."""
    notice = _notice(request, pk, "draft_notice")
    words = body_of(notice)
    begun = {"begins_on": notice.begins_on, "ends_on": notice.ends_on, "late_reason": notice.late_reason}
    begun |= {"words": words["words"], "contact": words["contact"], "version": notice.version}
    form = NoticeForm(request.POST or None, initial=begun)
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 9 else 0
    if _done(form, lambda: redraft(notice, by=request.user, version=seen, **form.cleaned_data)):
        messages.success(request, "已保存。此前审阅的人须重新查看。")
        return redirect(notice)
    return _page(request, notice, form, "修改草稿", "保存")


def prove(request, pk):
    """一（三）5 The photo and the place of the first day, and when the days are over of the last."""
    notice = _notice(request, pk, "prove_notice")
    act, title = (
        (proving.prove_end, "登记期满张贴") if notice.started_on else (proving.prove_start, "登记开始张贴")
    )
    form = ProofForm(request.POST or None, request.FILES or None, initial={"place": notice.start_place})
    if _done(form, lambda: act(notice, by=request.user, **form.cleaned_data)):
        messages.success(request, f"已{title}。")
        return redirect(notice)
    return _page(request, notice, form, title, "登记")


def photo(request, pk, end):
    """The photo that proves the posting, for those who see the notice."""
    rows = Notice.objects.permitted(request.user).select_related("start_photo", "end_photo")
    found = getattr(get_object_or_404(rows, pk=pk), f"{end}_photo") if end in ("start", "end") else None
    if found is None:
        raise Http404
    small = "preview" in request.GET
    return documents.serve_preview(found) if small else documents.serve(found, inline=True)


@require_POST
def on_paper(request, pk):
    """Print the poster or the sheet of a notice that has been posted."""
    notice = get_object_or_404(Notice.objects.permitted(request.user), pk=pk)
    layout = LAYOUTS.get(request.POST.get("layout", ""), LAYOUTS["poster"])
    if not notice.is_public:
        messages.error(request, "发布之后内容才固定，发布后再打印张贴件。")
        return redirect(notice)
    made = prints.ask(layout, [notice], by=request.user, county=notice.county_id, name=notice.number)
    return redirect("prints:detail", made.pk)


def _require_unit(request):
    policy.require_anywhere(request.user, "draft_notice")
    if not request.scope.county:
        raise PermissionDenied(NO_COUNTY)


def _notice(request, pk, verb):
    notice = get_object_or_404(Notice.objects.permitted(request.user).select_related("unit"), pk=pk)
    policy.require(request.user, verb, notice)
    return notice


def _done(form, action):
    """What the action returned, or None: the form is not filled in yet, or says what is wrong."""
    if not form.is_valid():
        return None
    try:
        return action()
    except Refused as refused:
        take_back(refused, form)


def _page(request, notice, form, title, label):
    context = {
        "title": title,
        "crumbs": [
            ("公示公告", reverse("notices:list")),
            (notice.number or "未编号", notice.get_absolute_url()),
        ],
        "sub": notice.title,
        "form": form,
        "submit_label": label,
        "cancel_url": notice.get_absolute_url(),
    }
    return render(request, "journal/form.html", context, status=422 if form.is_bound else 200)
