"""Who signs in to the demonstration: a person for every role, and the hands that the made-up ledgers need."""

from dataclasses import dataclass
from functools import cache

from django.contrib.auth.hashers import make_password
from django.db import transaction

from journal.acts import act
from tenancy.models import Appointment, Unit, User
from tenancy.scope import SYSTEM, county_scope, scope

PASSWORD = "jiadi-demo-2020"
SINCE = "2020-09-20"
# The end of a sign-in name: the role, and where (a kind of unit, or a department by its sector).
COUNTY_POSTS = {
    "cunji": ("village_clerk", Unit.Kind.VILLAGE),
    "zhen": ("town_clerk", Unit.Kind.TOWN),
    "zhenshen": ("town_reviewer", Unit.Kind.TOWN),
    "bumen": ("department_clerk", Unit.Sector.AGRICULTURE),
    "bumenshen": ("department_reviewer", Unit.Sector.AGRICULTURE),
    "xian": ("county_clerk", Unit.Kind.COUNTY_OFFICE),
    "xianshen": ("department_reviewer", Unit.Kind.COUNTY_OFFICE),  # for what the county office holds itself
    "fuze": ("county_head", Unit.Kind.COUNTY_OFFICE),
    "guanli": ("county_admin", Unit.Kind.COUNTY_OFFICE),
    "jijian": ("discipline", Unit.Kind.DISCIPLINE),
    "shenji": ("auditor", Unit.Kind.AUDIT),
}
CITY_POSTS = {
    "chayue": ("city_reader", Unit.Kind.CITY_OFFICE),
    "guanli": ("city_admin", Unit.Kind.CITY_OFFICE),
    "jijian": ("discipline", Unit.Kind.CITY_DISCIPLINE),
    "shenji": ("auditor", Unit.Kind.CITY_AUDIT),
}
SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗"
GIVEN = ["敏", "建军", "秀英", "志强", "晓燕", "海涛", "玉梅", "文斌", "春霞"]


CITY = 4108
AT_WORK = {
    410821: "xw",
    410822: "ba",
}  # counties with a person for every role: the beginning of their sign-in names
PUBLISHED = {410307: "ys", 430511: "bt", 530922: "yx", 632323: "zk", 640502: "sp"}  # with one who imports


@dataclass
class Post:
    """A post to be filled: the sign-in name of its person, the role, the unit."""

    login: str
    role: str
    unit: Unit


def posts_of(county, units, village=None):
    """The posts to be filled in a county (or the city) with these units; `village` is where the first of them work."""
    if county == CITY:
        return [Post(f"jz_{end}", role, _at(units, where)) for end, (role, where) in CITY_POSTS.items()]
    if county in PUBLISHED:
        return [Post(f"{PUBLISHED[county]}_xian", *_importer(units))]
    prefix, town = AT_WORK[county], next(unit for unit in units if unit.pk == village.parent_id)
    near = [village, town, *units]
    first = [Post(f"{prefix}_{end}", role, _at(near, where)) for end, (role, where) in COUNTY_POSTS.items()]
    return [
        *first,
        *_other_towns(prefix, [unit for unit in units if unit.kind == town.kind and unit != town]),
    ]


def _at(units, where):
    """The first unit of this kind or sector."""
    return next(unit for unit in units if where in (unit.kind, unit.sector))


def _importer(units):
    role, where = COUNTY_POSTS["xian"]
    return role, _at(units, where)


def _other_towns(prefix, towns):
    """A clerk and a reviewer for each township but the first people's own."""
    for number, town in enumerate(towns, start=2):
        yield Post(f"{prefix}_zhen{number}", "town_clerk", town)
        yield Post(f"{prefix}_zhenshen{number}", "town_reviewer", town)


def memorable():
    """The sign-in names that people are told."""
    for prefix in AT_WORK.values():
        yield from (f"{prefix}_{end}" for end in COUNTY_POSTS)
    yield from (f"jz_{end}" for end in CITY_POSTS)
    yield from (f"{prefix}_xian" for prefix in PUBLISHED.values())


@cache
def hashed():
    """The password as it is stored: a slow hash, made once."""
    return make_password(PASSWORD)


def engage(county, posts):
    """Make people and posts in one act; their grants follow by policy.align_grants(). Returns {login: User}.

    All have the one password that `demo_accounts` prints.
    """
    password = hashed()
    with scope(county_scope(county)), transaction.atomic():
        people = User.objects.bulk_create(
            User(
                username=post.login,
                name=_name(at, county),
                email=f"{post.login}@demo.invalid",  # an address that no mail server takes
                county_id=county,
                password=password,
            )
            for at, post in enumerate(posts)
        )
        with act("people.appoint", "任命", by=None, county=county) as entry:
            Appointment.objects.bulk_create(
                Appointment(county_id=county, user=person, unit=post.unit, role=post.role, from_on=SINCE)
                for person, post in zip(people, posts, strict=True)
            )
            entry.about(posts[0].unit, reason="建立示范账号")
    return {person.username: person for person in people}


def _name(at, county):
    return SURNAMES[(at * 3 + county) % len(SURNAMES)] + GIVEN[(at * 2 + county) % len(GIVEN)]


def accounts():
    """A row for each memorable person who is there, in that order: what `demo_accounts` prints."""
    with scope(SYSTEM), transaction.atomic():
        posts = Appointment.objects.current().filter(user__username__in=memorable())
        held = {post.user.username: post for post in posts.select_related("user", "unit", "county")}
    return [
        {
            "label": f"{post.county.name} {post.get_role_display()}",
            "login": login,
            "password": PASSWORD,
            "role": post.get_role_display(),
            "unit": post.unit.name,
        }
        for login in memorable()
        if (post := held.get(login))
    ]
