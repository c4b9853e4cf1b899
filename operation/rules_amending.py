"""二（六）What an amendment makes of an agreement's payments: what stays, gives way, comes new; no database.

A period that has begun stays as it was agreed, and so does whatever was paid, was due before the day, or was worked
out: the new terms begin with the day after the last of these, and what follows is scheduled anew.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from operation import rules
from operation.choices import DueKind, Every, IncomeRule, Mode
from operation.rules import Payment, Terms

OPEN = "open"
STREAM = {DueKind.INCOME, DueKind.SHARE}
REPLACED = STREAM | {DueKind.PRINCIPAL}
RESCHEDULING = ("to_on", "income_rule", "amount", "base", "income_rate", "price", "every", "deposit")
INCOME = ("income_rule", "amount", "base", "income_rate", "price", "every")
RATES = ("income_rule", "income_rate", "price")  # by which an amount is worked out later
NOT_BEFORE = (
    "到 {} 为止的各期已经开始、到期或者收过款，新的截止日期不能早于这一天；提前终止的，请办理协商解除。"
)
NOTHING_LEFT = (
    "到 {} 为止的各期已经开始、到期或者收过款，期限之内没有可以重排的期次，请核对变更日期和截止日期。"
)
TOO_EARLY = "重排后的首次付款日 {} 早于变更日期，请填写变更日期以后的日子。"
WHEN = "原约定一次付清，推算不出下一次付款的日子，请填写重排后的首次付款日。"


@dataclass(frozen=True)
class Plan:
    """What becomes of an agreement's dues."""

    kept: list
    replaced: list
    new: list[Payment]

    @property
    def known(self) -> Decimal:
        """What the agreement earns in all, as far as it is known, in yuan: what was waived is part of the contract."""
        stays = (due.amount for due in self.kept if due.kind == DueKind.INCOME and due.amount)
        return sum(stays, Decimal(0)) + rules.known_total(self.new)


def replan(old, terms, dues, on: date, next_due_on: date | None = None) -> Plan:
    """The Plan of an agreement (`old`) whose terms become others on a day; `faults` has found nothing.

    `dues`: all but those replaced before, each with `is_charged` (a late fee was charged for it). `next_due_on`: the
    first day of payment of the new terms, None to go on in the rhythm of the old.
    """
    kept, replaced = _sorted_out(old, terms, dues, on)
    new = _income(old, terms, kept, next_due_on or _goes_on(old, kept, replaced))
    new += [
        Payment(DueKind.PRINCIPAL, None, None, terms.to_on, due.amount)
        for due in replaced
        if due.kind == DueKind.PRINCIPAL
    ]
    if terms.deposit > old.deposit:
        new.append(Payment(DueKind.DEPOSIT, None, None, on, terms.deposit - old.deposit))
    new.sort(key=lambda one: one.due_on)
    same = {_says(due) for due in replaced} & {_says(one) for one in new}
    if any(getattr(old, name) != getattr(terms, name) for name in RATES):
        same = {one for one in same if one[-1] is not None}  # nobody knows its amount, and it is another now
    return Plan(
        kept + [due for due in replaced if _says(due) in same],
        [due for due in replaced if _says(due) not in same],
        [one for one in new if _says(one) not in same],
    )


def faults(old, terms, dues, on: date, next_due_on: date | None = None) -> list[tuple[str, str]]:
    """[(field, sentence)] of what keeps a Plan from being made, or from making the contract's total."""
    kept, replaced = _sorted_out(old, terms, dues, on)
    begins_on = _begins(old, terms, kept)
    last = rules.day_before(begins_on)
    if terms.to_on < last:
        return [("to_on", NOT_BEFORE.format(last))]
    if begins_on > terms.to_on:
        if next_due_on or any(getattr(old, name) != getattr(terms, name) for name in INCOME):
            return [("on", NOTHING_LEFT.format(last))]
        return rules.total_faults(terms, replan(old, terms, dues, on).known)
    first = next_due_on or _goes_on(old, kept, replaced)
    if first is None:
        return [("next_due_on", WHEN)]
    if first < on:
        return [("next_due_on", TOO_EARLY.format(first))]
    told = rules.faults(_rest(terms, begins_on, first))
    if told:
        return [("next_due_on" if name == "first_due_on" else name, words) for name, words in told]
    return rules.total_faults(terms, replan(old, terms, dues, on, next_due_on).known)


def _sorted_out(old, terms, dues, on):
    """(what stays, what is replaced)."""
    stays = [due for due in dues if _stays(due, on)]
    begins = {kind: _begins(old, terms, stays, kind) for kind in STREAM}
    kept, replaced = [*stays], []
    for due in dues:
        if due in stays:
            continue
        is_before = due.from_on is not None and due.from_on < begins[due.kind]
        (kept if is_before else replaced).append(due)
    return kept, replaced


def _stays(due, on):
    if due.kind not in REPLACED or due.state != OPEN or due.due_on < on:
        return True
    return bool(due.paid or due.basis or due.is_charged or (due.from_on and due.from_on < on))


def _begins(old, terms, kept, kind=DueKind.INCOME):
    """The first day of the new terms. Shares over what is guaranteed run by years of their own."""
    kinds = STREAM
    if old.income_rule == IncomeRule.GUARANTEED and terms.income_rule != IncomeRule.PROFIT_RATE:
        kinds = {kind}
    ends = [due.to_on for due in kept if due.kind in kinds and due.to_on]
    return rules.next_day(max(ends)) if ends else old.from_on


def _goes_on(old, kept, replaced):
    """The first day of payment when the rhythm stays: that of the first due that is replaced, else one period on."""
    kind = DueKind.SHARE if old.income_rule == IncomeRule.PROFIT_RATE else DueKind.INCOME
    if later := [due for due in replaced if due.kind == kind]:
        return min(later, key=lambda due: due.from_on).due_on
    paid, step = [due for due in kept if due.kind == kind and due.to_on], Every(old.every).months
    return rules.add_months(max(paid, key=lambda due: due.to_on).due_on, step) if paid and step else None


def _rest(terms, begins_on, first_due_on):
    """The Terms of what is left: income alone, and no total."""
    same = {name: getattr(terms, name) for name in INCOME}
    return Terms(begins_on, terms.to_on, first_due_on, **same, mode=Mode.CONTRACT)


def _income(old, terms, kept, first_due_on):
    """The payments of the new terms from their first day on."""
    begins_on = _begins(old, terms, kept)
    if begins_on > terms.to_on:
        return []
    made = rules.schedule(_rest(terms, begins_on, first_due_on))
    if terms.income_rule != IncomeRule.GUARANTEED:
        return made
    income = [one for one in made if one.kind == DueKind.INCOME]
    shared_from = _begins(old, terms, kept, DueKind.SHARE)
    if shared_from > terms.to_on:
        return income
    return income + rules.shares(_rest(terms, shared_from, first_due_on), income)


def _says(one):
    """What tells a due, or a payment, from another; both have it under the same names."""
    return (str(one.kind), one.from_on, one.to_on, one.due_on, one.amount)
