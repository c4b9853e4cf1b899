"""What the pages of the register cost, by size, as a county's clerk and as a city's reader, with the wall and without.

Requests go through Django in this process, one after the other; the sizes take turns within each round, so that what
else the machine does falls on all alike. Medians; CPU is this process's own, without PostgreSQL's.
"""

import argparse
import time
from collections import defaultdict
from statistics import median
from typing import NamedTuple

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assets.models import Asset
from assets.pages import MARK
from bench import generate, report
from bench.databases import make, name_of, owner, using, walls
from tenancy.models import User
from tenancy.scope import SYSTEM, scope

BURST = 3  # timed rounds between two moves of the wall
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


class Visit(NamedTuple):
    """A page that somebody opens."""

    person: str
    page: str
    address: str


class Figures:
    """What was measured of one page at one size: seconds with and without the wall, CPU, queries and bytes."""

    def __init__(self):
        self.walled, self.open, self.cpu = [], [], []
        self.queries = self.size = 0

    @property
    def ms(self):
        return median(self.walled) * 1000

    @property
    def cpu_ms(self):
        return median(self.cpu) * 1000

    @property
    def price(self):
        """The wall's, as a ratio."""
        return median(self.walled) / median(self.open)


def main(arguments):
    """Measure and write the section of bench/RESULTS.md."""
    asked = argparse.ArgumentParser(prog="bench pages")
    asked.add_argument("--sizes", default="20000,200000,2000000")
    asked.add_argument("--rounds", type=int, default=33)
    options = asked.parse_args(arguments)
    sizes = [int(size) for size in options.sizes.split(",")]
    for size in sizes:
        make(size, generate.fill)
    found = measure(sizes, options.rounds)
    text = "\n".join(report.pages(found, sizes))
    print(text)
    report.write("pages", f"./jiadi bench pages --sizes {options.sizes} --rounds {options.rounds}", text)


def measure(sizes, rounds):
    """{(visit, size): Figures}"""
    browsers = {size: _Browsers(size) for size in sizes}
    found = defaultdict(Figures)
    for size in sizes:
        browsers[size].count(found)
    for _ in range(-(-rounds // BURST)):
        for size in sizes:
            browsers[size].warm()
        _burst(browsers, lambda visit, size: (found[visit, size].walled, found[visit, size].cpu))
        for size in sizes:
            browsers[size].open_wall()
        _burst(browsers, lambda visit, size: (found[visit, size].open, []))
        for size in sizes:
            browsers[size].close_wall()
    return found


def _burst(browsers, lists):
    for _ in range(BURST):
        for visits in zip(*(browser.visits.items() for browser in browsers.values()), strict=True):
            for size, (name, visit) in zip(browsers, visits, strict=True):
                times, cpu = lists(name, size)
                took, worked = browsers[size].time(visit)
                times.append(took)
                cpu.append(worked)


class _Browsers:
    """Two people signed in to the database of one size, and what they look at: {(person, page): Visit}."""

    def __init__(self, size):
        self.size = size
        self.owner = owner(name_of(size))
        self.clients = {}
        with using(size):
            for username in (generate.CLERK, generate.READER):
                self.clients[username] = Client(headers={"host": "127.0.0.1"})
                with scope(SYSTEM), transaction.atomic():
                    user = User.objects.get(username=username)
                self.clients[username].force_login(user, "django.contrib.auth.backends.ModelBackend")
            self.visits = {visit[:2]: visit for visit in _visits(size)}

    def open_wall(self):
        walls(self.owner, "DISABLE")
        self.warm()

    def close_wall(self):
        walls(self.owner, "ENABLE")

    def warm(self):
        """Each page once: what a change of the tables made PostgreSQL forget is no part of a page's time."""
        for visit in self.visits.values():
            self.time(visit)

    def count(self, found):
        """Queries (without BEGIN, SAVEPOINT and the like) and bytes of each page."""
        with using(self.size):
            for name, visit in self.visits.items():
                with CaptureQueriesContext(connection) as queries:
                    answer = self.clients[visit.person].get(visit.address)
                sqls = [query["sql"] for query in queries]
                found[name, self.size].queries = sum(not sql.startswith(CONTROL) for sql in sqls)
                found[name, self.size].size = len(answer.content)

    def time(self, visit):
        """(seconds by the clock, seconds of this process's CPU) of one request."""
        with using(self.size):
            began, worked = time.perf_counter(), time.process_time()
            answer = self.clients[visit.person].get(visit.address)
            took = time.perf_counter() - began, time.process_time() - worked
        if answer.status_code != 200:
            raise SystemExit(f"{visit}: {answer.status_code}")
        return took


def _visits(size):
    county = generate.median_county(size)
    first, last = generate.CITY * 100, generate.CITY * 100 + 99
    with scope(SYSTEM), transaction.atomic():
        home = Asset.objects.filter(county=county)
        below = Asset.objects.filter(county__gte=first, county__lte=last)
        one = home.extra(where=["id %% 20 = 0"]).filter(state="ledger", project__isnull=False).latest("pk")
        deep = {generate.CLERK: _middle(home), generate.READER: _middle(below)}
    town = f"town={one.town_id}&category={one.category}&state=ledger"
    narrow = {generate.CLERK: town, generate.READER: f"county={county}&{town}"}
    for person in (generate.CLERK, generate.READER):
        for page, query in (
            ("list", ""),
            ("list, half-way down", f"after={deep[person]}"),
            ("list, filtered", narrow[person]),
            ("search, 4 characters", "q=蔬菜大棚"),
            ("search, 2 characters", "q=大棚"),
            ("search, a whole name", f"q={one.name}"),
            ("search, nothing found", "q=蔬菜大桥"),
            ("search, number", f"q={one.village_id}"),
            ("sorted by value", "sort=value"),
        ):
            yield Visit(person, page, f"/assets/?{query}")
        yield Visit(person, "detail", f"/assets/{one.pk}/")
    yield Visit(generate.CLERK, "form, new", "/assets/new/")
    yield Visit(generate.CLERK, "form, amend", f"/assets/{one.pk}/edit/")


def _middle(rows):
    """The mark of the page half-way through a list."""
    county, pk = rows.order_by("-county_id", "-pk").values_list("county_id", "pk")[rows.count() // 2]
    return f"{county}{MARK}{pk}"
