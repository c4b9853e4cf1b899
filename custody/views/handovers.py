"""管护交接: signed by both on the phone; what was handed over, with its receipt."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assets.clauses import CLAUSES
from custody import handing
from custody.columns import shown_name
from custody.filters import NAMES
from custody.forms_handover import HandoverForm
from custody.models import Duty, Handover
from journal import documents, history
from journal.forms import take_back
from tenancy import policy
from tenancy.roles import VERBS

CLAUSE = "二（五）"
SIDES = {"giver": "giver_signature", "taker": "taker_signature"}


def new(request, pk):
    """二（五）Hand a duty, and others of the same person, over to somebody else."""
    rows = Duty.objects.permitted(request.user).select_related("unit", "asset", "county")
    duty = get_object_or_404(rows, pk=pk)
    policy.require(request.user, handing.VERB, duty)
    obstacles = handing.obstacles(duty, request.user)
    duties = handing.together_with(duty)
    form = HandoverForm(
        request.POST or None, request.FILES or None, duties=duties, initial={"keeper": duty.keeper}
    )
    if request.method == "POST" and not obstacles and form.is_valid():
        try:
            with transaction.atomic():  # signatures of what is refused are not kept either
                made = handing.hand_over(form.chosen, by=request.user, **form.values)
        except ValidationError as refused:
            take_back(refused, form)
        else:
            messages.success(request, f"已办理交接：{len(form.chosen)} 项由{made.taker}接管。")
            return redirect(made)
    context = {
        "duty": duty,
        "crumbs": [("管护责任", reverse("custody:list")), (duty.asset.name, duty.get_absolute_url())],
        "sub": f"移交人 {duty.custodian}（{duty.body_name}）",
        "form": form,
        "obstacles": obstacles,
        "clause": CLAUSE,
        "quote": CLAUSES[CLAUSE],
        "cancel_url": duty.get_absolute_url(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "custody/hand_over.html", context, status=status)


def detail(request, pk):
    """二（五）What was handed over, by whom to whom, with both signatures."""
    found = _found(request, pk)
    names = policy.may(request.user, NAMES, found)
    duties = Duty.objects.filter(county_id=found.county_id, handover=found).for_list().order_by("name", "pk")
    context = {
        "handover": found,
        "crumbs": [("管护责任", reverse("custody:list")), ("管护交接", "")],
        "sub": f"{found.county} · {found.unit}",
        "giver": shown_name(found.giver, names),
        "taker": shown_name(found.taker, names),
        "duties": list(duties),
        "columns": [{"label": label} for label in ("资产名称", "管护内容", "原期限")],
        "signatures": [
            (label, reverse("custody:signature", args=[pk, side]))
            for side, label in (("giver", "移交人签名"), ("taker", "接收人签名"))
        ]
        if names
        else [],
        "entries": history.of(found, [(Handover, [found.pk] if names else [])]),
    }
    return render(request, "custody/handover.html", context)


def signature(request, pk, side):
    """One of the signatures, for whoever may read people's names."""
    found = _found(request, pk)
    if side not in SIDES:
        raise Http404
    if not policy.may(request.user, NAMES, found):
        raise PermissionDenied(policy.NO_VERB.format(VERBS[NAMES]))
    return documents.serve(getattr(found, SIDES[side]), inline=True)


def _found(request, pk):
    related = ("unit", "county", "giver_signature", "taker_signature", "made_by")
    return get_object_or_404(Handover.objects.permitted(request.user).select_related(*related), pk=pk)
