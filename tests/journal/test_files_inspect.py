"""What a file is, by content alone; each stranger is told what it is and what its sender can do."""

import io

import pytest
from PIL import Image

from journal.files.inspect import MAX_BYTES, check, kind_of, safe_name
from journal.files.limits import Unreadable
from tests.journal.hostile import archive, sheet_data, workbook

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
MACROS = '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'


def picture(kind):
    """A small picture in one of Pillow's formats."""
    into = io.BytesIO()
    Image.new("RGB", (8, 6), (10, 200, 30)).save(into, kind)
    return into.getvalue()


def refusal_of(content, name="附件.xlsx"):
    """The sentence a file is refused with."""
    with pytest.raises(Unreadable) as refused:
        check(content, name)
    return refused.value.sentence


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (picture("JPEG"), "jpg"),
        (picture("PNG"), "png"),
        (PDF, "pdf"),
        (workbook(sheet_data(A1="x")), "xlsx"),
    ],
    ids=["jpg", "png", "pdf", "xlsx"],
)
def test_the_four_kinds_are_known_by_content_whatever_their_name(content, kind):
    assert kind_of(content, "合同.exe") == kind
    stream = io.BytesIO(content)
    assert (kind_of(stream, "合同.exe"), stream.tell()) == (kind, 0)


STRANGERS = {
    "an empty file": (b"", "“附件.xlsx”是空文件。"),
    "a program": (b"MZ\x90\x00" + b"\x00" * 100, "可执行程序。"),
    "a script": (b"#!/bin/sh\nrm -rf /\n", "可执行程序。"),
    "gif": (b"GIF89a" + b"\x00" * 20, "GIF 动图。请转换成 jpg 或 png 后再上传。"),
    "webp": (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "WebP 图片。"),
    "bmp": (picture("BMP"), "BMP 图片。"),
    "tiff": (picture("TIFF"), "TIFF 图片。"),
    "heic": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "HEIC 图片。"),
    "mp4": (b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00", "视频。"),
    "rar": (b"Rar!\x1a\x07\x01\x00", "压缩包。请解压"),
    "svg": (
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "SVG 图片（可能带有脚本）。",
    ),
    "svg after an xml line": (b'<?xml version="1.0"?>\n<!-- a --><svg onload="x"/>', "SVG 图片"),
    "svg in utf-16": ("<svg/>".encode("utf-16"), "SVG 图片"),
    "html named xls": (
        b"<html><table><tr><td>1</td></tr></table></html>",
        "网页（HTML），不是真正的表格文件。",
    ),
    "table alone": (b"\xef\xbb\xbf  <TABLE border=1>", "网页（HTML）"),
    "xml spreadsheet": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "XML 表格",
    ),
    "mhtml": (b"MIME-Version: 1.0\nContent-Type: multipart/related", "网页归档文件。"),
    "csv": (
        "项目名称,金额\n道路,10\n".encode("gb18030"),
        "文本或 CSV 文件。请在 Excel 或 WPS 中另存为 .xlsx 后再上传。",
    ),
    "noise": (b"\x00\x01\x02\x03" * 50, "无法识别的文件。"),
    "xls": (
        OLE + "Workbook".encode("utf-16-le"),
        "旧版 Excel（.xls）文件。请在 Excel 中另存为 .xlsx 后再上传。",
    ),
    "encrypted xlsx": (
        OLE + "EncryptedPackage".encode("utf-16-le"),
        "加了密码的 Office 文件。请去掉打开密码",
    ),
    "doc": (OLE + "WordDocument".encode("utf-16-le"), "旧版 Word（.doc）文件。请打印或导出成 pdf"),
    "another old container": (OLE, "旧版 Office 文件。"),
    "xlsm": (workbook(sheet_data(A1="x"), **{"xl/vbaProject.bin": b"x"}), "带宏的 Excel 文件。"),
    "xlsm without its project": (
        archive({"[Content_Types].xml": MACROS, "xl/workbook.xml": "<workbook/>"}),
        "带宏的 Excel 文件。",
    ),
    "xlsb": (archive({"xl/workbook.bin": b"x"}), "二进制 Excel 文件（.xlsb）。"),
    "docx": (archive({"word/document.xml": "<x/>"}), "Word 文档。"),
    "ofd": (archive({"OFD.xml": "<x/>"}), "OFD 版式文件。请打印或导出成 pdf 后再上传。"),
    "ods": (archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument 文件。"),
    "zip": (archive({"a.txt": "x"}), "压缩包。请解压后把里面的文件逐个上传。"),
    "a zip that climbs out": (archive({"../../etc/passwd": "x"}), "内部文件名不正常"),
    "a cut zip": (workbook(sheet_data(A1="x"))[:-50], "压缩结构有损坏"),
    "too large": (b"%PDF-" + b"x" * MAX_BYTES, "超过 50 MB。"),
    "a cut pdf": (PDF[:-10], "“附件.xlsx”不完整（PDF 没有结尾）。"),
    "a locked pdf": (PDF.replace(b"/Root", b"/Encrypt 5 0 R /Root"), "加了密码或限制。"),
    "a pdf with a script": (PDF.replace(b"<<>>", b"<</S/JavaScript/JS(x)>>"), "带有脚本或启动程序的动作。"),
    "a pdf behind a page": (b"<html></html>" + PDF, "网页（HTML）"),
}


@pytest.mark.parametrize(("content", "part"), STRANGERS.values(), ids=STRANGERS)
def test_a_stranger_is_told_what_it_is_and_what_to_do(content, part):
    sentence = refusal_of(content)
    assert part in sentence
    assert sentence.endswith("。")


def test_a_web_page_named_as_a_picture_is_not_called_a_workbook():
    sentence = refusal_of(b"<html><body>x</body></html>", "fake.jpg")
    assert sentence == "“fake.jpg”是网页（HTML）。可以上传的是 jpg、png 图片，pdf 和 xlsx。"


def test_an_old_table_is_told_to_become_a_new_one_and_nothing_else():
    assert "pdf" not in refusal_of(OLE, "台账.xls")
    assert "pdf" in refusal_of(OLE, "合同.wps")


@pytest.mark.parametrize(
    ("kinds", "sentence"),
    [
        (("jpg", "png"), "“照片.jpg”是文本或 CSV 文件。请上传 jpg 或 png 格式的照片。"),
        (("jpg", "png", "pdf"), "“照片.jpg”是文本或 CSV 文件。请打印或导出成 pdf 后再上传。"),
    ],
)
def test_nobody_who_is_asked_for_a_photo_is_told_to_make_a_table(kinds, sentence):
    with pytest.raises(Unreadable) as refused:
        check(b"no photo at all", "照片.jpg", kinds)
    assert refused.value.sentence == sentence


def test_the_sound_ones_come_back_with_what_to_keep():
    assert check(PDF, "合同.pdf").content == PDF
    assert check(workbook(sheet_data(A1="x")), "台账.xlsx").kind == "xlsx"
    found = check(picture("PNG"), "照片.jpg")
    assert (found.kind, found.width, found.height, found.thumbnail[:3]) == ("png", 8, 6, b"\xff\xd8\xff")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\用户\\台账.xlsx", "台账.xlsx"),
        ("发票\u202egnp.exe", "发票gnp.exe"),
        ("一\r\nSet-Cookie: x.pdf", "一Set-Cookie x.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("...", "未命名文件"),
        ("", "未命名文件"),
        ("长" * 300 + ".xlsx", "长" * 75 + ".xlsx"),
    ],
)
def test_a_file_name_is_kept_as_words_only(name, safe):
    assert safe_name(name) == safe
