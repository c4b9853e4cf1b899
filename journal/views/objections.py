"""公示 · 异议办理: what was said against the notices of these units, and one objection with its answer."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from journal import history
from journal.models import Objection
from tenancy import policy

SIZE = 50
VERB = "view_objections"
COLUMNS = [
    {"label": "受理时间", "css": "code"},
    {"label": "异议内容", "css": "name"},
    {"label": "公示", "css": "at"},
    {"label": "公示单位", "css": "more"},
    {"label": "状态", "css": "st"},
]
STATES = {Objection.State.ACCEPTED: "submitted", Objection.State.ANSWERED: "ledger"}


def index(request):
    """一（三）1 The objections that a person's post reaches, those not answered first."""
    policy.require_anywhere(request.user, VERB)
    rows = Objection.objects.permitted(request.user).select_related("notice", "unit")
    state = request.GET.get("state", "")
    if state in Objection.State.values:
        rows = rows.filter(state=state)
    found = list(rows.order_by("state", "-pk")[: SIZE + 1])
    context = {
        "columns": COLUMNS,
        "tabs": [
            {"label": label, "url": f"{reverse('notices:objections')}?state={name}", "active": state == name}
            for name, label in [("", "全部"), *Objection.State.choices]
        ],
        "rows": [_line(one) for one in found[:SIZE]],
        "more": len(found) > SIZE,
        "empty": {"title": "没有异议", "why": "群众在公开页面上对公示提出的异议，会出现在这里。"},
    }
    return render(request, "journal/objections.html", context)


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


def _line(one):
    return {
        "at": one.accepted_at,
        "text": one.text[:60],
        "url": one.get_absolute_url(),
        "notice": str(one.notice),
        "unit": one.unit.name,
        "state": STATES[one.state],
        "state_label": one.get_state_display(),
    }
