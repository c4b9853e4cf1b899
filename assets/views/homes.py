"""到户资产核实: the short sheet of households' things, for those only who may see the register of households."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assets import registers
from assets.filters_inventory import HomeFilter
from assets.forms_inventory import HomeForm
from assets.inventory import counting
from assets.models import HouseholdLine, Round
from assets.pages import Page
from assets.views.registers import address_of, narrowed
from journal.forms import take_back
from tenancy import policy

LIST = "assets:round_homes"
SHOWN = ("town", "village", "grant__household", "round")
COLUMNS = [
    {"label": "户主", "css": "name"},
    {"label": "所在村", "css": "at"},
    {"label": "到户资产", "css": "sort"},
    {"label": "现状", "css": "year"},
    {"label": "受益情况", "css": "more"},
    {"label": "绩效结果", "css": "more"},
    {"label": "核实情况", "css": "st"},
]


def index(request):
    """二（三）到户类资产明确项目绩效结果及受益对象：一村一表。"""
    policy.require_anywhere(request.user, HouseholdLine.SEEN_WITH)
    form = HomeFilter(request.GET, scope=request.scope, user=request.user)
    rows = form.apply(HouseholdLine.objects.permitted(request.user))
    address = address_of(request, LIST)
    marks = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = Page(rows, HouseholdLine.objects.select_related(*SHOWN), order="-new", **marks)
    context = narrowed(request, form, address) | {
        "columns": COLUMNS,
        "rows": page.rows,
        "page": {
            "count_text": f"{rows.order_by().count():,} 项",
            "first_url": address() if page.previous else "",
            "prev_url": address(before=page.previous) if page.previous else "",
            "next_url": address(after=page.next) if page.next else "",
        },
        "empty": {"title": "没有要核实的到户资产", "why": "清查范围含到户类资产时，会出现在这里。"},
    }
    return render(request, "assets/round_homes.html", context)


def home(request, pk):
    """二（三）一户一项：还在不在、谁受益、绩效如何。"""
    rows = HouseholdLine.objects.permitted(request.user).select_related(*SHOWN, "unit", "county")
    row = get_object_or_404(rows, pk=pk)
    policy.require(request.user, registers.VERB, row)
    grant = row.grant
    initial = {"client_id": uuid4(), "back": request.GET.urlencode()}
    initial |= {name: getattr(row, name) or getattr(grant, name) for name in ("presence", "result")}
    initial |= {"beneficiary": row.beneficiary or "same", "note": row.note, "result_note": grant.result_note}
    form = HomeForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            counting.count_household(row, by=request.user, **form.said)
        except ValidationError as refused:
            take_back(refused, form)
        else:
            messages.success(request, "已核实，到户登记已同步更新。")
            back = {
                "round": row.round_id,
                "village": row.village_id,
                "state": "uncounted",
                "town": row.town_id,
            }
            return redirect(reverse(LIST, query=back))
    village = {"round": row.round_id, "town": row.town_id, "village": row.village_id}
    context = {
        "title": f"核实到户资产：{grant.name}",
        "crumbs": [("到户资产核实", reverse(LIST, query=village)), (f"第 {row.serial} 号", "")],
        "sub": f"{grant.household.householder} · {row.village} · 补助 {grant.amount:,.2f} 元（{grant.year} 年）",
        "form": form,
        "submit_label": "核实",
        "cancel_url": reverse(LIST, query=village),
    }
    if row.round.state != Round.State.OPEN:
        messages.info(request, "此次清查已经结束，不能再核实。")
    return render(request, "journal/form.html", context, status=422 if request.method == "POST" else 200)
