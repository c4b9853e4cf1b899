"""Reading a workbook that came from outside into plain texts."""

import json
from dataclasses import dataclass

from journal.files import limits
from journal.files.inside.outline import cell_name, parse_reference
from journal.files.limits import MEGABYTE, Limits, Unreadable

__all__ = ["Sheet", "Workbook", "cell_name", "parse_reference", "read_workbook"]

# 200,000 rows × 25 columns, 296 MB of sheet XML, took 550 MB, 36 s and 104 MB of answer on two shared cores;
# 20,000 rows 65 MB and 2 s.
READING = Limits(memory=1024 * MEGABYTE, seconds=120, output=256 * MEGABYTE)


@dataclass
class Sheet:
    """One worksheet. `rows[i]` is row i + 1 of the sheet, from column A on, every cell text or "".

    The sets hold (row, column) counted from 1, as `cell_name` takes them: `formulas` (the text is what Excel had
    computed when it saved), `uncached` (formulas without such a value: the text is "" and the cell is a fault),
    `imprecise` (numbers of more than 15 digits: a code typed as a number, its last digits are gone).
    `merged` holds (first row, first column, last row, last column); only the first cell of a range has text.
    """

    name: str
    rows: list[list[str]]
    merged: list[tuple[int, int, int, int]]
    formulas: set[tuple[int, int]]
    uncached: set[tuple[int, int]]
    imprecise: set[tuple[int, int]]
    hidden: bool


@dataclass
class Workbook:
    """The worksheets in the workbook's order, hidden ones too."""

    sheets: list[Sheet]


def read_workbook(content):
    """The Workbook in `content` (bytes of an xlsx file).

    Raises Unreadable with a Chinese sentence for anything that is not a sound workbook within the limits, and for
    one without any text.
    """
    with limits.run("journal.files.inside.workbook", content, limits=READING) as (first, lines):
        sheets = [_read_sheet(lines) for _ in range(first["sheets"])]
    if not any(sheet.rows for sheet in sheets):
        raise Unreadable("工作簿里没有任何内容。请确认选对了文件，并已在 Excel 中保存。")
    return Workbook(sheets)


def _read_sheet(lines):
    """One Sheet from the child's lines: its head, its rows, its end."""
    head = json.loads(lines.readline())
    # Ledgers repeat their words: one object for each text takes a quarter of the memory.
    shared = {}
    rows = []
    while (line := lines.readline()).startswith(b"["):
        texts = json.loads(line)
        if not all(type(text) is str for text in texts):
            raise TypeError("a cell is no text")
        rows.append([shared.setdefault(text, text) for text in texts])
    width = max(map(len, rows), default=0)
    for row in rows:
        row.extend([""] * (width - len(row)))
    return Sheet(
        name=head["name"],
        rows=rows,
        merged=[tuple(area) for area in head["merged"]],
        formulas=set(map(tuple, head["formulas"])),
        uncached=set(map(tuple, head["uncached"])),
        imprecise=set(map(tuple, json.loads(line)["end"])),
        hidden=head["hidden"],
    )
