"""One duty: who looks after what, from when to when, with what money; what is allowed next; how it came to be."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from assets.clauses import CLAUSES
from assets.models import Asset
from custody import actions, handing, rules
from custody.choices import DutyKind, Regime
from custody.columns import shown_body, shown_name, shown_phone
from custody.filters import NAMES
from custody.forms import DutyForm
from custody.gaps import confirmed_on, remember_stretches
from custody.guards import NOT_TITLED, clashes, settled_titles, unready
from custody.models import Duty
from journal import history
from journal.forms import take_back
from ownership.forms_owners import units_of
from ownership.models import Title
from ownership.prints import at
from tenancy import policy
from tenancy.models import Unit

CLAUSE, VERB = "二（五）", actions.VERB
RELATED = ("unit", "county", "body", "handover", "asset__unit", "asset__town", "asset__village", "previous")
NOT_YOURS = "您只能登记本部门管护的；由其他单位管护的，请由资产所在的村、乡镇登记。"
KEPT = "regime body_name keeper fund_source fund_amount duties".split()


def duty(request, pk):
    """二（五）一项管护责任：管护主体、责任人、期限、经费和办理过程。"""
    found = get_object_or_404(Duty.objects.permitted(request.user).select_related(*RELATED), pk=pk)
    names = policy.may(request.user, NAMES, found)
    obstacles = handing.obstacles(found, request.user)
    may_hand = found.state == Duty.State.IN_FORCE and policy.may(request.user, VERB, found)
    context = {
        "duty": found,
        "asset": found.asset,
        "crumbs": [("管护责任", reverse("custody:list")), (found.get_kind_display(), "")],
        "title": str(found),
        "sub": f"{found.county} · {found.unit}",
        "place": at(found.asset),
        "facts": facts(found, names),
        "clash": clashes([found]).get(pk) if found.state == Duty.State.DRAFT else None,
        "successor": Duty.objects.filter(county_id=found.county_id, previous=found).first(),
        "hand_url": reverse("custody:hand_over", args=[pk]) if may_hand and not obstacles else "",
        "edit_url": reverse("custody:edit", args=[pk])
        if actions.why_not_amend(found, request.user) is None
        else "",
        "entries": history.of(found, [(Duty, [found.pk] if names else [])]),
    }
    return render(request, "custody/duty.html", context)


def facts(found, names):
    """[(label, text)] of a duty; people in full for whoever may read `names`."""
    return [
        ("管护内容", found.get_kind_display()),
        ("管护方式", found.get_regime_display()),
        ("管护主体", shown_body(found, names)),
        ("管护责任人", shown_name(found.custodian, names)),
        ("人员类别", found.get_keeper_display()),
        ("联系电话", shown_phone(found.phone, names)),
        ("期限", found.term_text()),
        ("管护经费", found.funds_text()),
        ("管护职责", found.duties),
        ("备注", found.remark),
    ]


def panel(request, asset):
    """What the page of an asset shows of who looks after it; without htmx, the list of its duties."""
    rows = Asset.objects.permitted(request.user).select_related("unit").annotate(confirmed_on=confirmed_on())
    asset = get_object_or_404(rows, pk=asset)
    if not request.htmx:
        return redirect(f"{reverse('custody:list')}?asset={asset.pk}")
    standing = Duty.objects.filter(county_id=asset.county_id, asset=asset, state__in=["draft", "in_force"])
    names = policy.may(request.user, NAMES, asset)
    remember_stretches([asset])
    context = {
        "asset": asset,
        "duties": [_line(one, names) for one in standing.order_by("kind", "pk")],
        "list_url": f"{reverse('custody:list')}?asset={asset.pk}",
        "gap": rules.days(asset.stretches),
        "bare": asset.is_bare,
        "since": asset.stretches[-1][0] if asset.is_bare else None,
        "note": _not_yet(asset),
        "new_url": reverse("custody:create", args=[asset.pk])
        if policy.may(request.user, VERB, asset) and not unready(asset)
        else "",
    }
    return render(request, "custody/_panel.html", context)


def _line(one, names):
    return {
        "url": one.get_absolute_url(),
        "kind": one.get_kind_display(),
        "body": shown_body(one, names),
        "custodian": shown_name(one.custodian, names),
        "phone": shown_phone(one.phone, names),
        "term": one.term_text(),
        "state": one.state,
        "state_label": one.get_state_display(),
        "lapsed": one.is_lapsed,
    }


def _not_yet(asset):
    """Why what is drafted for an asset cannot be confirmed yet, or ""."""
    if told := unready(asset):
        return told
    state = settled_titles([asset])[asset.pk]
    return (
        "" if state in Title.SETTLED else NOT_TITLED.format(Title.State(state).label if state else "未开始")
    )


def create(request, asset):
    """二（五）Write down who looks after an asset of the ledger."""
    rows = Asset.objects.permitted(request.user).select_related("unit", "town", "village")
    asset = get_object_or_404(rows, pk=asset)
    if not _may_create(request.user, asset):
        policy.require(request.user, VERB, asset)
    form = DutyForm(request.POST or None, initial=_initial(asset))
    if request.method == "POST" and form.is_valid():
        if made := _try(form, lambda: actions.draft(asset, by=request.user, **form.values)):
            messages.success(request, "已登记管护责任，待审核人员核对确认。")
            return redirect(made)
    told = unready(asset)
    return _page(request, "登记管护责任", asset, form, asset.get_absolute_url(), [told] if told else [])


def _may_create(user, asset):
    """Who holds the verb over the asset's unit, or in a department that is involved in the asset."""
    involved = [asset.implementing_dept_id, asset.supervising_dept_id]
    mine = {grant.unit_id for grant in policy.grants(user) if grant.verb == VERB}
    return policy.may(user, VERB, asset) or bool(mine & set(involved))


def edit(request, pk):
    """二（五）Change a draft."""
    found = get_object_or_404(Duty.objects.permitted(request.user).select_related(*RELATED), pk=pk)
    if sentence := actions.why_not_amend(found, request.user):
        raise PermissionDenied(sentence)
    initial = {name: getattr(found, name) for name in [*DutyForm.Meta.fields, "version"]}
    form = DutyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        if saved := _try(form, lambda: actions.amend(found, by=request.user, version=version, **form.values)):
            messages.success(request, "已保存管护责任。")
            return redirect(saved)
    return _page(request, "修改管护责任", found.asset, form, found.get_absolute_url(), [])


def _initial(asset):
    """What is most likely: the body of the last duty of the asset from the day after it, or else its village."""
    today = timezone.localdate()
    first = {"kind": DutyKind.CARE, "from_on": today, "fund_amount": 0, "version": 0}
    held = Duty.objects.held().filter(county_id=asset.county_id, asset=asset, kind=DutyKind.CARE)
    if last := held.order_by("-from_on").first():
        return first | {name: getattr(last, name) for name in KEPT} | _after(last, today)
    kinds = {Unit.Kind.VILLAGE: Regime.VILLAGE, Unit.Kind.TOWN: Regime.TOWN}
    regime = kinds.get(asset.unit.kind, Regime.DEPARTMENT)
    return first | {"regime": regime, "body_name": _known(asset)}


def _after(last, today):
    return {"from_on": last.to_on + rules.DAY if last.to_on and last.to_on < today else today}


def _known(asset):
    """The name by which the unit of an asset is known among the county's."""
    town = f"{asset.town.name}" if asset.town and asset.unit.kind == Unit.Kind.VILLAGE else ""
    return f"{town}{asset.unit.name}"


def _try(form, save):
    try:
        return save()
    except ValidationError as refused:
        take_back(refused, form)
    except PermissionDenied:  # the page is theirs, the body they named is not
        form.add_error("body_name", NOT_YOURS)


def _page(request, title, asset, form, cancel_url, obstacles):
    context = {
        "title": title,
        "crumbs": [("管护责任", reverse("custody:list")), (asset.name, asset.get_absolute_url())],
        "asset": asset,
        "form": form,
        "bodies": [name for name, found in units_of(asset.county_id).items() if len(found) == 1],
        "obstacles": obstacles,
        "clause": CLAUSE,
        "quote": CLAUSES[CLAUSE],
        "cancel_url": cancel_url,
    }
    return render(request, "custody/form.html", context, status=422 if request.method == "POST" else 200)
