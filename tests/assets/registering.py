"""What tests of the registers are made of: a household with a thing it got, a subsidy, and workbooks of both."""

from django.urls import reverse

from assets import registers
from tests.journal.importing import confirm, newest, take_columns, work

GRANT = {"name": "母牛", "subtype": "D01", "amount": 5000, "year": 2019, "presence": "kept"}
PAID = {"kind": "interest", "name": "小额信贷贴息", "year": 2019, "amount": 86_000, "households": 43}
NAME = "试一"  # a householder nobody is called


def household(place, /, by="village_clerk", grant=None, at=0, **fields):
    """A household of one of the county's villages, with a cow."""
    town, village = place.towns[at // 2], place.villages[at]
    unit = {0: place.village, 1: place.other_village}.get(at, place.office)
    usual = {"householder": NAME, "kind": "lifted_out", "town_id": town, "village_id": village}
    with place.scope():
        return registers.register_household(
            by=getattr(place, by), unit=unit, grant=GRANT | (grant or {}), **usual | fields
        )


def subsidy(place, /, by="town_clerk", **fields):
    """A subsidy of the first township."""
    with place.scope():
        return registers.register_subsidy(by=getattr(place, by), unit=place.town, **PAID | fields)


def checked(client, place, resource, file, who="county_clerk", unit="office", **changed):
    """A batch of this file for a register, uploaded by this person and checked."""
    data = {"resource": resource, "unit": getattr(place, unit).pk, "file": file}
    client.as_(getattr(place, who)).post(reverse("imports:upload"), data)
    work(place)
    take_columns(client, newest(), **changed)
    work(place)
    return newest()


def written(client, place, resource, file, **options):
    """The same, written."""
    confirm(client, checked(client, place, resource, file, **options), skip_wrong="on", as_proposed="on")
    work(place)
    return newest()
