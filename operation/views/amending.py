"""Amending an agreement in force: the form with what it would change, what waits for approval, and the editions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from journal import documents
from journal.forms import take_back
from operation import amending, editions, operators, rules
from operation.forms_amending import AmendForm
from operation.models import Agreement, Amendment, Due
from operation.shown import line, marked
from operation.views.plans import PLAN
from tenancy import policy

NEW, GONE = ("done", "新排"), ("refused", "不再应付")


def amend(request, pk):
    """二（六）变更履行中的协议：改约定，看变更后的付款计划，交审核人员。"""
    rows = Agreement.objects.permitted(request.user).select_related("unit", "operator")
    found = get_object_or_404(rows, pk=pk)
    policy.require(request.user, amending.actions.VERB, found)
    if sentence := amending.why_not(found, request.user):
        raise PermissionDenied(sentence)
    posted, previews = request.method == "POST", "preview" in request.POST
    given = (request.POST, request.FILES) if posted else ()
    form = AmendForm(*given, instance=found, initial={"version": found.version}, previews=previews)
    shown = {"plan": None, "changes": []}
    if posted and form.is_valid():
        if previews:
            shown = _preview(form, found)
        elif _try(form, found, request.user):
            messages.success(request, "已提出变更，待审核人员核对补充协议。")
            return redirect(found)
    context = {
        "title": "变更协议",
        "sub": found.name,
        "crumbs": [("经营协议", reverse("operation:list")), (found.name, found.get_absolute_url())],
        "form": form,
        "groups": list(form.groups()),
        "plan_columns": PLAN,
        "cancel_url": found.get_absolute_url(),
        **shown,
    }
    return render(request, "operation/amend.html", context, status=422 if form.errors else 200)


def _try(form, found, user):
    """The proposed amendment; the sentences of a refusal stand at their fields."""
    data = form.cleaned_data
    told = {name: data[name] for name in ("on", "reason", "file", "next_due_on")}
    try:
        return amending.propose(found, by=user, version=data["version"] or 0, **told, **form.values)
    except ValidationError as refused:
        take_back(refused, form)


def _preview(form, found):
    """What the page shows of the change that is filled in; what is wrong with it is told at its field."""
    data = form.cleaned_data
    change = amending.asked(found, form.values, data["on"], data["next_due_on"])
    dues = amending.dues_of(found)
    if told := amending.faults(change, dues):
        take_back(ValidationError(amending.actions.by_field(told)), form)
        return {}
    return {"plan": plan_of(change, dues), "changes": named(editions.differences(found, change.new))}


def named(changes):
    """[{label, old, new}] of an amendment's changes."""
    return [dict(zip(("label", "old", "new"), one, strict=True)) for one in changes]


def plan_of(change, dues):
    """The payments as they will be: what stays, what is not owed any more, and what comes new."""
    made = amending.plan(change, dues)
    rows = [line(due.position, due, marked(due)) for due in made.kept]
    rows += [line(due.position, due, GONE) for due in made.replaced]
    rows += [line("—", one, NEW) for one in made.new]
    owed = [due for due in made.kept if due.state == Due.State.OPEN] + made.new
    rows.sort(key=lambda one: (one["due_on"], str(one["at"])))
    return {"rows": rows, "total": rules.known_total(owed), "is_signed": True}


def amending_of(found, user):
    """{amendment, changes, plan, obstacles, paper_url} of what waits to be approved; obstacles of whoever may."""
    amendment = amending.waiting(found)
    change, dues = amending.change_of(found, amendment), amending.dues_of(found)
    told = amending.faults(change, dues)
    may = policy.may(user, amending.amend.verb, found)
    return {
        "amendment": amendment,
        "changes": named(amendment.changes),
        "plan": None if told else plan_of(change, dues),
        "obstacles": amending.amend.obstacles(found, user) if may else [sentence for _, sentence in told],
        "paper_url": _paper_url(amendment, found, user),
    }


def editions_of(found, user):
    """[{amendment, changes, paper_url}] of its amendments that were judged, the newest first; one query."""
    if not found.number:
        return []
    rows = found.amendments.filter(county_id=found.county_id).exclude(state=Amendment.State.PROPOSED)
    return [
        {"amendment": one, "changes": named(one.changes), "paper_url": _paper_url(one, found, user)}
        for one in rows.select_related("made_by", "judged_by").order_by("-pk")
    ]


def _paper_url(amendment, found, user):
    """Where its paper is read, by whoever may read what that says of persons."""
    sees = operators.sees_contacts(user, found)
    return reverse("operation:amendment_paper", args=[found.pk, amendment.pk]) if sees else ""


def paper(request, pk, amendment):
    """The paper of an amendment, for whoever may read what it says of persons."""
    rows = Agreement.objects.permitted(request.user).select_related("unit")
    found = get_object_or_404(rows, pk=pk)
    papers = found.amendments.filter(county_id=found.county_id).select_related("paper")
    one = get_object_or_404(papers, pk=amendment)
    operators.require_contacts(request.user, found)
    return documents.serve(one.paper, inline=True)
