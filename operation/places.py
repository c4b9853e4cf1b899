"""Where rows lie that have a unit, and no place of their own: by the code of the unit's region."""

from django.db.models import BigIntegerField, Case, F, Q, When

TOWN, VILLAGE = 10**8, 10**11  # a township's code has nine digits, a village's twelve


def of_town(path, code):
    """A filter: rows whose unit (its region at `path`) is this township's (its code) or one of its villages'."""
    return Q(**{path: code}) | Q(**{f"{path}__gte": code * 1000, f"{path}__lte": code * 1000 + 999})


def town_of(path):
    """An expression: the township of the region at `path`, null for what belongs to the whole county."""
    return Case(
        When(**{f"{path}__gte": VILLAGE}, then=F(path) / 1000),
        When(**{f"{path}__gte": TOWN}, then=F(path)),
        output_field=BigIntegerField(),
    )


def placed(rows, f, path="unit__region_id"):
    """The rows whose unit lies in the township, or is the village, that is asked for; 0: neither is told."""
    if (town := f.get("town")) is not None:
        rows = rows.filter(of_town(path, town) if town else Q(unit__kind__in=["county_office", "department"]))
    if village := f.get("village"):
        rows = rows.filter(**{path: village})
    return rows
