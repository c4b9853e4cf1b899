"""The workbook of a checked batch with what was found in it: to be mended offline and uploaded again.

Of a workbook of sane size the original, its look kept (openpyxl, in the limited process); of a csv, a bigger one or one
that does not bear it, a plain sheet with the same rows at the same numbers. Of a very big batch only the rows that want
mending, and the file's name says so.
"""

import io
import json
import re
import shutil
from functools import partial
from pathlib import PurePath

from django.core.files.storage import default_storage
from django.db import transaction
from xlsxwriter import Workbook

from journal import documents
from journal.exports.cells import text_of
from journal.files import limits
from journal.files.headers import JOINT
from journal.files.limits import MEGABYTE, Limits, Unreadable
from journal.files.wording import REMARKS, bare
from journal.imports.lines import ASK, BAD, ODD
from journal.models import Document

MARKING = Limits(memory=1024 * MEGABYTE, seconds=60, output=64 * MEGABYTE)
# openpyxl takes some 50 times the file: 100,000 cells were 120 MB and 4 s.
MOST_CELLS, MOST_BYTES = 100_000, 4 * MEGABYTE
WHOLE = 20_000  # rows that are rewritten all; of more, those that want mending
MOST_COMMENTS = (
    10_000  # they are held in memory until the end, and Excel bears no more; the remarks say it all again
)
CHUNK = 2_000
HEADER = f"{REMARKS}（再次导入时忽略）"
LEVELS = {BAD: "错误", ASK: "问题", ODD: "提示"}
UNNAMED = re.compile(r"（\S+ 无列名）")
FILLS = {BAD: "#FFD9D6", ODD: "#FFF4CE"}


def name_of(batch):
    """What the file of a checked batch is called."""
    few = "，只含待改的行" if _is_few(batch) else ""
    return f"{PurePath(batch.document.name).stem}（{REMARKS}{few}）.xlsx"


def write(batch, file, tell=lambda done, total=0: None):
    """Write the workbook of a checked batch into a binary file; `tell` is called with (rows done, rows in all)."""
    if _is_sane(batch):
        try:
            return _marked(batch, file, tell)
        except Unreadable:
            pass  # a workbook that openpyxl does not bear is written anew
    _rewritten(batch, file, tell)


def _is_few(batch):
    return batch.total > WHOLE and not _is_sane(batch)


def _is_sane(batch):
    document = batch.document
    return (
        document.kind == Document.Kind.XLSX
        and batch.total * max(len(batch.columns), 1) <= MOST_CELLS
        and document.size <= MOST_BYTES
        and documents.is_kept(document)
    )


def _marked(batch, file, tell):
    """The original with marks in it. Raises Unreadable."""
    header = batch.mapping["header"]
    told = {
        "sheet": batch.sheet,
        "header": [header["first"], header["last"]],
        "column": _place(batch),
        "name": HEADER,
        "rows": [row for row in map(_told, _read(_wanting(batch))) if any(row[1:])],
    }
    with default_storage.open(batch.document.key) as kept:
        given = io.BytesIO(json.dumps(told).encode() + b"\n" + kept.read())
    alive = partial(tell, 0)
    with limits.answer("journal.files.inside.marking", given, limits=MARKING, alive=alive) as (_, out):
        shutil.copyfileobj(out, file)


def _wanting(batch):
    """The rows with something to say of, or that were mended."""
    return batch.rows.exclude(faults=[], mends={})


def _read(rows, tell=lambda done, total=0: None):
    """Staged rows in order, some a transaction, so that neither memory nor a transaction grows with the batch."""
    rows = rows.only("number", "cells", "mends", "faults", "county_id").order_by("number")
    number, done = 0, 0
    with transaction.atomic():
        total = rows.count()
    while chunk := _after(rows, number):
        yield from chunk
        number, done = chunk[-1].number, done + len(chunk)
        tell(done, total)


@transaction.atomic
def _after(rows, number):
    return list(rows.filter(number__gt=number)[:CHUNK])


def _told(row):
    """[number, remark, {position: text}, {position: [level, comment]}] of a row."""
    marks, said = {}, {}
    for fault in row.faults:
        sentence = text_of(f"{LEVELS[fault['level']]}：{fault['text']}")
        said[sentence] = None
        if fault["column"] is not None:
            level, comment = marks.get(fault["column"], (ODD, ""))
            worst = BAD if BAD in (level, fault["level"]) else ODD
            marks[fault["column"]] = [worst, f"{comment}\n{sentence}".strip()]
    mends = {at: text_of(text) for at, text in row.mends.items()}
    return [row.number, "\n".join(said), mends, marks]


def _place(batch):
    """Where the remarks stand: in their column of an earlier time, else behind the last."""
    names = [bare(column["name"].rpartition(JOINT)[2]) for column in batch.columns]
    return names.index(REMARKS) if REMARKS in names else len(names)


def _rewritten(batch, file, tell):
    """The rows in a plain sheet, at the numbers they had; of very many, only those to be mended, close together."""
    few, left = _is_few(batch), MOST_COMMENTS
    with Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        looks = {level: book.add_format({"bg_color": color}) for level, color in FILLS.items()}
        red = book.add_format({"font_color": "#C00000", "text_wrap": True, "valign": "top"})
        bottom, at = batch.mapping["header"]["last"], _place(batch)
        sheet.set_column(at, at, 56)
        _above(sheet, batch, bottom, at, book.add_format({"bold": True}))
        rows = _wanting(batch) if few else batch.rows.all()
        for place, row in enumerate(_read(rows, tell), bottom):
            left -= _line(sheet, place if few else row.number - 1, row, at, looks, red, left)


def _above(sheet, batch, bottom, at, bold):
    """Title, unit and the header, its levels joined."""
    if bottom > 1:
        sheet.write_string(0, 0, batch.title)
        if batch.money_unit:
            sheet.write_string(0, 1, f"单位：{batch.money_unit}")
    for place, column in enumerate(batch.columns):
        name = "" if UNNAMED.fullmatch(column["name"]) else column["name"]
        sheet.write_string(bottom - 1, place, text_of(name), bold)
    sheet.write_string(bottom - 1, at, HEADER, bold)


def _line(sheet, number, row, at, looks, red, most):
    """Write a row; returns how many comments it has, at most `most`."""
    _, remark, mends, marks = _told(row)
    said = 0
    for position, text in enumerate(row.cells):
        level, comment = marks.get(position, (None, ""))
        text = mends.get(str(position), text_of(text))
        if position != at and (text or level):
            sheet.write_string(number, position, text, looks.get(level))
        if comment and said < most:
            sheet.write_comment(number, position, comment)
            said += 1
    if remark:
        sheet.write_string(number, at, remark, red)
    return said
