"""确权登记: the list of titles, and the assets of the ledger that have none yet."""

from django.urls import reverse

from assets.columns import USUAL, loaded
from assets.filters import AssetFilter
from assets.listing import address_of, answer, place, table
from assets.models import Asset
from assets.pages import Page
from ownership.bulk import TITLES, UNTITLED
from ownership.columns import COLUMNS, LATE_COLUMNS
from ownership.deadline import due_on, overdue, title_state, without_title
from ownership.filters import TitleFilter
from ownership.models import Title
from tenancy import policy

PLAIN = [column for column in USUAL if column.key != "state"]
BEGINNING, LATE = "untitled", "late"
PAPERS = [("register", "打印登记表"), ("certificate", "打印证书"), ("handover", "打印移交清单")]
ASSET_WORDS = "名称、编号、原编号"
TEMPLATE = "ownership/list.html"
USUAL_TABLE = {
    "caption": "确权登记",
    "empty": "资产入账后，在“未开始”中勾选资产提出确权。",
}


def index(request):
    """二（四）Titles of those units this person's post reaches."""
    policy.require_anywhere(request.user, policy.SEE)
    form = TitleFilter(request.GET, scope=request.scope, user=request.user)
    rows = form.apply(Title.objects.permitted(request.user))
    shown = Title.objects.for_list().annotate(due=due_on(form.narrowed_to, "asset__"))
    page = Page(rows, shown, **place(form))
    address = address_of("ownership:list", form)
    state = form.active.get("state", "")
    asked = {"shelf": TITLES, "papers": _papers(request.user, state), "state": state}
    context = table(page, COLUMNS, rows, address, form, **USUAL_TABLE, **asked)
    return answer(request, TEMPLATE, context, form, **_titles_head(form, address))


def _papers(user, state):
    """[(url, label)] of what is printed or drawn up of ticked titles."""
    papers = [(reverse("ownership:print", args=[kind]), label) for kind, label in PAPERS]
    if state in ("", Title.State.PROPOSED) and policy.holds(user, "draft_notice"):
        papers.insert(0, (reverse("ownership:notice"), "起草公示"))
    if state in ("", Title.State.HANDED_OVER) and policy.holds(user, "hand_over_title"):
        papers.append((reverse("ownership:books"), "登记账簿编号"))
    return papers


def untitled(request):
    """二（四）Assets of the ledger that nobody has begun to confirm."""
    policy.require_anywhere(request.user, policy.SEE)
    form = AssetFilter(request.GET, scope=request.scope, user=request.user)
    rows = without_title(form.apply(Asset.objects.permitted(request.user), without=("state",)))
    page = Page(rows, loaded(Asset.objects.all(), PLAIN), **place(form))
    address = address_of("ownership:untitled", form)
    context = table(page, PLAIN, rows, address, form, **USUAL_TABLE, shelf=UNTITLED)
    return answer(request, TEMPLATE, context, form, **_assets_head("未开始确权的资产", BEGINNING))


def late(request):
    """二（四）Assets of the ledger that are not confirmed though their day is over, those not begun among them."""
    policy.require_anywhere(request.user, policy.SEE)
    form = AssetFilter(request.GET, scope=request.scope, user=request.user)
    county = form.narrowed_to
    rows = overdue(form.apply(Asset.objects.permitted(request.user), without=("state",)), county)
    shown = Asset.objects.for_list().annotate(due=due_on(county), title=title_state())
    page = Page(rows, shown, **place(form))
    address = address_of("ownership:late", form)
    context = table(page, LATE_COLUMNS, rows, address, form, **USUAL_TABLE)
    return answer(request, TEMPLATE, context, form, **_assets_head("超期未确权的资产", LATE))


def _assets_head(title, active):
    return {
        "title": title,
        "tabs": _tabs(active),
        "search": ASSET_WORDS,
        "progress_url": reverse("ownership:progress"),
    }


def _titles_head(form, address):
    return {
        "title": "确权登记",
        "progress_url": reverse("ownership:progress"),
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
