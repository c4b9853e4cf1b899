"""A forward-only look through the XML of a workbook's part, by expat, without building a tree."""

from xml.parsers import expat

from journal.files.inside.refusal import Refusal

BROKEN = "工作簿的内容有损坏，无法读取。请用 Excel 或 WPS 打开它，另存为 .xlsx 后再上传。"


def _refuse_doctype(*_):
    """No workbook has a document type; entity bombs do."""
    raise Refusal(BROKEN)


def make_parser(start):
    """A parser that calls `start(local name, attributes)`; the caller may set further handlers."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def feed(parser, chunks):
    """Push all chunks (bytes) through the parser; raises Refusal for what is not XML."""
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refusal(BROKEN) from error


def local(name):
    """The element's or attribute's name without its prefix."""
    return name.rpartition(":")[2]
