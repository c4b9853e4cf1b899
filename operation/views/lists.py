"""经营协议、经营主体: the lists."""

from django.shortcuts import render
from django.urls import reverse

from assets import listing
from assets.pages import Page
from assets.views.registers import address_of, listed, totals_of
from operation.bulk import AGREEMENTS as SHELF
from operation.columns import AGREEMENTS, OPERATORS
from operation.filters import AgreementFilter, OperatorFilter
from operation.models import Agreement, Operator
from operation.views.dues import files
from tenancy import policy


def agreements(request):
    """二（六）The agreements that this person's post reaches."""
    policy.require_anywhere(request.user, policy.SEE)
    form = AgreementFilter(request.GET, scope=request.scope, user=request.user)
    rows = form.apply(Agreement.objects.permitted(request.user))
    page = Page(rows, Agreement.objects.for_list(), **listing.place(form))
    address, state = listing.address_of(SHELF.page, form), form.active.get("state", "")
    asked = {"shelf": SHELF, "papers": [*_papers(request.user, state)], "state": state}
    hint = "在经营性资产的页面起草，或者点“起草协议”。"
    context = listing.table(page, AGREEMENTS, rows, address, form, caption="经营协议", empty=hint, **asked)
    head = {
        "title": "经营协议",
        "search": "协议名称、编号、经营主体、资产",
        "tabs": _tabs(state, address),
        "links": [*_links(request)],
        "add_url": _add_url(request, "manage_agreements", "operation:create"),
    }
    return listing.answer(request, "operation/agreements.html", context, form, **head)


def operators(request):
    """二（六）The operators of the county; everybody of it finds what is known of one."""
    policy.require_anywhere(request.user, policy.SEE)
    form = OperatorFilter(request.GET, scope=request.scope, user=request.user)
    rows = form.apply(Operator.objects.permitted(request.user))
    address, totals = address_of(request, "operation:operators"), totals_of(request, form, rows)
    context = listed(request, form, rows, Operator.objects.for_list(), address, totals)
    for row in context["rows"]:
        row.cells = [column.cell(row) for column in OPERATORS]
    head = {
        "title": "经营主体",
        "search": "名称、统一社会信用代码",
        "columns": [{"label": column.label, "css": column.css, "num": column.num} for column in OPERATORS],
        "add_url": _add_url(request, "manage_operators", "operation:operator_create"),
        "add_label": "登记经营主体",
        **files(request, "operators"),
    }
    if not (form.active or form.words):
        head["empty"] = {"title": "这里还没有记录", "why": "签订协议之前，先登记经营主体。"}
    return render(request, "operation/list.html", context | head)


def _papers(user, state):
    """[(url, label)] of what is drawn up of ticked agreements."""
    if state in ("", Agreement.State.DECIDED) and policy.holds(user, "draft_notice"):
        yield reverse("operation:notice"), "起草公示"


def _links(request):
    """[(icon, label, url)]: what of the list can be taken out as a file, and brought in by one."""
    found = files(request, "agreements")
    for sign, label, key in (("download", "导出", "export_url"), ("upload", "导入", "import_url")):
        if found[key]:
            yield sign, label, found[key]


def _add_url(request, verb, page):
    return reverse(page) if request.scope.county and policy.holds(request.user, verb) else ""


def _tabs(active, address):
    states = [("", "全部"), *Agreement.State.choices]
    return [
        {"label": label, "url": address(state=state or None), "active": active == state}
        for state, label in states
    ]
