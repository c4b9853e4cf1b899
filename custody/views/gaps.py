"""管护空档: assets with days on which nobody was responsible, and how many there are at each place."""

from django.urls import reverse

from assets.clauses import sentence
from assets.filters import AssetFilter
from assets.listing import address_of, answer, place, table
from assets.models import Asset
from assets.pages import Page
from custody.columns import GAP_COLUMNS
from custody.gaps import by_place as gaps_by_place
from custody.gaps import confirmed_on, remember_stretches, with_gaps
from custody.views.places import by_place, url
from tenancy import policy

HEADS = ["已确权资产", "已有人管护", "现无人管护", "有过空档", "空档合计", "最长空档"]
NOW = [("", "全部"), ("1", "现无人管护"), ("0", "已补上")]
SINCE = "从确权之日起，没有人负日常管护责任的每一天都算空档。"
EMPTY = "确权以后每天都有责任人，没有空档。"


def index(request):
    """二（五）Assets for which nobody was responsible on some day since they were confirmed."""
    policy.require_anywhere(request.user, policy.SEE)
    form = AssetFilter(request.GET, scope=request.scope, user=request.user)
    now = request.GET.get("now", "")
    rows = with_gaps(form.apply(Asset.objects.permitted(request.user), without=("state",)), now)
    page = Page(rows, Asset.objects.for_list().annotate(confirmed_on=confirmed_on()), **place(form))
    remember_stretches(page.rows)
    address = address_of("custody:gaps", form)
    context = table(page, GAP_COLUMNS, rows, address, form, caption="管护空档", empty=EMPTY)
    head = {
        "title": "管护空档",
        "search": "名称、编号、原编号",
        "tabs": [
            {"label": label, "url": address(now=key or None), "active": key == now} for key, label in NOW
        ],
        "links": [("table", "按地方汇总", reverse("custody:gap_places"))],
    }
    return answer(request, "custody/list.html", context, form, **head)


def places(request):
    """二（五）落实管护责任: by township, and by village within one, who is without a custodian and for how long."""
    return by_place(
        request,
        "custody:gap_places",
        "管护空档",
        HEADS,
        count=lambda form, rows, by: gaps_by_place(rows, by),
        cells=_cells,
        note=sentence("二（五）", "落实管护责任") + SINCE,
        icon="calendar-off",
        list_url=reverse("custody:gaps"),
    )


def _cells(one, narrow):
    """The figures of a place as text, with the list that each counts."""
    return [
        (f"{one.total:,}", url("ownership:list", narrow | {"group": "settled"})),
        (f"{one.cared:,}", ""),
        (f"{one.bare:,}", url("custody:gaps", narrow | {"now": "1"})),
        (f"{one.ever:,}", url("custody:gaps", narrow)),
        (f"{one.days:,} 天", ""),
        (f"{one.longest:,} 天" if one.longest else "—", ""),
    ]
