"""How long labels take: the job from the rows of the ledger to the stored PDF, and one label in the request.

1,000 entered assets of the largest county, with names of their own; the job runs in this process.
"""

import argparse
import resource
import time
from statistics import median

from django.db import transaction

from assets.labels import making
from assets.models import Asset, LabelRun
from bench import generate, report
from bench.databases import make, using
from journal import jobs
from tenancy import policy
from tenancy.models import User
from tenancy.scope import SYSTEM, county_scope, scope

GIVEN = {"sheet": "a4_3x8", "x": 0, "y": 0, "start": 1}


def main(arguments):
    """Measure and write the section of bench/RESULTS.md."""
    asked = argparse.ArgumentParser(prog="bench labels")
    asked.add_argument("--size", type=int, default=20_000)
    asked.add_argument("--labels", type=int, default=1_000)
    asked.add_argument("--rounds", type=int, default=7)
    options = asked.parse_args(arguments)
    make(options.size, generate.fill)
    with using(options.size):
        many = [_job(options.size, options.labels) for _ in range(options.rounds)]
        one = [_at_once(options.size) for _ in range(options.rounds)]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    seconds, size = median(took for took, _ in many), many[0][1] / 1000
    text = "\n".join(
        [
            "| labels | seconds | labels/s | KB of PDF |",
            "|---:|---:|---:|---:|",
            f"| {options.labels:,} (job) | {seconds:.2f} | {options.labels / seconds:,.0f} | {size:,.0f} |",
            f"| 1 (request) | {median(one):.2f} | | |",
            "",
            f"Most memory of the whole process: {memory} MB.",
        ]
    )
    print(text)
    command = (
        f"./jiadi bench labels --size {options.size} --labels {options.labels} --rounds {options.rounds}"
    )
    report.write("labels", command, text)


def _clerk(size):
    with scope(SYSTEM), transaction.atomic():
        user = User.objects.get(username=generate.CLERK)
    post = policy.posts(user)[0]
    policy.grants(user, [post])
    return user, post, generate.median_county(size)


def _job(size, count):
    """(seconds of one job, bytes of its file)"""
    user, post, county = _clerk(size)
    with scope(county_scope(county, user.pk)), transaction.atomic():
        chosen = making.printable(Asset.objects.permitted(user))[:count].values("pk")
        asked = making.start(by=user, post=post, rows=Asset.objects.filter(pk__in=chosen), **GIVEN)
    began = time.perf_counter()
    jobs.run(county, asked.job_id)
    took = time.perf_counter() - began
    with scope(county_scope(county)), transaction.atomic():
        made = LabelRun.objects.select_related("document").get(pk=asked.pk)
        if len(made.assets) != count:
            raise SystemExit(
                f"only {len(made.assets)} entered assets in county {county}: choose a larger --size"
            )
        return took, made.document.size


def _at_once(size):
    user, _, county = _clerk(size)
    began = time.perf_counter()
    with scope(county_scope(county, user.pk)), transaction.atomic():
        making.draw(making.labels_of(making.printable(Asset.objects.permitted(user))[:1]), **GIVEN)
    return time.perf_counter() - began
