"""二（六）依法按协议或合同支付收益: money that came, and what it pays; the only code that writes receipts."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from journal import documents, sets
from journal.acts import act
from journal.forms import ReasonForm
from journal.models import Document
from journal.transitions import Refused, transition
from operation import rules_dues as rules
from operation.choices import DueKind, PaidBy, SurplusUse
from operation.deadline import follow_dues
from operation.models import Agreement, Allocation, Due, Receipt
from tenancy import persons, policy

VERB = "record_receipts"
State = Receipt.State
PAPERS = {Document.Kind.PDF, Document.Kind.JPG, Document.Kind.PNG}
RELATIONS = [field.name for field in Receipt._meta.fields if field.is_relation]
TEXTS = {
    "payer": (persons.ID, persons.CARD, persons.PHONE),
    "voucher": (persons.ID,),
    "remark": (persons.ID, persons.CARD, persons.PHONE),
}
FROM_DEPOSIT = "-保证金抵扣"  # how the voucher of a deposit taken for arrears ends
SETTLED = "协议“{}”终止时已按这笔收款处理了保证金，不能作废"
TWICE = "同一凭证号、日期和金额的收款已经登记过，请核对是否重复。"
SURPLUS = "到 {} 应收 {:,.2f} 元，本次收款多出 {:,.2f} 元，请选择多出部分的去向，或者逐笔指定核销哪几期。"
TOLD_SURPLUS = "指定核销 {:,.2f} 元，本次收款多出 {:,.2f} 元，请选择多出部分的去向。"
TOO_MUCH = "指定核销合计 {:,.2f} 元，超过了本次收款 {:,.2f} 元，请核对各期金额。"
NOT_THERE = "指定核销的应收款中，有的刚刚已收清、已取消或者不属于这个经营主体，请刷新后重新填写。"
BEYOND = "{}还欠 {:,.2f} 元，不能核销 {:,.2f} 元。"


def receive(*, by, unit, operator, file=None, paid=None, surplus_use="", **fields):
    """二（六）Write down money a unit got from an operator, with its evidence (`file`), and what it pays.

    `paid`: {due id: yuan} as told, else the oldest first of what falls due by then. What is left over goes where
    `surplus_use` says. `fields`: received_on, amount, paid_by, payer, account, voucher, remark. Returns the Receipt.
    Raises PermissionDenied, Refused by field.
    """
    policy.require(by, VERB, unit)
    row = Receipt(county_id=unit.county_id, unit=unit, operator=operator, recorded_by=by, **fields)
    with act("operation.receive", "登记收款", by=by, county=unit.county_id) as entry:
        if told := faults(row):
            raise Refused(told)
        dues = owed(row)
        parts = _as_told(row, dues, paid) if paid else _oldest_first(row, dues)
        _leave_over(row, parts, surplus_use, dues, is_told=bool(paid))
        if file:
            row.evidence = documents.store(file, by=by, county=row.county_id, kinds=PAPERS)
        save_once(row)
        allocate(row, dues, parts, by=by)
        entry.about(row, after=row.state)
    return row


def faults(row):
    """{field: sentence} of what is wrong with a receipt by itself; no queries."""
    told = {}
    for name, kinds in TEXTS.items():
        label = Receipt._meta.get_field(name).verbose_name
        if sentence := persons.fault(label, getattr(row, name), kinds):
            told[name] = sentence
    if not row.amount or row.amount <= 0:
        told["amount"] = "收款金额须大于零。"
    if row.received_on > timezone.localdate():
        told["received_on"] = "到账日期不能晚于今天。"
    if row.account and not (row.account.isdecimal() and len(row.account) == 4):
        told["account"] = "付款账号只填后四位数字。"
    return told or _shape_faults(row)


def _shape_faults(row):
    try:
        row.clean_fields(exclude=RELATIONS)
    except ValidationError as wrong:
        return {name: sentences[0] for name, sentences in wrong.message_dict.items()}
    return {}


def owed(row, **of):
    """{due id: Due} that this receipt's operator owes its unit, locked, the oldest first; `of`: what they are of."""
    rows = Due.objects.select_for_update(of=("self",)).owed()
    rows = rows.filter(county_id=row.county_id, unit_id=row.unit_id, operator_id=row.operator_id, **of)
    return {due.pk: due for due in sorted(rows.order_by("pk"), key=lambda due: (due.due_on, due.pk))}


def _oldest_first(row, dues, amount=None, on=None):
    """{due id: yuan} of what money pays by itself."""
    near = [due for due in dues.values() if rules.falls_due(due.due_on, on or row.received_on)]
    amount = row.amount if amount is None else amount
    parts, _ = rules.spread(amount, [due.left for due in near])
    return {due.pk: part for due, part in zip(near, parts, strict=True) if part}


def _as_told(row, dues, paid):
    """The same as somebody said, where it can be so. Raises Refused."""
    if paid.keys() - dues.keys():
        raise Refused({"paid": NOT_THERE})
    for pk, part in paid.items():
        if part > dues[pk].left:
            raise Refused({"paid": BEYOND.format(dues[pk], dues[pk].left, part)})
    if (total := sum(paid.values())) > row.amount:
        raise Refused({"paid": TOO_MUCH.format(total, row.amount)})
    return {pk: part for pk, part in paid.items() if part > 0}


def _leave_over(row, parts, use, dues, *, is_told):
    """Where what pays nothing goes; Refused where nobody says it."""
    paid = sum(parts.values(), rules.NOTHING)
    row.surplus = row.amount - paid
    if row.surplus and not use:
        last = row.received_on + rules.NEAR
        told = TOLD_SURPLUS.format(paid, row.surplus) if is_told else SURPLUS.format(last, paid, row.surplus)
        raise Refused({"surplus_use": told})
    row.surplus_use = use if row.surplus else ""


def save_once(row):
    """Write it; of two who enter one voucher at once the second is told."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as twice:
        raise Refused({"voucher": TWICE}) from twice


def allocate(row, dues, parts, *, by):
    """Let a saved receipt pay so much of each of these locked dues: {due id: yuan}."""
    if not parts:
        return
    changed = [dues[pk] for pk in parts]
    sets.insert(
        Allocation,
        row.county_id,
        receipt_id=row.pk,
        due_id=list(parts),
        amount=[part + before for part, before in zip(parts.values(), _taken_back(row, parts), strict=True)],
        is_live=True,
    )
    for due in changed:
        due.paid, due.version = due.paid + parts[due.pk], due.version + 1
    sets.update(changed, {"paid", "version"})
    follow_dues(_same(changed), by=by)


def _taken_back(row, dues):
    """[yuan] that a receipt pays of each of these dues (ids) already: void from now on, written anew with the rest."""
    live = list(row.allocations.filter(county_id=row.county_id, is_live=True, due__in=list(dues)))
    for one in live:
        one.is_live = False
    sets.update(live, {"is_live"})
    told = {one.due_id: one.amount for one in live}
    return [told.get(pk, rules.NOTHING) for pk in dues]


def _same(dues):
    return Due.objects.filter(county_id=dues[0].county_id, pk__in=[due.pk for due in dues])


def in_settled_deposits(receipts):
    """Allocations of receipts (ids, of one's county) by which a deposit was paid, or pays, that an end has settled."""
    live = Allocation.objects.filter(
        receipt__in=receipts, is_live=True, due__agreement__state__in=Agreement.OVER
    )
    taken = Q(receipt__paid_by=PaidBy.OFFSET, receipt__voucher__endswith=FROM_DEPOSIT)
    return live.filter(taken | Q(due__kind=DueKind.DEPOSIT))


def deposit_not_settled(receipt, by):
    """A guard: what became of the deposit it paid is not written down yet."""
    settled = in_settled_deposits([receipt.pk]).filter(county_id=receipt.county_id)
    if one := settled.select_related("due__agreement").first():
        return SETTLED.format(one.due.agreement.name)


@transition(
    Receipt,
    source=State.RECORDED,
    target=State.VOID,
    verb=VERB,
    label="作废收款",
    form=ReasonForm,
    guards=[deposit_not_settled],
    tone="danger",
)
def void(receipt, *, by, reason):
    """二（六）登记有误的收款写明原因作废，它所核销的应收款恢复未收。"""
    live = list(receipt.allocations.filter(county_id=receipt.county_id, is_live=True))
    rows = Due.objects.select_for_update(of=("self",)).filter(
        county_id=receipt.county_id, pk__in=[one.due_id for one in live]
    )
    dues = {due.pk: due for due in rows.order_by("pk")}
    if sentence := deposit_not_settled(receipt, by):  # asked again: an end holds the dues while it settles
        raise Refused(sentence)
    for one in live:
        one.is_live = False
        due = dues[one.due_id]
        due.paid, due.version = due.paid - one.amount, due.version + 1
    sets.update(live, {"is_live"})
    sets.update(list(dues.values()), {"paid", "version"})
    receipt.voided_at, receipt.voided_by, receipt.void_reason = timezone.now(), by, reason
    if dues:
        follow_dues(_same(list(dues.values())), by=by)


def has_money_ahead(receipt, by):
    """A guard: something of it was kept for what falls due later."""
    if receipt.surplus_use != SurplusUse.AHEAD:
        return "这笔收款没有留作预收款的余额"


@transition(
    Receipt,
    source=State.RECORDED,
    target=State.RECORDED,
    verb=VERB,
    label="核销预收款",
    guards=[has_money_ahead],
)
def use_ahead(receipt, *, by):
    """二（六）留作预收款的部分，核销此后到期的应收款，先到期的先核销。"""
    dues = owed(receipt)
    parts = _oldest_first(receipt, dues, receipt.surplus, timezone.localdate())
    if not parts:
        raise Refused("该经营主体近期没有到期的应收款，预收款继续留存。")
    receipt.surplus -= sum(parts.values())
    receipt.surplus_use = SurplusUse.AHEAD if receipt.surplus else ""
    allocate(receipt, dues, parts, by=by)
