"""Builders of workbooks and pictures that somebody made on purpose; each gives the bytes of a file."""

import io
import struct
import zipfile
import zlib

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def workbook(*sheets, deflated=True, **more):
    """A workbook of these sheets, each given as the XML inside <worksheet>; `more`: part name → content."""
    names = [f"表{number}" for number in range(1, len(sheets) + 1)]
    listed = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="r{i}"/>' for i, n in enumerate(names, 1))
    targets = "".join(
        f'<Relationship Id="r{i}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{targets}</Relationships>',
        **{f"xl/worksheets/sheet{i}.xml": worksheet(sheet) for i, sheet in enumerate(sheets, 1)},
        **more,
    }
    return archive(parts, deflated=deflated)


def worksheet(inside):
    """The whole XML of a sheet; bytes are taken as they are."""
    return inside if isinstance(inside, bytes) else f'<worksheet xmlns="{MAIN}">{inside}</worksheet>'


def archive(parts, deflated=True):
    """A zip of {name: content}."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return into.getvalue()


def sheet_data(**cells):
    """<sheetData> with these cells in the order given: A1="text", B2=12.5, C3="<f>1+1</f><v>2</v>"."""
    return "<sheetData>" + "".join(_cell(name, value) for name, value in cells.items()) + "</sheetData>"


def _cell(name, value):
    row = name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if isinstance(value, str) and not value.startswith("<"):
        inside = f'<c r="{name}" t="inlineStr"><is><t>{value}</t></is></c>'
    else:
        inside = f'<c r="{name}">{value if isinstance(value, str) else f"<v>{value!r}</v>"}</c>'
    return f'<row r="{row}">{inside}</row>'


def with_lying_size(content, name, claimed):
    """The same zip, whose directory and local header say that the part `name` inflates to `claimed` bytes."""
    changed = bytearray(content)
    encoded = name.encode()
    struct.pack_into("<L", changed, content.index(encoded) - 30 + 22, claimed)
    struct.pack_into("<L", changed, content.rindex(encoded) - 46 + 24, claimed)
    return bytes(changed)


def png_header(width, height, body=b""):
    """A PNG that says it is this large, with `body` as its deflated pixels."""
    header = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(kind, content):
    return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))
