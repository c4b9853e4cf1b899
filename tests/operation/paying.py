"""What tests of dues and receipts are made of: agreements with dues that are late, awaited or fixed, and receipts."""

from datetime import date
from decimal import Decimal

from operation import charging, receiving
from operation.models import Due
from tests.operation.agreeing import signed
from tests.operation.amending import amended

RENT = {"late_fee": Decimal("0.5000")}
PROFIT = {"income_rule": "profit_rate", "income_rate": Decimal("10.0000"), "amount": None, "total": None}
POWER = {"income_rule": "per_kwh", "price": Decimal("0.3750"), "amount": None, "total": None}
PAID = {
    "received_on": date(2020, 10, 12),
    "amount": Decimal("23000.00"),
    "paid_by": "bank",
    "payer": "修武县云台服饰有限公司",
    "account": "5678",
    "voucher": "20201012-0015",
    "remark": "",
}


def dues_of(agreement):
    """Its dues in their order."""
    return list(Due.objects.filter(agreement=agreement).select_related("unit").order_by("due_on", "position"))


def received(place, agreement, by="village_clerk", **fields):
    """Money the agreement's operator paid; `fields` go before the usual ones."""
    with place.scope():
        return receiving.receive(
            by=getattr(place, by), unit=agreement.unit, operator=agreement.operator, **PAID | fields
        )


def late_due(place, **fields):
    """18,000 yuan of rent that fell due on 10 October 2020, nothing of it paid; the contract has a late fee."""
    agreement = signed(place, **RENT | fields)
    with place.scope():
        return next(due for due in dues_of(agreement) if due.kind == "income")


def awaited_due(place):
    """A share of profit that nobody knows yet."""
    agreement = signed(place, **PROFIT | {"deposit": 0})
    with place.scope():
        return dues_of(agreement)[0]


def fixed_due(place):
    """The same, worked out."""
    due = awaited_due(place)
    with place.scope():
        return charging.fix(due, by=place.town_clerk, basis="2020年度审计报告", amount=Decimal("12000.00"))


def due_in(place, state):
    """A due that went its way to this state."""
    due = late_due(place)
    if state == "open":
        return due
    if state == "replaced":
        return replaced_due(place, due)
    with place.scope():
        return charging.waive(due, by=place.town_reviewer, reason="疫情减免，村民代表会议同意")


def replaced_due(place, due):
    """A due that gave way to another when its agreement was amended."""
    row = amended(place, due.agreement)
    with place.scope():
        return Due.objects.select_related("unit").filter(agreement=row, state="replaced").first()


def receipt_in(place, state):
    """A receipt that went its way to this state; 7,000 yuan of it were paid ahead."""
    money = {"amount": Decimal("30000.00"), "received_on": date(2020, 10, 5), "surplus_use": "ahead"}
    receipt = received(place, signed(place), **money)
    if state == "recorded":
        return receipt
    with place.scope():
        return receiving.void(receipt, by=place.village_clerk, reason="重复登记")


def fresh(row):
    """The row as it stands."""
    return type(row).objects.select_related("unit").get(pk=row.pk)
