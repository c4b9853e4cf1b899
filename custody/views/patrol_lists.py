"""巡查 and 维修: what was looked at, what is to be looked at, what is to be repaired."""

from datetime import timedelta

from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from assets.clauses import sentence
from assets.filters import AssetFilter
from assets.listing import address_of, answer, counted, place, table
from assets.models import Asset
from assets.pages import Page
from custody.columns_patrols import DUE, DUE_TO_GO, PATROLS, REPAIRS
from custody.filters_patrols import PatrolFilter, RepairFilter
from custody.models import Patrol, Repair
from custody.patrols import rules
from custody.patrols.lateness import lateness
from custody.patrols.recording import VERB
from custody.patrols.schedule import SOON, due_on, last_on, with_due
from custody.views.places import by_place, url
from ownership.prints import at
from tenancy import policy

TEMPLATE = "custody/list.html"
WORDS = "资产名称、编号"
OF_ASSET = ("unit", "asset__town", "asset__village")
WHEN = [("", "已超期"), ("soon", "近期应查"), ("all", "全部")]
HEADS = ["应巡查资产", "从未巡查", "近期应查", "已超期", "最长超期"]
EMPTY = {"title": "没有需要巡查的资产", "why": "您负责的资产都在期限之内；需要时从“全部”中打开资产登记。"}


def patrols(request):
    """二（五）The looks at the assets of those units this person's post reaches."""
    policy.require_anywhere(request.user, policy.SEE)
    form = PatrolFilter(request.GET, scope=request.scope, user=request.user)
    rows = form.apply(Patrol.objects.permitted(request.user))
    taken = Count("photos"), Count("photos", filter=Q(photos__twin__isnull=False))
    shown = Patrol.objects.select_related(*OF_ASSET, "made_by").annotate(taken=taken[0], twins=taken[1])
    page = Page(rows, shown, **place(form))
    address = address_of("patrols:list", form)
    context = table(page, PATROLS, rows, address, form, caption="巡查记录", empty="到现场巡查后登记。")
    return answer(
        request,
        TEMPLATE,
        context,
        form,
        title="巡查记录",
        search=WORDS,
        tabs=_tabs(Patrol, form, address),
        links=_links(request, "patrols", form),
    )


def repairs(request):
    """二（五）The repair orders of those units this person's post reaches."""
    policy.require_anywhere(request.user, policy.SEE)
    form = RepairFilter(request.GET, scope=request.scope, user=request.user)
    rows = form.apply(Repair.objects.permitted(request.user))
    page = Page(rows, Repair.objects.select_related(*OF_ASSET), **place(form))
    address = address_of("patrols:repairs", form)
    context = table(page, REPAIRS, rows, address, form, caption="维修单", empty="巡查发现损坏时开出维修单。")
    return answer(
        request,
        TEMPLATE,
        context,
        form,
        title="维修",
        search=WORDS,
        tabs=_tabs(Repair, form, address),
        links=_links(request, "repairs", form),
    )


def _tabs(model, form, address):
    active = form.active.get("state", "")
    states = [("", "全部"), *model.State.choices]
    return [
        {"label": label, "url": address(state=key or None), "active": key == active} for key, label in states
    ]


def _links(request, resource, form):
    """The ways from a list: to look at what is due, and to a file of it."""
    query = {"resource": resource} | {key: value for key, value in form.data.items() if value}
    found = [("download", "导出", reverse("exports:new", query=query))]
    if policy.holds(request.user, VERB) and request.scope.county:
        found.insert(0, ("walk", "去巡查", reverse("patrols:walk")))
    return found


def due(request):
    """二（五）Assets by the day on which they are to be looked at, the latest first."""
    policy.require_anywhere(request.user, policy.SEE)
    form = AssetFilter(request.GET, scope=request.scope, user=request.user)
    rows, when = _due(form, Asset.objects.permitted(request.user), request.GET.get("when", ""))
    shown = Asset.objects.for_list().annotate(due=due_on(form.narrowed_to), last=last_on())
    page = Page(rows, shown, **_by_day(form))
    address = address_of("patrols:due", form)
    columns = DUE_TO_GO if policy.holds(request.user, VERB) and request.scope.county else DUE
    context = table(page, columns, rows, address, form, caption="应巡查资产", empty="资产都在巡查期限之内。")
    tabs = [{"label": text, "url": address(when=key or None), "active": key == when} for key, text in WHEN]
    return answer(
        request,
        TEMPLATE,
        context,
        form,
        title="应巡查资产",
        search="名称、编号、原编号",
        tabs=tabs,
        links=[
            ("table", "按地方汇总", reverse("patrols:places")),
            ("list", "巡查记录", reverse("patrols:list")),
        ],
    )


def _by_day(form):
    told = place(form)
    return told | {"order": told["order"] or "due"}


def _due(form, assets, when):
    """(the assets that pass, those late, due soon or all; which of the three)."""
    when = when if when in dict(WHEN) else ""
    rows = with_due(form.apply(assets, without=("state",)), form.narrowed_to)
    today = timezone.localdate()
    if when == "soon":
        rows = rows.filter(due__gte=today, due__lte=today + timedelta(days=SOON))
    elif not when:
        rows = rows.filter(due__lt=today)
    return rows, when


def places(request):
    """二（五）落实管护责任: by township, and by village within one, what is to be looked at and what is late."""
    return by_place(
        request,
        "patrols:places",
        "巡查超期",
        HEADS,
        count=lambda form, rows, by: lateness(rows, by, form.narrowed_to),
        cells=_cells,
        note=sentence("二（五）", "落实管护责任") + "巡查间隔由本县参数规定。",
        icon="calendar-time",
        list_url=reverse("patrols:due"),
    )


def _cells(one, narrow):
    """The figures of a place as text, with the list that each counts."""
    return [
        (f"{one.total:,}", url("patrols:due", narrow | {"when": "all"})),
        (f"{one.never:,}", ""),
        (f"{one.soon:,}", url("patrols:due", narrow | {"when": "soon"})),
        (f"{one.late:,}", url("patrols:due", narrow)),
        (f"{one.longest:,} 天" if one.longest else "—", ""),
    ]


def walk(request):
    """二（五）The way of whoever goes: the assets in their charge, the latest first, card by card for one thumb."""
    policy.require_anywhere(request.user, VERB)
    form = AssetFilter(request.GET, scope=request.scope, user=request.user)
    mine = with_due(
        form.apply(Asset.objects.permitted(request.user, VERB), without=("state",)), form.narrowed_to
    )
    shown = Asset.objects.select_related("unit", "town", "village")
    page = Page(mine, shown.annotate(due=due_on(form.narrowed_to), last=last_on()), **_by_day(form))
    address, today = address_of("patrols:walk", form), timezone.localdate()
    context = {
        "cards": [_card(asset, today) for asset in page.rows],
        "q": form.cleaned_data.get("q", ""),
        "filter_form": form,
        "active_count": len(form.active),
        "clear_url": reverse("patrols:walk"),
        "late": counted(mine.filter(due__lt=today), form)[1],
        "next_url": address(after=page.next) if page.next else "",
        "prev_url": address(before=page.previous) if page.previous else "",
        "empty": EMPTY,
    }
    return render(request, "custody/walk.html", context)


def _card(asset, today):
    return {
        "asset": asset,
        "url": reverse("patrols:new", args=[asset.pk]),
        "place": at(asset),
        "last": asset.last,
        "due": asset.due,
        "late": rules.overdue_days(asset.due, today),
    }
