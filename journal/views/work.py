"""The first page after signing in, the page that performs any transition, and the progress of jobs."""

import re

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Value
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from journal import history
from journal.deadlines import inbox
from journal.forms import take_back
from journal.models import Entry, Job
from journal.progress import of_job
from journal.transitions import REGISTRY, awaiting, digest, moves_on, not_by_its_maker
from tenancy import policy

RECENT, FIRST = 8, 6
CLAUSE = re.compile(r"[一二三]（[一二三四五六七八]）\d?")


def todo(request):
    """工作台：what waits for this person, computed from the transitions they may move."""
    if request.post is None:
        return render(request, "journal/no_post.html")
    waiting = list(_waiting(request.user))
    counts = _counts([rows for _, rows, _, _ in waiting])
    groups = [_group(*one, count) for one, count in zip(waiting, counts, strict=True) if count]
    recent = Entry.objects.filter(by=request.user).order_by("-pk")[:RECENT]
    context = {
        "sub": f"{request.post.unit.name} · {request.post.get_role_display()}",
        "board_url": reverse("assets:dashboard") if policy.holds(request.user, policy.SEE) else "",
        "groups": sorted(groups, key=lambda group: group["rank"]),
        "jobs": Job.objects.filter(by=request.user).order_by("-pk")[:5],
        "recent": [history.told(entry, named=True, linked=True, reader=request.user) for entry in recent],
        "empty": {"title": "没有待办事项", "why": "轮到您的岗位办理时，会出现在这里。"},
    }
    return render(request, "journal/todo.html", context)


def _waiting(user):
    """(transition, rows, title, rank) of what waits for this person: returned first, handed over next, drafts last."""
    for transition, rows in awaiting(user):
        if not moves_on(transition):
            continue
        if _is_first(transition):
            returned = rows.exclude(return_reason="")
            yield transition, returned, "被退回，待修改", 0
            yield transition, rows.filter(return_reason=""), "草稿待提交", 2
        else:
            yield transition, rows, f"待{transition.label}", 1


def _counts(asked):
    """How many rows each of these querysets has, of whatever models: one statement, however many steps there are."""
    parts = [
        rows.order_by().annotate(asked=Value(at)).values("asked").annotate(found=Count("pk"))
        for at, rows in enumerate(asked)
    ]
    pairs = [part.values_list("asked", "found") for part in parts]
    found = dict(pairs[0].union(*pairs[1:], all=True)) if pairs else {}
    return [found.get(at, 0) for at in range(len(parts))]


def _is_first(transition):
    """Whether it moves a row out of the state in which rows begin, and to which they are returned."""
    fields = {field.name: field for field in transition.model._meta.concrete_fields}
    begins = "return_reason" in fields and fields["state"].default in transition.source
    # A draft that another confirms is nobody's to submit; what somebody asked for waits, from whatever state.
    return begins and not_by_its_maker not in transition.guards and not transition.asked


def _group(transition, rows, title, rank, count):
    """A group of the to-do list: how many there are, and the oldest of them."""
    oldest = rows.select_related("unit").order_by("updated_at")[:FIRST]
    return {
        "rank": rank,
        "title": title,
        "count": count,
        "all_url": transition.list_url(),
        "todos": [_one(transition, row) for row in oldest],
    }


def _one(transition, row):
    returned = getattr(row, "return_reason", "")
    return {
        "title": str(row),
        "url": row.get_absolute_url(),
        "note": f"{row.unit.name} · 退回原因：{returned}" if returned else row.unit.name,
        "since": timezone.localtime(row.updated_at).strftime("%Y-%m-%d"),
        "act_label": transition.label,
        "act_url": reverse("journal:perform", args=[transition.name, row.pk]),
    }


def todo_count(request):
    """The numbers on top, fetched after the page: what others handed over or returned, and unread messages."""
    moves = [(t, rows) for t, rows in awaiting(request.user) if moves_on(t)]
    asked = [rows.exclude(return_reason="") if _is_first(t) else rows for t, rows in moves]
    unread = inbox.unread(request.user, request.post.county_id) if request.post else 0
    context = {"count": sum(_counts(asked))}
    context["unread"] = f"{inbox.MOST}+" if unread > inbox.MOST else unread or ""
    return render(request, "journal/_count.html", context)


def perform(request, name, pk):
    """Ask for what a transition needs, perform it, go back to the row. One view for every transition."""
    if name not in REGISTRY:
        raise Http404
    transition = REGISTRY[name]
    rows = transition.model.objects.permitted(request.user).select_related("unit")
    subject = get_object_or_404(rows, pk=pk)
    policy.require(request.user, transition.verb, subject)
    posted = request.method == "POST"
    form = transition.form_for(subject)(*(request.POST, request.FILES) if posted else ())
    if posted and form.is_valid():
        try:
            transition(subject, by=request.user, seen=request.POST.get("seen", ""), **form.cleaned_data)
        except ValidationError as refused:  # a file that is none, too
            take_back(refused, form)
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
    context = {"job": of_job(found), "poll_url": reverse("journal:job", args=[found.pk])}
    return render(request, "_components/progress.html" if request.htmx else "journal/job.html", context)
