"""A plain table as a file: one header row, one row each, as xlsx or csv; what it holds can be imported again."""

import csv
import io

from journal.exports import workbook
from journal.exports.cells import defused, number_of
from journal.exports.workbook import number_cell, text_cell

MOST_KNOWN = 4096  # cells of a column remembered: ledgers repeat their words
ENCODINGS = {"csv": "utf-8-sig", "csv_gb": "gb18030"}


class XlsxTable:
    """Rows into a workbook; `out` is a binary file."""

    most_rows = workbook.MOST_ROWS - 1

    def __init__(self, out, columns, *, sheet):
        self.book = workbook.Workbook(out, sheet=sheet, widths=[column.width for column in columns])
        looks = [workbook.READ_ONLY if column.is_read_only else workbook.HEAD for column in columns]
        heads = zip(columns, looks, strict=True)
        self.book.row([text_cell(column.label, look) for column, look in heads], height=30)
        self.cells = [remembered(_xlsx_cell(column)) for column in columns]

    def rows(self, rows):
        """Write rows of values (lists in the order of the columns)."""
        for values in rows:
            pairs = zip(self.cells, values, strict=True)
            self.book.row(["" if value is None else cell(value) for cell, value in pairs])

    def close(self):
        self.book.close()

    def drop(self):
        self.book.drop()


class CsvTable:
    """Rows into a csv; `encoding` is one of ENCODINGS' values."""

    most_rows = None

    def __init__(self, out, columns, *, encoding):
        self.text = io.TextIOWrapper(out, encoding=encoding, errors="replace", newline="")
        self.lines = csv.writer(self.text)
        self.lines.writerow([defused(column.label) for column in columns])
        self.cells = [remembered(_csv_cell(column)) for column in columns]

    def rows(self, rows):
        """Write rows of values (lists in the order of the columns)."""
        for values in rows:
            pairs = zip(self.cells, values, strict=True)
            self.lines.writerow(["" if value is None else cell(value) for cell, value in pairs])

    def close(self):
        self.text.flush()
        self.text.detach()

    drop = close


def table_for(fmt, out, columns, *, sheet):
    """The table that writes a format (Export.Format) to a binary file."""
    if fmt in ENCODINGS:
        return CsvTable(out, columns, encoding=ENCODINGS[fmt])
    return XlsxTable(out, columns, sheet=sheet)


def values_of(columns, paths):
    """A function row → [value a column], from rows that hold the values at `paths`."""
    at = {path: position for position, path in enumerate(paths)}
    order = [at[column.attribute] for column in columns]
    picked = {}  # position of a JSON object in the row: [(column, key)]
    for place, column in enumerate(columns):
        if column.pick:
            picked.setdefault(at[column.attribute], []).append((place, column.pick))

    def values(row):
        found = [row[position] for position in order]
        for position, keys in picked.items():
            if told := row[position]:
                for place, key in keys:
                    found[place] = told.get(key)
        return found

    return values


def remembered(make):
    """The same function of a value, asked once for each of a column's first values; nothing for nothing."""
    known = {}

    def remember(value):
        if value is None or value == "":
            return ""
        if type(value) is list:  # the options of a county's own field
            return make(value)
        cell = known.get(value)
        if cell is None:
            cell = make(value)
            if len(known) < MOST_KNOWN:
                known[value] = cell
        return cell

    return remember


def _xlsx_cell(column):
    look = workbook.MONEY if getattr(column.widget, "is_money", False) else workbook.NUMBER

    def make(value):
        number = column.number(value)
        written = None if number is None else number_of(number)
        return number_cell(written, look) if written else text_cell(column.text(value))

    return make


def _csv_cell(column):
    def make(value):
        number = column.number(value)
        return defused(column.text(value)) if number is None else str(number)

    return make
