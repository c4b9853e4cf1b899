"""应收款: what operators owe by which day, one by one; each with what was paid of it and what may be done."""

from datetime import date

from django.db.models import F, Q, Sum
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from assets.pages import Page
from assets.views.registers import address_of, export_url, narrowed, totals_of
from journal import history
from journal.imports.resources import REGISTRY
from operation import operators
from operation.charging import charged_until, fee_of, payments_of
from operation.columns_dues import DUES
from operation.editions import as_agreed
from operation.filters_dues import STANDINGS, DueFilter
from operation.models import Due
from operation.prints_dues import demand
from tenancy import policy
from tenancy.models import Unit

LIST = "operation:dues"
ORDERS = {"new": ("due_on", False, date.fromisoformat)}
RELATED = ("unit", "county", "agreement", "operator__unit", "late_of")
PAYMENTS = [
    {"label": "凭证号"},
    {"label": "到账日期"},
    {"label": "核销金额（元）", "num": True},
    {"label": ""},
]
OWED = Sum(F("amount") - F("paid"), filter=Q(state=Due.State.OPEN))


def dues(request):
    """二（六）各期应收款，按应付日期排列。"""
    policy.require_anywhere(request.user, policy.SEE)
    form = DueFilter(request.GET, scope=request.scope, user=request.user)
    rows = form.apply(Due.objects.permitted(request.user))
    totals = totals_of(request, form, rows, left=OWED)
    head = {
        "title": "应收款",
        "search": "协议名称、编号、经营主体",
        "tabs": tabs(form.active.get("standing", ""), STANDINGS, address_of(request, LIST), "standing"),
        "empty": empty(form, "协议签订后，按约定生成各期应收款。"),
        "columns": heads(DUES),
        **files(request, "dues"),
    }
    context = turned(request, form, rows, Due.objects.for_list(), address_of(request, LIST), totals, ORDERS)
    cells(context["rows"], DUES)
    return render(request, "operation/list.html", context | head)


def files(request, resource):
    """{export_url, import_url} of a list, each where this person may."""
    may_import = request.scope.county and policy.holds(request.user, REGISTRY[resource].verb)
    may_import = may_import and request.post.unit.kind != Unit.Kind.VILLAGE  # which imports nothing
    return {
        "export_url": export_url(request, resource) if policy.holds(request.user, "view_households") else "",
        "import_url": reverse("imports:upload", query={"resource": resource}) if may_import else "",
    }


def turned(request, form, rows, shown, address, totals, orders):
    """The context of a list in an order of its own: its page of rows, chips and filters."""
    marks = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = Page(rows, shown, orders=orders, **marks)
    left = totals.get("left")
    text = f"{totals['text']}，未收 {left:,.2f} 元" if left else totals["text"]
    return narrowed(request, form, address) | {
        "rows": page.rows,
        "page": {
            "count_text": text,
            "first_url": address() if page.previous else "",
            "prev_url": address(before=page.previous) if page.previous else "",
            "next_url": address(after=page.next) if page.next else "",
        },
    }


def cells(rows, columns):
    """Give each row its cells."""
    for row in rows:
        row.cells = [column.cell(row) for column in columns]


def heads(columns):
    """The heads of columns as the table takes them."""
    return [{"label": column.label, "css": column.css, "num": column.num} for column in columns]


def tabs(active, choices, address, name):
    """The tabs over a list, all first; each takes the place of the filter of this name."""
    return [
        {"label": label, "url": address(**{name: value or None}), "active": active == value}
        for value, label in [("", "全部"), *choices]
    ]


def empty(form, why):
    """What a list says when nothing is in it."""
    if form.active or form.words:
        return {"title": "没有符合条件的记录", "why": "请放宽筛选条件，或清除查找词后再试。"}
    return {"title": "这里还没有记录", "why": why}


def due(request, pk):
    """二（六）一笔应收款：应收、已收、逾期和违约金，能办什么。"""
    rows = Due.objects.permitted(request.user).select_related(*RELATED)
    found = get_object_or_404(rows, pk=pk)
    allocations = found.allocations.filter(county_id=found.county_id).select_related("receipt").order_by("pk")
    fees = Due.objects.filter(county_id=found.county_id, late_of=found).order_by("pk")
    context = {
        "due": found,
        "crumbs": [("应收款", reverse(LIST)), (found.agreement.name, found.agreement.get_absolute_url())],
        "standing": found.standing,
        "operator_name": operators.name_for(request.user, found.operator),
        "allocations": list(allocations),
        "columns": PAYMENTS,
        "fees": list(fees),
        "accrued": accrued(found),
        "terms": as_agreed(found).income_text,
        "receive_url": _receive_url(found, request.user),
        "demand_query": _demand_query(found, request.user),
        "entries": history.of(found, [(Due, [pk])]),
    }
    return render(request, "operation/due.html", context)


def accrued(found):
    """What lateness would cost up to today beyond what was charged, in yuan; 0 where nothing."""
    payments, charged = payments_of([found])[found.pk], charged_until([found]).get(found.pk)
    return fee_of(found, payments, charged, timezone.localdate())[1]


def _receive_url(found, user):
    if not found.left or not policy.may(user, "record_receipts", found):
        return ""
    return reverse("operation:receive", args=[found.agreement_id])


def _demand_query(found, user):
    """The list whose letter is printed: the late dues of the same agreement; None where there is nothing to ask for."""
    may = found.days_late and policy.may(user, demand.verb, found)
    return f"agreement={found.agreement_id}" if may else None
