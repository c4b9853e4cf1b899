"""期限: what has to be done by when, as a list, by place, and as a calendar; each number opens its list."""

from django.shortcuts import render

from journal.deadlines import pages
from journal.deadlines.filter import DeadlineFilter
from journal.models import Deadline
from tenancy import policy


def index(request):
    """二（四）The deadlines one may see, the nearest first."""
    policy.require_anywhere(request.user, policy.SEE)
    form = _filter(request)
    rows = Deadline.objects.permitted(request.user)
    return render(request, "journal/deadlines.html", pages.listed(request, form, rows))


def places(request):
    """一（三）The same counted by township and department; over counties by county."""
    policy.require_anywhere(request.user, policy.SEE)
    form = _filter(request)
    rows = form.apply(Deadline.objects.permitted(request.user))
    return render(request, "journal/deadline_places.html", pages.by_place(request, form, rows))


def calendar(request):
    """A month of days with what falls due on each."""
    policy.require_anywhere(request.user, policy.SEE)
    form = _filter(request)
    rows = form.apply(Deadline.objects.permitted(request.user))
    return render(request, "journal/deadline_calendar.html", pages.month(request, form, rows))


def _filter(request):
    return DeadlineFilter(request.GET, scope=request.scope, user=request.user, post=request.post)
