"""One round of bench/exports.py in a process of its own: `python -m bench.exporting LAYOUT FORMAT`.

The city's reader asks for all assets of the city, as the page does, and the worker's job makes the file. Prints as JSON
{rows, seconds, megabytes (of the file), base, memory (peak MB of the process before and after)}.
"""

import json
import os
import sys
import time
from pathlib import Path

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

from django.core.files.storage import default_storage
from django.db import transaction
from django.http import QueryDict

from bench import generate
from journal import jobs
from journal.exports import steps
from journal.models import Export
from tenancy import policy
from tenancy.middleware import scope_of
from tenancy.models import User
from tenancy.scope import SYSTEM, scope


def main(layout, fmt):
    """Run one round and print what it took."""
    with scope(SYSTEM), transaction.atomic():
        reader = User.objects.get(username=generate.READER)
    post = policy.posts(reader)[0]
    policy.grants(reader, [post])
    look = scope_of(post, reader)
    with scope(look), transaction.atomic():
        asked = {"resource": "assets", "layout": layout, "fmt": fmt, "query": QueryDict("")}
        row = steps.start(by=reader, post=post, scope=look, **asked)
    base, began = _peak(), time.perf_counter()
    jobs.run(row.county_id, row.job_id)
    took = time.perf_counter() - began
    with scope(SYSTEM), transaction.atomic():
        made = Export.objects.select_related("document", "job").get(pk=row.pk)
    if made.document is None:
        raise SystemExit(f"no file: {made.job.get_state_display()} {made.job.message}")
    default_storage.delete(made.key)
    told = {"rows": made.rows, "seconds": took, "megabytes": made.document.size / 1e6}
    print(json.dumps(told | {"base": base, "memory": _peak()}))


def _peak():
    """MB; from the kernel's own book of this program, as ru_maxrss also counts the one that started it."""
    told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(told["VmHWM"].split()[0]) // 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
