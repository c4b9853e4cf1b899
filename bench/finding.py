"""How well headers and columns of the workbooks that governments published are found: right, asked, wrong.

The truth was written down by eye: tests/data/published_columns.csv, a line a column. Right is what is taken and true,
or left alone and nothing; asked is what a person decides; wrong is what is taken and not true, or left alone and
something.
"""

import csv
from collections import Counter, defaultdict
from pathlib import Path

from journal.files.sheets import opened
from journal.files.tables import NoTable, find_in
from journal.imports.matching import ASKED, SURE, Profile, describe
from journal.imports.resources import REGISTRY

DATA = Path(__file__).parents[1] / "tests" / "data"
TRUTH, FOLDER = DATA / "published_columns.csv", DATA / "published"
RESOURCE = "assets"
RIGHT, ASK, WRONG = "right", "asked", "wrong"


def main(arguments):
    """Print the figures, and each column that is asked or wrong."""
    headers, columns, told = found()
    for line in told:
        print(line)
    for name, counts in (("headers", headers), ("columns", columns)):
        print(
            f"{name}: {counts[RIGHT]} right, {counts[ASK]} asked, {counts[WRONG]} wrong, of {counts.total()}"
        )


def found():
    """(Counter of headers, Counter of columns, a line for each that is not right)."""
    headers, columns, told = Counter(), Counter(), []
    for workbook, truth in _truth().items():
        row, described = _described(workbook)
        headers[ASK if row is None else RIGHT if row == truth["row"] else WRONG] += 1
        for at, (name, key) in enumerate(truth["columns"]):
            judged = _judged(described[at], key) if at < len(described) else WRONG
            columns[judged] += 1
            if judged != RIGHT:
                told.append(f"{judged}: {workbook} {name}: {described[at : at + 1]}, truth {key or 'none'}")
    return headers, columns, told


def _truth():
    """{workbook: {"row": header row, "columns": [(name, key)]}}."""
    known = defaultdict(lambda: {"columns": []})
    with TRUTH.open(encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            known[line["workbook"]]["row"] = int(line["header_row"])
            known[line["workbook"]]["columns"].append((line["name"], line["key"]))
    return known


def _described(workbook):
    """(header row or None, columns as the wizard describes them) of a county that remembers nothing yet."""
    fields = dict(REGISTRY[RESOURCE].fields)
    known = {name for column in fields.values() for name in column.names}
    with (FOLDER / f"{workbook}.xlsx").open("rb") as file, opened(file, "xlsx") as sheets:
        try:
            table = find_in(sheets, known)
        except NoTable:
            return None, []
        profile = Profile(len(table.columns))
        for _, texts, _ in table.rows():
            profile.look(texts)
        return table.header_row, describe(table, profile, fields, {}, 0, {})


def _judged(column, key):
    if column["sure"] == ASKED:
        return ASK
    taken = column["key"] if column["sure"] == SURE else ""
    return RIGHT if taken == key else WRONG
