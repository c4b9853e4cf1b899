"""Task of the child: a workbook with what was found of it → the same workbook with the findings written in.

The stream begins with one line of JSON, then the workbook: {"sheet": name, "header": [first, last], "column": position
of the remarks, counted from 0, "name": its header, "rows": [[number, remark, {position: text put in its place},
{position: [level, comment]}]]}. Rows are counted from 1. Answers one line {} and the workbook.
"""

import io
import json
import re

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill

from journal.files.inside import archive

PLAIN_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?")
FILLS = {
    level: PatternFill("solid", fgColor=color) for level, color in (("bad", "FFD9D6"), ("odd", "FFF4CE"))
}
RED = Font(name="宋体", color="C00000")
AUTHOR = "核对结果"


def run(stream, out):
    """Write the marked workbook to `out`; raises Refusal for a file that is none."""
    told = json.loads(stream.readline())
    content = stream.read()
    archive.open_archive(content)
    book = load_workbook(io.BytesIO(content), keep_links=False)
    _mark(book[told["sheet"]], told)
    kept = io.BytesIO()
    book.save(kept)
    out.write(b"{}\n" + kept.getvalue())


def _mark(sheet, told):
    first, last = told["header"]
    at = told["column"] + 1
    for row in range(last + 1, sheet.max_row + 1):  # remarks of an earlier check
        _write(sheet.cell(row, at), None)
    head = sheet.cell(first, at)
    if head.value is None and last > first:
        sheet.merge_cells(start_row=first, end_row=last, start_column=at, end_column=at)
    _write(head, told["name"])
    head.font, head.alignment = Font(name="宋体", color="C00000", bold=True), Alignment(wrap_text=True)
    sheet.column_dimensions[head.column_letter].width = 56
    for number, remark, mends, marks in told["rows"]:
        for position, text in mends.items():
            _write(sheet.cell(number, int(position) + 1), text)
        for position, (level, comment) in marks.items():
            cell = sheet.cell(number, int(position) + 1)
            cell.fill = FILLS[level]
            if not isinstance(cell, MergedCell):
                cell.comment = Comment(comment, AUTHOR, height=120, width=260)
        if remark:
            cell = sheet.cell(number, at)
            _write(cell, remark)
            cell.font, cell.alignment = RED, Alignment(wrap_text=True, vertical="top")


def _write(cell, text):
    """Put a text into a cell: a number where a number stood, else text, whatever it looks like."""
    if isinstance(cell, MergedCell):
        return
    was_number = isinstance(cell.value, int | float)
    if text and was_number and PLAIN_NUMBER.fullmatch(text):
        cell.value = float(text) if "." in text else int(text)
        return
    cell.value = text or None
    if text:
        cell.data_type = "s"
