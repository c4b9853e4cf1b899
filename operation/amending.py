"""二（六）An agreement in force is amended: one proposes it with the paper both have signed, another approves.

What is owed changes by it as it does by a signing, so it takes as many eyes: whoever proposed it does not approve.
"""

from dataclasses import dataclass

from django.utils import timezone

from journal import documents
from journal.acts import act
from journal.forms import ReasonForm
from journal.transitions import Refused, locked, not_by_whoever, transition
from operation import actions, deadline, dues, editions, rules, rules_amending
from operation.charging import charged_until
from operation.guards import assets_are_ready, barred, owner_does_not_run_it
from operation.models import Agreement, Amendment, Due
from tenancy import persons, policy

State = Agreement.State
PROPOSE = "operation.propose_amendment"
NOT_NOW = "当前状态为「{}」，履行中的协议才能变更。"
NO_VERB = "您的岗位不能变更此处的经营协议。"
WAITS = "协议已有一项变更待审核，审核或者退回之后方可再提出。"
NOTHING_WAITS = "没有待审核的变更"
NOTHING = "没有改动任何约定。请修改需要变更的内容后再提交。"
FUTURE = "变更日期不能晚于今天；以后执行的变更，到时再登记。"
BEFORE_IT_BEGAN = "变更日期不能早于协议的起始日期 {}。"
AFTER_ITS_END = "变更日期晚于协议的截止日期 {}，请办理到期终止或者续签。"
BEFORE_THE_LAST = "变更日期不能早于上一次变更的日期 {}。"
ENDS_BEFORE = "新的截止日期不能早于变更日期；提前终止的，请办理协商解除。"
LESS_DEPOSIT = "保证金不能减到 {:,.2f} 元以下：已收的保证金在协议终止时退还。"
REPLACED = "协议自 {:%Y-%m-%d} 起变更（第 {} 版），按新的付款计划另列"


@dataclass(frozen=True)
class Change:
    """What is asked: the new terms (an Agreement in memory), from which day, and when is paid first by them."""

    old: Agreement
    new: Agreement
    on: object
    next_due_on: object = None

    @property
    def reschedules(self):
        """Whether anything of it moves what is owed."""
        moved = set(editions.changed(self.old, self.new)) & set(rules_amending.RESCHEDULING)
        return bool(moved or self.next_due_on)


def why_not(agreement, by):
    """The sentence that says why this person may not amend an agreement now, or None."""
    if agreement.state != State.IN_FORCE:
        return NOT_NOW.format(agreement.get_state_display())
    if not policy.may(by, actions.VERB, agreement):
        return NO_VERB
    return WAITS if agreement.amend_asked_at else None


def propose(agreement, *, by, version, on, reason, file, next_due_on=None, **fields):
    """二（六）Propose that an agreement in force says something else from a day on; `fields`: those of editions.FIELDS.

    `version` is the one the form was opened with. Returns the Amendment. Raises Stale, Refused by field.
    """
    with act(PROPOSE, "提出变更", by=by, county=agreement.county_id) as entry:
        row = locked(agreement)
        if sentence := why_not(row, by):
            raise Refused(sentence)
        if row.version != version:
            raise actions.Stale("您填写期间，他人已办理本协议的事项。请核对后重新打开填写。")
        change = asked(row, fields, on, next_due_on)
        told = faults(change, dues_of(row))
        if sentence := persons.fault("变更原因", reason):
            told.append(("reason", sentence))
        if told:
            raise Refused(actions.by_field(told))
        made = _write(change, by, reason, file)
        row.amend_asked_at, row.amend_asked_by, row.version = made.made_at, by, row.version + 1
        row.save()
        entry.about(row, before=row.state, after=row.state, reason=reason)
    return made


def asked(agreement, fields, on, next_due_on=None):
    """The Change that these fields make of an agreement; of the figures only those its income rule asks for."""
    new = editions.with_terms(agreement, {})
    actions.fill(new, fields)
    return Change(agreement, new, on, next_due_on)


def _write(change, by, reason, file):
    names = editions.changed(change.old, change.new)
    made = Amendment(
        county_id=change.old.county_id,
        agreement=change.old,
        edition=change.old.edition + 1,
        on=change.on,
        reason=reason,
        paper=documents.store(file, by=by, county=change.old.county_id, kinds=actions.PAPERS),
        next_due_on=change.next_due_on,
        before=editions.told(change.old, names),
        after=editions.told(change.new, names),
        changes=editions.differences(change.old, change.new),
        made_by=by,
    )
    made.save()
    return made


def dues_of(agreement, lock=False):
    """The dues of an agreement but those replaced before, in their order, each told whether lateness was charged."""
    rows = Due.objects.select_for_update(of=("self",)) if lock else Due.objects.all()
    rows = rows.filter(county_id=agreement.county_id, agreement=agreement).exclude(state=Due.State.REPLACED)
    found = list(rows.order_by("position"))
    charged = charged_until(found) if found else {}
    for due in found:
        due.is_charged = due.pk in charged
    return found


def waiting(agreement):
    """The amendment that waits to be approved, or None."""
    rows = agreement.amendments.filter(county_id=agreement.county_id, state=Amendment.State.PROPOSED)
    return rows.select_related("paper", "made_by").first()


def change_of(agreement, amendment):
    """The Change of an amendment that waits."""
    new = editions.with_terms(agreement, amendment.after)
    return Change(agreement, new, amendment.on, amendment.next_due_on)


def plan(change, rows):
    """The rules_amending.Plan of a change without fault over the agreement's dues."""
    if change.reschedules:
        return rules_amending.replan(change.old, change.new, rows, change.on, change.next_due_on)
    return rules_amending.Plan(rows, [], [])


def faults(change, rows):
    """[(field, sentence)] of what is wrong with a change, given the agreement's dues; six queries at most."""
    told = [*_day_faults(change)]
    if not (editions.changed(change.old, change.new) or change.next_due_on):
        told.append((None, NOTHING))
    told += actions.faults(editions.with_terms(change.new, {"total": None}))
    if change.new.deposit < change.old.deposit:
        told.append(("deposit", LESS_DEPOSIT.format(change.old.deposit)))
    if told:
        return told
    if change.reschedules:
        told += rules_amending.faults(change.old, change.new, rows, change.on, change.next_due_on)
    else:
        told += rules.total_faults(change.new, plan(change, rows).known)
    return told or [("to_on", f"{sentence}。") for sentence in _longer(change)]


def _day_faults(change):
    old, on = change.old, change.on
    last = editions.in_force(old).values_list("on", flat=True).first()
    if on > timezone.localdate():
        yield "on", FUTURE
    elif on < old.from_on:
        yield "on", BEFORE_IT_BEGAN.format(old.from_on)
    elif on > old.to_on:
        yield "on", AFTER_ITS_END.format(old.to_on)
    elif last and on < last:
        yield "on", BEFORE_THE_LAST.format(last)
    elif change.new.to_on < on:
        yield "to_on", ENDS_BEFORE


def _longer(change):
    """What bars a longer term: it gives the right to operate anew, to this operator, over these assets."""
    if change.new.to_on <= change.old.to_on:
        return []
    added = editions.with_terms(change.new, {})
    added.from_on = rules.next_day(change.old.to_on)
    told = [assets_are_ready([added], None), owner_does_not_run_it([added], None)]
    held = barred(added.county_id, [added.operator_id])
    return [one[added.pk] for one in told if one] + [*held.values()]


def amendment_waits(agreement, by):
    """A guard: somebody has proposed one."""
    if not agreement.amend_asked_at:
        return NOTHING_WAITS


def amendment_holds(agreement, by):
    """A guard: it can still be done, whatever was paid, signed or frozen since it was proposed."""
    if amendment := waiting(agreement):
        told = faults(change_of(agreement, amendment), dues_of(agreement))
        return "；".join(sentence.rstrip("。") for _, sentence in told) or None


@transition(
    Agreement,
    source=State.IN_FORCE,
    target=None,
    verb=actions.SIGN,
    label="审核变更",
    guards=[
        amendment_waits,
        amendment_holds,
        not_by_whoever(PROPOSE, "变更由您提出，本环节须由他人办理"),
    ],
    asked="amend_asked_at",
)
def amend(agreement, *, by):
    """二（六）协议内容经双方协商变更：审核补充协议，形成新的版本，以后各期应付款按新的约定重排。"""
    actions.lock_parties([agreement])
    rows, amendment = dues_of(agreement, lock=True), waiting(agreement)
    change = change_of(agreement, amendment)
    if told := faults(change, rows):
        raise Refused([sentence for _, sentence in told])
    made = plan(change, rows)
    for name in editions.changed(agreement, change.new):
        setattr(agreement, name, getattr(change.new, name))
    agreement.edition += 1
    agreement.amend_asked_at = agreement.amend_asked_by = None
    _judge(amendment, Amendment.State.IN_FORCE, by, edition=agreement.edition)
    actions.hold_assets(agreement)
    last = dues.last_position(agreement)
    dues.replace(made.replaced, REPLACED.format(amendment.on, agreement.edition))
    dues.write(agreement, made.new, after=last)
    deadline.signed(agreement, by=by)


@transition(
    Agreement,
    source=State.IN_FORCE,
    target=None,
    verb=actions.SIGN,
    label="退回变更",
    form=ReasonForm,
    guards=[amendment_waits],
    tone="warning",
)
def refuse_amendment(agreement, *, by, reason):
    """二（六）变更不当或者填写有误，写明原因退回，协议照旧履行。"""
    agreement.amend_asked_at = agreement.amend_asked_by = None
    _judge(waiting(agreement), Amendment.State.REFUSED, by, answer=reason)


def _judge(amendment, state, by, **fields):
    amendment.state, amendment.judged_at, amendment.judged_by = state, timezone.now(), by
    for name, value in fields.items():
        setattr(amendment, name, value)
    amendment.save()
