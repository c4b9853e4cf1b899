"""A workbook of 20,000 rows and 25 columns from upload to written, beside its floor and beside django-import-export.

Each runner works on a fresh copy of one database with 20,000 assets, in a process of its own (bench/importing.py), so
that its time and its peak memory are its own; the runners take turns. The floor is what no import can go below: the
cells read, copied into a temporary table, and put by one INSERT … SELECT into a table with the register's indexes.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from psycopg import sql

from bench import generate, report
from bench.databases import ROOT, address, leave, make, name_of, owner
from bench.workbook import write_workbook

SIZE = 20_000  # assets that are there already
LABELS = {"ours": "Jiadi", "floor": "floor", "peer": "django-import-export"}


def main(arguments):
    """Measure and write the section of bench/RESULTS.md."""
    asked = argparse.ArgumentParser(prog="bench imports")
    asked.add_argument("--rows", type=int, default=20_000)
    asked.add_argument("--peer-rows", type=int, default=4_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--only", choices=LABELS, action="append")
    options = asked.parse_args(arguments)
    make(SIZE, generate.fill)
    leave(SIZE)
    with tempfile.TemporaryDirectory() as folder:
        found = _rounds(options, Path(folder))
    text = "\n".join(_lines(found))
    print(text)
    if not options.only:
        report.write(f"imports-{options.rows}", "./jiadi bench imports " + " ".join(arguments), text)


def _rounds(options, folder):
    """{runner: its rounds}, the runners in turns; the peer once, it takes long enough to be steady."""
    books = {}
    for rows in {options.rows, options.peer_rows}:
        books[rows] = folder / f"{rows}.xlsx"
        write_workbook(books[rows], rows, generate.median_county(SIZE))
    found = {name: [] for name in options.only or LABELS}
    for at in range(options.rounds):
        for name, rounds in found.items():
            if name == "peer" and at:
                continue
            rounds.append(_run(name, books[options.peer_rows if name == "peer" else options.rows]))
    return found


def _run(name, workbook):
    """One round in a process and a database of its own."""
    template = name_of(SIZE)
    copy = f"{template}_import"
    with owner() as server:
        _drop(server, copy)
        both = map(sql.Identifier, (copy, template))
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*both))
    told = {key: address(key, copy) for key in ("DATABASE_URL", "OWNER_DATABASE_URL")}
    command = [sys.executable, "-m", "bench.importing", name, str(workbook)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | told, stdout=subprocess.PIPE, check=True)
    with owner() as server:
        _drop(server, copy)
    return json.loads(done.stdout.splitlines()[-1])


def _drop(server, name):
    """Not by force: the owner may not end the server's own vacuum of 200,000 fresh rows; without, the server does."""
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def _lines(found):
    best = {name: min(rounds, key=_seconds) for name, rounds in found.items()}
    yield "| | rows | seconds (rounds) | rows/s | CPU seconds | peak memory MB (reader) | phases |"
    yield "|---|---:|---:|---:|---|---:|---|"
    for name, one in best.items():
        rounds = " ".join(f"{_seconds(each):.1f}" for each in found[name])
        phases = ", ".join(f"{phase} {seconds:.1f}" for phase, seconds in one["phases"].items())
        speed = one["rows"] / _seconds(one)
        memory = f"{one['memory']} ({one['reader']})"
        cpu = f"{_cpu(one):.1f}: " + ", ".join(f"{who} {spent:.1f}" for who, spent in one["cpu"].items())
        yield f"| {LABELS[name]} | {one['rows']:,} | {rounds} | {speed:,.0f} | {cpu} | {memory} | {phases} |"
    if best.keys() == LABELS.keys():
        yield ""
        for what, cost in (("time", _seconds), ("CPU", _cpu)):
            each = {name: cost(one) / one["rows"] for name, one in best.items()}
            faster, slower = each["peer"] / each["ours"], each["ours"] / each["floor"]
            yield f"By {what} a row: {faster:.1f} × as fast as the library; {slower:.1f} × the floor."


def _seconds(one):
    return sum(one["phases"].values())


def _cpu(one):
    return sum(one["cpu"].values())
