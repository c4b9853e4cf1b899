"""What the lists of all apps share: their addresses, heads, pages turned by key, and the bar of acts on many rows.

form, rows = DutyFilter(request.GET, …), …
page = Page(rows, shown, **place(form))
address = address_of("custody:list", form)
context = table(page, COLUMNS, rows, address, form, noun="管护责任", bulk=bar(form, SHELF, page, n))
"""

from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse

from assets import bulk
from assets.shelves import offered

MARKS = ("after", "before")
COUNTED = 1_000  # over counties an exact count of a search costs more than it tells
TABLE = "_components/rows.html"


def answer(request, template, context, form, **head):
    """The page, or to htmx its rows alone."""
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, TABLE, context)
    usual = {
        "filter_form": form,
        "active_count": len(form.active.keys() - {"state"}),
        "q": form.cleaned_data.get("q", ""),
        "sub": request.post.unit.name if request.post else "",
    }
    return render(request, template, context | usual | head)


def table(page, columns, rows, address, form, *, caption, empty, shelf=None, papers=(), state=""):
    """What _components/rows.html shows. `rows` are all that pass; `empty` is the hint where there are none at all.

    `papers` are [(url, label)] of what can be printed or drawn up of ticked rows; `state` the one all are in, if any.
    """
    n, text = counted(rows, form)
    for row in page.rows:
        row.cells = [column.cell(row) for column in columns]
    return {
        "caption": caption,
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
        "empty": _empty(form, empty),
        "bulk": _bar(form, shelf, papers, page, n, state) if shelf and page.rows else None,
    }


def counted(rows, form):
    """(how many rows pass, or one more than are counted; that as text)."""
    rows = rows.order_by()
    n = rows.count() if form.scope.county else rows[: COUNTED + 1].count()
    return n, f"{n:,} 项" if form.scope.county or n <= COUNTED else f"超过 {COUNTED:,} 项"


def _bar(form, shelf, papers, page, n, state):
    """What may be done to ticked rows, and to all that pass; None where nothing may."""
    query = address_of(shelf.page, form)(sort=None).partition("?")[2]
    acts = offered(form.user, shelf.page, state) if form.scope.county else []
    if not acts and not papers:
        return None
    whole = bool(page.next or page.previous)
    return {
        "actions": acts,
        "start_url": reverse("assets:bulk_start"),
        "papers": papers,
        "query": query,
        "told": bulk.count_token(form.user, query, n) if whole else "",
        "all_text": f"全部 {n:,} 项" if whole else "",
    }


def place(form):
    """Where in the list one is, and its order, as Page takes it."""
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


def address_of(name, form):
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


def _empty(form, hint):
    if form.active or form.cleaned_data.get("q"):
        return {"title": "没有符合条件的记录", "why": "请放宽筛选条件，或清除查找词后再试。"}
    return {"title": "这里还没有记录", "why": hint}
