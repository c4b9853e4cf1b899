"""二（六）The deposit of an agreement that ends: given back, taken for what is owed, or kept for a reason.

What is given back or kept is written down on the agreement and is nobody's debt; what is taken for arrears pays them.
"""

from decimal import Decimal

from django.db.models import Sum

from journal.transitions import Refused
from operation import receiving
from operation import rules_dues as rules
from operation.choices import DueKind, PaidBy
from operation.models import Due, Receipt
from tenancy import persons

USES = ("deposit_returned", "deposit_offset", "deposit_kept")
NOT_THE_SUM = "已收保证金 {:,.2f} 元，退还、抵扣、不予退还合计 {:,.2f} 元，两者须相等。"
WHY = "不予退还保证金的，请写明依据的约定和原因。"
TOO_MUCH = "协议尚欠 {:,.2f} 元，保证金不能抵扣 {:,.2f} 元。"


def paid(agreement) -> Decimal:
    """What was paid of an agreement's deposit, in yuan; one query."""
    rows = Due.objects.filter(county_id=agreement.county_id, agreement=agreement, kind=DueKind.DEPOSIT)
    return rows.aggregate(paid=Sum("paid", default=Decimal(0)))["paid"]


def told(agreement):
    """[(label, text)] of what became of the deposit; [] where there was none."""
    used = [(name, getattr(agreement, name)) for name in USES if getattr(agreement, name)]
    shown = [(str(agreement._meta.get_field(name).verbose_name), f"{amount:,.2f}") for name, amount in used]
    return [*shown, ("保证金处理依据", agreement.deposit_reason)] if agreement.deposit_reason else shown


def settle(agreement, *, by, on, deposit_reason="", **sums):
    """Write down what becomes of the deposit of an agreement that ends on a day; `sums`: yuan of each of USES.

    Within the act that ends it, after its last dues are written. Raises Refused by field.
    """
    used = {name: sums.get(name) or Decimal(0) for name in USES}
    there, told = paid(agreement), sum(used.values())
    if told != there:
        raise Refused({"deposit_returned": NOT_THE_SUM.format(there, told)})
    if used["deposit_kept"] and not deposit_reason:
        raise Refused({"deposit_reason": WHY})
    if sentence := persons.fault("保证金处理依据", deposit_reason):
        raise Refused({"deposit_reason": sentence})
    for name, amount in used.items():
        setattr(agreement, name, amount)
    agreement.deposit_reason = deposit_reason
    if used["deposit_offset"]:
        _offset(agreement, used["deposit_offset"], by, on)


def _offset(agreement, amount, by, on):
    """The deposit pays what is owed under the same agreement, the oldest first."""
    row = Receipt(
        county_id=agreement.county_id,
        unit_id=agreement.unit_id,
        operator_id=agreement.operator_id,
        recorded_by=by,
        received_on=on,
        amount=amount,
        paid_by=PaidBy.OFFSET,
        payer=agreement.operator.name,
        voucher=f"{agreement.number}{receiving.FROM_DEPOSIT}",
    )
    owed = receiving.owed(row, agreement=agreement).items()
    dues = {pk: due for pk, due in owed if due.kind != DueKind.DEPOSIT}
    parts, beyond = rules.spread(amount, [due.left for due in dues.values()])
    if beyond:
        raise Refused({"deposit_offset": TOO_MUCH.format(amount - beyond, amount)})
    receiving.save_once(row)
    receiving.allocate(row, dues, {pk: part for pk, part in zip(dues, parts, strict=True) if part}, by=by)
