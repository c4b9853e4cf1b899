"""Finding the table in an official sheet: title, unit line, header of one or more levels, rows, totals, notes."""

from dataclasses import dataclass, field

from journal.files import headers, wording
from journal.files.limits import Unreadable


@dataclass
class Table:
    """A table found in a sheet. Row numbers are the sheet's, from 1; columns are counted from 0 = A.

    `columns`: names, levels joined by "/", "" where the header is blank; `units`: the unit each name states, or
    None; `unit`: the sheet's money unit (元, 万元), for amounts whose column states none. `rows`: (row number,
    texts), data only. Set apart: `total` (the last 合计 or 总计), `subtotals` (小计, headings), `source`, `notes`.
    `serial`: the column 序号, or None. `known`: how many columns were recognised.
    """

    sheet: str
    title: str
    unit: str | None
    header_row: int
    header_levels: int
    columns: list[str]
    units: list[str | None]
    known: int
    serial: int | None
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    total: tuple[int, list[str]] | None = None
    subtotals: list[tuple[int, list[str]]] = field(default_factory=list)
    source: str | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def first_row(self):
        """The sheet's row number of the first row of data."""
        return self.rows[0][0]


def find_in(workbook, known):
    """The Table of the visible sheet with most columns of `known` (names and synonyms), the first of several alike.

    Raises Unreadable when no visible sheet has a table with rows.
    """
    found, why = [], Unreadable("工作簿里可见的工作表都是空的。请取消隐藏有数据的工作表，保存后再上传。")
    for sheet in reversed([sheet for sheet in workbook.sheets if sheet.rows and not sheet.hidden]):
        try:
            found.insert(0, find_table(sheet, known))
        except Unreadable as unreadable:
            why = unreadable
    if not found:
        raise why
    return max(found, key=lambda table: table.known)


def find_table(sheet, known):
    """The Table of one sheet; `known`: names and synonyms of columns, brackets and blanks in them do not matter.

    Raises Unreadable when there is no header with at least two known columns, or no row of data below it.
    """
    words = {wording.bare(name) for name in known} | wording.SERIAL
    best = headers.best_row(sheet.rows, words)
    if best is None:
        raise Unreadable(
            f"工作表“{sheet.name}”里没有找到表头。"
            f"请确认表头写有“项目名称”等列名，并在前 {headers.SEARCH_ROWS} 行以内。"
        )
    top, bottom = headers.block(sheet, best)
    table = _read_head(sheet, top, bottom, words)
    _Sorter(table, sheet.rows[top : bottom + 1]).sort(sheet.rows, bottom + 1)
    if not table.rows:
        raise Unreadable(
            f"工作表“{sheet.name}”只有表头（第 {table.header_row} 行），下面没有数据。请填好数据后再上传。"
        )
    return table


def _read_head(sheet, top, bottom, words):
    """The Table with everything that stands in and above the header."""
    columns = headers.names(sheet, top, bottom)
    while columns and not columns[-1] and not any(row[len(columns) - 1] for row in sheet.rows[bottom + 1 :]):
        columns.pop()
    above = [text for row in sheet.rows[:top] for text in row if text]
    bare = [wording.bare(name.rpartition(headers.JOINT)[2]) for name in columns]
    title = next(filter(wording.is_title, above), "")
    return Table(
        sheet=sheet.name,
        title=title,
        unit=next(filter(None, map(wording.sheet_unit, above)), None),
        header_row=top + 1,
        header_levels=bottom - top + 1,
        columns=columns,
        units=[wording.column_unit(name) for name in columns],
        known=sum(name in words for name in bare),
        serial=next((at for at, name in enumerate(bare) if name in wording.SERIAL), None),
        notes=[text for text in above if text != title and not wording.sheet_unit(text)],
    )


class _Sorter:
    """Puts each row below the header where it belongs in the table."""

    def __init__(self, table, header):
        self.table = table
        self.header = [set(filter(None, row)) for row in header]
        self.in_asides = False

    def sort(self, rows, start):
        serial = self.table.serial
        self.counted = serial is not None and any(row[serial].isdigit() for row in rows[start:])
        for at in range(start, len(rows)):
            texts = rows[at][: len(self.table.columns)]
            filled = [text for text in texts if text]
            if filled and not self.is_header_again(filled) and not (at == start and _is_numbering(filled)):
                self.place((at + 1, texts), filled)
        self.table.subtotals.sort()

    def is_header_again(self, filled):
        """Whether the row repeats a row of the header, as on each page of a print."""
        return len(filled) > 1 and set(filled) in self.header

    def place(self, row, filled):
        table, texts = self.table, row[1]
        if self.counted and texts[table.serial].isdigit():
            table.rows.append(row)
        elif wording.is_aside(filled[0]) or (self.in_asides and len(filled) == 1):
            self.in_asides = True
            self.set_aside(filled)
        elif wording.is_total(filled):
            if table.total:
                table.subtotals.append(table.total)
            table.total = row
        elif wording.is_subtotal(filled) or (self.counted and wording.is_section(filled)):
            table.subtotals.append(row)
        else:
            table.rows.append(row)

    def set_aside(self, filled):
        if self.table.source is None and wording.SOURCE.match(wording.plain(filled[0])):
            self.table.source = filled[0]
        else:
            self.table.notes.append("  ".join(filled))


def _is_numbering(filled):
    """Whether the line below the header only numbers the columns: 1 2 3, or 甲 乙 1 2 3."""
    numbers = [
        wording.COLUMN_NUMBER.match(wording.plain(t)) for t in filled if wording.plain(t) not in "甲乙丙丁"
    ]
    found = [int(match[1]) for match in numbers if match]
    return (
        len(found) > 2
        and len(found) == len(numbers)
        and found == list(range(found[0], found[0] + len(found)))
    )
