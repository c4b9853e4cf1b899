"""Task of the child: a workbook → lines of JSON, one for each row.

First line {"sheets": number}. Then for each sheet {"name", "hidden", "merged", "width"}, its rows from row 1 and column
A on, each a list of texts or {"cells": texts, "marks": {position: kind}} where a cell is not what it seems, and
{"end": number of rows}. Kinds: "formula" (the text is what Excel had computed when it saved), "uncached" (a formula
without such a value), "imprecise" (a number of more than 15 digits: its last digits are gone).
"""

import io
import json
import posixpath

import python_calamine as calamine

from journal.files.inside import archive, cells, xml
from journal.files.inside.archive import MEGABYTE
from journal.files.inside.outline import outline
from journal.files.inside.refusal import Refusal

# Both list the sheets, some hundred bytes each, and names that formulas use.
MAX_LIST = 8 * MEGABYTE
# Parts that calamine inflates beside the sheets.
READ_WHOLE = ("xl/sharedStrings.xml", "xl/styles.xml")


def run(stream, out):
    """Read the workbook in `stream`, write the lines to `out`; raises Refusal."""
    content = stream.read()
    parts = archive.open_archive(content)
    outlines = [outline(name, archive.inflate(parts, part)) for name, part in _sheet_parts(parts)]
    for name in READ_WHOLE:
        if name in parts.NameToInfo:
            _drain(archive.inflate(parts, name))
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        _write_book(out, book, outlines)
    except calamine.CalamineError as error:
        raise Refusal(xml.BROKEN) from error


def _drain(chunks):
    """Inflate to the end for the checks on the way."""
    for _ in chunks:
        pass


def _sheet_parts(parts):
    """[(sheet name, part name)] of the worksheets in the workbook's order; chart sheets are left out."""
    main = next(iter(_targets(parts, "_rels/.rels", "/", "/officeDocument").values()), "")
    folder, name = posixpath.split(main)
    targets = _targets(parts, f"{folder}/_rels/{name}.rels", folder, "/worksheet")
    found = [
        (attributes.get("name", ""), targets[attributes["id"]])
        for element, attributes in _elements(parts, main)
        if element == "sheet" and attributes.get("id") in targets
    ]
    if not found:
        raise Refusal("工作簿里没有工作表。请确认选对了文件。")
    return found


def _targets(parts, relations, folder, kind):
    """{relation's id: part it leads to} of the relations of one kind; `folder` is where relative ones start."""
    return {
        attributes.get("Id"): posixpath.normpath(
            posixpath.join("/", folder, attributes.get("Target", ""))
        ).lstrip("/")
        for element, attributes in _elements(parts, relations)
        if element == "Relationship" and attributes.get("Type", "").endswith(kind)
    }


def _elements(parts, name):
    """[(element, attributes)] of a small part, both without prefixes."""
    if name not in parts.NameToInfo:
        raise Refusal(xml.BROKEN)
    found = []
    parser = xml.make_parser(
        lambda element, attributes: found.append(
            (xml.local(element), {xml.local(key): value for key, value in attributes.items()})
        )
    )
    xml.feed(parser, [archive.read_part(parts, name, MAX_LIST)])
    return found


def _write_book(out, book, outlines):
    """Write the first line and every sheet."""
    hidden = {s.name: s.visible != calamine.SheetVisibleEnum.Visible for s in book.sheets_metadata}
    _write(out, {"sheets": len(outlines)})
    for found in outlines:
        _write_sheet(out, book, found, hidden.get(found.name, False))


def _write_sheet(out, book, found, hidden):
    """Write one sheet's lines; blank rows at its end are dropped."""
    sheet = book.get_sheet_by_name(found.name)
    width = sheet.end[1] + 1 if sheet.end else 0
    _write(
        out,
        {"name": cells.clean(found.name), "hidden": hidden, "merged": found.merged, "width": width},
    )
    height = 0
    for height, (texts, marks) in enumerate(_without_trailing_blanks(_rows(sheet, found)), 1):
        if texts and len(max(texts, key=len)) > cells.MAX_TEXT:
            raise Refusal(
                f"工作表“{found.name}”第 {height} 行有一个单元格的文字超过 {cells.MAX_TEXT} 个字。请缩短后再上传。"
            )
        _write(out, {"cells": texts, "marks": marks} if marks else texts)
    _write(out, {"end": height})


def _rows(sheet, found):
    """Yield (texts from column A, marks) of each row from row 1."""
    if sheet.start is None:
        return
    # calamine pads the rows above the used range but not the columns left of it.
    left = sheet.start[1]
    in_error = {row for row, _ in found.errors}
    marked = _marked(found)
    text_of, is_lossy = cells.text_of, cells.is_lossy
    for row, values in enumerate(sheet.iter_rows(), 1):
        texts = [""] * left + [value if value == "" else text_of(value) for value in values]
        if row in in_error:
            texts = [found.errors.get((row, column), text) for column, text in enumerate(texts, 1)]
        marks = marked.get(row, {})
        lossy = [left + at for at, value in enumerate(values) if is_lossy(value)]
        yield texts, ({**marks, **dict.fromkeys(lossy, "imprecise")} if lossy else marks)


def _marked(found):
    """{row: {position: kind}} of the formulas of a sheet."""
    marked = {}
    for row, column in found.formulas:
        kind = "uncached" if (row, column) in found.uncached else "formula"
        marked.setdefault(row, {})[column - 1] = kind
    return marked


def _without_trailing_blanks(rows):
    """The rows up to the last that has text; Excel often keeps thousands of blank ones below."""
    blank = 0
    for texts, marks in rows:
        if any(texts) or marks:
            yield from (([], {}) for _ in range(blank))
            blank = 0
            yield texts, marks
        else:
            blank += 1


def _write(out, line):
    """One line of JSON."""
    out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
