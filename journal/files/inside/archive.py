"""The zip around a workbook, checked before any parser sees it: directory, names, sizes, and real bytes inflated."""

import io
import re
import struct
import zipfile
import zlib

from journal.files.inside.refusal import Refusal

MEGABYTE = 1024 * 1024
# A workbook of 255 sheets has some 600 parts; embedded pictures add theirs. Ten times that is no ledger.
MAX_PARTS = 2_000
# One sheet for each village of a large county, and then some.
MAX_SHEETS = 255
# 2,000 entries of 46 bytes and long names; bounds what zipfile holds in memory whatever the entry count says.
MAX_DIRECTORY = MEGABYTE
# 200,000 rows × 25 columns of Chinese words written in line, without shared strings, are 296 MB (measured).
MAX_PART = 384 * MEGABYTE
MAX_INFLATED = 512 * MEGABYTE
# Sheets of like rows deflate to a fortieth; the worst honest ones to a hundredth. Zip bombs start at 1,000.
MAX_RATIO = 200
# Below this the ratio says nothing: an empty small part may be all padding.
RATIO_FROM = 10 * MEGABYTE
CHUNK = 64 * 1024

SAVE_AGAIN = "请用 Excel 或 WPS 打开它，另存为 .xlsx 后再上传。"
STRANGE_PATH = re.compile(r"(^|/)\.\.(/|$)|^/|^[A-Za-z]:|[\\\x00-\x1f]")


def open_archive(content):
    """The ZipFile over `content` (bytes), its directory checked; raises Refusal."""
    try:
        _check_directory_size(content)
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError) as error:
        raise Refusal(f"工作簿的压缩结构有损坏，无法读取。{SAVE_AGAIN}") from error
    _check_parts(archive.infolist())
    return archive


def _check_directory_size(content):
    """Refuse by the directory's own size, before zipfile makes an object of each of its entries."""
    end = content.rfind(b"PK\x05\x06", -66_000)
    if end < 0 or not content.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile
    (size,) = struct.unpack_from("<L", content, end + 12)
    if size > MAX_DIRECTORY:
        raise Refusal(
            f"工作簿的内部文件过多，无法读取（工作表最多 {MAX_SHEETS} 张）。请拆分成几个文件后再上传。"
        )


def _check_parts(parts):
    """Refuse too many parts or sheets, strange or double names, encryption, and sizes of a bomb."""
    names = [part.orig_filename for part in parts]
    sheets = sum(name.startswith("xl/worksheets/") and name.endswith(".xml") for name in names)
    if sheets > MAX_SHEETS:
        raise Refusal(f"工作簿有 {sheets} 张工作表，最多可以有 {MAX_SHEETS} 张。请拆分成几个文件后再上传。")
    if len(parts) > MAX_PARTS:
        raise Refusal(
            f"工作簿有 {len(parts)} 个内部文件，最多 {MAX_PARTS} 个。请只保留需要的工作表，另存后再上传。"
        )
    if any(STRANGE_PATH.search(name) for name in names) or len({n.lower() for n in names}) < len(names):
        raise Refusal(f"工作簿的内部文件名不正常，可能被改动过。{SAVE_AGAIN}")
    if any(part.flag_bits & 1 for part in parts):
        raise Refusal("工作簿加了密码，无法读取。请在 Excel 中去掉密码，另存为 .xlsx 后再上传。")
    for part in parts:
        _check_size(part.file_size, part.compress_size)
    if sum(part.file_size for part in parts) > MAX_INFLATED:
        raise Refusal(TOO_LARGE)


TOO_LARGE = (
    f"工作簿展开后超过 {MAX_PART // MEGABYTE} MB，无法读取。"
    "多半是格式刷到了大量空行：请把有内容的行复制到新工作簿，另存后再上传。"
)


def _check_size(inflated, deflated):
    """Refuse one part by its size inflated, alone and against its size deflated (bytes)."""
    if inflated > MAX_PART or (inflated > RATIO_FROM and inflated > MAX_RATIO * max(deflated, 1)):
        raise Refusal(TOO_LARGE)


def inflate(archive, name):
    """Yield the chunks of one part, counting the real bytes: the declared size may lie. Raises Refusal.

    Not zipfile's own reader: that stops at the declared size, where another parser may go on.
    """
    if name not in archive.NameToInfo:
        raise Refusal(f"工作簿缺少内部文件，可能没有保存完整。{SAVE_AGAIN}")
    part = archive.getinfo(name)
    damaged = Refusal(f"工作簿的内部文件声明的大小与实际不符，可能被改动过。{SAVE_AGAIN}")
    counted = 0
    try:
        for chunk in _raw_chunks(archive, part):
            counted += len(chunk)
            if counted > part.file_size:
                raise damaged
            yield chunk
    except (zlib.error, struct.error, ValueError) as error:
        raise damaged from error
    if counted != part.file_size:
        raise damaged


def _raw_chunks(archive, part):
    """The part's bytes as they truly are, inflated in pieces of at most CHUNK."""
    archive.fp.seek(part.header_offset)
    header = archive.fp.read(30)
    name_length, extra_length = struct.unpack_from("<HH", header, 26)
    archive.fp.seek(name_length + extra_length, io.SEEK_CUR)
    deflated = archive.fp.read(part.compress_size)
    if part.compress_type == zipfile.ZIP_STORED:
        yield deflated
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        yield from _deflated_chunks(deflated)
    else:
        raise Refusal(f"工作簿用了不常见的压缩方式，无法读取。{SAVE_AGAIN}")


def _deflated_chunks(deflated):
    """Inflate raw deflate data in pieces of at most CHUNK bytes."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    while not inflater.eof:
        chunk = inflater.decompress(deflated, CHUNK)
        deflated = inflater.unconsumed_tail
        if not chunk and not deflated:
            return
        yield chunk


def read_part(archive, name, most):
    """One small part as bytes; raises Refusal when it is larger than `most` bytes."""
    if archive.getinfo(name).file_size > most:
        raise Refusal(TOO_LARGE)
    return b"".join(inflate(archive, name))
