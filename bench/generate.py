"""Fills a database with N assets: places, units and people through the application, the books set-based.

The counties' sizes are skewed (the k-th has 1/√k of the first), as are villages and kinds within them. Up to 200,000
assets stand in the 11 counties of city 4108. Two million stand in 158: 99 of them below 4108, as many as a city's
codes can name, so that its reader looks over 1.6 million rows, and 59 below 4109, which that reader must not see.
"""

from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.db import models, transaction
from psycopg import ClientCursor, sql

from assets.choices import Subtype
from assets.models import DETAILS
from bench.databases import name_of, owner, walls
from journal import actions
from journal.bootstrap import add_county
from tenancy.divisions import Division
from tenancy.models import Region, Unit, User
from tenancy.scope import SYSTEM, scope

CITY, OTHER_CITY = 4108, 4109
TOWNS, VILLAGES = 10, 20
CLERK, READER = "bench_clerk", "bench_reader"
BOOKS = Path(__file__).with_name("assets.sql").read_text(encoding="utf-8")
LOADED = [
    "asset",
    "alias",
    "project",
    "fundingline",
    "summary",
    *[m._meta.model_name for m in DETAILS.values()],
]
TABLES = [f"assets_{name}" for name in LOADED] + ["journal_entry", "journal_change"]
FIRST, SECOND = "东西南北上下前后大小王李张刘陈赵孙周吴郑", "庄寨屯坡沟湾岭桥楼营岗洼井坊铺"


def counties(size):
    """The codes of the counties that share so many assets, the one with the most first."""
    few = [CITY * 100 + k for k in range(1, 12)]
    many = [CITY * 100 + k for k in range(1, 100)] + [OTHER_CITY * 100 + k for k in range(1, 60)]
    return few if size < 1_000_000 else many


def median_county(size):
    """The county in the middle of the city's, by number of assets: where the clerk works."""
    below = [code for code in counties(size) if code // 100 == CITY]
    return below[len(below) // 2]


def fill(size):
    """Write the places, the people and the books of `size` assets into the database Django is at work on."""
    codes = counties(size)
    for city in sorted({code // 100 for code in codes}):
        add_county(city, [_city(city)], admin=f"admin{city}")
    for code in codes:
        add_county(code, [_city(code // 100), *_places(code)], admin=f"admin{code}")
    _invite(CLERK, median_county(size), "county_clerk")
    _invite(READER, CITY, "city_reader")
    with owner(name_of(size)) as owned:
        with owned.transaction(), _bare(owned):
            _share(owned, codes, size)
            ClientCursor(owned).execute(BOOKS)
            for kind, model in DETAILS.items():
                owned.execute(_details(model), [[s.value for s in Subtype if s.detail == kind]])
        owned.execute("VACUUM (FREEZE, ANALYZE)")


def _city(code):
    return Division(code, f"示例{code}市", "city", None)


def _places(code):
    yield Division(code, f"示例{code % 10000}县", "county", code // 100)
    for t in range(TOWNS):
        town = code * 1000 + 100 + t
        yield Division(town, f"{FIRST[t]}{SECOND[code % 15]}镇", "town", code)
        for v in range(VILLAGES):
            name = FIRST[(v + t) % 20] + SECOND[(v * 7 + t + code) % 15]
            yield Division(town * 1000 + 200 + v, f"{name}村民委员会", "village", town)


def _invite(username, place, role):
    with scope(SYSTEM), transaction.atomic():
        home = Region.objects.get(pk=place)
        actions.invite(
            username=username,
            name="测量用户",
            unit=Unit.objects.get(county=home, path=f"{place}/"),
            role=role,
            from_on=date(2020, 1, 1),
            by=User.objects.get(username=f"admin{place}"),
        )
        User.objects.filter(username=username).update(must_change_password=False)


def _share(owned, codes, size):
    owned.execute("CREATE TEMP TABLE share (county bigint, n int, admin bigint)")
    weights = [k**-0.5 for k in range(1, len(codes) + 1)]
    parts = [round(size * weight / sum(weights)) for weight in weights]
    parts[0] += size - sum(parts)
    for code, n in zip(codes, parts, strict=True):
        owned.execute(
            "INSERT INTO share SELECT %s, %s, id FROM tenancy_user WHERE username = %s",
            [code, n, f"admin{code}"],
        )


def _details(model):
    """An INSERT of one detail row for each asset of the subtypes; fields that may not be null are empty."""
    empty = {
        field.column: "false" if isinstance(field, models.BooleanField) else "''"
        for field in model._meta.concrete_fields
        if not field.null and field.name not in ("id", "county", "asset")
    }
    return sql.SQL(
        f"INSERT INTO {model._meta.db_table} ({', '.join(['county_id', 'asset_id', *empty])})"
        f" SELECT {', '.join(['county_id', 'id', *empty.values()])} FROM assets_asset WHERE subtype = ANY (%s)"
    )


@contextmanager
def _bare(owned):
    """The tables without wall, triggers, foreign keys and indexes; put back, and so checked and built, at the end."""
    walls(owned, "NO FORCE")
    keys = owned.execute(
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'f' AND conrelid = ANY (%s::regclass[])",
        [TABLES],
    ).fetchall()
    indexes = owned.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = ANY (%s::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)",
        [TABLES],
    ).fetchall()
    for table, key, _ in keys:
        owned.execute(f"ALTER TABLE {table} DROP CONSTRAINT {key}")
    for index, _ in indexes:
        owned.execute(f"DROP INDEX {index}")
    for table in TABLES:
        owned.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for _, definition in indexes:
        owned.execute(definition)
    for table, key, definition in keys:
        owned.execute(f"ALTER TABLE {table} ADD CONSTRAINT {key} {definition}")
    for table in TABLES:
        owned.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    walls(owned, "FORCE")
