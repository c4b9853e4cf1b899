"""What it costs to look at the arrears of a county with 50,000 dues, and to match 10,000 receipts of one workbook.

The county's 500 operators, 2,000 agreements and 50,000 dues are written by its owner into a copy of the database, all
derived from numbers. The page is opened as a county clerk; beside it stands the raw statement, that groups the same
dues without wall, page and names. The workbook goes through the wizard as a person takes it: read, checked (matched by
agreement, code or name), written with what each receipt pays; beside it the same rows put into the same tables by
statements that look at nothing and write no journal; their keys are held to as well.
"""

import argparse
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import generate, report
from bench.copies import bare, copied
from bench.databases import leave, make, name_of, owner
from journal import jobs
from journal.imports import steps
from journal.imports.checking import find
from operation.models import Allocation, Due, Receipt
from tenancy.models import Unit, User
from tenancy.scope import SYSTEM, county_scope, scope

SIZE = 20_000
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
HEAD = ["交易日期", "流水号", "对方户名", "贷方发生额", "合同号", "信用代码"]
TABLES = [f"operation_{name}" for name in ("operator", "agreement", "due", "receipt", "allocation")]
FILL = Path(__file__).with_name("arrears.sql").read_text(encoding="utf-8")
RAW_PAGE = """
SELECT operator_id, count(*), sum(amount - paid), min(due_on), max(due_on),
       sum(amount - paid) FILTER (WHERE due_on BETWEEN current_date - 30 AND current_date - 1),
       sum(amount - paid) FILTER (WHERE due_on BETWEEN current_date - 90 AND current_date - 31),
       sum(amount - paid) FILTER (WHERE due_on BETWEEN current_date - 180 AND current_date - 91),
       sum(amount - paid) FILTER (WHERE due_on BETWEEN current_date - 365 AND current_date - 181),
       sum(amount - paid) FILTER (WHERE due_on < current_date - 365)
FROM operation_due WHERE county_id = %s AND state = 'open' AND paid < amount AND due_on < current_date
GROUP BY operator_id ORDER BY 3 DESC LIMIT 100"""
RAW_WRITE = (
    """CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT r.*, nextval('operation_receipt_id_seq') AS new_id
       FROM operation_receipt r WHERE r.batch_id = %s""",
    """CREATE TEMP TABLE parts ON COMMIT DROP AS SELECT a.*, k.new_id FROM operation_allocation a
       JOIN kept k ON k.id = a.receipt_id""",
    """INSERT INTO operation_receipt SELECT (jsonb_populate_record(NULL::operation_receipt, to_jsonb(k)
       || jsonb_build_object('id', k.new_id, 'voucher', 'raw-' || k.voucher))).* FROM kept k""",
    """INSERT INTO operation_allocation (county_id, receipt_id, due_id, amount, is_live)
       SELECT county_id, new_id, due_id, amount, true FROM parts""",
    """UPDATE operation_due d SET version = version + 1 FROM (SELECT DISTINCT due_id FROM parts) p
       WHERE d.id = p.due_id""",
)


def main(arguments):
    """Measure and write the section of bench/RESULTS.md."""
    asked = argparse.ArgumentParser(prog="bench arrears")
    asked.add_argument("--dues", type=int, default=50_000)
    asked.add_argument("--receipts", type=int, default=10_000)
    asked.add_argument("--rounds", type=int, default=15)
    options = asked.parse_args(arguments)
    make(SIZE, generate.fill)
    leave(SIZE)
    copy = f"{name_of(SIZE)}_arrears"
    lines = []
    with copied(SIZE, copy):
        county = generate.median_county(SIZE)
        with owner(copy) as owned, owned.transaction():
            fill(owned, county, options.dues)
        lines += _pages(copy, county, options)
        lines += ["", *_matching(copy, county, options)]
    text = "\n".join(lines)
    print(text)
    report.write("arrears", "./jiadi bench arrears " + " ".join(arguments), text)


def fill(owned, county, dues, each=4):
    """500 operators, so many agreements with each, and dues over all of them."""
    with bare(owned, TABLES):
        for statement in FILL.split(";\n"):
            if statement.strip():
                owned.execute(statement, {"county": county, "each": each, "periods": dues // (500 * each)})
    for table in TABLES:
        owned.execute(f"ANALYZE {table}")


def _pages(copy, county, options):
    client = Client(headers={"host": "127.0.0.1"})
    with scope(SYSTEM), transaction.atomic():
        user = User.objects.get(username=generate.CLERK)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    with owner(copy) as owned, bare(owned, TABLES):
        raw = _median(options.rounds, lambda: owned.execute(RAW_PAGE, [county]).fetchall())
    yield f"| {options.dues:,} dues | ms | queries | × raw |"
    yield "|---|---:|---:|---:|"
    arrears, dues = reverse("operation:arrears"), reverse("operation:dues")
    for label, page in (
        ("arrears by operator", arrears),
        ("arrears by village", f"{arrears}?by=unit"),
        ("arrears by township", f"{arrears}?by=town"),
        ("list of late dues", f"{dues}?standing=late"),
    ):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(page)
        if answer.status_code != 200:
            raise SystemExit(f"{page}: {answer.status_code}")
        count = sum(not query["sql"].startswith(CONTROL) for query in asked)
        took = _median(options.rounds, lambda page=page: client.get(page))
        yield f"| {label} | {took * 1000:.0f} | {count} | {took / raw:.1f} |"
    yield f"| raw: one statement, grouped by operator | {raw * 1000:.0f} | 1 | 1 |"


def _median(rounds, deed):
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        deed()
        took.append(time.perf_counter() - began)
    return median(took)


def _matching(copy, county, options):
    with scope(SYSTEM), transaction.atomic():
        clerk = User.objects.get(username=generate.CLERK)
        office = Unit.objects.get(county_id=county, path=f"{county}/")
    took = {}
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder, "流水.xlsx")
        _write(book, county, options.receipts, copy)
        with scope(county_scope(county, clerk.pk)):
            batch = _through(book, clerk, office, took)
    with owner(copy) as owned:
        raw = _raw(owned, batch.pk)
    whole = sum(took.values())
    with scope(county_scope(county)), transaction.atomic():
        told = (Receipt.objects.filter(batch_id=batch.pk).count(), Allocation.objects.count())
        paid = Due.objects.filter(paid__gt=0).count()
    yield f"| {options.receipts:,} receipts | seconds |"
    yield "|---|---:|"
    for name, seconds in took.items():
        yield f"| {name} | {seconds:.1f} |"
    yield f"| **all** ({options.receipts / whole:,.0f} a second) | **{whole:.1f}** |"
    yield f"| raw: the same rows put into the same tables | {raw:.1f} |"
    yield ""
    yield f"{told[0]:,} receipts were written, with {told[1]:,} allocations over {paid:,} dues;"
    yield f"{batch.wrong:,} rows had a fault, {batch.doubtful:,} something to be looked at."


def _through(book, clerk, office, took):
    with _timed(took, "upload and read"):
        file = SimpleUploadedFile(book.name, book.read_bytes())
        batch = _worked(steps.upload(file, resource="receipts", unit=office, by=clerk))
    keys = [column["key"] for column in batch.columns]
    with _timed(took, "check and match"):
        told = {"columns": keys, "table": {}, "money_unit": batch.money_unit or "元"}
        batch = _worked(steps.choose(batch, by=clerk, **told))
    with _timed(took, "write, allocate and pay"):
        told = {"reason": "测量", "as_proposed": True, "skip_wrong": True}
        batch = _worked(steps.confirm(batch, by=clerk, seen=batch.digest, **told))
    return batch


def _worked(batch):
    jobs.run(batch.county_id, batch.job_id)
    with transaction.atomic():
        return find(batch.pk)


class _timed:
    """Puts the seconds of a block into a dictionary."""

    def __init__(self, took, name):
        self.took, self.name = took, name

    def __enter__(self):
        self.began = time.perf_counter()

    def __exit__(self, *error):
        self.took[self.name] = time.perf_counter() - self.began


def _write(path, county, rows, copy):
    """A bank's list: a third by agreement, a third by code, the rest by name, of which every tenth is written amiss."""
    with owner(copy) as owned, bare(owned, TABLES):
        agreements = owned.execute(
            """SELECT a.number, o.credit_code, o.name FROM operation_agreement a
               JOIN operation_operator o ON o.id = a.operator_id WHERE a.county_id = %s ORDER BY a.id""",
            [county],
        ).fetchall()
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("流水")
    sheet.write_row(0, 0, HEAD)
    for at in range(rows):
        number, code, name = agreements[at * 7 % len(agreements)]
        day = date(2018 + at % 8, at % 12 + 1, at % 28 + 1)
        by = at % 3
        payer = name if at % 30 else name.replace("有限公司", "公司")
        told = [
            day.isoformat(),
            f"L{at:06}",
            payer,
            800 + at % 900,
            number if by == 0 else "",
            code if by == 1 else "",
        ]
        sheet.write_row(1 + at, 0, told)
    book.close()


def _raw(owned, batch):
    """Seconds for the same rows without checks, triggers and journal; undone."""
    with owned.transaction(force_rollback=True), bare(owned, TABLES):
        began = time.perf_counter()
        for at, statement in enumerate(RAW_WRITE):
            owned.execute(statement, [batch] if at == 0 else None)
        owned.execute("SET CONSTRAINTS ALL IMMEDIATE")
        took = time.perf_counter() - began
    return took
