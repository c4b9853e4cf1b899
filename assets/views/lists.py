"""资产台账: the list of assets, filtered, sorted, summed and turned page by page."""

from django.db.models import Count, Q, Sum
from django.shortcuts import render
from django.urls import reverse

from assets.filters import SUMMED, AssetFilter
from assets.models import Asset, Summary
from assets.pages import TURNED, Page
from tenancy import policy

ENTERED = Q(state=Asset.State.LEDGER)
COUNTED = 1_000  # over counties an exact count of a search costs more than it tells
COLUMNS = [
    {"label": "编号", "css": "code", "key": "number"},
    {"label": "名称", "css": "name", "key": "name"},
    {"label": "类型", "css": "sort"},
    {"label": "所在地", "css": "at"},
    {"label": "持有单位", "css": "more"},
    {"label": "数量", "css": "more", "num": True},
    {"label": "原值（元）", "css": "amount", "num": True, "key": "value"},
    {"label": "年度", "css": "year", "key": "year"},
    {"label": "使用状况", "css": "more"},
    {"label": "状态", "css": "st"},
]


def index(request):
    """二（三）The ledger of those units this person's post reaches."""
    policy.require_anywhere(request.user, "view_register")
    form = AssetFilter(request.GET, scope=request.scope, user=request.user)
    address = _address(request)
    rows = form.apply(Asset.objects.permitted(request.user))
    page = Page(
        rows,
        Asset.objects.for_list(),
        order=form.cleaned_data.get("sort"),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    totals = _totals(request, form, rows)
    context = {
        "rows": page.rows,
        "columns": list(_columns(page, address)),
        "chips": form.chips(address),
        "clear_url": address(**dict.fromkeys(form.active)),
        "totals": totals,
        "page": {
            "count_text": totals["text"],
            "first_url": address() if page.previous else "",
            "prev_url": address(before=page.previous) if page.previous else "",
            "next_url": address(after=page.next) if page.next else "",
        },
        "empty": _empty(form),
        "q": form.cleaned_data.get("q", ""),
        "filter_form": form,
        "active_count": len(form.active.keys() - {"state"}),
    }
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "assets/_table.html", context)
    return render(request, "assets/list.html", context | _head(request, form, address))


def _address(request):
    """A function that writes the list's address with some parameters changed; a page mark never survives a change."""

    def write(**changes):
        kept = request.GET.copy()
        for name in ("after", "before"):
            kept.pop(name, None)
        for name, value in changes.items():
            kept.pop(name, None)
            if value is not None:
                kept[name] = value
        return f"{reverse('assets:list')}?{kept.urlencode()}" if kept else reverse("assets:list")

    return write


def _totals(request, form, rows):
    """Count and value of everything that passes: from the summary over counties, exact within one."""
    if request.scope.county or "total" in request.GET:
        value, n = Sum("original_value", default=0), Count("pk")
        part = {
            "entered": Count("pk", filter=ENTERED),
            "worth": Sum("original_value", filter=ENTERED, default=0),
        }
        return _told(rows.order_by().aggregate(n=n, value=value, **({} if "state" in form.active else part)))
    if form.active.keys() <= SUMMED and not form.cleaned_data.get("q"):
        return _told(_summed(request.user, form.active))
    n = rows.order_by()[: COUNTED + 1].count()
    return {"text": f"{n:,} 项" if n <= COUNTED else f"超过 {COUNTED:,} 项", "value": None, "parts": []}


def _told(known):
    """The totals as the table shows them; of all states together, also what part of it is in the ledger."""
    part = (
        {"label": "其中已入账", "text": f"{known['entered']:,} 项", "value": known["worth"]}
        if "entered" in known
        else None
    )
    return {"text": f"{known['n']:,} 项", "value": known["value"], "parts": [part] if part else []}


def _summed(user, active):
    keys = {"county": "county_id", "town": "town_code"}
    rows = policy.permitted(Summary.objects.all(), user, "view_register")
    rows = rows.filter(**{keys.get(name, name): value for name, value in active.items()})
    part = {"entered": Sum("n", filter=ENTERED, default=0), "worth": Sum("value", filter=ENTERED, default=0)}
    more = {} if "state" in active else part
    return rows.aggregate(**more, n=Sum("n", default=0), value=Sum("value", default=0))


def _columns(page, address):
    for column in COLUMNS:
        key = column.get("key")
        again = key == page.order and not page.turned  # a second click turns the direction
        shown = {"sort_url": address(sort=f"{TURNED}{key}" if again else key) if key else "", "sort": ""}
        if key and key == page.order:
            shown["sort"] = "descending" if page.descending else "ascending"
        yield column | shown


def _head(request, form, address):
    chosen = form.active.get("state")
    tabs = [{"label": "全部", "url": address(state=None), "active": not chosen, "count": None}]
    tabs += [
        {"label": label, "url": address(state=state), "active": chosen == state, "count": None}
        for state, label in Asset.State.choices
    ]
    return {
        "tabs": tabs,
        "sub": request.post.unit.name if request.post else "",
        "add_url": reverse("assets:create") if policy.holds(request.user, "register_asset") else "",
        "import_url": reverse("imports:upload") if policy.holds(request.user, "import_assets") else "",
    }


def _empty(form):
    if form.active or form.cleaned_data.get("q"):
        return {"title": "没有符合条件的资产", "why": "请放宽筛选条件，或清除查找词后再试。"}
    return {"title": "台账还没有资产", "why": "可以逐项登记，也可以从 Excel 导入。"}
