"""资产台账: the list of assets, filtered, sorted, summed and turned page by page."""

from django.db.models import Count, Q, Sum
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from assets import bulk, saved
from assets.columns import chosen, loaded
from assets.filters import SUMMED, AssetFilter
from assets.models import Asset, Summary
from assets.pages import TURNED, Page
from assets.shelves import offered
from journal.templatetags.jiadi import wan
from tenancy import policy

LIST = "assets:list"
ENTERED = Q(state=Asset.State.LEDGER)
MARKS = ("after", "before")
COUNTED = 1_000  # over counties an exact count of a search costs more than it tells


def index(request):
    """二（三）The ledger of those units this person's post reaches."""
    policy.require_anywhere(request.user, "view_register")
    county = request.scope.county
    kept = list(saved.visible(request.user, county)) if county else []
    usual = next((one for one in kept if one.is_default and one.owner_id == request.user.pk), None)
    if usual and not request.GET:
        return redirect(usual)
    form = AssetFilter(request.GET, scope=request.scope, user=request.user)
    address = _address(form, has_usual=usual is not None)
    rows = form.apply(Asset.objects.permitted(request.user))
    columns = chosen(request.user, county)
    page = Page(rows, loaded(Asset.objects.all(), columns), **_place(form))
    totals = _totals(request, form, rows)
    context = {
        "rows": [_row(asset, columns) for asset in page.rows],
        "columns": list(_heads(columns, page, address)),
        "chips": form.chips(address),
        "clear_url": address(**dict.fromkeys(form.active)),
        "totals": totals,
        "page": _turning(page, totals, address),
        "empty": _empty(form),
        "q": form.cleaned_data.get("q", ""),
        "filter_form": form,
        "active_count": len(form.active.keys() - {"state"}),
        "bulk": _bulk(request, form, totals, page) if page.rows else None,
    }
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "assets/_table.html", context)
    return render(request, "assets/list.html", context | _head(request, form, address, kept))


def _place(form):
    """Where in the list one is, and its order."""
    marks = {name: form.data.get(name, "") for name in MARKS}
    return marks | {"order": form.cleaned_data.get("sort")}


def _row(asset, columns):
    """An asset with what its row shows: the cells, and its value where ticks are summed."""
    asset.cells = [column.cell(asset) for column in columns]
    return asset


def _turning(page, totals, address):
    return {
        "count_text": totals["text"],
        "first_url": address() if page.previous else "",
        "prev_url": address(before=page.previous) if page.previous else "",
        "next_url": address(after=page.next) if page.next else "",
    }


def _address(form, has_usual):
    """A function that writes the list's address with some parameters changed; a page mark never survives a change.

    A saved filter is written out, so that taking off a part of it is possible. Who has a usual filter must say that
    they want none of it.
    """
    everything = reverse("assets:list", query={saved.PARAMETER: saved.NONE} if has_usual else None)

    def write(**changes):
        kept = QueryDict(mutable=True)
        for name in form.data:
            if form.data.get(name) and name not in (saved.PARAMETER, *MARKS):
                kept[name] = form.data[name]
        for name, value in changes.items():
            kept.pop(name, None)
            if value is not None:
                kept[name] = value
        return f"{reverse('assets:list')}?{kept.urlencode()}" if kept else everything

    return write


def _bulk(request, form, totals, page):
    """What may be done to ticked rows, and to all that pass."""
    county, query = request.scope.county, saved.kept(form, but=("sort",))
    state = form.active.get("state", "")
    whole = bool(county and (page.next or page.previous))
    return {
        "actions": offered(request.user, LIST, state) if county else [],
        "start_url": reverse("assets:bulk_start"),
        "labels_url": reverse("assets:labels") if county and state in ("", Asset.State.LEDGER) else "",
        "query": query,
        "told": bulk.count_token(request.user, query, totals["n"]) if whole else "",
        "all_text": f"全部 {totals['text']}" if whole else "",
        "all_value": wan(totals["value"]) if whole else "",
    }


def _totals(request, form, rows):
    """Count and value of everything that passes: from the summary over counties, exact within one."""
    if request.scope.county or "total" in form.data:
        value, n = Sum("original_value", default=0), Count("pk")
        part = {
            "entered": Count("pk", filter=ENTERED),
            "worth": Sum("original_value", filter=ENTERED, default=0),
        }
        return _told(rows.order_by().aggregate(n=n, value=value, **({} if "state" in form.active else part)))
    if form.active.keys() <= SUMMED and not form.cleaned_data.get("q"):
        return _told(_summed(request.user, form.active))
    n = rows.order_by()[: COUNTED + 1].count()
    return {
        "text": f"{n:,} 项" if n <= COUNTED else f"超过 {COUNTED:,} 项",
        "value": None,
        "parts": [],
        "n": n,
    }


def _told(known):
    """The totals as the table shows them; of all states together, also what part of it is in the ledger."""
    part = (
        {"label": "其中已入账", "text": f"{known['entered']:,} 项", "value": known["worth"]}
        if "entered" in known
        else None
    )
    parts = [part] if part else []
    return {"text": f"{known['n']:,} 项", "value": known["value"], "parts": parts, "n": known["n"]}


def _summed(user, active):
    keys = {"county": "county_id", "town": "town_code"}
    rows = policy.permitted(Summary.objects.all(), user, "view_register")
    rows = rows.filter(**{keys.get(name, name): value for name, value in active.items()})
    part = {"entered": Sum("n", filter=ENTERED, default=0), "worth": Sum("value", filter=ENTERED, default=0)}
    more = {} if "state" in active else part
    return rows.aggregate(**more, n=Sum("n", default=0), value=Sum("value", default=0))


def _heads(columns, page, address):
    for column in columns:
        key = column.sort
        again = key == page.order and not page.turned  # a second click turns the direction
        shown = {"sort_url": address(sort=f"{TURNED}{key}" if again else key) if key else "", "sort": ""}
        if key and key == page.order:
            shown["sort"] = "descending" if page.descending else "ascending"
        yield {"label": column.label, "css": column.css, "num": column.num, "key": key} | shown


def _head(request, form, address, kept):
    active = form.active.get("state")
    tabs = [{"label": "全部", "url": address(state=None), "active": not active, "count": None}]
    tabs += [
        {"label": label, "url": address(state=state), "active": active == state, "count": None}
        for state, label in Asset.State.choices
    ]
    query = saved.kept(form)
    return {
        "tabs": tabs,
        "sub": request.post.unit.name if request.post else "",
        "add_url": reverse("assets:create") if policy.holds(request.user, "register_asset") else "",
        "import_url": reverse("imports:upload") if policy.holds(request.user, "import_assets") else "",
        "export_url": f"{reverse('exports:new')}?{'&'.join(filter(None, ('resource=assets', query)))}",
        "saved": saved.menu(request.user, kept, query, "assets:list") if request.scope.county else None,
        "columns_url": f"{reverse('assets:columns')}?{query}",
    }


def _empty(form):
    if form.active or form.cleaned_data.get("q"):
        return {"title": "没有符合条件的资产", "why": "请放宽筛选条件，或清除查找词后再试。"}
    return {"title": "台账还没有资产", "why": "可以逐项登记，也可以从 Excel 导入。"}
