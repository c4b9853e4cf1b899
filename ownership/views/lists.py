"""确权登记: the list of titles, and the assets of the ledger that have none yet."""

from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse

from assets import bulk
from assets.columns import USUAL, loaded
from assets.filters import AssetFilter
from assets.models import Asset
from assets.pages import Page
from assets.shelves import offered
from ownership.bulk import TITLES, UNTITLED
from ownership.columns import COLUMNS, LATE_COLUMNS
from ownership.deadline import due_on, overdue, title_state, without_title
from ownership.filters import TitleFilter
from ownership.models import Title
from tenancy import policy

MARKS = ("after", "before")
COUNTED = 1_000  # over counties an exact count of a search costs more than it tells
PLAIN = [column for column in USUAL if column.key != "state"]
BEGINNING, LATE = "untitled", "late"
PAPERS = [("register", "打印登记表"), ("certificate", "打印证书"), ("handover", "打印移交清单")]
ASSET_WORDS = "名称、编号、原编号"


def index(request):
    """二（四）Titles of those units this person's post reaches."""
    policy.require_anywhere(request.user, policy.SEE)
    form = TitleFilter(request.GET, scope=request.scope, user=request.user)
    rows = form.apply(Title.objects.permitted(request.user))
    shown = Title.objects.for_list().annotate(due=due_on(form.narrowed_to, "asset__"))
    page = Page(rows, shown, **_place(form))
    address = _address("ownership:list", form)
    context = _table(page, COLUMNS, rows, address, form, TITLES)
    return _answer(request, "ownership/list.html", context | _titles_head(request, form, address), form)


def untitled(request):
    """二（四）Assets of the ledger that nobody has begun to confirm."""
    policy.require_anywhere(request.user, policy.SEE)
    form = AssetFilter(request.GET, scope=request.scope, user=request.user)
    rows = without_title(form.apply(Asset.objects.permitted(request.user), without=("state",)))
    page = Page(rows, loaded(Asset.objects.all(), PLAIN), **_place(form))
    address = _address("ownership:untitled", form)
    head = {"title": "未开始确权的资产", "tabs": _tabs(BEGINNING), "search": ASSET_WORDS}
    return _answer(
        request, "ownership/list.html", _table(page, PLAIN, rows, address, form, UNTITLED) | head, form
    )


def late(request):
    """二（四）Assets of the ledger that are not confirmed though their day is over, those not begun among them."""
    policy.require_anywhere(request.user, policy.SEE)
    form = AssetFilter(request.GET, scope=request.scope, user=request.user)
    county = form.narrowed_to
    rows = overdue(form.apply(Asset.objects.permitted(request.user), without=("state",)), county)
    shown = Asset.objects.for_list().annotate(due=due_on(county), title=title_state())
    page = Page(rows, shown, **_place(form))
    address = _address("ownership:late", form)
    head = {"title": "超期未确权的资产", "tabs": _tabs(LATE), "search": ASSET_WORDS}
    return _answer(
        request, "ownership/list.html", _table(page, LATE_COLUMNS, rows, address, form) | head, form
    )


def _answer(request, template, context, form):
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "ownership/_table.html", context)
    head = {
        "filter_form": form,
        "active_count": len(form.active.keys() - {"state"}),
        "q": form.cleaned_data.get("q", ""),
        "sub": request.post.unit.name if request.post else "",
        "progress_url": reverse("ownership:progress"),
    }
    return render(request, template, context | head)


def _table(page, columns, rows, address, form, shelf=None):
    n = rows.order_by()[: COUNTED + 1].count() if not form.scope.county else rows.order_by().count()
    text = f"{n:,} 项" if form.scope.county or n <= COUNTED else f"超过 {COUNTED:,} 项"
    for row in page.rows:
        row.cells = [column.cell(row) for column in columns]
    return {
        "rows": page.rows,
        "columns": [_head(column, page, address) for column in columns],
        "chips": form.chips(address),
        "clear_url": address(**dict.fromkeys(form.active)),
        "count": n,
        "page": {
            "count_text": text,
            "first_url": address() if page.previous else "",
            "prev_url": address(before=page.previous) if page.previous else "",
            "next_url": address(after=page.next) if page.next else "",
        },
        "empty": _empty(form),
        "bulk": _bulk(form, shelf, page, n) if shelf and page.rows else None,
    }


def _bulk(form, shelf, page, n):
    """What may be done to ticked rows, and to all that pass; None where nothing may."""
    query = _address(shelf.page, form)(sort=None).partition("?")[2]
    state = form.active.get("state", "") if shelf is TITLES else ""
    acts = offered(form.user, shelf.page, state) if form.scope.county else []
    papers = PAPERS if shelf is TITLES else ()
    if not acts and not papers:
        return None
    papers = [(reverse("ownership:print", args=[kind]), label) for kind, label in papers]
    if shelf is TITLES and state in ("", Title.State.PROPOSED) and policy.holds(form.user, "draft_notice"):
        papers.insert(0, (reverse("ownership:notice"), "起草公示"))
    if (
        shelf is TITLES
        and state in ("", Title.State.HANDED_OVER)
        and policy.holds(form.user, "hand_over_title")
    ):
        papers.append((reverse("ownership:books"), "登记账簿编号"))
    whole = bool(page.next or page.previous)
    return {
        "actions": acts,
        "start_url": reverse("assets:bulk_start"),
        "papers": papers,
        "query": query,
        "told": bulk.count_token(form.user, query, n) if whole else "",
        "all_text": f"全部 {n:,} 项" if whole else "",
    }


def _place(form):
    marks = {name: form.data.get(name, "") for name in MARKS}
    form.is_valid()
    return marks | {"order": form.cleaned_data.get("sort")}


def _head(column, page, address):
    key = column.sort
    again = key and key == page.order and not page.turned  # a second click turns the direction
    found = {"label": column.label, "css": column.css, "num": column.num, "key": key, "sort": ""}
    if key and key == page.order:
        found["sort"] = "descending" if page.descending else "ascending"
    return found | {"sort_url": address(sort=f"-{key}" if again else key) if key else ""}


def _address(name, form):
    """A function that writes the list's address with some parameters changed; a page mark never survives a change."""

    def write(**changes):
        kept = QueryDict(mutable=True)
        for key in form.data:
            if form.data.get(key) and key not in MARKS:
                kept[key] = form.data[key]
        for key, value in changes.items():
            kept.pop(key, None)
            if value is not None:
                kept[key] = value
        return f"{reverse(name)}?{kept.urlencode()}" if kept else reverse(name)

    return write


def _titles_head(request, form, address):
    return {
        "title": "确权登记",
        "tabs": _tabs(form.active.get("state", ""), address),
        "search": "资产名称、编号、权证编号、产权主体",
    }


def _tabs(active, address=None):
    """The states as tabs, between the assets nobody has begun with and those that are late."""
    address = address or (lambda state: f"{reverse('ownership:list')}{f'?state={state}' if state else ''}")
    states = [("", "全部"), *Title.State.choices]
    listed = [(state, label, address(state=state or None)) for state, label in states]
    listed.insert(0, (BEGINNING, "未开始", reverse("ownership:untitled")))
    listed.append((LATE, "超期", reverse("ownership:late")))
    return [{"label": label, "url": url, "active": active == key} for key, label, url in listed]


def _empty(form):
    if form.active or form.cleaned_data.get("q"):
        return {"title": "没有符合条件的记录", "why": "请放宽筛选条件，或清除查找词后再试。"}
    return {"title": "这里还没有记录", "why": "资产入账后，在“未开始”中勾选资产提出确权。"}
