"""收款: money that came from operators; recorded against an agreement, looked at one by one."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F, Q, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from assets.views.registers import address_of, totals_of
from journal import documents, history
from journal.forms import take_back
from operation import operators, receiving
from operation.columns_dues import RECEIPTS
from operation.filters_dues import ReceiptFilter
from operation.forms_receipts import ReceiptForm
from operation.models import Agreement, Allocation, Due, Receipt
from operation.views.dues import cells, empty, files, heads, tabs, turned
from tenancy import policy

LIST = "operation:receipts"
ORDERS = {"new": ("received_on", True, date.fromisoformat)}
OFFERED = 50
RELATED = ("unit", "county", "operator__unit", "evidence", "recorded_by", "voided_by")
AGREEMENT_COLUMNS = [
    {"label": "经营协议"},
    {"label": "经营主体"},
    {"label": "收款单位"},
    {"label": "未收（元）", "num": True},
]
DUE_COLUMNS = [
    {"label": "款项"},
    {"label": "经营协议"},
    {"label": "应付日期"},
    {"label": "未收（元）", "num": True},
    {"label": "本次核销（元）", "num": True},
]
PAYS = [{"label": "应收款"}, {"label": "经营协议"}, {"label": "核销金额（元）", "num": True}, {"label": ""}]


def receipts(request):
    """二（六）登记的收款，后到账的在前。"""
    policy.require_anywhere(request.user, policy.SEE)
    form = ReceiptFilter(request.GET, scope=request.scope, user=request.user)
    rows = form.apply(Receipt.objects.permitted(request.user))
    address = address_of(request, LIST)
    may_add = request.scope.county and policy.holds(request.user, receiving.VERB)
    head = {
        "title": "收款",
        "search": "凭证号、经营主体",
        "tabs": tabs(form.active.get("state", ""), Receipt.State.choices, address, "state"),
        "add_url": reverse("operation:receive_for") if may_add else "",
        "add_label": "登记收款",
        "empty": empty(form, "经营主体付款后，点“登记收款”。"),
        "columns": heads(RECEIPTS),
        **files(request, "receipts"),
    }
    totals = totals_of(request, form, rows)
    context = turned(request, form, rows, Receipt.objects.for_list(), address, totals, ORDERS)
    cells(context["rows"], RECEIPTS)
    return render(request, "operation/list.html", context | head)


def choose(request):
    """二（六）登记收款之前，先找到付款的协议。"""
    policy.require_anywhere(request.user, receiving.VERB)
    words = request.GET.get("q", "").replace("\0", "").strip()[:60]
    rows = Agreement.objects.permitted(request.user, receiving.VERB).exclude(number="")
    rows = rows.filter(county_id=request.scope.county)
    rows = rows.matching(words) if words else rows
    unpaid = Q(dues__state=Due.State.OPEN, dues__due_on__lte=timezone.localdate())
    left = Sum("dues__amount", filter=unpaid) - Sum("dues__paid", filter=unpaid)
    found = rows.annotate(left=left).filter(left__gt=0) if not words else rows.annotate(left=left)
    found = found.select_related("operator__unit", "unit").order_by(F("left").desc(nulls_last=True), "pk")
    context = {"crumbs": [("收款", reverse(LIST))], "q": words, "columns": AGREEMENT_COLUMNS}
    context["agreements"] = list(found[:OFFERED])
    return render(request, "operation/receipt_choose.html", context)


def create(request, agreement):
    """二（六）登记一份协议的经营主体付来的款，核销它欠本单位的各期应收款。"""
    rows = Agreement.objects.permitted(request.user).select_related("unit", "operator__unit")
    found = get_object_or_404(rows, pk=agreement)
    policy.require(request.user, receiving.VERB, found)
    dues = _owed(found)
    posted = request.method == "POST"
    form = ReceiptForm(
        *((request.POST, request.FILES) if posted else ()), dues=dues, initial=_initial(found, request.user)
    )
    if posted and form.is_valid():
        if made := _try(form, found, request.user):
            messages.success(request, f"已登记收款：{made}")
            return redirect(made)
    context = {
        "agreement": found,
        "operator_name": operators.name_for(request.user, found.operator),
        "crumbs": [("收款", reverse(LIST)), (found.name, found.get_absolute_url())],
        "form": form,
        "lines": form.lines(),
        "columns": DUE_COLUMNS,
        "owed": sum(due.left for due in dues if due.due_on <= timezone.localdate()),
    }
    return render(request, "operation/receipt_form.html", context, status=422 if posted else 200)


def _owed(agreement):
    """What its operator owes the same unit, the oldest first; of this agreement and its others."""
    rows = Due.objects.owed().filter(
        county_id=agreement.county_id, unit=agreement.unit_id, operator=agreement.operator_id
    )
    return list(rows.select_related("agreement").order_by("due_on", "pk"))


def _initial(agreement, user):
    """What the form begins with: who paid last time."""
    operator = agreement.operator
    account = operator.account[-4:] if operators.sees_contacts(user, operator) else ""
    return {
        "received_on": timezone.localdate(),
        "payer": operators.name_for(user, operator),
        "account": account if account.isdecimal() and len(account) == 4 else "",
    }


def _try(form, agreement, user):
    """The recorded receipt; the sentences of a refusal stand at their fields."""
    try:
        return receiving.receive(
            by=user,
            unit=agreement.unit,
            operator=agreement.operator,
            file=form.cleaned_data["file"],
            paid=form.paid,
            **form.values,
        )
    except ValidationError as refused:
        take_back(refused, form)


def receipt(request, pk):
    """二（六）一笔收款：凭证、核销了哪几期、能办什么。"""
    found = _found(request, pk)
    allocations = found.allocations.filter(county_id=found.county_id).select_related("due__agreement")
    allocations = list(allocations.order_by("pk"))
    sees = operators.sees_contacts(request.user, found.operator)
    changes = [(Allocation, [one.pk for one in allocations]), *([(Receipt, [pk])] if sees else [])]
    context = {
        "receipt": found,
        "crumbs": [("收款", reverse(LIST)), (found.voucher, "")],
        "operator_name": operators.name_for(request.user, found.operator),
        "payer": operators.payer_for(request.user, found),
        "opens_evidence": found.evidence_id and operators.sees_contacts(request.user, found),
        "allocations": allocations,
        "columns": PAYS,
        "entries": history.of(found, changes),
    }
    return render(request, "operation/receipt.html", context)


def _found(request, pk):
    return get_object_or_404(Receipt.objects.permitted(request.user).select_related(*RELATED), pk=pk)


def evidence(request, pk):
    """The evidence of a receipt, for whoever may read what it says of persons."""
    found = _found(request, pk)
    if found.evidence is None:
        raise Http404
    operators.require_contacts(request.user, found)
    return documents.serve(found.evidence, inline=True)
