"""自营申报: the list, one declaration, and the page by which an owner declares."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assets.clauses import CLAUSES
from assets.listing import address_of, answer, place, table
from assets.models import Asset
from assets.pages import Page
from journal import history
from journal.forms import take_back
from operation import selfrun as actions
from operation.columns_jobs import selfruns as columns
from operation.filters_jobs import NAMES, SelfRunFilter
from operation.forms_selfrun import SelfRunForm
from operation.models import SelfOperation
from tenancy import policy

CLAUSE, LIST = "二（六）", "operation:selfruns"
RELATED = ("unit", "county", "asset")
EMPTY = "在已确权的经营性资产页面申报。"


def index(request):
    """二（六）The self-operations of those units this person's post reaches."""
    policy.require_anywhere(request.user, policy.SEE)
    form = SelfRunFilter(request.GET, scope=request.scope, user=request.user)
    rows = form.apply(SelfOperation.objects.permitted(request.user))
    page = Page(rows, SelfOperation.objects.select_related("unit"), **place(form))
    address = address_of(LIST, form)
    shown = columns(policy.holds(request.user, NAMES))
    context = table(page, shown, rows, address, form, caption="自营申报", empty=EMPTY)
    state = form.active.get("state", "")
    tabs = [("", "全部"), *SelfOperation.State.choices]
    head = {
        "title": "自营申报",
        "search": "资产名称、编号",
        "tabs": [
            {"label": label, "url": address(state=key or None), "active": key == state} for key, label in tabs
        ],
    }
    return answer(request, "operation/entries.html", context, form, **head)


def selfrun(request, pk):
    """二（六）一项自营申报：谁经营、期限、怎样带贫、预计收益，办理过程。"""
    rows = SelfOperation.objects.permitted(request.user).select_related(*RELATED)
    found = get_object_or_404(rows, pk=pk)
    names = policy.may(request.user, NAMES, found)
    context = {
        "selfrun": found,
        "crumbs": [("自营申报", reverse(LIST)), (found.name, "")],
        "sub": f"{found.county} · {found.unit}",
        "facts": found.facts(names),
        "asset_url": found.asset.get_absolute_url(),
        "entries": history.of(found, [(SelfOperation, [found.pk] if names else [])]),
    }
    return render(request, "operation/selfrun.html", context)


def create(request, asset):
    """二（六）The owner of an asset declares that it operates it itself."""
    rows = Asset.objects.permitted(request.user).select_related("unit")
    found = get_object_or_404(rows, pk=asset)
    policy.require(request.user, actions.VERB, found)
    form = SelfRunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.declare(found, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            take_back(refused, form)
        else:
            messages.success(request, "已申报自营，待审核人员核对确认。")
            return redirect(made)
    context = {
        "title": "申报自营",
        "sub": found.name,
        "crumbs": [("自营申报", reverse(LIST)), (found.name, found.get_absolute_url())],
        "form": form,
        "obstacles": [f"{sentence}。" for sentence in actions.unready([found]).values()],
        "clause": CLAUSE,
        "quote": CLAUSES[CLAUSE],
        "cancel_url": found.get_absolute_url(),
    }
    return render(request, "operation/simple_form.html", context, status=422 if form.is_bound else 200)
