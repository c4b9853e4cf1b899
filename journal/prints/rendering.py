"""Paper from a template: `render("pdf/notice.html", context)`. Pages and type are in config/static/paper.css."""

from io import BytesIO

from django.template.loader import render_to_string

FIRST_PAGE = "@page :first {{ counter-reset: page {} }} html {{ break-before: {} }}"


def render(template, context):
    """The PDF (bytes) of a template that extends base_pdf.html; in the scope its context needs.

    Raises ValueError where the page names an address that is not ours.
    """
    return rendered(template, context)[0]


def rendered(template, context, *, pages_before=0):
    """(PDF as bytes, how many pages), numbered on from `pages_before`.

    What cannot stand in paper.css, as the widths of chosen columns, is in the context as `css`.
    """
    # WeasyPrint takes 60 MB and half a second to load: only the programs that print pay for it.
    from weasyprint import CSS, HTML

    from journal.prints.shelf import BASE, Shelf

    shelf = Shelf()
    page = HTML(string=render_to_string(template, context), base_url=BASE, url_fetcher=shelf)
    goes_on = FIRST_PAGE.format(pages_before + 1, "left" if pages_before % 2 else "right")
    styles = goes_on + context.get("css", "")
    document = page.render(stylesheets=[CSS(string=styles, url_fetcher=shelf)])
    if shelf.refused:
        raise ValueError(f"{template} names {shelf.refused[0]}")
    return document.write_pdf(), len(document.pages)


def joined(parts):
    """One PDF (BytesIO) of several, each an open binary file; the fonts they share stay in each."""
    from pypdf import PdfWriter

    whole = PdfWriter()
    for part in parts:
        whole.append(part, import_outline=False)
    file = BytesIO()
    whole.write(file)
    return file
