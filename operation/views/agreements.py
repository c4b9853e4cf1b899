"""One agreement: who operates what on which terms, what is paid when, what is allowed next, and its history."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from journal import documents, history
from journal.notices import notices_of
from operation import actions, amending, deposits, operators
from operation.guards import sanctions
from operation.models import Agreement, AgreementAsset, Candidate
from operation.notices import candidates
from operation.receiving import VERB as RECORD
from operation.shown import clauses, money_facts, named_candidates
from operation.views.amending import amending_of, editions_of
from operation.views.plans import PLAN, plan
from tenancy import policy

RELATED = ("unit", "county", "operator__unit", "minutes", "paper", "previous")
PAPERS = {"minutes": "会议记录、成交文件", "paper": "合同扫描件"}


def agreement(request, pk):
    """二（六）一份经营协议：双方、资产、约定的内容、付款计划、办理过程。"""
    found = _found(request, pk)
    lines = list(found.lines.filter(county_id=found.county_id).select_related("asset").order_by("pk"))
    sees = operators.sees_contacts(request.user, found.operator)
    candidates = named_candidates(found, sees)
    tables = [(Agreement, [pk]), (AgreementAsset, [line.pk for line in lines])]
    if sees:
        tables.append((Candidate, [one.pk for _, one in candidates]))
    context = {
        "agreement": found,
        "operator_name": operators.name_for(request.user, found.operator),
        "crumbs": [("经营协议", reverse("operation:list")), (found.number or "未签订", "")],
        "sub": f"{found.county} · {found.unit}",
        "sanction": sanctions(found.county_id, [found.operator_id]).get(found.operator_id),
        "lines": lines,
        "candidates": candidates,
        "clauses": clauses(found),
        "money": money_facts(found),
        "plan": plan(found),
        "plan_columns": PLAN,
        "notices": list(notices_of(found)),
        "notice_url": _notice_url(found, request),
        "deposit": deposits.told(found),
        "renewal": Agreement.objects.permitted(request.user).filter(previous=found).first(),
        "papers": [
            (reverse("operation:document", args=[pk, which]), label)
            for which, label in PAPERS.items()
            if getattr(found, f"{which}_id") and operators.sees_contacts(request.user, found)
        ],
        **_links(found, request.user),
        "editions": editions_of(found, request.user),
        "amendment": amending_of(found, request.user) if found.amend_asked_at else None,
        "entries": history.of(found, tables),
    }
    return render(request, "operation/agreement.html", context)


def _found(request, pk):
    return get_object_or_404(Agreement.objects.permitted(request.user).select_related(*RELATED), pk=pk)


def _notice_url(found, request):
    """Where a notice over it is drawn up, for who may, while it is decided and not shown."""
    waits = found.state == Agreement.State.DECIDED and request.scope.county
    return reverse("operation:notice") if waits and candidates(request.user).filter(pk=found.pk) else ""


def _links(found, user):
    """{name: where this person goes on from an agreement to do something, "" where they may not}."""
    is_signed, may_draft = bool(found.number), policy.may(user, actions.VERB, found)
    runs = found.state == Agreement.State.IN_FORCE
    links = {
        "edit_url": (actions.why_not_redraft(found, user) is None, "operation:edit"),
        "amend_url": (amending.why_not(found, user) is None, "operation:amend"),
        "receive_url": (is_signed and policy.may(user, RECORD, found), "operation:receive"),
    }
    told = {name: reverse(to, args=[found.pk]) if may else "" for name, (may, to) in links.items()}
    return told | {
        "renew_url": reverse("operation:create", query={"renews": found.pk}) if runs and may_draft else "",
        "dues_url": reverse("operation:dues", query={"agreement": found.pk}) if is_signed else "",
    }


def document(request, pk, which):
    """A paper of an agreement, for whoever may read what it says of persons."""
    found = _found(request, pk)
    if which not in PAPERS or getattr(found, which) is None:
        raise Http404
    operators.require_contacts(request.user, found)
    return documents.serve(getattr(found, which), inline=True)
