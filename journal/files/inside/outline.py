"""What a sheet's XML says that calamine does not tell: its true extent, formulas, merged ranges."""

import re
from dataclasses import dataclass, field

from journal.files.inside import xml
from journal.files.inside.refusal import Refusal

# 200,000 rows of data, with their titles and totals. Excel's own 1,048,576 would let one far cell make a parser
# allocate gigabytes.
MAX_ROWS = 200_100
# The widest official table known has 41 columns; IV was the last column of the old Excel.
MAX_COLUMNS = 256
# 200,000 rows × 30 columns; a parser lays out the whole rectangle, empty or not.
MAX_CELLS = 6_000_000
# Formula cells are reported one by one; more than this is a calculation, not a register.
MAX_FORMULAS = 200_000
MAX_MERGED = 50_000
# #GETTING_DATA is the longest error value Excel knows.
MAX_ERROR = 16

# A cell with a plain value, within the limits, before another one. It tells nothing that its neighbour does not, and
# nine cells in ten are such: without them the parser is done in a seventh of the time. Where cells are out of order the
# corner may come out too small; then only the limit of the process stands in the way of a sheet too large.
PLAIN = re.compile(
    rb'<c r="[A-H]?[A-Z](?:[1-9][0-9]{0,4}|1[0-9]{5})"(?: s="[0-9]+")?(?: t="(?:s|n|str|inlineStr)")?>'
    rb"<(?:v>[^<]+</v|is><t>[^<]+</t></is)></c>"
    rb'(?=<c r="[A-Z]+[0-9]+"[^>]*><[vi])'
)
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})$")


def column_number(letters):
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def cell_name(row, column):
    """The name a clerk sees: row and column from 1; (7, 6) → F7."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def parse_reference(text):
    """F7 → (7, 6); raises Refusal for what is no reference."""
    match = REFERENCE.match(text.replace("$", ""))
    if not match:
        raise Refusal(xml.BROKEN)
    return int(match[2]), column_number(match[1])


def parse_range(text):
    """A1:K1 → (1, 1, 1, 11): first row, first column, last row, last column; a lone cell is a range too."""
    first, _, last = text.partition(":")
    return (*parse_reference(first), *parse_reference(last or first))


@dataclass
class Outline:
    """Found in one pass over a sheet; rows and columns from 1.

    `uncached`: formula cells without a value; `errors`: {(row, column): "#REF!"}, which calamine gives as blank.
    """

    name: str
    rows: int = 0
    columns: int = 0
    merged: list = field(default_factory=list)
    formulas: set = field(default_factory=set)
    uncached: set = field(default_factory=set)
    errors: dict = field(default_factory=dict)

    def reach(self, row, column):
        """Note a cell with content; refuse one so far out that the rectangle could not be laid out."""
        if row > MAX_ROWS or column > MAX_COLUMNS:
            raise Refusal(
                f"工作表“{self.name}”在很远的单元格 {cell_name(row, column)} 有内容"
                f"（最多 {MAX_ROWS} 行、{MAX_COLUMNS} 列）。请删去这个单元格，或把表格复制到新工作簿后再上传。"
            )
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        if self.rows * self.columns > MAX_CELLS:
            raise Refusal(
                f"工作表“{self.name}”的内容一直延伸到 {cell_name(self.rows, self.columns)}，"
                f"超过 {MAX_CELLS} 个单元格。请删去多余的行列，或拆分成几个文件后再上传。"
            )

    def add_formulas(self, top, left, bottom, right):
        """Note a formula cell, or the whole range an array formula fills."""
        if (bottom - top + 1) * (right - left + 1) + len(self.formulas) > MAX_FORMULAS:
            raise Refusal(
                f"工作表“{self.name}”的公式单元格超过 {MAX_FORMULAS} 个。"
                "请全选后“选择性粘贴→数值”，另存后再上传。"
            )
        self.formulas.update((row, col) for row in range(top, bottom + 1) for col in range(left, right + 1))


class _Scanner:
    """One pass: where we are, and the formula cell that has yet to show its value.

    Half a million cells come through here for a large sheet, hence the cached column letters and flat attributes.
    """

    def __init__(self, outline):
        self.outline = outline
        self.row, self.row_text, self.column = 0, "", 0
        self.columns_by_letters = {}
        self.waiting = self.error = None
        self.listening = False
        self.actions = {
            "c": self.cell,
            "v": self.value,
            "is": self.value,
            "row": self.next_row,
            "f": self.formula,
            "mergeCell": self.merge,
        }
        self.parser = xml.make_parser(self.start)
        self.parser.buffer_text = True
        self.parser.ordered_attributes = True

    def start(self, name, attributes):
        action = self.actions.get(name) or (":" in name and self.actions.get(xml.local(name)))
        if action:
            action(attributes)

    def next_row(self, attributes):
        stated = _attribute(attributes, "r")
        self.row = _whole(stated) if stated else self.row + 1
        self.row_text = str(self.row)
        self.column = 0

    def cell(self, attributes):
        self.settle()
        self.locate(_attribute(attributes, "r"))
        if "e" in attributes and _attribute(attributes, "t") == "e":
            self.error = (self.row, self.column)

    def locate(self, stated):
        """Move to the stated place, or to the next column where none is stated."""
        if not stated:
            self.column += 1
            return
        column = stated.endswith(self.row_text) and self.columns_by_letters.get(stated[: -len(self.row_text)])
        if column:
            self.column = column
        else:
            self.row, self.column = parse_reference(stated)
            self.row_text = str(self.row)
            self.columns_by_letters[stated[: -len(self.row_text)]] = self.column

    def value(self, _):
        outline = self.outline
        if self.column > outline.columns or self.row > outline.rows:
            outline.reach(self.row, self.column)
        if self.waiting or self.error:
            self.listening = True
            self.parser.CharacterDataHandler = self.text

    def text(self, text):
        if text.strip():
            if self.error:
                self.outline.errors[self.error] = text.strip()[:MAX_ERROR]
            self.waiting = self.error = None

    def formula(self, attributes):
        here = (self.row, self.column)
        self.outline.reach(*here)
        area = _attribute(attributes, "ref")
        if area and _attribute(attributes, "t") in ("array", "dataTable"):
            self.outline.add_formulas(*parse_range(area))
        self.outline.add_formulas(*here, *here)
        self.waiting = here

    def settle(self):
        """The cell before is over: a formula that has not shown a value has none."""
        if self.waiting:
            self.outline.uncached.add(self.waiting)
        self.waiting = self.error = None
        if self.listening:
            self.listening = False
            self.parser.CharacterDataHandler = None

    def merge(self, attributes):
        if len(self.outline.merged) >= MAX_MERGED:
            raise Refusal(
                f"工作表“{self.outline.name}”的合并单元格超过 {MAX_MERGED} 处。请取消合并后再上传。"
            )
        self.outline.merged.append(parse_range(_attribute(attributes, "ref") or ""))


def _attribute(attributes, wanted):
    """The value of one attribute in expat's flat list, or None; the first is tried first, where `r` always stands."""
    if attributes and attributes[0] == wanted:
        return attributes[1]
    for at in range(2, len(attributes), 2):
        if attributes[at] == wanted:
            return attributes[at + 1]
    return None


def _whole(text):
    """A row number as int; raises Refusal for anything else (int() also takes 1_0 and ٣)."""
    if not (text.isascii() and text.isdigit() and len(text) <= 7):
        raise Refusal(xml.BROKEN)
    return int(text)


def outline(name, chunks):
    """The Outline of the sheet `name` from the chunks of its XML; raises Refusal."""
    found = Outline(name)
    scanner = _Scanner(found)
    xml.feed(scanner.parser, (PLAIN.sub(b"", chunk) for chunk in chunks))
    scanner.settle()
    return found
