"""What the dashboard costs beside the same counting in SQL written by hand, for a county's clerk and a city's reader.

The page: the whole request through Django in this process. The floor: one statement with the same groups, fetched by
psycopg, the county or the city's range as a literal, nobody's wall in its way (the scope of the system).
"""

import argparse
import time
from statistics import median

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import generate, report
from bench.databases import make, using
from bench.pages import CONTROL
from tenancy.models import User
from tenancy.scope import SYSTEM, scope

FLOOR = """
SELECT {columns}, count(*), sum(v), min(u),
       count(*) FILTER (WHERE s = 'ledger'), sum(v) FILTER (WHERE s = 'ledger'),
       count(*) FILTER (WHERE s IN ('draft', 'submitted', 'verified') AND u < now() - interval '30 days')
FROM (SELECT {place} p, state s, category c, subtype t, coalesce(k, 'none') k, coalesce(l, 'none') l, formed_year y,
             implementing_dept_id d, original_value v, updated_at u
      FROM assets_asset LEFT JOIN (
          SELECT county_id, project_id, CASE WHEN min(kind) = max(kind) THEN min(kind) ELSE 'mixed' END k,
                 CASE WHEN min(level) = max(level) THEN min(level) ELSE 'mixed' END l
          FROM assets_fundingline WHERE {where} GROUP BY 1, 2) f USING (county_id, project_id)
      WHERE {where}) x
GROUP BY GROUPING SETS ({sets})"""
COUNTY = {"columns": "p, s, c, t, k, l, y, d", "sets": "(p, s), (c, t), (k, l), (y), (d)", "place": "town_id"}
OVER_COUNTIES = {
    "columns": "p, s, c, t, k, l, y",
    "sets": "(p, s), (c, t), (k, l), (y)",
    "place": "county_id",
}
PAGE = "/assets/dashboard/"


def main(arguments):
    """Measure and write the section of bench/RESULTS.md."""
    asked = argparse.ArgumentParser(prog="bench dashboard")
    asked.add_argument("--sizes", default="20000,2000000")
    asked.add_argument("--rounds", type=int, default=11)
    options = asked.parse_args(arguments)
    lines = [
        "| size | who | assets | page ms (CPU) | SQL by hand ms | × | queries | KB |",
        "|---:|---|" + "---:|" * 6,
    ]
    for size in [int(size) for size in options.sizes.split(",")]:
        make(size, generate.fill)
        with using(size):
            lines += [_row(size, who, options.rounds) for who in _people(size)]
    text = "\n".join(lines)
    print(text)
    report.write(
        "dashboard", f"./jiadi bench dashboard --sizes {options.sizes} --rounds {options.rounds}", text
    )


def _people(size):
    county = generate.median_county(size)
    city = f"county_id BETWEEN {generate.CITY}00 AND {generate.CITY}99"
    yield "county clerk", generate.CLERK, COUNTY | {"where": f"county_id = {county}"}
    yield "city reader", generate.READER, OVER_COUNTIES | {"where": city}


def _row(size, who, rounds):
    label, username, floors = who
    browser = Client(headers={"host": "127.0.0.1"})
    with scope(SYSTEM), transaction.atomic():
        user = User.objects.get(username=username)
    browser.force_login(user, "django.contrib.auth.backends.ModelBackend")
    with CaptureQueriesContext(connection) as asked:
        kilobytes = len(browser.get(PAGE).content) / 1000
    queries = sum(not query["sql"].startswith(CONTROL) for query in asked)
    statement = FLOOR.format(**floors)
    pages, cpu, floor = [], [], []
    for _ in range(rounds):
        took, worked = _timed(lambda: browser.get(PAGE))
        pages.append(took)
        cpu.append(worked)
        floor.append(_timed(lambda: _run(statement))[0])
    n = _run(f"SELECT count(*) FROM assets_asset WHERE {floors['where']}")[0][0]
    page, raw = median(pages) * 1000, median(floor) * 1000
    cells = [f"{size:,}", label, f"{n:,}", f"{page:.0f} ({median(cpu) * 1000:.0f})", f"{raw:.0f}"]
    return "| " + " | ".join([*cells, f"{page / raw:.2f}", str(queries), f"{kilobytes:.0f}"]) + " |"


def _run(statement):
    with scope(SYSTEM), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def _timed(deed):
    began, worked = time.perf_counter(), time.process_time()
    deed()
    return time.perf_counter() - began, time.process_time() - worked
