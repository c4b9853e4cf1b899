"""Writing an agreement down, and changing a draft; its payments are shown before anything is saved."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assets.models import Asset
from journal.forms import take_back
from operation import actions, rules
from operation.forms import AgreementForm, CandidateForms, operator_text
from operation.models import Agreement, Operator
from operation.views.plans import PLAN, preview
from tenancy import policy

OFFERED = 500
RENEWED = (
    "name mode rights_duties benefit_mechanism income_distribution risk_control value_preservation income_rule"
    " amount base income_rate price every deposit late_fee buyback principal exit_terms jobs_promised wages_promised"
).split()


def create(request):
    """二（六）起草经营协议：从资产、从期满的协议，或者另起。"""
    policy.require_anywhere(request.user, actions.VERB)
    county = request.scope.county
    previous = _previous(request)
    initial = _renewal(previous, request.user) if previous else _of_asset(request)
    form = AgreementForm(request.POST or None, initial=initial, user=request.user, county=county)
    candidates = CandidateForms(request.POST or None)
    if _complete(request, form, candidates):
        told = _told(form, candidates) | {"unit": form.cleaned_data["unit"], "previous": previous}
        if made := _try(form, lambda: actions.draft(by=request.user, **told)):
            messages.success(request, f"已起草经营协议：{made}。核对无误后请登记决策。")
            return redirect(made)
    title = f"续签：{previous.name}" if previous else "起草经营协议"
    return _page(request, title, form, candidates, reverse("operation:list"))


def _previous(request):
    """The agreement that is to be renewed, of those this person may write; None where none is named."""
    asked = request.GET.get("renews", "")
    if not asked.isdecimal() or len(asked) > 18:
        return None
    rows = Agreement.objects.permitted(request.user, actions.VERB).exclude(number="")
    return get_object_or_404(rows.select_related("unit", "operator__unit"), pk=int(asked))


def _renewal(previous, user):
    """What the form begins with: the same terms, from the day after."""
    months, begins = rules.months_of(previous.from_on, previous.to_on), rules.next_day(previous.to_on)
    lines = previous.lines.filter(county_id=previous.county_id).select_related("asset").order_by("pk")
    kept = {name: getattr(previous, name) for name in RENEWED}
    return kept | {
        "unit": previous.unit_id,
        "operator": operator_text(previous.operator, user),
        "assets": "\n".join(line.asset.number for line in lines),
        "from_on": begins,
        "to_on": rules.day_before(rules.add_months(begins, months)),
        "first_due_on": rules.add_months(previous.first_due_on, months),
    }


def _of_asset(request):
    """What the form begins with where one comes from an asset's page."""
    asked = request.GET.get("asset", "")
    if not asked.isdecimal() or len(asked) > 18:
        return {}
    asset = Asset.objects.permitted(request.user).filter(pk=int(asked)).first()
    return {"assets": asset.number, "unit": asset.unit_id} if asset else {}


def edit(request, pk):
    """二（六）修改起草中的经营协议。"""
    rows = Agreement.objects.permitted(request.user).select_related("unit", "operator__unit")
    found = get_object_or_404(rows, pk=pk)
    if sentence := actions.why_not_redraft(found, request.user):
        raise PermissionDenied(sentence)
    lines = found.lines.filter(county_id=found.county_id).select_related("asset").order_by("pk")
    initial = {
        "version": found.version,
        "operator": operator_text(found.operator, request.user),
        "assets": "\n".join(line.asset.number for line in lines),
    }
    form = AgreementForm(
        request.POST or None, instance=found, initial=initial, user=request.user, county=found.county_id
    )
    kept = found.candidates.filter(county_id=found.county_id).order_by("position")
    candidates = CandidateForms(request.POST or None, kept)
    if _complete(request, form, candidates):
        told, version = _told(form, candidates), form.cleaned_data["version"] or 0
        if saved := _try(form, lambda: actions.redraft(found, by=request.user, version=version, **told)):
            messages.success(request, f"已保存：{saved}")
            return redirect(saved)
    return _page(request, "修改经营协议", form, candidates, found.get_absolute_url())


def _complete(request, form, candidates):
    """Whether it is to be saved now: neither more rows nor only the payments are asked for, and all is filled in."""
    if request.method != "POST" or "more" in request.POST:
        return False
    form.is_valid()  # both are asked: all faults are told at once
    if not candidates.is_valid():
        form.add_error(None, "候选经营主体有填写不对的地方，请按标红的提示更正。")
    return form.is_valid() and "preview" not in request.POST


def _told(form, candidates):
    data = form.cleaned_data
    return form.values | {
        "operator": data["operator"],
        "assets": data["assets"],
        "candidates": candidates.values,
    }


def _try(form, save):
    """The saved row; the sentences of a refusal stand at their fields."""
    try:
        return save()
    except ValidationError as refused:
        take_back(refused, form)


def _page(request, title, form, candidates, back):
    posted, asked = request.method == "POST", {"more", "preview"} & request.POST.keys()
    plan = _plan(form) if posted and "more" not in request.POST else None
    context = {
        "title": title,
        "crumbs": [("经营协议", reverse("operation:list"))],
        "form": form,
        "groups": list(form.groups()),
        "candidates": candidates,
        "operators": _offered(request),
        "plan": plan,
        "plan_columns": PLAN,
        "cancel_url": back,
    }
    failed = posted and (not asked or ("preview" in asked and form.errors))
    return render(request, "operation/form.html", context, status=422 if failed else 200)


def _plan(form):
    """The payments of what is filled in; what keeps them from being made is told at its field."""
    data = getattr(form, "cleaned_data", {})
    needed = {"from_on", "to_on", "first_due_on", "income_rule", "every", "mode"}
    if not all(data.get(name) for name in needed):
        return None
    terms = rules.Terms(**{name: data.get(name) for name in rules.Terms.__dataclass_fields__})
    for name, sentence in rules.faults(terms):
        if sentence not in form.errors.get(name, []):
            form.add_error(name, sentence)
    return preview(terms)


def _offered(request):
    """What the list beside the operator's field offers."""
    rows = (
        Operator.objects.filter(county_id=request.scope.county).select_related("unit").order_by("name", "pk")
    )
    return [operator_text(operator, request.user) for operator in rows[:OFFERED]]
