"""One title: whose it is, by which parts, on what it rests, what is allowed next, and its history."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from assets.clauses import CLAUSES
from assets.models import Asset, EquityHolding
from journal import documents, history
from journal.forms import take_back
from journal.notices import notices_of
from ownership import actions, rules
from ownership.deadline import due_on
from ownership.forms_owners import OwnerForms, TitleForm
from ownership.guards import EQUITY, EQUITY_FIELDS, in_the_way, titled
from ownership.models import Share, Title
from ownership.notices import candidates
from ownership.prints import CERTIFIED, at
from ownership.steps import steps
from tenancy import policy

CLAUSE = "二（四）"
RELATED = (
    "unit",
    "county",
    "asset__unit",
    "asset__town",
    "asset__village",
    "asset__implementing_dept",
    "asset__supervising_dept",
    "reviewer",
    "decision",
)
SHARE_COLUMNS = [
    {"label": "产权主体"},
    {"label": "类别"},
    {"label": "统一社会信用代码"},
    {"label": "份数", "num": True},
    {"label": "占比", "num": True},
]
PAPERS = [("register", "登记表"), ("certificate", "证书"), ("handover", "移交清单")]


def title(request, pk):
    """二（四）一项资产的确权登记：产权主体及份额、依据、办理过程。"""
    found = _found(request, pk)
    sees_names = policy.may(request.user, "view_households", found)
    shares = found.owners()
    tables = [(Title, [found.pk])]
    if sees_names or not any(share.is_person for share in shares):
        tables.append((Share, [share.pk for share in shares]))
    context = {
        "title": found,
        "crumbs": [("确权登记", reverse("ownership:list")), (found.number or "未颁证", "")],
        "sub": f"{found.county} · {found.unit}",
        "asset": found.asset,
        "due": found.due if not found.is_settled and found.state != Title.State.EXTINGUISHED else None,
        "overdue": rules.overdue_days(found.due, timezone.localdate())
        if found.state in Title.UNDER_WAY
        else 0,
        "place": at(found.asset),
        "notices": list(notices_of(found)),
        "notice_url": _notice_url(found, request),
        "share_columns": SHARE_COLUMNS,
        "whole_text": f"总份数 {found.whole:,}",
        "shares": [_share(share, found.whole, sees_names) for share in shares],
        "equity": _equity(found.asset),
        "steps": steps(found),
        "papers": [
            (reverse("ownership:print", args=[kind]), label)
            for kind, label in PAPERS
            if kind == "register" or found.state in CERTIFIED
        ],
        "edit_url": reverse("ownership:edit", args=[pk]) if _may_edit(found, request.user) else "",
        "decision_url": reverse("ownership:decision", args=[pk]) if found.decision_id else "",
        "entries": history.of(found, tables),
    }
    return render(request, "ownership/title.html", context)


def _found(request, pk):
    rows = Title.objects.permitted(request.user).select_related(*RELATED)
    return get_object_or_404(rows.annotate(due=due_on(request.scope.county, "asset__")), pk=pk)


def _notice_url(found, request):
    """Where a notice over it is drawn up, for who may, while it is proposed and not shown."""
    waits = found.state == Title.State.PROPOSED and request.scope.county
    if not waits or not candidates(request.user).filter(pk=found.pk).exists():
        return ""
    return reverse("ownership:notice")


def _may_edit(found, user):
    return actions.why_not_amend(found, user) is None


def _share(share, whole, sees_names):
    return {
        "name": share.name if sees_names else share.shown_name,
        "kind": share.get_kind_display(),
        "credit_code": share.credit_code,
        "parts": f"{share.parts:,}",
        "percent": rules.percent(share.parts, whole),
    }


def _equity(asset):
    """[(label, text)] of what 二（四）asks of equity, from the asset's own page."""
    if asset.subtype not in EQUITY:
        return []
    kept = EquityHolding.objects.filter(county_id=asset.county_id, asset=asset).first()
    fields = [EquityHolding._meta.get_field(name) for name in EQUITY_FIELDS]
    return [(f.verbose_name, history.shown(f, getattr(kept, f.name, None), {}, absent="—")) for f in fields]


def panel(request, asset):
    """What the page of an asset shows of its title; without htmx, the title's own page."""
    rows = Asset.objects.permitted(request.user).select_related("unit")
    asset = get_object_or_404(rows, pk=asset)
    living = Title.objects.living().filter(county_id=asset.county_id, asset=asset)
    found = living.select_related("unit", "asset").first()
    new_url = reverse("ownership:create", args=[asset.pk])
    if not request.htmx:
        return redirect(found or (new_url if policy.may(request.user, "propose_title", asset) else asset))
    obstacles = [] if found else in_the_way([asset])[asset.pk]
    context = {
        "asset": asset,
        "title": found,
        "owners": found.owners_text() if found else "",
        "obstacles": obstacles,
        "new_url": new_url if not obstacles and policy.may(request.user, "propose_title", asset) else "",
    }
    return render(request, "ownership/_panel.html", context)


def create(request, asset):
    """二（四）Write down whose an asset of the ledger is to be."""
    rows = Asset.objects.permitted(request.user).select_related("unit", "town", "village")
    asset = get_object_or_404(rows, pk=asset)
    policy.require(request.user, "propose_title", asset)
    obstacles = [*in_the_way([asset])[asset.pk], *titled([asset]).values()]
    initial = {"basis": "benefit", "whole": 1, "version": 0}
    form = TitleForm(request.POST or None, initial=initial)
    forms = OwnerForms(request.POST or None, county=asset.county_id, first=asset)
    if _complete(request, form, forms):
        made = _try(form, lambda: actions.draft(asset, by=request.user, **_told(form, forms)))
        if made:
            messages.success(request, f"已起草确权：{made}。核对无误后请提出确权。")
            return redirect(made)
    return _page(request, "起草确权", asset, form, forms, asset.get_absolute_url(), obstacles)


def edit(request, pk):
    """二（四）Change a draft, or what the county is to decide."""
    found = _found(request, pk)
    if sentence := actions.why_not_amend(found, request.user):
        raise PermissionDenied(sentence)
    names = ("basis", "basis_note", "remark", "whole", "version")
    form = TitleForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    forms = OwnerForms(request.POST or None, county=found.county_id, shares=found.owners())
    if _complete(request, form, forms):
        version = form.cleaned_data["version"]
        told = _told(form, forms)
        saved = _try(form, lambda: actions.amend(found, by=request.user, version=version, **told))
        if saved:
            messages.success(request, f"已保存：{saved}")
            return redirect(saved)
    return _page(request, "修改确权", found.asset, form, forms, found.get_absolute_url(), [])


def _complete(request, form, forms):
    if request.method != "POST" or "more" in request.POST:
        return False
    form.is_valid()  # both are asked: all faults are told at once
    if not forms.is_valid():
        form.add_error(None, "产权主体有填写不对的地方，请按标红的提示更正。")
    return form.is_valid()


def _told(form, forms):
    data = form.cleaned_data
    kept = {name: data[name] for name in ("basis", "basis_note", "remark", "whole")}
    return kept | {"shares": forms.owners()}


def _try(form, save):
    try:
        return save()
    except ValidationError as refused:
        take_back(refused, form)


def _page(request, title, asset, form, forms, cancel_url, obstacles):
    context = {
        "title": title,
        "crumbs": [("确权登记", reverse("ownership:list")), (asset.name, asset.get_absolute_url())],
        "asset": asset,
        "form": form,
        "owner_forms": forms,
        "obstacles": obstacles,
        "clause": CLAUSE,
        "quote": CLAUSES[CLAUSE],
        "cancel_url": cancel_url,
    }
    asked_more = request.method == "POST" and "more" in request.POST
    status = 422 if request.method == "POST" and not asked_more else 200
    return render(request, "ownership/form.html", context, status=status)


def decision(request, pk):
    """The paper by which the county government decided, after the policy of its title."""
    found = _found(request, pk)
    if found.decision is None:
        raise Http404
    return documents.serve(found.decision, inline=True)
