"""What tests of inventories are made of: a round over what stands in the ledger, and counts of its lines."""

from datetime import date, timedelta
from uuid import uuid4

from django.utils import timezone

from assets.inventory import counting, deciding, opening
from assets.inventory.closing import close_round
from assets.models import RoundLine

TODAY = timezone.localdate
WHOLE = ["public", "operating", "household"]


def opened(place, /, by="county_clerk", **told):
    """A round over all of a county's ledger, begun today."""
    usual = {
        "title": "2020 年扶贫资产清产核资",
        "starts_on": TODAY(),
        "ends_on": TODAY() + timedelta(days=30),
        "categories": WHOLE,
    }
    with place.scope():
        return opening.open_round(by=getattr(place, by), unit=place.office, **usual | told)


def line_of(round, asset):
    return RoundLine.objects.get(round=round, asset=asset)


def counted(place, line, result="match", /, by="village_clerk", client_id=None, **said):
    """A line counted by somebody of the county."""
    with place.scope():
        return counting.count(
            line, by=getattr(place, by), client_id=client_id or uuid4(), result=result, **said
        )


def surplus(place, round, /, by="village_clerk", client_id=None, **told):
    """A thing of the first village that the books do not know."""
    usual = {
        "unit": place.village,
        "name": "东关村文化广场",
        "subtype": "G07",
        "scope": "fiscal",
        "formed_year": 2018,
        "town_id": place.towns[0],
        "village_id": place.villages[0],
        "found_quantity": 1,
        "measure": "structure",
        "note": "2018 年建成，验收后漏登",
    }
    with place.scope():
        return counting.report_surplus(
            round, by=getattr(place, by), client_id=client_id or uuid4(), **usual | told
        )


def decided(place, decision, /, *lines, by="county_clerk", reason="经现场核对"):
    """The same decision of some lines; {line id: [sentence]} of those refused."""
    with place.scope():
        rows = RoundLine.objects.filter(pk__in=[line.pk for line in lines])
        return deciding.decide(
            rows, by=getattr(place, by), decision=decision, reason=reason, seen=deciding.digest(rows)
        )


def round_in(place, state):
    """A round all of which is counted, or one that was closed."""
    asset = place.asset_in("ledger")
    row = opened(place)
    with place.scope():
        counted(place, line_of(row, asset))
        return close_round(row, by=place.county_head) if state == "closed" else row


def fresh(line):
    return type(line).objects.get(pk=line.pk)


DAY = date(2020, 11, 20)
