"""批量办理: many rows of a list at once. Looked at, confirmed, done; each bulk act is its person's own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from assets import bulk
from assets.bulk_pages import checked, chosen, done, running
from assets.models import Bulk
from assets.shelves import ACTS, offered
from journal.forms import ReasonForm, take_back
from journal.progress import of_job

State = Bulk.State


@require_POST
def start(request):
    """Begin with the ticked rows of the list, or with everything its filter lets pass."""
    name, query = request.POST.get("act", ""), request.POST.get("query", "")[:2000]
    act = ACTS.get(name)
    if act is None or not request.scope.county or name not in dict(offered(request.user, act.shelf.page)):
        raise PermissionDenied("您的岗位不能批量办理这一事项。")
    back = f"{reverse(act.shelf.page)}?{query}"
    try:
        chosen = _chosen(request, act.shelf, query)
        made = bulk.stage(by=request.user, county=request.scope.county, act=name, **chosen)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
        return redirect(back)
    return redirect(made)


def _chosen(request, shelf, query):
    """What was chosen, as `bulk.stage` takes it."""
    if request.POST.get("all"):
        said = bulk.told(request.user, query, request.POST.get("told", ""))
        return {"rows": shelf.passing(query, request.scope, request.user), "query": query, "said": said}
    ticked = {pk for pk in request.POST.getlist("pk") if pk.isdecimal() and len(pk) < 19}
    rows = shelf.model.objects.permitted(request.user).filter(pk__in=ticked)
    return {"rows": rows, "query": query, "asked": len({*request.POST.getlist("pk")})}


def bulk_act(request, pk):
    """Where a bulk act is: what is asked, what will happen, how far it is, what came of it."""
    one = _mine(request, pk)
    return PAGES[one.state](request, one)


def _choosing(request, one):
    form = bulk.act_of(one).form(request.POST or None, county=one.county_id)
    if form.is_valid():
        return _step(request, one, bulk.choose, values=form.values())
    return _page(request, "assets/bulk_choose.html", chosen(one, form))


def _checked(request, one):
    form_class = ReasonForm if bulk.act_of(one).asks_reason else None
    form = form_class(request.POST or None) if form_class else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            _confirm(request, one, form.cleaned_data if form else {})
            return redirect(one)
        except ValidationError as refused:
            one.refresh_from_db()
            if form is None or one.state != State.CHECKED:
                messages.warning(request, refused.messages[0])
                return redirect(one)
            take_back(refused, form)
    return _page(request, "assets/bulk.html", checked(request.user, one, form, request.GET))


def _confirm(request, one, data):
    passing = bulk.act_of(one).shelf.passing
    rows = None if one.said is None else passing(one.query, request.scope, request.user)
    bulk.confirm(one, by=request.user, seen=request.POST.get("seen", ""), rows=rows, **data)


def _running(request, one):
    if request.method == "POST":
        return _step(request, one, bulk.resume)
    return render(request, "assets/bulk_wait.html", running(one))


def _done(request, one):
    if request.method == "POST":
        messages.info(request, bulk.MOVED_ON.format(one.get_state_display()))
        return redirect(one)
    return render(request, "assets/bulk_done.html", done(request.user, one, request.GET))


PAGES = {
    State.CHOOSING: _choosing,
    State.LOOKING: _running,
    State.CHECKED: _checked,
    State.RUNNING: _running,
    State.DONE: _done,
}


def bulk_progress(request, pk):
    """The bar, asked for each second; when the job is over, the browser goes to what came of it."""
    one = _mine(request, pk)
    if one.job is None or one.job.is_over:
        return HttpResponseClientRedirect(one.get_absolute_url())
    return render(request, "_components/progress.html", running(one) | {"job": of_job(one.job)})


@require_POST
def bulk_choose(request, pk):
    """Go back to what an amendment puts in."""
    return _step(request, _mine(request, pk), bulk.reconsider)


def _mine(request, pk):
    return get_object_or_404(Bulk.objects.filter(by=request.user).select_related("job"), pk=pk)


def _step(request, one, step, **data):
    """Do one step and go where it now is; a refusal is said there."""
    try:
        step(one, by=request.user, **data)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
    return redirect(one)


def _page(request, template, context):
    return render(request, template, context, status=422 if request.method == "POST" else 200)
