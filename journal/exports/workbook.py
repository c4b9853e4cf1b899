"""A workbook of one sheet, written row by row into the zip: the memory it takes does not grow with its rows.

xlsxwriter writes 5,000 rows of our width a second, this 30,000: it knows five looks of a cell and nothing else. What
needs drop-downs and notes (the blank workbooks for import) is written with xlsxwriter.
"""

from zipfile import ZIP_DEFLATED, ZipFile

from journal.exports.cells import xml_text

MOST_ROWS = 1_048_576  # of a sheet
A3, A4 = 8, 9  # paper, as workbooks number it
FLUSH = 500  # rows joined before they are compressed
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# The looks of a cell by their place in cellXfs: (font, fill, border, number format, horizontal, wrapped).
TEXT, NUMBER, HEAD, TITLE, LINE, BOXED, BOXED_NUMBER, MONEY, READ_ONLY, WAN = range(10)
LOOKS = [
    (0, 0, 0, 49, "", False),
    (0, 0, 0, 0, "", False),
    (1, 2, 1, 49, "center", True),
    (2, 0, 0, 49, "center", False),
    (0, 0, 0, 49, "", False),
    (0, 0, 1, 49, "", True),
    (0, 0, 1, 0, "", False),
    (0, 0, 0, 164, "", False),
    (3, 3, 1, 49, "center", True),
    (0, 0, 1, 165, "", False),
]
FORMATS = [(164, "#,##0.00"), (165, "#,##0.00####")]
FONTS = [
    '<font><sz val="11"/><name val="宋体"/></font>',
    '<font><b/><sz val="11"/><name val="宋体"/></font>',
    '<font><b/><sz val="18"/><name val="宋体"/></font>',
    '<font><sz val="11"/><color rgb="FF5F6B7A"/><name val="宋体"/></font>',
]
FILLS = [
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF5"/></patternFill></fill>',
    '<fill><patternFill patternType="solid"><fgColor rgb="FFF3F4F6"/></patternFill></fill>',
]
EDGE = "".join(
    f'<{side} style="thin"><color rgb="FF8A94A3"/></{side}>' for side in ("left", "right", "top", "bottom")
)
BORDERS = ["<border/>", f"<border>{EDGE}</border>"]


def column_name(at):
    """The letters of a column counted from 0: 0 → A, 26 → AA."""
    name, at = "", at + 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


def text_cell(text, look=TEXT):
    """A cell that is text whatever it looks like, from behind its address on."""
    return f'" s="{look}" t="inlineStr"><is><t xml:space="preserve">{xml_text(text)}</t></is></c>'


def number_cell(number, look=NUMBER):
    """A cell that is a number, given as text (cells.number_of)."""
    return f'" s="{look}"><v>{number}</v></c>'


def blank_cell(look):
    """A cell without content, for its frame."""
    return f'" s="{look}"/>'


class Workbook:
    """Write rows top to bottom with `row`, then `close`; `out` is a binary file, `widths` are in characters.

    `head` rows stay in view and are printed on each page, which is `paper` across, as wide as all columns.
    """

    def __init__(self, out, *, sheet, widths, head=1, paper=A4):
        self.zip = ZipFile(out, "w", ZIP_DEFLATED, compresslevel=3)
        self.sheet, self.width, self.head, self.paper = sheet, len(widths), head, paper
        self.names = [f'<c r="{column_name(at)}' for at in range(self.width)]
        self.rows, self.merged, self.waiting = 0, [], []
        self._part("xl/styles.xml", styles())
        self.out = self.zip.open("xl/worksheets/sheet1.xml", "w", force_zip64=True)
        self.out.write(self._above(widths).encode())

    def row(self, cells, height=None):
        """Write the next row: a cell (text_cell, number_cell) a column, "" where there is nothing."""
        self.rows += 1
        at = self.rows
        tall = f' ht="{height}" customHeight="1"' if height else ""
        filled = [f"{name}{at}{cell}" for name, cell in zip(self.names, cells, strict=True) if cell]
        self.waiting.append(f'<row r="{at}"{tall}>{"".join(filled)}</row>')
        if len(self.waiting) >= FLUSH:
            self._flush()

    def merge(self, first_row, first, last_row, last):
        """Join cells; rows counted from 1, columns from 0. The upper left one holds the text."""
        self.merged.append(f"{column_name(first)}{first_row}:{column_name(last)}{last_row}")

    def close(self):
        """Write what belongs behind the rows, and around the sheet."""
        self._flush()
        self.out.write(self._below().encode())
        self.out.close()
        for name, text in self._around():
            self._part(name, text)
        self.zip.close()

    def drop(self):
        """Leave it unfinished."""
        self.out.close()
        self.zip.close()

    def _flush(self):
        self.out.write("".join(self.waiting).encode())
        self.waiting.clear()

    def _part(self, name, text):
        self.zip.writestr(name, XML + text)

    def _above(self, widths):
        columns = "".join(
            f'<col min="{at}" max="{at}" width="{width}" customWidth="1" style="{TEXT}"/>'
            for at, width in enumerate(widths, 1)
        )
        pane = f'<pane ySplit="{self.head}" topLeftCell="A{self.head + 1}" activePane="bottomLeft" state="frozen"/>'
        return (
            f'{XML}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="16"/><cols>{columns}</cols><sheetData>'
        )

    def _below(self):
        merged = "".join(f'<mergeCell ref="{place}"/>' for place in self.merged)
        merges = f'<mergeCells count="{len(self.merged)}">{merged}</mergeCells>' if merged else ""
        return (
            f"</sheetData>{merges}"
            '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
            f'<pageSetup paperSize="{self.paper}" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
            "<headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>"
        )

    def _around(self):
        sheet = xml_text(self.sheet)
        quoted = xml_text("'" + self.sheet.replace("'", "''") + "'")
        yield (
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="{sheet}" sheetId="1" r:id="rId1"/>'
            '</sheets><definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">'
            f"{quoted}!$1:${self.head}</definedName></definedNames></workbook>",
        )
        yield (
            "xl/_rels/workbook.xml.rels",
            _relations([("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")]),
        )
        yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
        yield (
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{OFFICE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{OFFICE}.worksheet+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{OFFICE}.styles+xml"/></Types>',
        )


def styles():
    """The part that says how the looks look."""
    formats = "".join(f'<numFmt numFmtId="{at}" formatCode="{code}"/>' for at, code in FORMATS)
    looks = "".join(_look(*look) for look in LOOKS)
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts count="{len(FORMATS)}">{formats}</numFmts>'
        f'<fonts count="{len(FONTS)}">{"".join(FONTS)}</fonts><fills count="{len(FILLS)}">{"".join(FILLS)}</fills>'
        f'<borders count="{len(BORDERS)}">{"".join(BORDERS)}</borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(LOOKS)}">{looks}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _look(font, fill, border, number, across, wrapped):
    place = f' horizontal="{across}"' if across else ""
    wrap = ' wrapText="1"' if wrapped else ""
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" applyNumberFormat="1"'
        ' applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
        f'<alignment vertical="center"{place}{wrap}/></xf>'
    )


def _relations(targets):
    found = "".join(
        f'<Relationship Id="rId{at}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{found}</Relationships>'
