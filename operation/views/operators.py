"""One operator: what is known of it, its agreements and sanctions; entering, correcting, sanctioning it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from journal import documents, history
from journal.forms import ReasonForm, take_back
from operation import operators
from operation.forms_operators import OperatorForm, SanctionForm
from operation.guards import sanctions
from operation.models import Agreement, Operator, Sanction
from tenancy import persons, policy

SHOWN = 50
LIST = ("经营主体", "operation:operators")


def operator(request, pk):
    """二（六）一个经营主体：基本情况、经营的资产、失信惩戒。"""
    found = _found(request, pk)
    sees = operators.sees_contacts(request.user, found)
    rows = Agreement.objects.permitted(request.user).filter(county_id=found.county_id, operator=found)
    held = sanctions(found.county_id, [found.pk]).get(found.pk)
    past = found.sanctions.filter(county_id=found.county_id).select_related("unit").order_by("-pk")
    may = {verb: policy.may(request.user, verb, found) for verb in (operators.VERB, operators.SANCTIONS)}
    lifting = may[operators.SANCTIONS]
    context = {
        "operator": found,
        "name": operators.name_for(request.user, found),
        "crumbs": [(LIST[0], reverse(LIST[1])), (found.get_kind_display(), "")],
        "sub": f"{found.county} · {found.unit}",
        "facts": _facts(found, sees),
        "sanction": held,
        "sanctions": [(row, reverse("operation:lift", args=[row.pk]) if lifting else "") for row in past],
        "agreements": list(rows.order_by("-pk")[:SHOWN]),
        "agreements_url": f"{reverse('operation:list')}?operator={pk}",
        "edit_url": reverse("operation:operator_edit", args=[pk]) if may[operators.VERB] else "",
        "sanction_url": reverse("operation:sanction", args=[pk]) if lifting else "",
        "entries": history.of(found, [(Operator, [pk] if sees else [])]),
    }
    return render(request, "operation/operator.html", context)


def _facts(found, sees):
    """[(label, text)]; telephone, account and who leads it only for whoever may read them."""
    leader = found.legal_person if sees else persons.mask_name(found.legal_person)
    return [
        ("主体类别", found.get_kind_display()),
        ("统一社会信用代码", found.credit_code),
        ("法定代表人（负责人）", leader),
        ("联系电话", found.phone if sees else _tail(found.phone)),
        ("收付款账号", found.account if sees else _tail(found.account)),
        ("住所", found.address if sees or not found.is_person else ""),
        ("申报的关联方", found.related if sees else ""),
        ("备注", found.remark if sees else ""),
    ]


def _tail(number):
    return f"****{number[-4:]}" if number else ""


def _found(request, pk):
    return get_object_or_404(Operator.objects.permitted(request.user).select_related("unit", "county"), pk=pk)


def create(request):
    """二（六）登记经营主体。"""
    policy.require_anywhere(request.user, operators.VERB)
    form = OperatorForm(request.POST or None, user=request.user, county=request.scope.county)
    if request.method == "POST" and form.is_valid():
        unit = form.cleaned_data["unit"]
        saved = _try(form, lambda: operators.register(by=request.user, unit=unit, **form.values))
        if saved:
            messages.success(request, f"已登记经营主体：{saved}")
            return redirect(saved)
    return _page(request, form, "登记经营主体", reverse(LIST[1]))


def edit(request, pk):
    """二（六）更正经营主体的登记。"""
    found = _found(request, pk)
    policy.require(request.user, operators.VERB, found)
    initial = {"version": found.version}
    form = OperatorForm(
        request.POST or None, instance=found, initial=initial, user=request.user, county=found.county_id
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        saved = _try(form, lambda: operators.correct(found, by=request.user, version=version, **form.values))
        if saved:
            messages.success(request, f"已保存：{saved}")
            return redirect(saved)
    return _page(request, form, "更正经营主体", found.get_absolute_url())


def impose(request, pk):
    """三（四）对经营主体予以失信惩戒。"""
    found = _found(request, pk)
    policy.require(request.user, operators.SANCTIONS, found)
    form = SanctionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if _try(form, lambda: operators.sanction(found, by=request.user, **form.cleaned_data)):
            messages.success(request, f"已登记失信惩戒：{found}")
            return redirect(found)
    note = "惩戒期间不得签订新的经营协议，已签订的协议上会显示；内容不对外公开。"
    return _page(request, form, "失信惩戒", found.get_absolute_url(), note, sub=found.shown_name)


def lift(request, pk):
    """三（四）解除失信惩戒，写明原因。"""
    row = _sanction(request, pk)
    policy.require(request.user, operators.SANCTIONS, row)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _try(form, lambda: operators.lift(row, by=request.user, **form.cleaned_data)):
            messages.success(request, f"已解除失信惩戒：{row.operator}")
            return redirect(row)
    return _page(request, form, "解除失信惩戒", row.get_absolute_url(), sub=f"{row.operator}：{row}")


def decision(request, pk):
    """The paper of a sanction, for whoever may read what is behind it."""
    row = _sanction(request, pk)
    if not operators.sees_contacts(request.user, row):
        policy.require(request.user, operators.SANCTIONS, row)
    return documents.serve(row.decision, inline=True)


def _sanction(request, pk):
    rows = Sanction.objects.permitted(request.user).select_related("unit", "operator", "decision")
    return get_object_or_404(rows, pk=pk)


def _try(form, save):
    try:
        return save()
    except ValidationError as refused:
        take_back(refused, form)


def _page(request, form, title, back, note="", sub=""):
    context = {
        "title": title,
        "crumbs": [(LIST[0], reverse(LIST[1]))],
        "form": form,
        "note": note,
        "sub": sub or "带 * 的必须填写。",
        "cancel_url": back,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "operation/operator_form.html", context, status=status)
