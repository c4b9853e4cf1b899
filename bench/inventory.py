"""How long it takes to open a round over 20,000 assets of one county, beside the same rows by one raw INSERT … SELECT.

A copy of the database of 20,000 assets; those that its largest county has in the ledger are multiplied to as many.
Ours is the whole act: permission, the check against other rounds, the frozen list, the journal's change of every row,
the entry. Raw is the owner's statement into the same table without wall and triggers; the floor is the same statement
into a table without indexes, keys and checks. All keys are checked at the end, then everything is rolled back.
"""

import argparse
import contextlib
import time
from datetime import date, timedelta
from statistics import median

from django.db import connection, transaction
from django.utils import timezone
from psycopg import ClientCursor, sql

from assets.choices import Category
from assets.inventory import opening
from assets.models import Asset, Round
from bench import generate, report
from bench.databases import leave, make, name_of, owner, using
from journal import actions as people
from tenancy.models import Unit, User
from tenancy.scope import SYSTEM, county_scope, scope

SIZE, COPY = 20_000, "inventory"
COUNTY = generate.counties(SIZE)[0]
HELD = "SET CONSTRAINTS ALL IMMEDIATE"
RAW = f"""
INSERT INTO THE_TABLE (county_id, round_id, serial, asset_id, {", ".join(opening.FROZEN)}, state,
    found_status, found_address, note, decision, decision_reason, version, updated_at)
SELECT a.county_id, %(round)s, row_number() OVER (ORDER BY a.town_id, a.village_id, a.number), a.id,
    {", ".join(f"a.{name}" for name in opening.FROZEN)}, 'uncounted', '', '', '', '', '', 1, statement_timestamp()
FROM assets_asset a WHERE {opening.IN_SCOPE}
"""


def main(arguments):
    """Measure and write the section of bench/RESULTS.md."""
    asked = argparse.ArgumentParser(prog="bench inventory")
    asked.add_argument("--assets", type=int, default=20_000)
    asked.add_argument("--rounds", type=int, default=7)
    options = asked.parse_args(arguments)
    with _grown(options.assets):
        found = {name: [] for name in ("ours", "raw", "floor")}
        for _ in range(options.rounds):  # in turns, so that the machine's other work falls on all alike
            n, seconds = _ours()
            found["ours"].append(seconds)
            for name in ("raw", "floor"):
                found[name].append(_raw(name))
    text = "\n".join(_lines(n, {name: median(taken) for name, taken in found.items()}))
    print(text)
    report.write(
        "inventory", f"./jiadi bench inventory --assets {options.assets} --rounds {options.rounds}", text
    )


def _lines(n, taken):
    names = {"ours": "a round opened", "raw": "raw, same table", "floor": "raw, bare table"}
    yield "| | assets | seconds | rows/s | × raw | × bare |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, label in names.items():
        seconds = taken[name]
        ratios = f"{seconds / taken['raw']:.2f} | {seconds / taken['floor']:.2f}"
        yield f"| {label} | {n:,} | {seconds:.2f} | {n / seconds:,.0f} | {ratios} |"


@contextlib.contextmanager
def _grown(assets):
    """Django works on a copy of the database whose first county has so many assets in the ledger; dropped after."""
    make(SIZE, generate.fill)
    leave(SIZE)
    with owner() as server:
        drop, both = sql.SQL("DROP DATABASE IF EXISTS {}"), (name_of(COPY), name_of(SIZE))
        server.execute(drop.format(sql.Identifier(both[0])))
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*map(sql.Identifier, both)))
        with owner(both[0]) as owned:
            _multiply(owned, assets)
        with using(COPY):
            yield
        leave(COPY)
        time.sleep(2)  # until the server has noticed; the owner may not end another role's session
        server.execute(drop.format(sql.Identifier(both[0])))


def _multiply(owned, assets):
    """Copies of the county's assets in the ledger, each with a number of its own, until there are so many."""
    with owned.transaction():
        owned.execute("ALTER TABLE assets_asset NO FORCE ROW LEVEL SECURITY")
        owned.execute("ALTER TABLE assets_asset DISABLE TRIGGER USER")
        where = f"county_id = {COUNTY} AND state = 'ledger'"
        (known,) = owned.execute(f"SELECT count(*) FROM assets_asset WHERE {where}").fetchone()
        names = [f.column for f in Asset._meta.concrete_fields if f.column not in ("id", "number")]
        columns = ", ".join(names)
        owned.execute(
            f"INSERT INTO assets_asset (number, {columns}) SELECT 'X' || row_number() OVER (), {columns}"
            f" FROM assets_asset, generate_series(1, {assets // max(known, 1) + 1})"
            f" WHERE {where} LIMIT {assets - known}"
        )
        owned.execute(HELD)  # a table with keys still to be checked cannot be altered
        owned.execute("ALTER TABLE assets_asset ENABLE TRIGGER USER")
        owned.execute("ALTER TABLE assets_asset FORCE ROW LEVEL SECURITY")
    owned.execute("VACUUM ANALYZE assets_asset")


def _ours():
    """(how many assets were expected, seconds) of one round, rolled back."""
    county = COUNTY
    with scope(SYSTEM), transaction.atomic():
        admin = User.objects.get(username=f"admin{county}")
    with scope(county_scope(county, admin.pk)), transaction.atomic():
        unit = Unit.objects.get(county_id=county, path=f"{county}/")
        by = _clerk(unit, admin)
        today = timezone.localdate()
        began = time.perf_counter()
        row = opening.open_round(
            by=by,
            unit=unit,
            title="测量",
            starts_on=today,
            ends_on=today + timedelta(days=30),
            categories=Category.values,
        )
        with connection.cursor() as cursor:
            cursor.execute(HELD)
        took = time.perf_counter() - began
        transaction.set_rollback(True)
    return row.expected, took


def _clerk(unit, admin):
    told = {
        "username": "bench_inventory",
        "name": "测量用户",
        "role": "county_clerk",
        "from_on": date(2020, 1, 1),
    }
    return people.invite(unit=unit, by=admin, **told)[0]


def _raw(kind):
    """Seconds of the plain statement, as the tables' owner, rolled back."""
    table = "assets_roundline" if kind == "raw" else "bare"
    with owner(name_of(COPY)) as owned, owned.transaction(force_rollback=True):
        for name in ("assets_asset", "assets_roundline", "assets_round", "tenancy_unit"):
            owned.execute(f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY")
        owned.execute("ALTER TABLE assets_roundline DISABLE TRIGGER USER")
        owned.execute("ALTER TABLE assets_round DISABLE TRIGGER USER")
        owned.execute("CREATE TEMP TABLE bare (LIKE assets_roundline INCLUDING IDENTITY) ON COMMIT DROP")
        told = opening.parameters(Round(county_id=COUNTY, categories=Category.values))
        cursor = ClientCursor(owned)
        cursor.execute(_a_round(), told)
        (number,) = cursor.fetchone()
        began = time.perf_counter()
        cursor.execute(RAW.replace("THE_TABLE", table), told | {"round": number})
        owned.execute(HELD)
        return time.perf_counter() - began


def _a_round():
    return """INSERT INTO assets_round (county_id, unit_id, state, title, basis, starts_on, ends_on, categories, towns,
        departments, scope_text, remark, expected, expected_homes, version, created_at, updated_at)
        SELECT %(county)s, min(id), 'open', '测量', '', '2020-01-01', '2020-01-31', %(categories)s, '{}', '{}', '', '',
        0, 0, 1, now(), now() FROM tenancy_unit WHERE county_id = %(county)s RETURNING id"""
