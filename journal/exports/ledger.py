"""正式台账: the layout that is printed, signed and filed (二（三）): title, unit and date, header of two levels, total,
signatures; amounts in 万元, exact to the fen (six decimals).
"""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from journal.exports import workbook
from journal.exports.cells import number_of
from journal.exports.tables import remembered
from journal.exports.workbook import blank_cell, number_cell, text_cell

WAN = Decimal(10_000)
ABOVE = 4  # rows before the first asset: title, unit line, two of the header
SERIAL_WIDTH = 6
SIGNATURES = ("填表人：", "审核人：", "负责人：")


@dataclass(frozen=True)
class Ledger:
    """An official layout: what stands behind the place in the title, the groups of the header, and the rows.

    `groups`: [(label, [Column])]; `rows(queryset)`: annotated and in the order of the book; `notes`: sentences below;
    `defaults`: what the list's query says where it is silent.
    """

    title: str
    groups: list
    rows: object
    notes: tuple = ()
    defaults: dict = field(default_factory=dict)

    @property
    def columns(self):
        return [column for _, columns in self.groups for column in columns]


class LedgerTable:
    """Rows into a ledger's workbook; `out` is a binary file, `place` and `unit` are names, `told` what it holds."""

    most_rows = workbook.MOST_ROWS - ABOVE - 10

    def __init__(self, out, ledger, *, place, unit, told):
        self.columns = ledger.columns
        self.notes = [*ledger.notes, *([f"本表范围：{told}。"] if told else [])]
        self.width = len(self.columns) + 1
        widths = [SERIAL_WIDTH, *(column.width for column in self.columns)]
        self.book = workbook.Workbook(out, sheet="台账", widths=widths, head=ABOVE, paper=workbook.A3)
        self.count, self.sums = 0, [Decimal(0)] * len(self.columns)
        self.cells = [remembered(_cell(column)) for column in self.columns]
        self._above(f"{place}{ledger.title}", unit)
        self._header(ledger.groups)

    def rows(self, rows):
        """Write rows of values (lists in the order of the columns), numbered on."""
        for values in rows:
            self.count += 1
            cells = [cell(value) or EMPTY for cell, value in zip(self.cells, values, strict=True)]
            self.book.row([number_cell(str(self.count), workbook.BOXED_NUMBER), *cells])
            for at, column in enumerate(self.columns):
                if column.is_summed and values[at] is not None:
                    self.sums[at] += Decimal(values[at])

    def close(self):
        """Write the total, what must be known of the figures, and where one signs."""
        self._total()
        for note in self.notes:
            self._across([(text_cell(f"注：{note}"), self.width)])
        self._across([("", self.width)])
        thirds = self.width // 3
        spans = [thirds, thirds, self.width - 2 * thirds]
        self._across([(text_cell(who), span) for who, span in zip(SIGNATURES, spans, strict=True)], height=24)
        self.book.close()

    def drop(self):
        self.book.drop()

    def _above(self, title, unit):
        day = timezone.localdate()
        self._across([(text_cell(title, workbook.TITLE), self.width)], height=36)
        ends = min(6, self.width // 3)
        self._across(
            [
                (text_cell(f"填报单位：{unit}"), ends),
                (text_cell(f"日期：{day.year}年{day.month}月{day.day}日"), self.width - 2 * ends),
                (text_cell("单位：万元"), ends),
            ],
            height=22,
        )

    def _header(self, groups):
        """Two levels: the groups across, the columns below them; what belongs to no group spans both."""
        top, below, at = [text_cell("序号", workbook.HEAD)], [blank_cell(workbook.HEAD)], 1
        self.book.merge(3, 0, 4, 0)
        for label, columns in groups:
            heads = [text_cell(column.label, workbook.HEAD) for column in columns]
            if label:
                top += [text_cell(label, workbook.HEAD), *[blank_cell(workbook.HEAD)] * (len(columns) - 1)]
                below += heads
                if len(columns) > 1:
                    self.book.merge(3, at, 3, at + len(columns) - 1)
            else:
                top += heads
                below += [blank_cell(workbook.HEAD)] * len(columns)
                for place in range(at, at + len(columns)):
                    self.book.merge(3, place, 4, place)
            at += len(columns)
        self.book.row(top, height=22)
        self.book.row(below, height=36)

    def _total(self):
        cells = [text_cell("合计", workbook.HEAD)]
        for column, total in zip(self.columns, self.sums, strict=True):
            cells.append(_number(total, column.is_wan) if column.is_summed else EMPTY)
        if not self.columns[0].is_summed:
            cells[1] = text_cell(f"{self.count} 项", workbook.HEAD)
        self.book.row(cells, height=22)

    def _across(self, parts, height=None):
        """A row of texts that each take several columns: [(cell, how many)]."""
        cells, at, row = [], 0, self.book.rows + 1
        for cell, span in parts:
            cells += [cell, *[""] * (span - 1)]
            if span > 1:
                self.book.merge(row, at, row, at + span - 1)
            at += span
        self.book.row(cells, height)


EMPTY = blank_cell(workbook.BOXED)


def _cell(column):
    def make(value):
        number = column.number(value)
        if number is None:
            return text_cell(column.text(value), workbook.BOXED)
        return _number(number, column.is_wan)

    return make


def _number(number, is_wan):
    """A number to the last digit, yuan as 万元 where `is_wan`; as text where a cell would lose some of it."""
    number = number / WAN if is_wan else number
    written = number_of(number)
    look = workbook.WAN if is_wan else workbook.BOXED_NUMBER
    return number_cell(written, look) if written else text_cell(f"{number:f}", workbook.BOXED)
