"""Assets taken out as files: rows a second and peak memory of the job, at two sizes, in each layout and format.

Every round runs in a process of its own (bench/exporting.py), so that its peak memory is its own; flat memory means
that the larger size takes no more than the smaller.
"""

import argparse
import json
import os
import subprocess
import sys

from bench import generate, report
from bench.databases import ROOT, address, leave, make, name_of

KINDS = {
    ("all", "xlsx"): "全部字段, xlsx",
    ("all", "csv"): "全部字段, csv",
    ("view", "xlsx"): "当前视图, xlsx",
    ("ledger", "xlsx"): "正式台账, xlsx",
}


def main(arguments):
    """Measure and write the section of bench/RESULTS.md."""
    asked = argparse.ArgumentParser(prog="bench exports")
    asked.add_argument("--sizes", default="20000,200000")
    asked.add_argument("--rounds", type=int, default=3)
    options = asked.parse_args(arguments)
    lines = [
        "| layout, format | rows | seconds | rows/s | MB of file | peak MB | of which before |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for size in map(int, options.sizes.split(",")):
        make(size, generate.fill)
        leave(size)
        for kind, label in KINDS.items():
            lines.append(
                _line(label, min(_rounds(size, kind, options.rounds), key=lambda one: one["seconds"]))
            )
    text = "\n".join(lines)
    print(text)
    command = f"./jiadi bench exports --sizes {options.sizes} --rounds {options.rounds}"
    report.write("exports", command, text)


def _line(label, one):
    speed = one["rows"] / one["seconds"]
    figures = [f"{one['rows']:,}", f"{one['seconds']:.1f}", f"{speed:,.0f}", f"{one['megabytes']:.1f}"]
    return f"| {label} | {' | '.join(figures)} | {one['memory']} | {one['base']} |"


def _rounds(size, kind, rounds):
    """What each round took."""
    told = {key: address(key, name_of(size)) for key in ("DATABASE_URL", "OWNER_DATABASE_URL")}
    command = [sys.executable, "-m", "bench.exporting", *kind]
    for _ in range(rounds):
        done = subprocess.run(command, cwd=ROOT, env=os.environ | told, stdout=subprocess.PIPE, check=True)
        yield json.loads(done.stdout.splitlines()[-1])
