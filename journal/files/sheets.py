"""Reading a workbook or csv that came from outside: row by row from the limited process's answer, never held whole."""

import contextlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from journal.files import limits
from journal.files.inside.outline import cell_name
from journal.files.limits import MEGABYTE, Limits, Unreadable

__all__ = ["HEAD_ROWS", "Sheet", "cell_name", "opened"]

# 200,000 rows × 25 columns, 296 MB of sheet XML, took 550 MB, 36 s and 104 MB of answer on two shared cores;
# 20,000 rows 65 MB and 2 s.
READING = Limits(memory=1024 * MEGABYTE, seconds=180, output=384 * MEGABYTE)
TASKS = {"xlsx": "journal.files.inside.workbook", "csv": "journal.files.inside.separated"}
# Titles, attachment number, unit, filling office and date stand above a header; beyond forty lines it is a text.
HEAD_ROWS = 48
MARKS = {"formula", "uncached", "imprecise"}


@dataclass
class Sheet:
    """One sheet. `lines`: (texts from column A on, marks) of each row from row 1, anew each time it is iterated.

    `marks` is {position: kind}: "formula" (the text is what Excel had computed when it saved), "uncached" (a formula
    without such a value: the text is ""), "imprecise" (a number that has lost its last digits).
    `merged` holds (first row, first column, last row, last column) from 1; only the first cell of a range has text.
    """

    name: str
    hidden: bool
    merged: list[tuple[int, int, int, int]]
    width: int
    height: int
    lines: Iterable

    def __post_init__(self):
        self.head = [self.padded(texts) for texts, _ in islice(self.lines, HEAD_ROWS)]

    def padded(self, texts):
        """The texts of a row, as many as the sheet has columns."""
        return texts + [""] * (self.width - len(texts))


@contextlib.contextmanager
def opened(stream, kind, alive=None):
    """The Sheets in a binary stream of a kind (xlsx, csv), hidden ones too; readable inside the block.

    `alive`: called each second while the file is taken apart. Raises Unreadable with a Chinese sentence for anything
    that is not a sound file within the limits, and for one without any text.
    """
    with limits.answer(TASKS[kind], stream, limits=READING, alive=alive) as (first, file):
        with limits.doubted():
            sheets = [_sheet(file) for _ in range(first["sheets"])]
        if not any(sheet.height for sheet in sheets):
            raise Unreadable("文件里没有任何内容。请确认选对了文件，并已在 Excel 中保存。")
        yield sheets


def _sheet(file):
    """The Sheet whose head is the next line; the file is left behind its end."""
    said = json.loads(file.readline())
    start = file.tell()
    while (line := file.readline()).startswith((b"[", b'{"cells"')):
        pass
    behind = file.tell()
    _storable(said["name"])
    sheet = Sheet(
        name=said["name"],
        hidden=said["hidden"],
        merged=[tuple(area) for area in said["merged"]],
        width=said["width"],
        height=json.loads(line)["end"],
        lines=_Lines(file, start, said["width"]),
    )
    file.seek(behind)
    return sheet


def _storable(text):
    """Raise ValueError or TypeError for what is no text that a database takes."""
    if b"\x00" in text.encode():
        raise ValueError("a character of no text")


class _Lines:
    """The rows of one sheet in the child's answer, read anew each time; raises Unreadable for what is none."""

    def __init__(self, file, start, width):
        self.file, self.start, self.width = file, start, width

    def __iter__(self):
        at, known = self.start, self.file
        while True:
            known.seek(at)
            lines = known.readlines(MEGABYTE)
            at = known.tell()
            for line in lines:
                if line.startswith(b'{"end"'):
                    return
                yield self.checked(line)

    def checked(self, line):
        """(texts, marks) of one line, each of the type it must have."""
        with limits.doubted():
            row = json.loads(line)
            texts, marks = (row["cells"], row["marks"]) if type(row) is dict else (row, {})
            if len(texts) > self.width:
                raise ValueError("more cells than columns")
            _storable("".join(texts))
            if marks and not MARKS.issuperset(marks.values()):
                raise ValueError("a mark nobody knows")
            return texts, {int(at): kind for at, kind in marks.items()}
