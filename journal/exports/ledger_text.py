"""正式台账 for other systems: a csv with the rows of the workbook; what is merged there stands in each of its cells."""

import csv
import io
from decimal import Decimal

from django.utils import timezone

from journal.exports.cells import defused, plain
from journal.exports.ledger import SIGNATURES, WAN


class LedgerText:
    """Rows into a csv; `out` is a binary file, the rest as for ledger.LedgerTable."""

    most_rows = None

    def __init__(self, out, ledger, *, place, unit, told, encoding):
        self.text = io.TextIOWrapper(out, encoding=encoding, errors="replace", newline="")
        self.lines = csv.writer(self.text)
        self.columns = ledger.columns
        self.notes = [*ledger.notes, *([f"本表范围：{told}。"] if told else [])]
        self.count, self.sums = 0, {column.key: Decimal(0) for column in self.columns if column.is_summed}
        day = timezone.localdate()
        above = [f"填报单位：{unit}", f"日期：{day.year}年{day.month}月{day.day}日", "单位：万元"]
        groups = [
            (label or column.label, column.label) for label, inside in ledger.groups for column in inside
        ]
        self._write([f"{place}{ledger.title}"])
        self._write(above)
        self._write(["序号", *(group for group, _ in groups)])
        self._write(["序号", *(label for _, label in groups)])

    def rows(self, rows):
        """Write rows of values (lists in the order of the columns), numbered on."""
        for values in rows:
            self.count += 1
            cells = [_cell(column, value) for column, value in zip(self.columns, values, strict=True)]
            self.lines.writerow([str(self.count), *cells])
            for column, value in zip(self.columns, values, strict=True):
                if column.is_summed and value is not None:
                    self.sums[column.key] += Decimal(value)

    def close(self):
        """Write the total, what must be known of the figures, and where one signs."""
        cells = [_number(c, self.sums[c.key]) if c.is_summed else "" for c in self.columns]
        cells[0] = cells[0] or f"{self.count} 项"
        self._write(["合计", *cells])
        for note in self.notes:
            self._write([f"注：{note}"])
        self._write(SIGNATURES)
        self.drop()

    def drop(self):
        self.text.flush()
        self.text.detach()

    def _write(self, cells):
        self.lines.writerow([defused(cell) for cell in cells])


def _cell(column, value):
    number = column.number(value)
    if number is None:
        return defused(column.text(value))
    return _number(column, number)


def _number(column, number):
    """To the last digit, yuan as 万元, without superfluous zeros."""
    return plain(number / WAN if column.is_wan else number)
