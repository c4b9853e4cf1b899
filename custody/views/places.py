"""What a duty comes to by place: by township, by village within one, by county over several."""

from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from assets.filters import AssetFilter
from assets.models import Asset
from assets.views.dashboard import PLACES
from ownership.views.progress import KEPT, finest, named
from tenancy import policy


def by_place(request, address, heading, heads, *, count, cells, **told):
    """The page of figures by place. `address`: its name; `heads`: of the columns behind the place's.

    count(form, rows, by)    {place: figures that add up} of these assets; `by`: county_id, town_id or village_id
    cells(figures, narrow)   [(text, address of the list it counts or "")], `narrow` the filters of that place
    `told`: note, icon, list_url.
    """
    policy.require_anywhere(request.user, policy.SEE)
    form = AssetFilter(request.GET, scope=request.scope, user=request.user)
    active = {name: value for name, value in form.active.items() if name in KEPT}
    rows = form.apply(Asset.objects.permitted(request.user), without=form.active.keys() - active.keys())
    by = finest(request, active)
    found = count(form, rows, by)
    label, name = PLACES[by]
    names = named(found)
    total = None
    for figures in found.values():
        total = figures if total is None else total + figures
    lines = [
        _row(names[code], cells(found[code], active | {name: code or 0}))
        for code in sorted(found, key=lambda code: code or 10**13)
    ]
    context = {
        "heading": heading,
        "sub": f"{request.post.unit.name} · 截至 {timezone.localdate():%Y-%m-%d}",
        "title": f"{heading}（按{label}）",
        "columns": [{"label": label}, *({"label": head, "num": True} for head in heads)],
        "rows": lines,
        "total": _row("合计", cells(total, active) if total else [("0", "")] * len(heads)),
        "chips": form.chips(lambda **changes: url(address, active | changes)) if active else [],
        "clear_url": reverse(address),
    }
    return render(request, "custody/places.html", context | told)


def url(name, kept):
    """The address of a list narrowed to what is kept."""
    told = QueryDict(mutable=True)
    told.update({key: value for key, value in kept.items() if value is not None})
    return f"{reverse(name)}?{told.urlencode()}" if told else reverse(name)


def _row(label, cells):
    return {"label": label, "cells": [{"text": text, "url": address} for text, address in cells]}
