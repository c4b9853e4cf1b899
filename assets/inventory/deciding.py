"""二（三）Deciding differences, one or many alike at once: each with its reason, by another hand than counted it.

Where the ledger changes it is by the ordinary act of the ledger, with that act's own permission, guards and history:
更正 amends, 核销退出 retires, 冻结待查 holds, 补登入账 registers a draft, which then goes the way of every draft.
"""

import hashlib
import json

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from assets import actions
from assets.choices import Acquisition, Scope, Status
from assets.inventory.correcting import Correction
from assets.inventory.counting import hold_open
from assets.models import Asset, RoundLine
from journal import many, sets
from journal.acts import acts, hold_reason
from journal.transitions import REGISTRY, Refused
from tenancy import policy
from tenancy.roles import VERBS

VERB = "decide_difference"
State, Decision = RoundLine.State, RoundLine.Decision
RECOUNT = "recount"  # no decision of the difference: somebody goes and looks again
# What may be decided of which difference, and the verb that the change of the ledger asks for besides.
OFFERED = {
    State.MISMATCH: [Decision.CORRECT, Decision.KEEP, Decision.HOLD, RECOUNT],
    State.LOSS: [Decision.RETIRE, Decision.KEEP, Decision.HOLD, RECOUNT],
    State.SURPLUS: [Decision.REGISTER, Decision.DECLINE],
}
NEEDS = {
    Decision.CORRECT: "amend_asset",
    Decision.RETIRE: "retire_asset",
    Decision.HOLD: "hold_asset",
    Decision.REGISTER: "register_asset",
}
STEPS = {Decision.RETIRE: "assets.retire", Decision.HOLD: "assets.hold"}
MOST = 500  # differences decided in one go
LABELS = {**dict(Decision.choices), RECOUNT: "重新清查"}
LOOK_AGAIN = "您查看之后，所选差异有变动。请看过现在的内容后再决定。"
NOTHING = "没有可以处理的差异，请重新选择。"
TOO_MANY = "一次最多处理 {most} 项差异，现在选中 {n:,} 项。请缩小范围，分几次处理。"
FOUR_EYES = "由您清查登记，须由他人处理"
WRITTEN = (
    *("state", "decision", "decision_reason", "decided_at", "decided_by_id", "asset_id"),
    *("version", "sent_back_version"),
)
EMPTIED = (
    "counted_on",
    "counted_at",
    "counted_by_id",
    "found_quantity",
    "found_status",
    "found_address",
    "note",
)


def offered(lines, user):
    """[(decision, label)] of what this person may decide of all these differences alike."""
    return [(choice, LABELS[choice]) for choice in _alike(lines) if _within(choice, user)]


def withheld(lines, user):
    """[(label, verb)] of what may be decided of all these differences, though not by this person."""
    return [(LABELS[choice], VERBS[NEEDS[choice]]) for choice in _alike(lines) if not _within(choice, user)]


def _alike(lines):
    """What the results of all lines have in common, in order."""
    common = [set(OFFERED.get(line.state, ())) for line in lines]
    every = dict.fromkeys(choice for choices in OFFERED.values() for choice in choices)
    return [choice for choice in every if choice in set.intersection(*common)] if common else []


def _within(choice, user):
    return choice not in NEEDS or policy.holds(user, NEEDS[choice])


def digest(lines):
    """A hash of which lines were looked at, in which version."""
    told = [[line.pk, line.version] for line in lines]
    return hashlib.sha256(json.dumps(sorted(told)).encode()).hexdigest()


def why_not(line, decision, by):
    """The sentence that says why this person may not decide so of this line now, or None."""
    if line.decision:
        return f"已作处理（{line.get_decision_display()}）"
    if decision not in OFFERED.get(line.state, ()):
        return f"清查结果为「{line.get_state_display()}」，不能{LABELS[decision]}"
    if line.counted_by_id == by.pk:
        return FOUR_EYES
    if not policy.may(by, VERB, line):
        return policy.NO_VERB.format(VERBS[VERB])
    return None


@transaction.atomic
def decide(lines, *, by, decision, reason, seen):
    """二（三）Decide differences of a round alike; {line id: [sentence]} of those refused, the rest is done.

    `lines`: a queryset within one county; `seen`: their `digest` when they were looked at; `decision`: a Decision or
    RECOUNT. Raises Refused for no reason, nothing to decide, or what changed since.
    """
    if decision not in LABELS:
        raise Refused({"decision": "请选择处理决定。"})
    if not reason.strip():
        raise Refused({"reason": "处理差异须写明理由。"})
    hold_reason(reason)
    rows = list(
        lines.select_for_update(of=("self",)).select_related("unit", "asset").order_by("pk")[: MOST + 1]
    )
    _hold(rows, seen)
    refused = {row.pk: [sentence] for row in rows if (sentence := why_not(row, decision, by))}
    able = [row for row in rows if row.pk not in refused]
    refused |= _change_ledger(able, decision, by, reason)
    _write([row for row in able if row.pk not in refused], decision, by, reason)
    return refused


def _hold(rows, seen):
    if not rows:
        raise Refused(NOTHING)
    if len(rows) > MOST:
        raise Refused(TOO_MANY.format(most=MOST, n=len(rows)))
    if digest(rows) != seen:
        raise Refused(LOOK_AGAIN)
    for pk in sorted({row.round_id for row in rows}):
        hold_open(pk)


def _change_ledger(rows, decision, by, reason):
    """Do in the ledger what the decision says; returns {line id: [sentence]} where the ledger refuses."""
    if decision == Decision.REGISTER:
        return _register(rows, by)
    if not rows or decision not in NEEDS:
        return {}
    step = Correction(rows) if decision == Decision.CORRECT else REGISTRY[STEPS[decision]]
    lines = {row.asset_id: row.pk for row in rows}
    found = Asset.objects.filter(county_id=rows[0].county_id, pk__in=lines)
    found = found.select_for_update(of=("self",)).annotate(hash=sets.fingerprint(Asset))
    seen = dict(found.order_by("pk").values_list("pk", "hash"))
    refused = many.carry_out(step, seen, by=by, county=rows[0].county_id, reason=reason)
    return {lines[pk]: sentences for pk, sentences in refused.items()}


def _register(rows, by):
    """A draft for each thing that the books do not know; what is still lacking is filled in like in any draft."""
    refused = {}
    for row in rows:
        try:
            with transaction.atomic():
                row.asset = actions.register(unit=row.unit, by=by, **_draft(row))
        except (PermissionDenied, ValidationError) as reason:
            refused[row.pk] = getattr(reason, "messages", [str(reason)])
    return refused


def _draft(row):
    status = row.found_status or Status.IN_USE
    told = f"清产核资盘盈：{row.note}"
    return {
        "name": row.name,
        "category": row.category,
        "subtype": row.subtype,
        "scope": row.scope,
        "scope_reason": told[:300],
        "tracing": told if row.scope == Scope.BEFORE_2016 else "",
        "formed_year": row.formed_year,
        "acquisition": Acquisition.OTHER,
        "town_id": row.town_id,
        "village_id": row.village_id,
        "address": row.found_address,
        "quantity": row.found_quantity,
        "measure": row.measure,
        "original_value": row.original_value,
        "status": status,
        "status_reason": told[:300] if Status(status).needs_reason else "",
    }


def _write(rows, decision, by, reason):
    """The lines themselves, by set, each with an entry of its own."""
    if not rows:
        return
    label = "退回重新清查" if decision == RECOUNT else f"处理清查差异：{LABELS[decision]}"
    with acts("assets.decide_difference", label, by=by, county=rows[0].county_id, rows=rows) as entries:
        for row in rows:
            before = row.state
            row.version += 1
            if decision == RECOUNT:
                _empty(row)
            else:
                row.decision, row.decision_reason = decision, reason
                row.decided_at, row.decided_by_id = timezone.now(), by.pk
            entries[row.pk].about(row, before=before, after=row.state, reason=reason)
        sets.update(rows, (*WRITTEN, *EMPTIED))


def _empty(row):
    row.sent_back_version = row.version
    row.state, row.found_quantity, row.found_status = State.UNCOUNTED, None, ""
    row.found_address = row.note = ""
    row.counted_on = row.counted_at = row.counted_by_id = None
