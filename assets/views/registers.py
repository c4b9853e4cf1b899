"""What the pages of the two registers share: addresses, chips, pages turned by key, and figures by place."""

from django.db.models import Count, F, Q, Sum
from django.urls import reverse

from assets.models import Result
from assets.pages import Page
from tenancy.models import Region

COUNTED = 10_000  # over counties an exact count costs more than it tells
RESULTS = {f"result_{result.value}": Count("pk", filter=Q(result=result)) for result in Result}
RESULT_COLUMNS = [{"label": result.label, "num": True} for result in Result]
# Chosen place -> what the figures go by: the county's townships, a township's villages, a city's counties.
UNPLACED = {"county": "", "town": "全县（未分到乡镇）", "village": "镇级（未分到村）"}
LEVELS = {"county": "县（市、区）", "town": "乡镇", "village": "村（社区）"}


def address_of(request, name):
    """A function that writes the address of a list with some filters changed; page marks never survive."""

    def write(to=name, **changes):
        kept = request.GET.copy()
        for key, value in {"after": None, "before": None, **changes}.items():
            kept.pop(key, None)
            if value is not None:
                kept[key] = value
        return f"{reverse(to)}?{kept.urlencode()}" if kept else reverse(to)

    return write


def export_url(request, resource):
    """Where what this list shows is taken out as a file."""
    kept = request.GET.copy()
    for key in ("after", "before"):
        kept.pop(key, None)
    kept["resource"] = resource
    return f"{reverse('exports:new')}?{kept.urlencode()}"


def listed(request, form, rows, shown, address, totals):
    """The context of a list: its page of rows (`shown`: a queryset with what each row shows), chips and filters."""
    marks = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = Page(rows, shown, **marks)
    return narrowed(request, form, address) | {
        "rows": page.rows,
        "totals": totals,
        "page": {
            "count_text": totals["text"],
            "first_url": address() if page.previous else "",
            "prev_url": address(before=page.previous) if page.previous else "",
            "next_url": address(after=page.next) if page.next else "",
        },
        "empty": _empty(form),
    }


def narrowed(request, form, address):
    """What a page says of its filters."""
    return {
        "sub": request.post.unit.name if request.post else "",
        "q": form.words,
        "filter_form": form,
        "active_count": len(form.active.keys() - {"batch", "wrote"}),
        "chips": list(form.chips(address)),
        "clear_url": address(**dict.fromkeys(form.active)),
    }


def _empty(form):
    if form.active or form.words:
        return {"title": "没有符合条件的登记", "why": "请放宽筛选条件，或清除查找词后再试。"}
    return {"title": "还没有登记", "why": "可以逐项登记，也可以从 Excel 导入。"}


def totals_of(request, form, rows, **sums):
    """{text, …sums} of all rows that pass; over counties only a count, and that up to a limit."""
    if request.scope.county or form.active.get("county"):
        known = rows.order_by().aggregate(n=Count("pk"), **sums)
        return known | {"text": f"{known['n']:,} 项"}
    n = rows.order_by()[: COUNTED + 1].count()
    return dict.fromkeys(sums) | {"text": f"{n:,} 项" if n <= COUNTED else f"超过 {COUNTED:,} 项"}


def level_of(request, form):
    """By which places the figures go, for what is chosen: county, town or village."""
    if "town" in form.active:
        return "village"
    return "town" if request.scope.county or "county" in form.active else "county"


def by_place(rows, key, level, address, to, **sums):
    """[{label, url, list_url, …sums, results: [{n, url}]}] of each place, by code, and the same of all together.

    `key` is the path to the place's code, `to` the list that each figure opens. Two queries.
    """
    found = list(
        rows.order_by().values(code=F(key)).annotate(n=Count("pk"), **sums, **RESULTS).order_by("code")
    )
    names = dict(Region.objects.filter(code__in=[row["code"] for row in found]).values_list("code", "name"))
    told = [_figures(row, names.get(row["code"], ""), level, address, to) for row in found]
    whole = {name: sum(row[name] or 0 for row in found) for name in ("n", *sums, *RESULTS)}
    return told, _figures(whole | {"code": None}, "合计", level, address, to)


def _figures(row, label, level, address, to):
    here = {level: row["code"]} if row["code"] else {}
    below = level != "village" and row["code"]
    return row | {
        "label": label or UNPLACED[level],
        "url": address(**here) if below else "",
        "list_url": address(to=to, **here) if label else "",
        "results": [
            {
                "n": row[f"result_{result.value}"],
                "url": address(to=to, **here, result=result.value) if label else "",
            }
            for result in Result
        ],
    }


MONEY = {"amount": Sum("amount", default=0)}
