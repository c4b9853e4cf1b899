"""处理清查差异: what was chosen is looked at once more, and decided alike, with one reason."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse

from assets.filters_inventory import LineFilter
from assets.forms_inventory import DecisionForm
from assets.inventory import deciding
from assets.inventory.rules import book_size, found_text
from assets.models import DIFFERENCES, RoundLine
from journal.forms import take_back
from tenancy import policy
from tenancy.roles import VERBS

LIST = "assets:round_lines"
SHOWN = 50


def decide(request):
    """二（三）差异的处理：写明理由；台账有变动的，按台账自己的程序办理。"""
    if not request.scope.county or not policy.holds(request.user, deciding.VERB):
        raise PermissionDenied(policy.NO_VERB.format(VERBS[deciding.VERB]))
    rows = _chosen(request)
    lines = list(rows.select_related("unit", "town", "village", "counted_by")[: deciding.MOST + 1])
    if len(lines) > deciding.MOST:
        messages.warning(request, deciding.TOO_MANY.format(most=deciding.MOST, n=rows.count()))
        return redirect(reverse(LIST, query={"round": lines[0].round_id, "state": "undecided"}))
    choices = deciding.offered(lines, request.user)
    sent = request.method == "POST" and "seen" in request.POST
    form = DecisionForm(
        request.POST if sent else None,
        choices=choices,
        withheld=deciding.withheld(lines, request.user),
        initial={"seen": deciding.digest(lines)},
    )
    if not lines or (sent and form.is_valid()):
        try:
            refused = deciding.decide(rows, by=request.user, **form.cleaned_data) if lines else None
        except ValidationError as wrong:
            take_back(wrong, form)
            form.data = form.data.copy() | {"seen": deciding.digest(lines)}
        else:
            return _done(request, lines, refused)
    return render(
        request, "assets/decide.html", _context(request, lines, form, choices), status=422 if sent else 200
    )


def _chosen(request):
    """The undecided differences that were ticked, or all that a list's filter lets pass, in order."""
    told = request.POST if request.method == "POST" else request.GET
    rows = RoundLine.objects.permitted(request.user).filter(state__in=DIFFERENCES, decision="")
    if request.method == "GET" and "all" in told:
        rows = LineFilter(told, scope=request.scope, user=request.user).apply(rows)
    else:
        rows = rows.filter(pk__in=[int(pk) for pk in told.getlist("pk") if pk.isdecimal() and len(pk) < 19])
    return rows.order_by("pk")


def _done(request, lines, refused):
    if refused is None:
        messages.warning(request, deciding.NOTHING)
        return redirect(reverse(LIST, query={"state": "undecided"}))
    names = {line.pk: line.name for line in lines}
    if done := len(lines) - len(refused):
        messages.success(request, f"已处理 {done:,} 项差异。")
    for pk, sentences in list(refused.items())[:SHOWN]:
        messages.warning(request, f"{names[pk]}：{'；'.join(map(str, sentences))}。")
    return redirect(reverse(LIST, query={"round": lines[0].round_id, "state": "difference"}))


def _context(request, lines, form, choices):
    round_id = lines[0].round_id
    states = dict.fromkeys(line.get_state_display() for line in lines)
    return {
        "crumbs": [
            ("清产核资", reverse("assets:rounds")),
            ("清查差异", reverse(LIST, query={"round": round_id, "state": "difference"})),
            ("处理", ""),
        ],
        "title": f"处理 {len(lines):,} 项差异",
        "sub": "、".join(states),
        "lines": [
            {"row": line, "size": book_size(line), "found": found_text(line)} for line in lines[:SHOWN]
        ],
        "ids": [line.pk for line in lines],
        "more": max(len(lines) - SHOWN, 0),
        "form": form,
        "can_decide": bool(choices),
        "cancel_url": reverse(LIST, query={"round": round_id, "state": "difference"}),
    }
