"""What it costs to work out and write the dues of 5,000 agreements of five years, and to wait for what is near.

The agreements are written by their owner into a copy of the database: paid each month, quarter, half-year or year, at
an amount whose parts do not come out even, with a deposit. Their payments are worked out as the page shows them before
signing, written one agreement after another as signing does, then all by one statement; the hourly clock then sets the
deadlines of what falls due within three months. Beside it the same dues are put into the same table by a statement that
works out nothing and writes no journal; its keys are held to as well.
"""

import argparse
import time

from django.db import transaction

from bench import generate, report
from bench.arrears import SIZE, TABLES, fill
from bench.copies import bare, copied
from bench.databases import leave, make, name_of, owner
from journal.acts import act
from operation import deadline, dues, rules
from operation.models import Agreement, Due
from tenancy.models import User
from tenancy.scope import SYSTEM, county_scope, scope

EACH = 10  # agreements with each of the 500 operators
TERMS = """
UPDATE operation_agreement SET from_on = date '2023-01-01' + (mod(id, 365))::int, first_due_on = date '2023-01-10',
    to_on = (date '2023-01-01' + (mod(id, 365))::int + interval '5 years' - interval '1 day')::date,
    every = (ARRAY['month', 'quarter', 'half', 'year'])[1 + mod(id, 4)], amount = 10000 + mod(id, 977) + 0.07,
    deposit = 1000
WHERE county_id = %s"""
KEEP = "CREATE TEMP TABLE told AS SELECT * FROM operation_due WHERE county_id = %s"
CLEAR = "DELETE FROM operation_due WHERE county_id = %s"
RAW = "INSERT INTO operation_due SELECT * FROM told"


def main(arguments):
    """Measure and write the section of bench/RESULTS.md."""
    asked = argparse.ArgumentParser(prog="bench schedules")
    asked.add_argument("--rounds", type=int, default=1)
    options = asked.parse_args(arguments)
    make(SIZE, generate.fill)
    leave(SIZE)
    copy, county = f"{name_of(SIZE)}_schedules", generate.median_county(SIZE)
    with copied(SIZE, copy):
        with owner(copy) as owned, owned.transaction():
            fill(owned, county, 0, EACH)
            with bare(owned, TABLES):
                owned.execute(TERMS, [county])
        rounds = [_round(copy, county) for _ in range(options.rounds)]
    text = "\n".join(_told(rounds))
    print(text)
    report.write("schedules", "./jiadi bench schedules " + " ".join(arguments), text)


def _round(copy, county):
    """{what: seconds} of one time, and how many agreements and dues; nothing of it stays."""
    took, by = {}, _clerk()
    with scope(county_scope(county, by.pk)):
        with transaction.atomic():
            agreements = list(Agreement.objects.filter(county_id=county).order_by("pk"))
        began = time.perf_counter()
        plans = [(row, rules.schedule(row)) for row in agreements]
        took["worked out"] = time.perf_counter() - began
        took["written one agreement after another"] = _written(copy, county, by, plans, _each)
        took["written by one statement"] = _written(copy, county, by, plans, dues.write_all, is_kept=True)
        began = time.perf_counter()
        with transaction.atomic():
            waited = deadline.watch(county)
        took["waited for by the clock"] = time.perf_counter() - began
        with transaction.atomic():
            written = Due.objects.filter(county_id=county).count()
    with owner(copy) as owned:
        took["raw"] = _raw(owned, county)
        _clear(owned, county)
    return took, (len(agreements), written, waited)


def _clerk():
    with scope(SYSTEM), transaction.atomic():
        return User.objects.get(username=generate.CLERK)


def _each(plans):
    for row, payments in plans:
        dues.write(row, payments)


def _written(copy, county, by, plans, write, is_kept=False):
    """Seconds of writing plans in one act, its commit and what is checked there included; they stay where kept."""
    began = time.perf_counter()
    with transaction.atomic(), act("operation.sign", "签订协议", by=by, county=county) as entry:
        write(plans)
        entry.about(plans[0][0])
    took = time.perf_counter() - began
    if not is_kept:
        with owner(copy) as owned:
            _clear(owned, county)
    return took


def _clear(owned, county):
    with owned.transaction(), bare(owned, TABLES):
        owned.execute(CLEAR, [county])
        owned.execute("DELETE FROM journal_deadline WHERE county_id = %s", [county])


def _raw(owned, county):
    """Seconds for the same rows without rules, triggers and journal; undone."""
    with owned.transaction(force_rollback=True), bare(owned, TABLES):
        owned.execute(KEEP, [county])
        owned.execute(CLEAR, [county])
        began = time.perf_counter()
        owned.execute(RAW)
        owned.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return time.perf_counter() - began


def _told(rounds):
    """The lines of the table: of each part the fastest round."""
    agreements, written, waited = rounds[0][1]
    best = {name: min(took[name] for took, _ in rounds) for name in rounds[0][0]}
    raw = best.pop("raw")
    yield f"| {agreements:,} agreements, {written:,} dues | seconds | dues a second | × raw |"
    yield "|---|---:|---:|---:|"
    for name, seconds in best.items():
        yield f"| {name} | {seconds:.2f} | {written / seconds:,.0f} | {seconds / raw:.1f} |"
    yield f"| raw: the same rows into the same table | {raw:.2f} | {written / raw:,.0f} | 1 |"
    yield ""
    yield f"{waited:,} dues and agreements fall due or end within the time the clock looks ahead, or are late."
