"""What tests of amendments are made of: one that waits for its approval, and one that was approved."""

from datetime import date
from decimal import Decimal

from operation import amending
from operation.models import Agreement
from tests.operation.agreeing import scan, signed

FIELDS = amending.editions.FIELDS
CHEAPER = {
    "amount": Decimal("30000.00"),
    "total": Decimal("96000.00"),
}  # from 2021-10-01: two years at 30,000
ASKED = {"on": date(2021, 5, 1), "reason": "疫情影响，双方协商降租", "next_due_on": None}


def proposed(place, row=None, by="village_clerk", **fields):
    """An agreement (a new one unless told) of which somebody proposes an amendment; returns it as it stands then."""
    row = row or signed(place)
    told = {name: fields.pop(name, ASKED[name]) for name in ASKED}
    with place.scope():
        row = Agreement.objects.select_related("unit").get(pk=row.pk)
        terms = {name: getattr(row, name) for name in FIELDS} | (fields or CHEAPER)
        amending.propose(
            row, by=getattr(place, by), version=row.version, file=scan("补充协议.pdf"), **told, **terms
        )
        return Agreement.objects.select_related("unit").get(pk=row.pk)


def amended(place, row=None, **fields):
    """The same, approved by the township's reviewer."""
    row = proposed(place, row, **fields)
    with place.scope():
        return amending.amend(row, by=place.town_reviewer)
