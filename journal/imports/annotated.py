"""The workbook of a checked batch with what was found in it: to be mended offline and uploaded again.

Of a workbook of sane size the original, its look kept (openpyxl, in the limited process); of a csv, a bigger one or one
that does not bear it, a plain sheet with the same rows at the same numbers. Of a very big batch only the rows that want
mending, and the file's name says so.
"""

import io
import json
import re
from pathlib import PurePath

from django.core.files.storage import default_storage
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
HEADER = f"{REMARKS}（再次导入时忽略）"
LEVELS = {BAD: "错误", ASK: "问题", ODD: "提示"}
UNNAMED = re.compile(r"（\S+ 无列名）")
FILLS = {BAD: "#FFD9D6", ODD: "#FFF4CE"}


def annotated(batch):
    """(file name, bytes of an xlsx) of a batch that has been checked."""
    stem = PurePath(batch.document.name).stem
    if _is_sane(batch):
        try:
            return f"{stem}（{REMARKS}）.xlsx", _marked(batch)
        except Unreadable:
            pass  # a workbook that openpyxl does not bear is written anew
    few = batch.total > WHOLE
    return f"{stem}（{REMARKS}{'，只含待改的行' if few else ''}）.xlsx", _rewritten(batch, few)


def _is_sane(batch):
    document = batch.document
    return (
        document.kind == Document.Kind.XLSX
        and batch.total * max(len(batch.columns), 1) <= MOST_CELLS
        and document.size <= MOST_BYTES
        and documents.is_kept(document)
    )


def _marked(batch):
    """The original with marks in it. Raises Unreadable."""
    header = batch.mapping["header"]
    told = {
        "sheet": batch.sheet,
        "header": [header["first"], header["last"]],
        "column": _place(batch),
        "name": HEADER,
        "rows": [row for row in map(_told, _wanting(batch).iterator()) if any(row[1:])],
    }
    with default_storage.open(batch.document.key) as kept:
        given = io.BytesIO(json.dumps(told).encode() + b"\n" + kept.read())
    with limits.answer("journal.files.inside.marking", given, limits=MARKING) as (_, out):
        return out.read()


def _wanting(batch):
    """The rows with something to say of, or that were mended."""
    rows = batch.rows.order_by("number")
    return rows.exclude(faults=[], mends={}).only("number", "cells", "mends", "faults", "county_id")


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


def _rewritten(batch, few):
    """The rows in a plain sheet, at the numbers they had; `few`: only those with something to mend, close together."""
    kept = io.BytesIO()
    with Workbook(kept, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        looks = {level: book.add_format({"bg_color": color}) for level, color in FILLS.items()}
        red = book.add_format({"font_color": "#C00000", "text_wrap": True, "valign": "top"})
        bottom, at = batch.mapping["header"]["last"], _place(batch)
        sheet.set_column(at, at, 56)
        _above(sheet, batch, bottom, at, book.add_format({"bold": True}))
        rows = _wanting(batch) if few else batch.rows.order_by("number")
        for place, row in enumerate(rows.iterator(), bottom):
            _line(sheet, place if few else row.number - 1, row, at, looks, red)
    return kept.getvalue()


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


def _line(sheet, number, row, at, looks, red):
    _, remark, mends, marks = _told(row)
    for position, text in enumerate(row.cells):
        level, comment = marks.get(position, (None, ""))
        text = mends.get(str(position), text_of(text))
        if position != at and (text or level):
            sheet.write_string(number, position, text, looks.get(level))
        if comment:
            sheet.write_comment(number, position, comment)
    if remark:
        sheet.write_string(number, at, remark, red)
