"""台账总览：value and count of the ledger by every part of it, each figure a link to the assets it sums."""

from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from assets import buckets, figures, saved
from assets.choices import Category, Subtype
from assets.figures import Figure
from assets.filters import SUMMED, AssetFilter
from assets.models import Asset
from journal.templatetags.jiadi import place as village_name
from journal.templatetags.jiadi import wan
from tenancy import policy
from tenancy.models import Region, Unit

State = Asset.State
LOCAL = (Unit.Kind.TOWN, Unit.Kind.VILLAGE)
PLACES = {
    "county_id": ("县区", "county"),
    "town_id": ("乡镇", "town"),
    "village_id": ("村（社区）", "village"),
}
PART_COLUMNS = [{"label": "数量（项）", "num": True}, {"label": "原值（万元）", "num": True}]
# The order of the figures on top; the table of progress goes the other way, as registration does.
ORDER = [State.LEDGER, State.VERIFIED, State.SUBMITTED, State.DRAFT, State.RETIRED]
STEPS = [*(state.label for state in reversed(ORDER[:4])), f"超 {buckets.SLOW} 天未办", "最长停留"]


def dashboard(request):
    """二（三）The ledger of those units this person's post reaches, counted; filtered as its list is."""
    policy.require_anywhere(request.user, "view_register")
    form = AssetFilter(request.GET, scope=request.scope, user=request.user)
    rows = form.apply(Asset.objects.permitted(request.user), without=("state",))
    board = Board(request, form)
    board.found = figures.count(rows, place=board.place, state=board.state)
    context = {
        "sub": request.post.unit.name,
        "made_at": timezone.now(),
        "list_url": board.opens(),
        "state_label": State(board.state).label,
        "stats": list(board.stats()),
        "parts": list(board.parts()),
        "progress": board.progress(),
        "chips": [*board.state_chip(), *form.chips(board.address)],
        "clear_url": reverse("assets:dashboard"),
        "saved": _saved(request, form),
        "filter_form": form,
        "active_count": len(form.active.keys() - {"state"}),
        "q": form.cleaned_data.get("q", ""),
    }
    return render(request, "assets/dashboard.html", context)


def _saved(request, form):
    """The saved filters, which here narrow what is counted; None over counties, which have none."""
    county = request.scope.county
    kept = list(saved.visible(request.user, county)) if county else []
    return saved.menu(request.user, kept, saved.kept(form), "assets:dashboard") if county else None


class Board:
    """The figures of one request as the page shows them: parts with rows, each with the address it opens."""

    def __init__(self, request, form):
        self.request, self.form, self.active = request, form, form.active
        self.state = self.active.get("state", State.LEDGER)
        self.place = _finest(request, self.active)
        self.found = {}

    def address(self, **changes):
        """The dashboard's own address with some parameters changed."""
        kept = self._kept(changes)
        return f"{reverse('assets:dashboard')}?{kept.urlencode()}" if kept else reverse("assets:dashboard")

    def opens(self, **changes):
        """The address of the list that sums to a figure: what is filtered here, and the part."""
        kept = self._kept(changes)
        if not self.request.scope.county and not kept.keys() <= SUMMED:
            kept["total"] = "1"  # else a list over counties does not sum what it would have to read for it
        return f"{reverse('assets:list')}?{kept.urlencode()}"

    def _kept(self, changes):
        """What is filtered, written out, so that it says the same wherever it came from; with some changes."""
        kept, at_work = QueryDict(mutable=True), [*self.active, "q"]
        for name in at_work:
            if name not in changes and (given := self.form.data.get(name)):
                kept[name] = given
        kept.update({name: value for name, value in changes.items() if value is not None})
        return kept

    def state_chip(self):
        """The state as a chip where one was chosen; the list has tabs for it."""
        if "state" in self.active:
            yield {"label": "状态", "value": State(self.state).label, "remove_url": self.address(state=None)}

    def stats(self):
        """One figure a state: what is in the ledger first, and what is still on its way."""
        for state in ORDER:
            one = self.found["state"].get(state, Figure())
            note = f"原值 {wan(one.value)} 万元"
            url = self.opens(state=state)
            yield {"label": state.label, "value": f"{one.n:,}", "unit": "项", "note": note, "url": url}

    def parts(self):
        """The tables of the chosen state, each a partition with its total."""
        label, name = PLACES[self.place]
        yield self._part("types", "资产类型", list(self._types()), "bar", shown=lambda row: row["fine"])
        yield self._part("places", label, list(self._places(name)), "bar")
        yield self._part("years", "形成年度", list(self._years()), "bar")
        yield self._part("kinds", "资金类别", self._coded("fund_kind", buckets.FUND_KINDS), "pie")
        yield self._part("levels", "资金级次", self._coded("fund_level", buckets.FUND_LEVELS))
        if self.place != "county_id":
            yield self._part("depts", "实施部门", list(self._depts()), "bar")

    def _part(self, key, title, rows, kind="", shown=lambda row: True):
        """A table with its chart of that kind; "" draws none, where nearly all is one part (多级资金)."""
        drawn = [row for row in rows if shown(row)]
        total = self._row("合计", self.found["state"].get(self.state, Figure()))
        return {
            "id": key,
            "title": title,
            "rows": rows,
            "total": total,
            "columns": [{"label": title}, *PART_COLUMNS],
            "chart": kind
            and {
                "id": f"chart-{key}",
                "title": title,
                "kind": kind,
                "unit": "万元",
                "labels": [row["label"] for row in drawn],
                "series": [{"name": "原值", "values": [row["value"].replace(",", "") for row in drawn]}],
            },
        }

    def _row(self, label, figure, fine=False, **narrow):
        url = self.opens(state=self.state, **narrow)
        return {"label": label, "n": f"{figure.n:,}", "value": wan(figure.value), "url": url, "fine": fine}

    def _types(self):
        fine = self.found["type"]
        for category in Category:
            if figure := self.found["category"].get(category):
                yield self._row(category.label, figure, category=category.value)
            for subtype in Subtype:
                if figure := fine.get((category, subtype)):
                    narrow = {"category": category.value, "subtype": subtype.value}
                    yield self._row(subtype.label, figure, fine=True, **narrow)

    def _places(self, name):
        by_place = {k: figure for (k, state), figure in self.found["progress"].items() if state == self.state}
        named = self._names()
        for code in sorted(by_place, key=lambda code: code or 10**13):
            yield self._row(named[code], by_place[code], **{name: code or buckets.ABSENT})

    def _names(self):
        codes = {code for code, _ in self.found["progress"]}
        known = Region.objects.filter(pk__in=codes - {None}).values_list("pk", "name")
        return {code: village_name(name) for code, name in known} | {None: "未注明"}

    def _years(self):
        for year, figure in sorted(self.found["year"].items()):
            yield self._row(f"{year} 年", figure, year_from=year, year_to=year)

    def _coded(self, way, choices):
        found = self.found[way]
        return [self._row(label, found[key], **{way: key}) for key, label in choices if key in found]

    def _depts(self):
        found = self.found["dept"]
        named = dict(Unit.objects.filter(pk__in=found.keys() - {None}).values_list("pk", "name"))
        for pk in sorted(found, key=lambda pk: (pk is None, -found[pk].value)):
            yield self._row(named.get(pk, "未注明"), found[pk], impl=pk or buckets.ABSENT)

    def progress(self):
        """How far the registration is, a row a place: a count a state, and what lies untouched."""
        label, name = PLACES[self.place]
        by_place = self.found["progress"]
        named = self._names()
        codes = sorted({code for code, _ in by_place}, key=lambda code: code or 10**13)
        rows = [
            self._steps(named[code], {s: by_place.get((code, s)) for s in State}, {name: code or 0})
            for code in codes
        ]
        return {
            "title": f"登记进度（按{label}）",
            "columns": [{"label": label}, *({"label": told, "num": True} for told in STEPS)],
            "rows": rows,
            "total": self._steps("合计", self.found["state"], {}),
        }

    def _steps(self, label, by_state, narrow):
        waiting = [by_state[state] for state in buckets.WAITING if by_state.get(state)]
        since = min((figure.oldest for figure in waiting), default=None)
        cells = [
            {"text": f"{(by_state.get(s) or Figure()).n:,}", "url": self.opens(state=s, **narrow)}
            for s in reversed(ORDER[:4])
        ]
        lying = {
            "text": f"{sum(figure.stale for figure in waiting):,}",
            "url": self.opens(state=None, stale=buckets.SLOW, **narrow),
        }
        age = f"{(timezone.now() - since).days} 天" if since else "—"
        return {"label": label, "cells": [*cells, lying], "age": age}


def _finest(request, active):
    """The column of the places told: one step below the place that is looked at."""
    if not request.scope.county and "county" not in active:
        return "county_id"
    return "village_id" if "town" in active or request.post.unit.kind in LOCAL else "town_id"
