"""Files that somebody made on purpose, or that broke, at the wizard's door: a sentence, another try, nothing kept."""

import struct

import pytest
from django.core.files import storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assets.models import Asset
from journal.models import Document, Entry, ImportBatch, ImportRow
from tests.journal.hostile import archive, sheet_data, with_lying_size, workbook, worksheet
from tests.journal.importing import newest, page, take_columns, text, upload, work
from tests.journal.workbooks import HEAD, road

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


def encrypted(content):
    """The same zip, whose directory says that its first part is encrypted."""
    changed = bytearray(content)
    struct.pack_into("<H", changed, changed.index(b"PK\x01\x02") + 8, 1)
    return bytes(changed)


def rows(count):
    """A sheet of so many rows without a cell, and one cell."""
    blank = '<row s="3" customFormat="1"/>' * count
    return f'<sheetData><row r="1"><c r="A1"><v>7</v></c></row>{blank}</sheetData>'


SOUND = workbook(sheet_data(A1="x"))
HUNDRED = {"xl/sharedStrings.xml": "<sst><si><t>" + "好" * 20_000_000 + "</t></si></sst>"}
FILES = {
    "a far cell": (lambda: workbook(sheet_data(A1="x", XFD1048576=1)), "很远的单元格 XFD1048576"),
    "a sheet too large in both directions": (lambda: workbook(sheet_data(A200000=1, IV1=1)), "IV200000"),
    "a bomb of blanks": (lambda: workbook("<sheetData/>" + " " * 60_000_000), "展开后超过"),
    "a bomb of texts": (lambda: workbook(sheet_data(A1="x"), **HUNDRED), "展开后超过"),
    "ten thousand sheets": (lambda: workbook(*["<sheetData/>"] * 10_000), "10000 张工作表"),
    "five million empty rows": (lambda: workbook(rows(5_000_000)), "。"),
    "a part larger than it says": (
        lambda: with_lying_size(workbook(sheet_data(A1="x" * 5000)), "xl/worksheets/sheet1.xml", 100),
        "声明的大小与实际不符",
    ),
    "entities": (lambda: workbook(DOCTYPE + worksheet(sheet_data(A1="&b;")).encode()), "内容有损坏"),
    "a name that climbs out": (
        lambda: workbook(sheet_data(A1="x"), **{"../../etc/cron.d/x": "x"}),
        "内部文件名",
    ),
    "an encrypted zip": (lambda: encrypted(SOUND), "加了密码"),
    "an encrypted workbook": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "去掉打开密码"),
    "macros": (lambda: workbook(sheet_data(A1="x"), **{"xl/vbaProject.bin": b"x"}), "去掉宏后再上传"),
    "an old workbook": (lambda: OLE + "Workbook".encode("utf-16-le"), "另存为 .xlsx"),
    "a web page": (lambda: b"<html><table><tr><td>1</table></html>", "另存为 .xlsx"),
    "a cut zip": (lambda: SOUND[:-50], "损坏"),
    "a zip of photos": (lambda: archive({"a.jpg": "x"}), "压缩包"),
    "an empty sheet": (lambda: workbook("<sheetData/>"), "没有任何内容"),
    "broken GBK": (lambda: ",".join(HEAD).encode("gb18030") + b"\n1,\xb5\xc0\xff\xff,\x80", "第 2 行"),
    "noise": (lambda: bytes(range(256)) * 40, "。"),
}


def kept():
    """How many rows the tables of imports and of the register hold, and the files beside them."""
    return [model.objects.count() for model in (ImportBatch, ImportRow, Document, Asset, Entry)], files()


def files():
    names = Document.objects.values_list("key", flat=True)
    return [name for name in names if storage.default_storage.exists(name)]


@pytest.mark.parametrize(("make", "sentence"), FILES.values(), ids=FILES)
def test_a_hostile_file_ends_in_a_sentence_and_leaves_nothing(here, client, make, sentence):
    before = kept()
    answer = upload(client.as_(here.county_clerk), here, SimpleUploadedFile("表.xls", make()))

    if answer.status_code == 422:
        assert sentence in text(answer) and kept() == before
        return
    shown = page(client, newest(), "columns")
    assert answer.status_code == 302 and sentence in shown
    assert reverse("imports:upload") in shown and "重新上传" in shown
    assert newest().state == ImportBatch.State.READING and not files()
    assert (ImportRow.objects.count(), Asset.objects.count(), Entry.objects.count()) == (0, 0, before[0][4])


def test_links_to_other_files_and_formulas_are_never_followed(here, client):
    link = {"xl/externalLinks/externalLink1.xml": '<externalLink Target="http://127.0.0.1:9/x"/>'}
    cells = {f"{chr(65 + at)}1": name for at, name in enumerate(HEAD)}
    cells |= {"A2": "1", "B2": '<f>HYPERLINK("http://127.0.0.1:9/x","通村道路")</f><v>0</v>'}
    upload(
        client.as_(here.county_clerk),
        here,
        SimpleUploadedFile("表.xlsx", workbook(sheet_data(**cells), **link)),
    )

    row = newest().rows.get()
    assert row.cells[:2] == ["1", "0"] and row.marks == {"1": "formula"}


def test_text_that_looks_like_a_formula_stays_text(here, client):
    line = ",".join([str(value) for value in [1, *road(项目名称='"=HYPERLINK(""http://x"",""路"")"')]])
    content = f"{','.join(HEAD)}\r\n{line}".encode()
    upload(client.as_(here.county_clerk), here, SimpleUploadedFile("表.csv", content))
    take_columns(client, newest())
    work(here)

    assert newest().rows.get().cells[1] == '=HYPERLINK("http://x","路")'
    assert "=HYPERLINK(&quot;http://x&quot;" in page(client, newest())


def test_after_a_refusal_the_next_file_is_taken(here, client):
    upload(client.as_(here.county_clerk), here, SimpleUploadedFile("表.xlsx", FILES["a far cell"][0]()))
    line = ",".join(map(str, [1, *road()]))
    upload(client, here, SimpleUploadedFile("表.csv", f"{','.join(HEAD)}\n{line}".encode()))

    assert (newest().state, newest().total) == (ImportBatch.State.UPLOADED, 1)
