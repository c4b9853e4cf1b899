"""The first page after signing in, the page that performs any transition, and the progress of jobs."""

import re

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from journal import history
from journal.models import Entry, Job
from journal.transitions import REGISTRY, Refused, awaiting, digest
from tenancy import policy

RECENT, FIRST = 8, 6
CLAUSE = re.compile(r"[一二三]（[一二三四五六七八]）\d?")


def todo(request):
    """工作台：what waits for this person, computed from the transitions they may move."""
    if request.post is None:
        return render(request, "journal/no_post.html")
    groups = [group for group in _waiting(request.user) if group["count"]]
    recent = Entry.objects.filter(by=request.user).order_by("-pk")[:RECENT]
    context = {
        "sub": f"{request.post.unit.name} · {request.post.get_role_display()}",
        "groups": groups,
        "jobs": Job.objects.filter(by=request.user).order_by("-pk")[:5],
        "recent": [history.told(entry, subject=f"「{entry.subject_name}」") for entry in recent],
        "empty": {"title": "没有待办事项", "why": "轮到您的岗位办理时，会出现在这里。"},
    }
    return render(request, "journal/todo.html", context)


def _waiting(user):
    """For each transition that moves work on: how many rows wait for this person, and the oldest of them."""
    for transition, rows in awaiting(user):
        if transition.source == {transition.target} or transition.tone != "primary":
            continue  # holding, releasing, returning: possible any day, waiting for nobody
        state = next(iter(transition.source))
        yield {
            "title": f"待{transition.label}",
            "count": rows.count(),
            "all_url": transition.model.list_url(state),
            "todos": [
                _one(transition, row) for row in rows.select_related("unit").order_by("updated_at")[:FIRST]
            ],
        }


def _one(transition, row):
    return {
        "title": str(row),
        "url": row.get_absolute_url(),
        "note": row.unit.name,
        "since": timezone.localtime(row.updated_at).strftime("%Y-%m-%d"),
        "act_label": transition.label,
        "act_url": reverse("journal:perform", args=[transition.name, row.pk]),
    }


def todo_count(request):
    """The number beside 工作台, fetched after the page so that no page waits for it."""
    moves = [t for t in awaiting(request.user) if t[0].tone == "primary" and t[0].source != {t[0].target}]
    return render(request, "journal/_count.html", {"count": sum(rows.count() for _, rows in moves)})


def perform(request, name, pk):
    """Ask for what a transition needs, perform it, go back to the row. One view for every transition."""
    if name not in REGISTRY:
        raise Http404
    transition = REGISTRY[name]
    rows = transition.model.objects.permitted(request.user).select_related("unit")
    subject = get_object_or_404(rows, pk=pk)
    policy.require(request.user, transition.verb, subject)
    posted = request.method == "POST"
    form = transition.form(request.POST if posted else None)
    if posted and form.is_valid():
        try:
            transition(subject, by=request.user, seen=request.POST.get("seen", ""), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"已{transition.label}：{subject}")
            return redirect(subject)
    clause = CLAUSE.match(transition.__doc__ or "")
    context = {
        "label": transition.label,
        "subject": subject,
        "subject_url": subject.get_absolute_url(),
        "crumbs": [(str(subject), subject.get_absolute_url())],
        "clause": clause[0] if clause else "",
        "note": transition.__doc__[clause.end() :] if clause else "",
        "facts": subject.facts(),
        "form": form,
        "seen": digest(subject),
        "obstacles": transition.obstacles(subject, request.user) if not form.errors else [],
    }
    return render(request, "journal/perform.html", context, status=422 if posted else 200)


def job(request, pk):
    """How far a job is: a page, and the fragment that htmx asks for until it is over."""
    found = get_object_or_404(Job.objects.filter(by=request.user), pk=pk)
    context = {"job": progress(found), "poll_url": reverse("journal:job", args=[found.pk])}
    return render(request, "_components/progress.html" if request.htmx else "journal/job.html", context)


def progress(owed):
    """What the progress component shows of a job."""
    counted = f"已处理 {owed.progress:,} / {owed.total:,}" if owed.total else "可以离开本页，任务在后台继续。"
    return {
        "label": owed.label,
        "percent": owed.percent,
        "text": owed.message or counted,
        "is_over": owed.is_over,
        "state": owed.state,
        "state_label": owed.get_state_display(),
    }


def entries(request):
    """操作记录 of the county, newest first, page by page."""
    policy.require_anywhere(request.user, "view_journal")
    rows = policy.permitted(Entry.objects.all(), request.user, "view_journal")
    before = request.GET.get("before", "")
    if before.isdigit() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    page = list(rows.order_by("-pk")[:51])
    older = page[49].pk if len(page) > 50 else None
    told = [history.told(entry, subject=f"「{entry.subject_name}」") for entry in page[:50]]
    return render(request, "journal/entries.html", {"entries": told, "older": older})
