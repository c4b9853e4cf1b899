"""What an uploaded file truly is, by its content; never by its name or the type its sender declares."""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from journal.files import images
from journal.files.inside import archive
from journal.files.inside.refusal import Refusal
from journal.files.limits import MEGABYTE, Unreadable

# A scanned contract of 50 pages at 200 dpi is some 25 MB, a workbook of 200,000 rows 36 MB (measured).
MAX_BYTES = 50 * MEGABYTE
# Everything that tells a format stands in its first kilobytes; PDF readers look for the end in the last one.
HEAD = 4096
PDF_TAIL = 2048
BEGINNINGS = {**images.BEGINNINGS, "pdf": b"%PDF-"}
KINDS = (*BEGINNINGS, "xlsx")  # text is csv only to whoever asked for tables
CONTENT_TYPES = "[Content_Types].xml"
MAX_CONTENT_TYPES = MEGABYTE
# Longer names are cut in the middle of lists anyway; 255 bytes is what file systems take, 80 characters of Chinese.
MAX_NAME = 80

TAKEN = "可以上传的是 jpg、png 图片，pdf 和 xlsx。"
TO_XLSX = "请在 Excel 或 WPS 中另存为 .xlsx 后再上传。"
TO_IMAGE = "请转换成 jpg 或 png 后再上传。"
TO_PICTURE = "请上传 jpg 或 png 格式的照片。"
TO_PDF = "请打印或导出成 pdf 后再上传。"

# How a file begins → what it is called, and what to do. Read from top to bottom; the first that fits counts.
STRANGERS = [
    (rb"MZ|\x7fELF|#!", "可执行程序", TAKEN),
    (rb"GIF8", "GIF 动图", TO_IMAGE),
    (rb"RIFF....WEBP", "WebP 图片", TO_IMAGE),
    (rb"BM....\x00\x00\x00\x00", "BMP 图片", TO_IMAGE),
    (rb"II\*\x00|MM\x00\*", "TIFF 图片", TO_IMAGE),
    (rb"....ftyp(?:heic|heix|mif1|msf1|avif)", "HEIC 图片", TO_IMAGE),
    (rb"....ftyp", "视频", TAKEN),
    (rb"Rar!|7z\xbc\xaf|\x1f\x8b", "压缩包", "请解压后把里面的文件逐个上传。"),
    (rb"MIME-Version:", "网页归档文件", TO_XLSX),
    (rb"\{\\rtf", "RTF 文档", TO_PDF),
]
TEXT = "文本或 CSV 文件"
WEB_PAGE, XML_TABLE = "网页（HTML）", "XML 表格"
# Old systems export web pages and XML under the name of a workbook; their senders mean a table.
NAMED_TABLE = (".xls", ".xlsx", ".et", ".csv")
NO_WORKBOOK = "，不是真正的表格文件"
# Text formats, looked for in the first kilobytes, in lower case.
MARKUP = [
    (rb"<svg", "SVG 图片（可能带有脚本）", TO_IMAGE),
    (rb"urn:schemas-microsoft-com:office:spreadsheet", XML_TABLE, TO_XLSX),
    (rb"<(?:!doctype html|html|table|head|body|script|meta)", WEB_PAGE, TAKEN),
    (rb"<\?xml", "XML 文件", TAKEN),
]
# A part that only this kind of zip has → what it is called, and what to do.
ZIPS = [
    (
        "xl/vbaProject.bin",
        "带宏的 Excel 文件",
        "请在 Excel 中另存为“Excel 工作簿（*.xlsx）”，去掉宏后再上传。",
    ),
    ("xl/workbook.bin", "二进制 Excel 文件（.xlsb）", TO_XLSX),
    ("word/document.xml", "Word 文档", TO_PDF),
    ("ppt/presentation.xml", "PowerPoint 演示文稿", TO_PDF),
    ("OFD.xml", "OFD 版式文件", TO_PDF),
    ("mimetype", "OpenDocument 文件", TO_XLSX),
]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_OFFICE = "旧版 Office 文件"
# Streams of an old Office container, named in UTF-16.
OLE_STREAMS = [
    ("EncryptedPackage", "加了密码的 Office 文件", "请去掉打开密码，另存为 .xlsx 后再上传。"),
    ("Workbook", "旧版 Excel（.xls）文件", "请在 Excel 中另存为 .xlsx 后再上传。"),
    ("WordDocument", "旧版 Word（.doc）文件", TO_PDF),
    ("", OLD_OFFICE, "请另存为新版文件后再上传：表格存为 .xlsx，文档导出成 pdf。"),
]


@dataclass(frozen=True)
class Checked:
    """A file found sound. `content` is what to keep: for pictures ours, not theirs; the rest only for pictures.

    `look`: 64 bits, as a signed number, by which a picture is known again (journal.files.inside.picture).
    """

    kind: str
    content: bytes
    width: int | None = None
    height: int | None = None
    thumbnail: bytes | None = None
    look: int | None = None


def check(content, name, kinds=KINDS):
    """Decide what `content` (bytes) is, examine it as such and return it as Checked.

    `name`: as the sender calls it, only for the sentence. Raises Unreadable with a Chinese sentence.
    """
    kind = kind_of(content, name, kinds)
    if kind in ("jpg", "png"):
        picture = images.redraw(content)
        return Checked(
            picture.kind, picture.content, picture.width, picture.height, picture.thumbnail, picture.look
        )
    if kind == "pdf":
        _check_pdf(content, safe_name(name))
    return Checked(kind, content)


def kind_of(file, name, kinds=KINDS):
    """ "jpg", "png", "pdf" or "xlsx" by the content of `file` (bytes or a binary stream, left at its start); where it
    is among the wanted `kinds` also "csv": any text, whose encoding and form are looked at when it is read.

    Raises Unreadable: what the file is instead, and what to do. The zip around an xlsx is checked on the way.
    """
    content = file if isinstance(file, bytes) else _read(file)
    name = safe_name(name)
    if not content:
        raise Unreadable(f"“{name}”是空文件。请确认文件保存完整后再上传。")
    if len(content) > MAX_BYTES:
        raise Unreadable(f"“{name}”超过 {MAX_BYTES // MEGABYTE} MB。请压缩或拆分后再上传。")
    for kind, beginning in BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_zip(content, name)
    what, do = _what_it_is(content)
    if what == TEXT and "csv" in kinds:
        return "csv"
    if do == TO_XLSX and "xlsx" not in kinds:
        do = TO_PICTURE if set(kinds) <= set(images.BEGINNINGS) else TO_PDF  # a table is not wanted here
    raise _stranger(name, what, do)


def safe_name(name):
    """The sender's file name as mere words: no folders, control or direction characters, at most 80 characters."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*').strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if len(kept) > MAX_NAME:
        kept = stem[: MAX_NAME - len(ending) - 1] + dot + ending if 0 < len(ending) < 8 else kept[:MAX_NAME]
    return kept or "未命名文件"


def _read(stream):
    """All bytes of a stream up to just over the limit; the stream is left at its start."""
    stream.seek(0)
    content = stream.read(MAX_BYTES + 1)
    stream.seek(0)
    return content


def _stranger(name, what, do):
    """The Unreadable for a file of a kind that is not taken; for one named as a table, how to make it one."""
    if name.lower().endswith(NAMED_TABLE) and what in (WEB_PAGE, XML_TABLE, OLD_OFFICE):
        what, do = what + ("" if what == OLD_OFFICE else NO_WORKBOOK), TO_XLSX
    return Unreadable(f"“{name}”是{what}。{do}")


def _what_it_is(content):
    """(name of the kind, what to do) for content that is none of ours."""
    head = content[:HEAD]
    if head.startswith(OLE):
        return next((what, do) for stream, what, do in OLE_STREAMS if stream.encode("utf-16-le") in content)
    for beginning, what, do in STRANGERS:
        if re.match(beginning, head, re.DOTALL):
            return what, do
    lower = head.replace(b"\x00", b"").lower()
    for sign, what, do in MARKUP:
        if re.search(sign, lower):
            return what, do
    if _is_text(head):
        return TEXT, TO_XLSX
    return "无法识别的文件", TAKEN


def _is_text(head):
    """Whether the first kilobytes read as Chinese text in one of the usual encodings."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    return b"\x00" not in head and not re.search(rb"[\x01-\x08\x0e-\x1a]", head)


def _kind_of_zip(content, name):
    """ "xlsx" for a sound zip with a workbook without macros; raises Unreadable for any other zip."""
    try:
        parts = archive.open_archive(content)
        names = set(parts.namelist())
        for part, what, do in ZIPS:
            if part in names:
                raise _stranger(name, what, do)
        types = archive.read_part(parts, CONTENT_TYPES, MAX_CONTENT_TYPES) if CONTENT_TYPES in names else b""
        if b"macroenabled" in types.lower():
            raise _stranger(name, *ZIPS[0][1:])
        if b"spreadsheetml.sheet.main" not in types:
            raise _stranger(name, "压缩包", "请解压后把里面的文件逐个上传。")
    except Refusal as refusal:
        raise Unreadable(str(refusal)) from refusal
    return "xlsx"


def _check_pdf(content, name):
    """Raise Unreadable for a PDF cut off, locked by a password, or one that starts programs or scripts.

    Names hidden in compressed objects are not seen here: PDF are served as downloads in a sandbox besides.
    """
    if b"%%EOF" not in content[-PDF_TAIL:]:
        raise Unreadable(f"“{name}”不完整（PDF 没有结尾）。请重新导出或重新传送后再上传。")
    if re.search(rb"/Encrypt\s+\d+\s+\d+\s+R|/Encrypt\s*<<", content):
        raise Unreadable(f"“{name}”加了密码或限制。请去掉密码，另存后再上传。")
    if re.search(rb"/(?:JavaScript|Launch)\b", content):
        raise Unreadable(f"“{name}”带有脚本或启动程序的动作。{TO_PDF}")
