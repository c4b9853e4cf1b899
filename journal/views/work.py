"""The first page after signing in, the page that performs any transition, and the progress of jobs."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Min
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from journal.models import Entry, Job
from journal.transitions import REGISTRY, Refused, awaiting, digest
from tenancy import policy
from tenancy.roles import VERBS

RECENT = 15


def todo(request):
    """工作台：what waits for this person, computed from the transitions they may move."""
    if request.post is None:
        return render(request, "journal/no_post.html")
    return render(
        request,
        "journal/todo.html",
        {
            "waiting": [item for item in _waiting(request.user) if item["count"]],
            "jobs": Job.objects.filter(by=request.user).order_by("-pk")[:5],
            "recent": Entry.objects.filter(by=request.user).order_by("-pk")[:RECENT],
        },
    )


def _waiting(user):
    for transition, rows in awaiting(user):
        if transition.source == {transition.target} or transition.tone != "primary":
            continue  # holding, releasing, returning: possible any day, waiting for nobody
        known = rows.aggregate(count=Count("pk"), since=Min("updated_at"))
        yield {"transition": transition, "state": next(iter(transition.source)), **known}


def todo_count(request):
    """The number beside 工作台, fetched after the page so that no page waits for it."""
    return render(request, "journal/_count.html", {"count": sum(w["count"] for w in _waiting(request.user))})


def perform(request, name, pk):
    """Ask for what a transition needs, perform it, go back to the row. One view for every transition."""
    if name not in REGISTRY:
        raise Http404
    transition = REGISTRY[name]
    rows = transition.model.objects.permitted(request.user).select_related("unit")
    subject = get_object_or_404(rows, pk=pk)
    if not policy.may(request.user, transition.verb, subject):
        raise PermissionDenied(f"您的岗位没有「{VERBS[transition.verb]}」的权限。")
    form = transition.form(request.POST or None)
    posted = request.method == "POST"
    if posted and form.is_valid():
        try:
            transition(subject, by=request.user, seen=request.POST.get("seen"), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"已{transition.label}：{subject}")
            return redirect(subject)
    context = {
        "subject": subject,
        "transition": transition,
        "form": form,
        "seen": digest(subject),
        "obstacles": transition.obstacles(subject, request.user),
    }
    return render(request, "journal/perform.html", context, status=422 if posted else 200)


def job(request, pk):
    """How far a job is: a page, and the fragment that htmx asks for until it is over."""
    found = get_object_or_404(Job.objects.filter(by=request.user), pk=pk)
    template = "journal/_job.html" if request.htmx else "journal/job.html"
    return render(request, template, {"job": found})


def entries(request):
    """操作记录 of the county, newest first, page by page."""
    reach = [grant for grant in policy.grants(request.user) if grant.verb == "view_journal"]
    if not reach:
        raise PermissionDenied(f"您的岗位没有「{VERBS['view_journal']}」的权限。")
    rows = Entry.objects.all()
    before = request.GET.get("before", "")
    if before.isdigit() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    page = list(rows.order_by("-pk")[:51])
    older = page[49].pk if len(page) > 50 else None
    return render(request, "journal/entries.html", {"entries": page[:50], "older": older})
