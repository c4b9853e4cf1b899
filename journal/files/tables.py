"""Finding the table in an official sheet: title, unit line, header of one or more levels, rows, totals, notes."""

from dataclasses import dataclass, field
from itertools import islice

from journal.files import headers, wording
from journal.files.limits import Unreadable
from journal.files.sheets import Sheet

MOST_ASIDES = 200


class NoTable(Unreadable):
    """The file is sound, but nothing in it looks like a table; a person may still point at the header."""


@dataclass
class Table:
    """A table found in a sheet. Row numbers are the sheet's, from 1; columns are counted from 0 = A.

    `columns`: names, levels (`parts`) joined by "/", "" where the header is blank; `units`: the unit each name states,
    or None; `unit`: the sheet's money unit (元, 万元), for amounts whose column states none. `serial`: the column 序号,
    or None. `known`: how many columns were recognised. `rows()` gives the data; what it meets besides is set apart on
    its way: `total` (the last 合计 or 总计), `subtotals` (小计, headings), `source`, `notes` (those `above` first).
    """

    sheet: Sheet
    title: str
    unit: str | None
    header_row: int
    header_levels: int
    columns: list[str]
    parts: list[list[str]]
    units: list[str | None]
    known: int
    serial: int | None
    above: list[str]
    total: tuple[int, list[str]] | None = None
    subtotals: list[tuple[int, list[str]]] = field(default_factory=list)
    source: str | None = None
    notes: list[str] = field(default_factory=list)

    def rows(self):
        """Yield (row number, texts, marks) of each row of data."""
        self.total, self.subtotals, self.source, self.notes = None, [], None, list(self.above)
        return _Sorter(self).rows()


@dataclass(frozen=True)
class Place:
    """Where a person says the table is: a sheet's name, and the first and last row of its header (None: find it)."""

    sheet: str
    first: int | None = None
    last: int | None = None


def find_in(sheets, known, place=None):
    """The Table of the visible sheet with most columns of `known` (names and synonyms), the first of several alike.

    With a Place only there. Raises NoTable when there is none with rows.
    """
    if place:
        sheets = [sheet for sheet in sheets if sheet.name == place.sheet]
    else:
        sheets = [sheet for sheet in sheets if sheet.height and not sheet.hidden]
    found, why = [], NoTable("工作簿里可见的工作表都是空的。请取消隐藏有数据的工作表，保存后再上传。")
    for sheet in reversed(sheets):
        try:
            found.insert(0, find_table(sheet, known, place))
        except NoTable as no_table:
            why = no_table
    if not found:
        raise why
    return max(found, key=lambda table: table.known)


def find_table(sheet, known, place=None):
    """The Table of one sheet; `known`: names and synonyms of columns, brackets and blanks in them do not matter.

    Raises NoTable when there is no header with at least two known columns, or no row of data below it.
    """
    words = {wording.bare(name) for name in known} | wording.SERIAL
    table = _read_head(sheet, *_header(sheet, words, place), words)
    if next(table.rows(), None) is None:
        raise NoTable(
            f"工作表“{sheet.name}”只有表头（第 {table.header_row} 行），下面没有数据。请填好数据后再上传。"
        )
    return table


def _header(sheet, words, place):
    """(first, last) row index of the header, as a person says or as it is found; raises NoTable."""
    if place and place.first:
        top, bottom = place.first - 1, (place.last or place.first) - 1
        if bottom >= len(sheet.head):
            raise NoTable(f"表头应在前 {len(sheet.head)} 行以内。请填写表头所在的行号。")
        return (top, bottom) if place.last else headers.below(sheet, top)
    best = headers.best_row(sheet.head, words)
    if best is None:
        raise NoTable(
            f"工作表“{sheet.name}”里没有找到表头。"
            f"请确认表头写有“项目名称”等列名，并在前 {headers.SEARCH_ROWS} 行以内。"
        )
    return headers.block(sheet, best)


def _read_head(sheet, top, bottom, words):
    """The Table with everything that stands in and above the header."""
    parts = headers.parts(sheet, top, bottom)
    if not parts[-1]:
        parts = parts[: _width_below(sheet, parts, bottom)]
    columns = [headers.JOINT.join(names) for names in parts]
    above = [text for row in sheet.head[:top] for text in row if text]
    bare = [wording.bare(names[-1]) if names else "" for names in parts]
    title = next(filter(wording.is_title, above), "")
    return Table(
        sheet=sheet,
        title=title,
        unit=next(filter(None, map(wording.sheet_unit, above)), None),
        header_row=top + 1,
        header_levels=bottom - top + 1,
        columns=columns,
        parts=parts,
        units=[wording.column_unit(name) for name in columns],
        known=sum(name in words for name in bare),
        serial=next((at for at, name in enumerate(bare) if name in wording.SERIAL), None),
        above=[text for text in above if text != title and not wording.sheet_unit(text)],
    )


def _width_below(sheet, parts, bottom):
    """How many columns have a name, or data below the header."""
    width = max((at for at, names in enumerate(parts, 1) if names), default=0)
    for texts, _ in islice(sheet.lines, bottom + 1, None):
        while len(texts) > width and not texts[-1]:
            texts.pop()
        width = max(width, len(texts))
    return width


class _Sorter:
    """Puts each row below the header where it belongs in the table."""

    def __init__(self, table):
        self.table, self.start = table, table.header_row + table.header_levels - 1
        header = table.sheet.head[table.header_row - 1 : self.start]
        self.header = [set(filter(None, row)) for row in header]
        self.in_asides = False
        names = [wording.bare(parts[-1]) if parts else "" for parts in table.parts]
        self.own = names.index(wording.OWN_NUMBER) if wording.OWN_NUMBER in names else None
        self.counted = table.serial is not None and any(
            texts[table.serial].isdigit() for texts, _ in self._below() if len(texts) > table.serial
        )

    def _below(self):
        return islice(self.table.sheet.lines, self.start, None)

    def rows(self):
        """Yield the rows of data, set the others apart."""
        table = self.table
        width, serial = len(table.columns), table.serial if self.counted else None
        sure = [at for at in (serial, self.own) if at is not None]
        for number, (texts, marks) in enumerate(self._below(), self.start + 1):
            if len(texts) != width:
                texts = texts[:width] + [""] * (width - len(texts))
            # Most rows of most tables: nothing else of theirs need be looked at.
            if any(texts[at].isdigit() for at in sure):
                filled = None
            else:
                filled = [text for text in texts if text]
            if filled is None or self.is_data(number, texts, filled):
                if number > self.start + 1 or not _is_numbering(list(filter(None, texts))):
                    yield number, texts, marks

    def is_data(self, number, texts, filled):
        """Whether the row is none of: blank, the header once more, a total, a heading, a note."""
        if not filled or (len(filled) > 1 and set(filled) in self.header) or wording.is_sample(filled):
            return False
        table, row = self.table, (number, texts)
        if wording.is_aside(filled[0]) or (self.in_asides and len(filled) == 1):
            self.in_asides = True
            self.set_aside(filled)
        elif wording.is_total(filled):
            if table.total:
                _keep(table.subtotals, table.total)
            table.total = row
        elif wording.is_subtotal(filled) or (self.counted and wording.is_section(filled)):
            _keep(table.subtotals, row)
        else:
            return True
        return False

    def set_aside(self, filled):
        if self.table.source is None and wording.SOURCE.match(wording.plain(filled[0])):
            self.table.source = filled[0]
        else:
            _keep(self.table.notes, "  ".join(filled))


def _keep(asides, aside):
    """A file may be all notes; nobody reads more of them than this."""
    if len(asides) < MOST_ASIDES:
        asides.append(aside)


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
