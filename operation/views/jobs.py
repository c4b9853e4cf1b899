"""带动就业: the list with its sums, one line, what an agreement's page shows, and what enters and voids a line."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assets.clauses import sentence
from assets.listing import address_of, answer, place, table
from assets.models import Household
from assets.pages import Page
from assets.views.registers import export_url
from journal import history
from journal.forms import ReasonForm, take_back
from operation import employing
from operation.choices import Category
from operation.columns_jobs import jobs as columns
from operation.columns_jobs import shown
from operation.filters_jobs import NAMES, JobFilter, all_jobs
from operation.forms_jobs import JobForm
from operation.models import Agreement, LocalJob
from tenancy import policy

CLAUSE, VERB = "二（六）", employing.VERB
LIST = "operation:jobs"
RELATED = ("unit", "county", "agreement__unit", "household__village")
MOST_HOMES = 500
EMPTY = "在已签订的经营协议页面登记，也可以从 Excel 导入。"
SUM_COLUMNS = [
    {"label": "人员类别"},
    {"label": "人数", "num": True},
    {"label": "务工月数", "num": True},
    {"label": "劳务报酬（元）", "num": True},
]


def index(request):
    """二（六）优先选择当地贫困劳动力: who worked in those units this person's post reaches, and all of it in sums."""
    policy.require_anywhere(request.user, policy.SEE)
    form = JobFilter(request.GET, scope=request.scope, user=request.user)
    rows = form.apply(all_jobs(request.user))
    page = Page(rows, LocalJob.objects.select_related("unit", "agreement"), **place(form))
    address = address_of(LIST, form)
    names = policy.holds(request.user, NAMES)
    context = table(page, columns(names), rows, address, form, caption="带动就业", empty=EMPTY)
    parts, whole = employing.by_category(rows)
    head = {
        "title": "带动就业",
        "search": "协议名称、编号、岗位、务工人员" if names else "协议名称、编号、岗位",
        "tabs": _tabs(form.active.get("state", ""), address),
        "links": list(_files(request)),
        "sums": [*((category.label, work) for category, work in parts.items()), ("合计", whole)],
        "sum_columns": SUM_COLUMNS,
        "clause": CLAUSE,
        "quote": sentence(CLAUSE, "优先选择"),
    }
    return answer(request, "operation/entries.html", context, form, **head)


def _tabs(state, address):
    told = [("", "有效"), ("void", "已作废")]
    return [
        {"label": label, "url": address(state=key or None), "active": key == state} for key, label in told
    ]


def _files(request):
    if policy.holds(request.user, NAMES):
        yield "download", "导出", export_url(request, "jobs")
    if request.scope.county and policy.holds(request.user, "import_assets"):
        yield "upload", "导入", reverse("imports:upload", query={"resource": "jobs"})


def panel(request, agreement):
    """What the page of an agreement shows of the work it gave; without htmx, the list of it."""
    rows = Agreement.objects.permitted(request.user).select_related("unit")
    found = get_object_or_404(rows, pk=agreement)
    list_url = f"{reverse(LIST)}?agreement={found.pk}"
    if not request.htmx:
        return redirect(list_url)
    may_add = found.number and policy.may(request.user, VERB, found)
    context = {
        "agreement": found,
        "years": employing.against_promise(found),
        "categories": Category.choices,
        "list_url": list_url,
        "add_url": reverse("operation:job_create", args=[found.pk]) if may_add else "",
    }
    return render(request, "operation/_jobs.html", context)


def create(request, agreement):
    """二（六）Enter a person's work of a year under a signed agreement."""
    rows = Agreement.objects.permitted(request.user).select_related("unit")
    found = get_object_or_404(rows, pk=agreement)
    policy.require(request.user, VERB, found)
    if not found.number:
        raise PermissionDenied(employing.NOT_SIGNED.format(found.get_state_display()))
    form = JobForm(request.POST or None, homes=_homes(request.user, found))
    if request.method == "POST" and form.is_valid():
        try:
            made = employing.record(by=request.user, agreement=found, **form.cleaned_data)
        except ValidationError as refused:
            take_back(refused, form)
        else:
            messages.success(request, f"已登记：{made}")
            again = reverse("operation:job_create", args=[found.pk])
            return redirect(again if "another" in request.POST else made)
    crumbs = [("经营协议", reverse("operation:list")), (found.name, found.get_absolute_url())]
    context = {
        "title": "登记带动就业",
        "sub": f"{found.operator}",
        "crumbs": crumbs,
        "form": form,
        "clause": CLAUSE,
        "quote": sentence(CLAUSE, "优先选择"),
        "cancel_url": found.get_absolute_url(),
        "can_add_another": True,
    }
    return render(request, "operation/simple_form.html", context, status=422 if form.is_bound else 200)


def _homes(user, agreement):
    """The households of the register, of the villages the agreement's assets lie in, that a person may see."""
    places = employing.places_of([agreement])[agreement.pk]
    rows = Household.objects.permitted(user).filter(county_id=agreement.county_id)
    if not places.is_whole_county:
        rows = rows.filter(village_id__in=places.villages) | rows.filter(town_id__in=places.towns)
    return rows.select_related("village").order_by("village_id", "householder", "pk")[:MOST_HOMES]


def _found(request, pk):
    return get_object_or_404(all_jobs(request.user).select_related(*RELATED), pk=pk)


def job(request, pk):
    """二（六）One line: who worked, where, how long, for how much; what became of it."""
    found = _found(request, pk)
    names = policy.may(request.user, NAMES, found)
    may_void = not found.is_void and policy.may(request.user, VERB, found)
    home = found.household
    context = {
        "job": found,
        "title": shown(found.worker, names),
        "sub": f"{found.county} · {found.unit}",
        "crumbs": [("带动就业", reverse(LIST))],
        "facts": [
            ("人员类别", found.get_category_display()),
            ("岗位", found.work),
            ("年度", f"{found.year} 年"),
            ("务工月数", f"{found.months} 个月"),
            ("劳务报酬", f"{found.wages:,.2f} 元"),
        ],
        "agreement_url": found.agreement.get_absolute_url()
        if policy.may(request.user, policy.SEE, found.agreement)
        else "",
        "home": (home.householder if names else str(home)) if home else "",
        "home_url": home.get_absolute_url() if home and names else "",
        "void_url": reverse("operation:job_void", args=[pk]) if may_void else "",
        "entries": history.of(found, [(LocalJob, [found.pk] if names else [])]),
    }
    return render(request, "operation/job.html", context)


def void(request, pk):
    """二（六）Declare a line void, with the reason."""
    found = _found(request, pk)
    policy.require(request.user, VERB, found)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            employing.void(found, by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as refused:
            take_back(refused, form)
        else:
            messages.success(request, f"已作废：{found}")
            return redirect(found)
    context = {
        "title": "作废带动就业",
        "sub": str(found),
        "crumbs": [("带动就业", reverse(LIST)), (str(found), found.get_absolute_url())],
        "form": form,
        "cancel_url": found.get_absolute_url(),
    }
    return render(request, "operation/simple_form.html", context, status=422 if form.is_bound else 200)
