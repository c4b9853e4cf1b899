"""A public notice read by many at once from the real web server, against the same page as a static file of it.

Readers keep their connection and ask again as soon as they have read; the two pages take turns, round by round, so
that what else the machine does falls on both alike. Each reader comes from an address of its own, as behind a proxy.
"""

import argparse
import asyncio
import os
import socket
import subprocess
import sys
import time
from statistics import median, quantiles

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assets.models import Asset
from assets.notices import CODE
from bench import generate, report
from bench.databases import ROOT, address, make, name_of, using
from config.launch.services import arguments as served_by
from journal import actions as people
from journal.models import Notice
from journal.notices import draft_notice, posting
from tenancy.models import Unit, User
from tenancy.scope import SYSTEM, county_scope, scope

HEAD = "bench_head"


def main(arguments):
    """Measure and write the section of bench/RESULTS.md."""
    asked = argparse.ArgumentParser(prog="bench notices")
    asked.add_argument("--size", type=int, default=20_000)
    asked.add_argument("--readers", type=int, default=50)
    asked.add_argument("--lines", type=int, default=20)
    asked.add_argument("--seconds", type=float, default=6)
    asked.add_argument("--rounds", type=int, default=5)
    options = asked.parse_args(arguments)
    make(options.size, generate.fill)
    with using(options.size):
        number = _notice(options.size, options.lines)
        page, anew = _made(reverse("public:notice", args=[number]))
    static = settings.STATIC_ROOT / "bench" / f"{number}.html"
    static.parent.mkdir(parents=True, exist_ok=True)
    static.write_bytes(page)
    try:
        found = _measure(
            options, {"notice": f"/public/notices/{number}/", "static": f"/static/bench/{number}.html"}
        )
    finally:
        static.unlink()
    text = (
        "\n".join(_table(found, options, len(page)))
        + f"\n\nMade anew: {anew:.1f} ms of the processor's time."
    )
    print(text)
    told = f"--size {options.size} --readers {options.readers} --lines {options.lines} --seconds {options.seconds:g}"
    report.write("notices", f"./jiadi bench notices {told} --rounds {options.rounds}", text)


def _made(at):
    """(the page at an address, milliseconds of this process's CPU to make it anew, the median of many)."""
    client, times = Client(headers={"host": "127.0.0.1"}), []
    for _ in range(50):
        caches["pages"].clear()
        worked = time.process_time()
        page = client.get(at).content
        times.append((time.process_time() - worked) * 1000)
    return page, median(times)


def _notice(size, lines):
    """The number of a notice over so many assets of the clerk's county, posted today."""
    county = generate.median_county(size)
    with scope(SYSTEM), transaction.atomic():
        known = Notice.objects.filter(county_id=county).exclude(number="").order_by("-pk").first()
    if known and known.begins_on == timezone.localdate():
        return known.number
    with scope(county_scope(county)), transaction.atomic():
        office = Unit.objects.get(county_id=county, kind=Unit.Kind.COUNTY_OFFICE)
        clerk = User.objects.get(username=generate.CLERK)
        admin = User.objects.get(username=f"admin{county}")
        head = (
            User.objects.filter(username=HEAD).first()
            or people.invite(
                username=HEAD,
                name="县负责人",
                unit=office,
                role="county_head",
                from_on=generate.date(2020, 1, 1),
                by=admin,
            )[0]
        )
        shown = Asset.objects.filter(state="ledger").exclude(category="household").order_by("-pk")[:lines]
        begins = timezone.localdate()
        notice = draft_notice(CODE, shown.select_related("unit"), by=clerk, unit=office, begins_on=begins)
        return posting.post_notice(notice, by=head).number


def _measure(options, addresses):
    """{name: [(answers a second, [seconds of each])]} by round, but the first, in which the server wakes up."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    told = {"DATABASE_URL": address("DATABASE_URL", name_of(options.size)), "BEHIND_PROXY": "1", "HTTPS": "0"}
    command = [sys.executable, *served_by(f"127.0.0.1:{port}")["web"]]
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | told)
    found = {name: [] for name in addresses}
    try:
        _wait(port)
        for turn in range(options.rounds + 1):
            for name, at in addresses.items():
                took, times = asyncio.run(_crowd(port, at, turn, options))
                if turn:
                    found[name].append((len(times) / took, times))
    finally:
        server.terminate()
        server.wait(20)
    return found


def _wait(port):
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the web server did not start")


async def _crowd(port, at, turn, options):
    """(seconds, [seconds of each answer]) of so many readers at once, new ones each turn."""
    began = time.perf_counter()
    until = began + options.seconds
    jobs = [_reader(port, at, f"10.{turn}.{number}", until) for number in range(options.readers)]
    times = [one for many in await asyncio.gather(*jobs) for one in many]
    return time.perf_counter() - began, times


async def _reader(port, at, whose, until):
    asked = f"GET {at} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: {whose}."
    times, pipe = [], None
    while (began := time.perf_counter()) < until:
        if pipe is None:
            pipe = await asyncio.open_connection("127.0.0.1", port)
        inward, outward = pipe
        outward.write(f"{asked}{len(times) // 500}\r\n\r\n".encode())  # another neighbour after 500 pages
        head = await inward.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"{at}: {head[:40]}")
        fields = dict(line.split(b": ", 1) for line in head.lower().split(b"\r\n")[1:-2])
        await inward.readexactly(int(fields[b"content-length"]))
        times.append(time.perf_counter() - began)
        if fields.get(b"connection") == b"close":
            outward.close()
            pipe = None
    if pipe:
        pipe[1].close()
    return times


def _table(found, options, size):
    yield f"{options.readers} readers, a notice of {options.lines} lines, {size / 1000:.1f} KB:\n"
    yield "| page | answers/s | median ms | 95 % ms | × static |"
    yield "|---|---:|---:|---:|---:|"
    rates = {name: median(rate for rate, _ in rounds) for name, rounds in found.items()}
    for name, rounds in found.items():
        times = [one * 1000 for _, many in rounds for one in many]
        late = quantiles(times, n=20)[-1]
        ratio = rates["static"] / rates[name]
        yield f"| {name} | {rates[name]:,.0f} | {median(times):.1f} | {late:.1f} | {ratio:.2f} |"
