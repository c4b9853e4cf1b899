"""What the reader makes of a file, taken whole: tests look at a few rows, the wizard streams them."""

from io import BytesIO
from types import SimpleNamespace

from journal.files.sheets import opened


def read_all(content, kind="xlsx"):
    """The sheets of a file's bytes: name, hidden, merged, rows (lists of texts, alike long), and cells by mark."""
    with opened(BytesIO(content), kind) as sheets:
        return [_whole(sheet) for sheet in sheets]


def _whole(sheet):
    lines = list(sheet.lines)
    marked = {"formula": set(), "uncached": set(), "imprecise": set()}
    for row, (_, marks) in enumerate(lines, 1):
        for at, kind in marks.items():
            marked[kind].add((row, at + 1))
    rows = [sheet.padded(texts) for texts, _ in lines]
    return SimpleNamespace(
        name=sheet.name, hidden=sheet.hidden, merged=sheet.merged, height=sheet.height, rows=rows, **marked
    )
