"""One agreement: who operates what on which terms, what is paid when, what is allowed next, and its history."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from journal import documents, history
from journal.notices import notices_of
from operation import actions, operators, rules
from operation.choices import DueKind
from operation.guards import sanctions
from operation.models import Agreement, AgreementAsset, Candidate, Due
from operation.notices import candidates
from tenancy import persons, policy

RELATED = ("unit", "county", "operator__unit", "minutes", "paper", "previous")
PAPERS = {"minutes": "会议记录、成交文件", "paper": "合同扫描件"}
PLAN = [
    {"label": "期次"},
    {"label": "款项"},
    {"label": "所属期"},
    {"label": "应付日期"},
    {"label": "应付金额（元）", "num": True},
]
UNKNOWN = "待核定"
PERSON = 4  # a name of so many characters may be a person's


def agreement(request, pk):
    """二（六）一份经营协议：双方、资产、约定的内容、付款计划、办理过程。"""
    found = _found(request, pk)
    lines = list(found.lines.filter(county_id=found.county_id).select_related("asset").order_by("pk"))
    candidates = list(found.candidates.filter(county_id=found.county_id).order_by("position"))
    sees = operators.sees_contacts(request.user, found.operator)
    tables = [(Agreement, [pk]), (AgreementAsset, [line.pk for line in lines])]
    if sees:
        tables.append((Candidate, [one.pk for one in candidates]))
    context = {
        "agreement": found,
        "operator_name": operators.name_for(request.user, found.operator),
        "crumbs": [("经营协议", reverse("operation:list")), (found.number or "未签订", "")],
        "sub": f"{found.county} · {found.unit}",
        "sanction": sanctions(found.county_id, [found.operator_id]).get(found.operator_id),
        "lines": lines,
        "candidates": [(_called(one, sees), one) for one in candidates],
        "clauses": clauses(found),
        "money": money_facts(found),
        "plan": plan(found),
        "plan_columns": PLAN,
        "notices": list(notices_of(found)),
        "notice_url": _notice_url(found, request),
        "renewal": Agreement.objects.permitted(request.user).filter(previous=found).first(),
        "papers": [
            (reverse("operation:document", args=[pk, which]), label)
            for which, label in PAPERS.items()
            if getattr(found, f"{which}_id") and operators.sees_contacts(request.user, found)
        ],
        "edit_url": reverse("operation:edit", args=[pk]) if _may_edit(found, request.user) else "",
        "renew_url": _renew_url(found, request.user),
        "entries": history.of(found, tables),
    }
    return render(request, "operation/agreement.html", context)


def _called(candidate, sees):
    """A candidate's name; what may be a person's only for whoever may read it."""
    name = candidate.name
    return persons.mask_name(name) if len(name) <= PERSON and not sees else name


def _found(request, pk):
    return get_object_or_404(Agreement.objects.permitted(request.user).select_related(*RELATED), pk=pk)


def _may_edit(found, user):
    return actions.why_not_redraft(found, user) is None


def _notice_url(found, request):
    """Where a notice over it is drawn up, for who may, while it is decided and not shown."""
    waits = found.state == Agreement.State.DECIDED and request.scope.county
    return reverse("operation:notice") if waits and candidates(request.user).filter(pk=found.pk) else ""


def _renew_url(found, user):
    """Where another that goes on from it is written down, by whoever may, while it is in force."""
    may = found.state == Agreement.State.IN_FORCE and policy.may(user, actions.VERB, found)
    return reverse("operation:create", query={"renews": found.pk}) if may else ""


def clauses(found):
    """[(label, text)] of what the directive asks an agreement to say, in its order."""
    names = [name for name in Agreement.CLAUSES if name not in ("mode", "to_on")]
    told = [(Agreement._meta.get_field(name).verbose_name, getattr(found, name)) for name in names]
    told[1:1] = [("经营方式", found.get_mode_display()), ("经营期限", found.term_text)]
    return told


def money_facts(found):
    """[(label, text)] of what is owed, and how."""
    yield "收益约定", found.income_text
    yield "合同总额", _yuan(found.total)
    yield "保证金", _yuan(found.deposit or None)
    if found.principal is not None:
        yield "投入本金", _yuan(found.principal)
        yield "退出办法", found.exit_terms
    if found.buyback:
        yield "回购条款", found.buyback
    if found.late_fee:
        yield "违约金", f"逾期一天按欠款的 {found.late_fee.normalize():f}‰"
    if found.jobs_promised or found.wages_promised:
        yield "约定带动就业", f"{found.jobs_promised} 人，每年劳务报酬 {found.wages_promised:,.2f} 元"


def _yuan(amount):
    return f"{amount:,.2f} 元" if amount is not None else "—"


def plan(found):
    """{rows, total, is_signed}: what is paid when: of a signed agreement its dues, before that what they will be."""
    if not found.number:
        return preview(found)
    dues = list(found.dues.filter(county_id=found.county_id).order_by("due_on", "position"))
    owed = [due for due in dues if due.state == Due.State.OPEN]
    rows = [_line(due.position, due, due.state == Due.State.WAIVED) for due in dues]
    return {"rows": rows, "total": rules.known_total(owed), "is_signed": True}


def preview(terms):
    """The same of terms that are not signed; no rows where none can be made of them."""
    if rules.faults(terms):
        return {"rows": [], "total": 0, "is_signed": False}
    payments = rules.schedule(terms)
    rows = [_line(at, one) for at, one in enumerate(payments, 1)]
    return {"rows": rows, "total": rules.known_total(payments), "is_signed": False}


def _line(at, one, is_waived=False):
    return {
        "at": at,
        "kind": DueKind(one.kind).label,
        "period": f"{one.from_on:%Y-%m-%d} 至 {one.to_on:%Y-%m-%d}" if one.from_on else "—",
        "due_on": one.due_on,
        "amount": UNKNOWN if one.amount is None else f"{one.amount:,.2f}",
        "is_waived": is_waived,
    }


def document(request, pk, which):
    """A paper of an agreement, for whoever may read what it says of persons."""
    found = _found(request, pk)
    if which not in PAPERS or getattr(found, which) is None:
        raise Http404
    operators.require_contacts(request.user, found)
    return documents.serve(getattr(found, which), inline=True)
