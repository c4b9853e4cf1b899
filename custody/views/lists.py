"""管护责任: the list of duties, and the assets of the ledger for which nobody stands responsible."""

from django.urls import reverse

from assets.columns import loaded
from assets.filters import AssetFilter
from assets.listing import address_of, answer, place, table
from assets.models import Asset
from assets.pages import Page
from assets.views.registers import export_url
from custody.actions import VERB
from custody.bulk import DUTIES, UNCARED
from custody.columns import PLAIN, columns
from custody.filters import NAMES, DutyFilter
from custody.gaps import without_custodian
from custody.models import Duty
from tenancy import policy

NOBODY, TEMPLATE = "uncared", "custody/list.html"
EMPTY = "资产入账后，在“未落实”中勾选资产，登记管护责任。"
ASSET_WORDS = "名称、编号、原编号"


def index(request):
    """二（五）The duties of those units this person's post reaches."""
    policy.require_anywhere(request.user, policy.SEE)
    form = DutyFilter(request.GET, scope=request.scope, user=request.user)
    rows = form.apply(Duty.objects.permitted(request.user))
    page = Page(rows, Duty.objects.for_list(), **place(form))
    address = address_of("custody:list", form)
    shown = columns(policy.holds(request.user, NAMES))
    state = form.active.get("state", "")
    papers = [(reverse("custody:print"), "打印名册")]
    asked = {"caption": "管护责任", "empty": EMPTY, "shelf": DUTIES, "state": state, "papers": papers}
    context = table(page, shown, rows, address, form, **asked)
    head = _head("管护责任", state, address)
    head |= {"print_url": reverse("custody:print"), "query": request.GET.urlencode()}
    head["links"] += files(request)
    return answer(request, TEMPLATE, context, form, **head)


def files(request):
    """[(icon, label, url)]: what of the list can be taken out as a file, and brought in by one."""
    if policy.holds(request.user, NAMES):
        yield "download", "导出", export_url(request, "duties")
    if policy.holds(request.user, "import_assets") and policy.holds(request.user, VERB):
        yield "upload", "导入", reverse("imports:upload", query={"resource": "duties"})


def uncared(request):
    """二（五）Assets of the ledger for which nobody stands responsible."""
    policy.require_anywhere(request.user, policy.SEE)
    form = AssetFilter(request.GET, scope=request.scope, user=request.user)
    rows = without_custodian(form.apply(Asset.objects.permitted(request.user), without=("state",)))
    page = Page(rows, loaded(Asset.objects.all(), PLAIN), **place(form))
    address = address_of("custody:uncared", form)
    context = table(
        page,
        PLAIN,
        rows,
        address,
        form,
        caption="未落实管护的资产",
        empty="都已落实管护责任。",
        shelf=UNCARED,
    )
    head = _head("未落实管护的资产", NOBODY) | {"search": ASSET_WORDS}
    return answer(request, TEMPLATE, context, form, **head)


def _head(title, active, address=None):
    return {
        "title": title,
        "search": "资产名称、编号、管护主体、责任人",
        "tabs": tabs(active, address),
        "links": [("calendar-off", "管护空档", reverse("custody:gap_places"))],
    }


def tabs(active, address=None):
    """The states as tabs, behind the assets that nobody looks after."""
    address = address or (lambda state: f"{reverse('custody:list')}{f'?state={state}' if state else ''}")
    states = [("", "全部"), *Duty.State.choices]
    listed = [(state, label, address(state=state or None)) for state, label in states]
    listed.insert(0, (NOBODY, "未落实", reverse("custody:uncared")))
    return [{"label": label, "url": url, "active": active == key} for key, label, url in listed]
