"""Task of the child: a csv file → the same lines of JSON as a workbook, as one sheet.

Comma, semicolon or tab, whichever makes a table of it; quotes as Excel writes them.
"""

import csv
import io
import json
import re

from journal.files.inside import cells
from journal.files.inside.encoding import SAVE_AGAIN, decoded
from journal.files.inside.outline import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from journal.files.inside.refusal import Refusal

NAME = "CSV"
SEPARATORS = ",\t;"
LOOKED_AT = 64 * 1024
# Excel writes a long number to csv as it shows it: 4.10821E+11. The digits are gone.
SHOWN_SHORT = re.compile(r"[0-9](?:\.[0-9]+)?E\+[0-9]{2}$")
# ="00123": what people type so that Excel keeps a code as text.
FORCED_TEXT = re.compile(r'="([^"]*)"$')
# '=1+1: the apostrophe that our own files (journal/exports/cells.py) and others put before what Excel would run.
DEFUSED = re.compile("'(?='*[=+\\-@\t\r\n＝＋－＠])")


def run(stream, out):
    """Read the csv in `stream`, write the lines to `out`; raises Refusal."""
    text = decoded(stream.read())
    separator = _separator(text[:LOOKED_AT])
    width = max((len(row) for row in _rows(text, separator)), default=0)
    if width > MAX_COLUMNS:
        raise Refusal(f"文件有一行多达 {width} 列（最多 {MAX_COLUMNS} 列），可能缺少换行。{SAVE_AGAIN}")
    _write(out, {"sheets": 1})
    _write(out, {"name": NAME, "hidden": False, "merged": [], "width": width})
    height = blank = 0
    for height, row in enumerate(_rows(text, separator), 1):
        if height * width > MAX_CELLS or height > MAX_ROWS:
            raise Refusal(f"文件超过 {MAX_ROWS} 行（或 {MAX_CELLS} 个单元格）。请拆分成几个文件，分次上传。")
        texts = [_text(value) for value in row]
        if not any(texts):
            blank += 1
            continue
        for _ in range(blank):
            _write(out, [])
        blank = 0
        marks = {at: "imprecise" for at, text in enumerate(texts) if SHOWN_SHORT.match(text)}
        _write(out, {"cells": texts, "marks": marks} if marks else texts)
    _write(out, {"end": height - blank})


def _separator(head):
    """The separator that gives most rows of the beginning the same number of columns, more than one."""
    best = (0, 0)
    found = SEPARATORS[0]
    for separator in SEPARATORS:
        widths = [len(row) for row in csv.reader(io.StringIO(head), delimiter=separator)][:200]
        several = [width for width in widths if width > 1]
        usual = max(several, key=several.count, default=1)
        score = (several.count(usual), usual)
        if score > best:
            best, found = score, separator
    return found


def _rows(text, separator):
    """Yield the rows as lists of texts; raises Refusal where a quote is never closed."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    before = 0
    csv.field_size_limit(cells.MAX_TEXT)
    try:
        for row in reader:
            before = reader.line_num
            yield row
    except csv.Error as error:
        raise Refusal(
            f"第 {before + 1} 行起有一格的文字超过 {cells.MAX_TEXT} 个字，多半是引号没有成对。{SAVE_AGAIN}"
        ) from error


def _text(value):
    if forced := FORCED_TEXT.match(value):
        value = forced[1]
    elif DEFUSED.match(value):
        value = value[1:]
    return cells.clean(value)


def _write(out, line):
    """One line of JSON."""
    out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
