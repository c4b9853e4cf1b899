"""How long it takes to set the deadlines of a county and to remind whoever is responsible, against raw statements.

20,000 deadlines over the 211 units of the largest county, ten townships with a clerk each, whose verb reaches their
villages, and a county clerk, whose verb reaches all: two reminders for each deadline. All of it is undone at the end.
"""

import argparse
import time
from datetime import timedelta
from statistics import median

from django.db import connection, transaction
from django.utils import timezone

from assets.models import Asset
from bench import generate, report
from bench.databases import make, using
from journal.acts import act
from journal.deadlines import kind, reminders, set_deadlines
from tenancy.models import Appointment, Unit, User
from tenancy.policy import grant_post
from tenancy.scope import SYSTEM, county_scope, scope

CHECK = kind("bench.check", "核对账实", "submit_asset", "二（三）")
SPREAD = """
INSERT INTO journal_deadline (county_id, kind, "table", row_id, unit_id, subject, due_on, basis, set_at)
SELECT %(county)s, 'bench.check', 'assets_asset', n, ids[1 + n %% cardinality(ids)], '资产', %(due)s, '', %(at)s
FROM generate_series(1, %(n)s) n, (SELECT array_agg(id) AS ids FROM tenancy_unit WHERE county_id = %(county)s
                                    AND kind IN ('village', 'town')) units"""
RAW = """
INSERT INTO journal_reminder (county_id, deadline_id, user_id, step, sent_on)
SELECT county_id, deadline_id, user_id, step, sent_on FROM told"""
RAW_SET = """
INSERT INTO journal_deadline (county_id, kind, "table", row_id, unit_id, subject, due_on, basis, set_at)
SELECT county_id, 'bench.raw', 'assets_asset', id, unit_id, name, %s, '', now() FROM assets_asset
WHERE county_id = %s"""


def main(arguments):
    """Measure and write the section of bench/RESULTS.md."""
    asked = argparse.ArgumentParser(prog="bench deadlines")
    asked.add_argument("--size", type=int, default=20_000)
    asked.add_argument("--deadlines", type=int, default=20_000)
    asked.add_argument("--rounds", type=int, default=5)
    options = asked.parse_args(arguments)
    make(options.size, generate.fill)
    with using(options.size):
        rounds = [
            _round(generate.counties(options.size)[0], options.deadlines) for _ in range(options.rounds)
        ]
    lines = [
        "| | rows | seconds | raw statement | ratio |",
        "|---|---:|---:|---:|---:|",
    ]
    for at, label in enumerate(("set the deadlines", "send the reminders", "send them again (none)")):
        rows, seconds, raw = (median(one[at][part] for one in rounds) for part in range(3))
        ratio = f"{seconds / raw:.2f}" if raw else ""
        lines.append(f"| {label} | {rows:,.0f} | {seconds:.2f} | {f'{raw:.2f}' if raw else ''} | {ratio} |")
    print("\n".join(lines))
    command = f"./jiadi bench deadlines --size {options.size} --rounds {options.rounds}"
    report.write("deadlines", command, "\n".join(lines))


def _round(county, number):
    """[(rows, seconds, seconds of the raw statement)] of setting, sending, sending again."""
    today = timezone.localdate()
    with scope(county_scope(county)), transaction.atomic():
        _people(county)
        rows = Asset.objects.filter(county_id=county)
        raw_set = _timed(lambda: _run(RAW_SET, [today, county]))
        setting = _timed(lambda: set_deadlines(CHECK, rows, today, by=None))
        _run("UPDATE journal_deadline SET cleared_at = now()", [])
        given = {"county": county, "n": number, "due": today, "at": timezone.now() - timedelta(days=99)}
        _run(SPREAD, given)
        sending = _timed(lambda: reminders.send(county, today))
        again = _timed(lambda: reminders.send(county, today))
        _run("CREATE TEMPORARY TABLE told ON COMMIT DROP AS SELECT * FROM journal_reminder", [])
        with scope(SYSTEM):
            _run("DELETE FROM journal_reminder", [])
        raw = _timed(lambda: _run(RAW, []))
        transaction.set_rollback(True)
    assert raw[0] == sending[0] and again[0] == 0, (raw, sending, again)
    return [(setting[0], setting[1], raw_set[1]), (sending[0], sending[1], raw[1]), (0, again[1], 0)]


def _people(county):
    """A clerk in each township, and one of the county."""
    units = Unit.objects.filter(county_id=county, kind__in=["town", "county_office"])
    roles = {"town": "town_clerk", "county_office": "county_clerk"}
    for unit in units:
        user = User.objects.create(username=f"d{unit.pk}", name="经办人", county_id=county, password="!")
        post = Appointment(
            county_id=county, user=user, unit=unit, role=roles[unit.kind], from_on=timezone.localdate()
        )
        with act("people.appoint", "任命", by=None, county=county) as entry:
            post.save()
            entry.about(post)
        grant_post(post)


def _timed(deed):
    began = time.perf_counter()
    found = deed()
    return found, time.perf_counter() - began


def _run(statement, parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount
