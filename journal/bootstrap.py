"""The founding of a county or a city: its places, its bodies and its first administrator, before anybody is there.

`add_county` is what `manage.py add_county` and the demonstration call; `found` the same for a made-up county of the
tests. Both may be run again: what is new is added, names are brought up to date, nothing is taken away.
"""

from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from journal.actions import new_password
from journal.acts import act
from journal.transitions import Refused
from tenancy import divisions, policy
from tenancy.models import Appointment, Region, Unit, User
from tenancy.scope import SYSTEM, scope

Kind, Sector, Level = Unit.Kind, Unit.Sector, Region.Level

# The root body first; the others stand below it. 二（三）names the ten departments, the office being the first.
COUNTY_BODIES = [
    (Kind.COUNTY_OFFICE, Sector.POVERTY, "扶贫开发办公室"),
    (Kind.DEPARTMENT, Sector.FINANCE, "财政局"),
    (Kind.DEPARTMENT, Sector.REFORM, "发展和改革委员会"),
    (Kind.DEPARTMENT, Sector.EDUCATION, "教育局"),
    (Kind.DEPARTMENT, Sector.HOUSING, "住房和城乡建设局"),
    (Kind.DEPARTMENT, Sector.TRANSPORT, "交通运输局"),
    (Kind.DEPARTMENT, Sector.WATER, "水利局"),
    (Kind.DEPARTMENT, Sector.AGRICULTURE, "农业农村局"),
    (Kind.DEPARTMENT, Sector.CULTURE, "文化广电和旅游局"),
    (Kind.DEPARTMENT, Sector.HEALTH, "卫生健康委员会"),
    (Kind.DISCIPLINE, "", "纪委监委"),
    (Kind.AUDIT, "", "审计局"),
]
CITY_BODIES = [
    (Kind.CITY_OFFICE, Sector.POVERTY, "扶贫开发办公室"),
    (Kind.CITY_FINANCE, Sector.FINANCE, "财政局"),
    (Kind.CITY_DISCIPLINE, "", "纪委监委"),
    (Kind.CITY_AUDIT, "", "审计局"),
]
BODIES = {Level.COUNTY: COUNTY_BODIES, Level.CITY: CITY_BODIES}
ADMINISTRATORS = {Level.COUNTY: "county_admin", Level.CITY: "city_admin"}


class Added(NamedTuple):
    """What came of it: the place, how many units are new, and the administrator with a first password, if made now."""

    county: Region
    units: int
    admin: User | None
    password: str | None


def add_county(code, rows, *, admin=None, admin_name="县级管理员"):
    """三（二）Bring in a county (or a city's own units, by its 4-digit code) from the national divisions.

    `rows` are tenancy.divisions.Division and hold the city too, unless it is known; `admin` is the sign-in name of a
    first administrator, made if new. Raises ValidationError (the file), Refused (the name is another's). Set-based.
    """
    places = divisions.below(code, rows)
    with scope(SYSTEM), transaction.atomic():
        if places[0].level == Level.COUNTY:
            _settle(_city_of(places[0], rows))
        units = _settle(places)
        user, password = _first(places[0], admin, admin_name, new_password()) if admin else (None, None)
    return Added(places[0], units, user, password)


def found(places, *, username, name, password):
    """Open the books of a county whose places (unsaved Regions, it first, parents before children) are given.

    Returns the first administrator; raises Refused where the sign-in name is another's.
    """
    with scope(SYSTEM), transaction.atomic():
        _settle(places)
        return _first(places[0], username, name, password)[0]


def _city_of(county, rows):
    known = any(row.code == county.parent_id for row in rows)
    if not known and Region.objects.filter(pk=county.parent_id).exists():
        return [Region.objects.get(pk=county.parent_id)]
    return divisions.below(county.parent_id, rows)


def _settle(places):
    """Write the places and their units as the list has them; returns how many units are new."""
    home = places[0]
    Region.objects.bulk_create(
        places, update_conflicts=True, unique_fields=["code"], update_fields=["name", "level", "parent"]
    )
    wanted = {unit.path: unit for unit in (*_bodies(home), *_grass_roots(places))}
    known = {unit.path: unit for unit in Unit.objects.filter(county_id=home.pk)}
    renamed = [unit for path, unit in known.items() if path in wanted and unit.name != wanted[path].name]
    for unit in renamed:
        unit.name = wanted[unit.path].name
    new = [unit for path, unit in wanted.items() if path not in known]
    if new or renamed:
        with act("people.found", "建立单位", by=None, county=home.pk) as entry:
            Unit.objects.bulk_update(renamed, ["name"], batch_size=500)
            _write(new, known)
            entry.about(
                known[f"{home.pk}/"], reason=f"依据统计用区划，新增 {len(new)} 个，更名 {len(renamed)} 个"
            )
    return len(new)


def _bodies(home):
    """The offices of a county or city, unsaved; the first is the root of all its units."""
    for number, (kind, sector, title) in enumerate(BODIES[home.level]):
        last = f"{sector or kind}"
        yield Unit(
            county_id=home.pk,
            region_id=home.pk,
            kind=kind,
            sector=sector,
            name=home.name + title,
            code=f"{home.pk}-{last}" if number else f"{home.pk}",
            path=f"{home.pk}/{last}/" if number else f"{home.pk}/",
        )


def _grass_roots(places):
    """The government of each township and the collective of each village, each behind its parent's path."""
    home, *below = places
    paths = {home.pk: f"{home.pk}/"}
    for place in below:
        paths[place.pk] = f"{paths[place.parent_id]}{place.pk}/"
        town = place.level == Level.TOWN
        yield Unit(
            county_id=home.pk,
            region_id=place.pk,
            kind=Kind.TOWN if town else Kind.VILLAGE,
            name=divisions.government(place.name) if town else divisions.village(place.name),
            code=f"{place.pk}",
            path=paths[place.pk],
        )


def _write(units, known):
    """Insert level by level, so that each finds its parent's id; `known` {path: Unit} grows."""
    for depth in sorted({unit.path.count("/") for unit in units}):
        layer = [unit for unit in units if unit.path.count("/") == depth]
        for unit in layer:
            unit.parent = known.get(unit.path[: unit.path[:-1].rfind("/") + 1])
        known |= {unit.path: unit for unit in Unit.objects.bulk_create(layer, batch_size=500)}


def _first(home, username, name, password):
    """The first administrator and the password; (user, None) where that person is already here."""
    user = User.objects.filter(username=username).first()
    if user and user.county_id == home.pk:
        return user, None
    if user:
        raise Refused("此登录名已被使用，请另取一个。")
    user = User(username=username, name=name, county_id=home.pk, must_change_password=True)
    user.set_password(password)
    user.clean_fields(exclude=["county"])
    unit = Unit.objects.get(county_id=home.pk, path=f"{home.pk}/")
    role, today = ADMINISTRATORS[home.level], timezone.localdate()
    post = Appointment(county_id=home.pk, user=user, unit=unit, role=role, from_on=today)
    with act("people.appoint", "任命", by=None, county=home.pk) as entry:
        user.save(force_insert=True)
        post.save()
        policy.grant_post(post)
        entry.about(post, subject_name=f"{name}（{post}）")
    return user, password
