"""Tables of bench/RESULTS.md; each measurement writes its own section, between two marks."""

import os
import re
from datetime import datetime
from pathlib import Path

from django.db import connection

RESULTS = Path(__file__).with_name("RESULTS.md")
SERVER = ("server_version", "shared_buffers", "fsync", "synchronous_commit", "jit")


def pages(found, sizes):
    """The lines of the tables for {((person, page), size): Figures}, a table a person, then the goals."""
    smallest, largest = min(sizes), max(sizes)
    for person in dict.fromkeys(person for (person, _), _ in found):
        yield f"### {'County clerk' if 'clerk' in person else 'City reader'}\n"
        yield "| page | " + " | ".join(f"{size:,}" for size in sizes) + " | × | queries | KB | wall |"
        yield "|---|" + "---:|" * (len(sizes) + 4)
        for name in dict.fromkeys(name for name, _ in found if name[0] == person):
            row = [found[name, size] for size in sizes]
            cells = [f"{one.ms:.1f} ({one.cpu_ms:.1f})" for one in row]
            cells.append(f"{found[name, largest].ms / found[name, smallest].ms:.2f}")
            cells.append(f"{max(one.queries for one in row)}")
            cells.append(f"{max(one.size for one in row) / 1000:.0f}")
            cells.append(" / ".join(f"{one.price:.2f}" for one in row))
            yield f"| {name[1]} | {' | '.join(cells)} |"
        yield ""


def write(section, command, text):
    """Replace the section of RESULTS.md, or append it, with the command, the day and the machine above the tables."""
    head = f"`{command}`, {datetime.now():%Y-%m-%d %H:%M}; {machine()}\n"
    body = f"<!-- {section} -->\n{head}\n{text}\n<!-- /{section} -->"
    known = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else f"# Results\n\n{body}\n"
    pattern = re.compile(rf"<!-- {section} -->.*<!-- /{section} -->", re.DOTALL)
    text, times = pattern.subn(lambda _: body, known)
    RESULTS.write_text(text if times else f"{known.rstrip()}\n\n## {section}\n\n{body}\n", encoding="utf-8")


def machine():
    """What the figures were measured on."""
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = int(re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text())[1]) // 1_000_000
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name || ' ' || current_setting(name) FROM unnest(%s::text[]) name", [list(SERVER)]
        )
        server = ", ".join(row[0] for row in cursor)
    load = os.getloadavg()[1]
    cores = f"{os.cpu_count()} cores ({cpu[1] if cpu else 'unknown'})"
    return f"{cores}, {memory} GB, load {load:.1f}; PostgreSQL: {server}"
