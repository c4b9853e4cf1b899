"""The encoding of a text file as offices save them; bytes that are none are told by their line, never replaced."""

import codecs

from journal.files.inside.refusal import Refusal

MARKED = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
SAID = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "Unicode", "gb18030": "GB18030"}
SAVE_AGAIN = "请在 Excel 或 WPS 中打开原文件改正，另存为 .xlsx 后再上传。"


def decoded(content):
    """The text in `content` (bytes): UTF-8, UTF-16 with its mark, else GB18030; raises Refusal with the line."""
    marked = next((name for mark, name in MARKED if content.startswith(mark)), None)
    for name in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            return _text(content, name)
        except UnicodeDecodeError as error:
            if name != "utf-8" or _is_utf8_all_the_same(content):
                raise _broken(content, name, error) from error
    raise AssertionError("one of the two was tried last")


def _text(content, name):
    text = content.decode(name)
    if "\x00" in text:
        raise Refusal("文件里有不是文字的内容，无法当作 CSV 读取。" + SAVE_AGAIN)
    return text


def _is_utf8_all_the_same(content):
    """Whether most of what is not ASCII is sound UTF-8: then a few bytes are broken, and it is no GB18030.

    GB18030 read as UTF-8 is broken at nearly every character, and broken UTF-8 often passes for odd GB18030.
    """
    text = content.decode("utf-8", errors="replace")
    foreign = sum(map(str.isascii, text))
    foreign = len(text) - foreign
    return text.count("\ufffd") * 2 < foreign


def _broken(content, name, error):
    line = content[: error.start].count(b"\n") + 1
    return Refusal(
        f"第 {line} 行有无法识别的字符（按 {SAID[name]} 编码读取），文件可能在传送或转换时损坏。{SAVE_AGAIN}"
    )
