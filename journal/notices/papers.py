"""Paper of a notice: the poster for the board and the plain sheet, both from exactly the words that were fixed."""

from journal.models import Notice
from journal.notices import public
from journal.notices.reading import body_of, taken_out
from journal.prints.registry import printed


@printed(
    "notices.poster",
    label="公示张贴件（A3）",
    verb="view_register",
    model=Notice,
    template="pdf/notice_poster.html",
    most=50,
)
def poster(rows, *, by):
    """一（三）5 在公示栏张贴：A3，大字，二维码通到这份公示的公开页面。"""
    return _sheets(rows)


@printed(
    "notices.sheet",
    label="公示件（A4）",
    verb="view_register",
    model=Notice,
    template="pdf/notice_sheet.html",
    most=50,
)
def sheet(rows, *, by):
    """一（三）5 存档、传阅：A4，与张贴件内容一致。"""
    return _sheets(rows)


LAYOUTS = {"poster": poster, "sheet": sheet}


def _sheets(notices):
    """A sheet for each notice; several in one document each begin a page."""
    # The shelf loads WeasyPrint, 60 MB: only the printer pays for it.
    from journal.prints.shelf import code

    sheets = []
    for notice in notices:
        address = public.address(notice.number)
        told = {"body": body_of(notice), "out": taken_out(notice)}
        sheets.append({"notice": notice, "address": address, "code": code(address)} | told)
    return {"title": "、".join(notice.number for notice in notices), "sheets": sheets}
